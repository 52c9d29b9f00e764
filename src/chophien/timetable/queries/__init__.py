"""Reading runs, versions, placements and meetings."""

from chophien.timetable.queries.meetings import MeetingLine, meetings_by_ids, meetings_of

__all__ = ["MeetingLine", "meetings_by_ids", "meetings_of"]
