"""What changes runs, versions and meetings; one action is one transaction."""

from chophien.timetable.actions.asking import ask_for_repair, ask_for_tables, ask_what_if
from chophien.timetable.actions.moving import drop_meeting, place_meeting, take_change
from chophien.timetable.actions.publishing import publish_version
from chophien.timetable.actions.runs import ask_for_run, cancel_run, keep_answer

__all__ = [
    "ask_for_repair",
    "ask_for_run",
    "ask_for_tables",
    "ask_what_if",
    "cancel_run",
    "drop_meeting",
    "keep_answer",
    "place_meeting",
    "publish_version",
    "take_change",
]
