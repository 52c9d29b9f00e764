"""Annealing as machine code: random changes of a timetable, millions a second; no other package imports Numba."""
