"""Proofs by a core-guided MaxSAT solver, for problems where every request must be met and only breaks are weighed."""
