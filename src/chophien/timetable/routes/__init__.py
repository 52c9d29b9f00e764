"""The timetable's addresses: the organizer's pages and the interpreter desk's."""

from chophien.timetable.routes import desk, questions, runs, versions

ROUTES = [*runs.ROUTES, *versions.ROUTES, *questions.ROUTES, *desk.ROUTES]
