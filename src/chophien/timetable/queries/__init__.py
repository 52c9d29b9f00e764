"""Reading runs, versions, placements and meetings."""

from chophien.timetable.queries.meetings import MeetingLine, meetings_by_ids, meetings_of
from chophien.timetable.queries.runs import RunLine, run_of, runs_of
from chophien.timetable.queries.versions import (
    PlacementLine,
    VersionLine,
    placements_of,
    published_version,
    version_of,
    versions_of,
)

__all__ = [
    "MeetingLine",
    "PlacementLine",
    "RunLine",
    "VersionLine",
    "meetings_by_ids",
    "meetings_of",
    "placements_of",
    "published_version",
    "run_of",
    "runs_of",
    "version_of",
    "versions_of",
]
