"""The meeting problem for CP-SAT; no other package imports OR-tools."""
