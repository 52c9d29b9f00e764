"""What changes runs, versions and meetings; one action is one transaction."""

from chophien.timetable.actions.moving import drop_meeting, place_meeting
from chophien.timetable.actions.publishing import publish_version
from chophien.timetable.actions.runs import ask_for_run, cancel_run, keep_answer

__all__ = ["ask_for_run", "cancel_run", "drop_meeting", "keep_answer", "place_meeting", "publish_version"]
