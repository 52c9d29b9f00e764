"""Making two companies one, taking that back, and noting that two are two."""
