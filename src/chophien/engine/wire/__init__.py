"""The JSON files of a problem and of its answer, read strictly and written always in the same bytes."""

from chophien.engine.validity import BadProblem
from chophien.engine.wire.problems import read_problem, write_problem
from chophien.engine.wire.timetables import read_timetable, write_timetable

__all__ = ["BadProblem", "read_problem", "read_timetable", "write_problem", "write_timetable"]
