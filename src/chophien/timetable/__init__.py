"""Runs of the engine, versions of the timetable, and the meetings that were published."""
