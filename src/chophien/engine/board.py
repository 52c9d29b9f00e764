"""A timetable laid out over its problem: who meets when and where, read by the checks and the costs alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from chophien.engine.numbered import Numbered
from chophien.engine.timetable import Placement


@dataclass(frozen=True, slots=True)
class Meeting:
    """One placed request in numbers; `span` are the slots it takes as far as the day reaches; -1 stands for none."""

    request: int
    slot: int
    span: tuple[int, ...]
    place: int
    interpreter: int


@dataclass(frozen=True)
class Board:
    """The meetings of one timetable by request, by participant and by day."""

    numbered: Numbered
    meetings: tuple[Meeting, ...]

    @cached_property
    def at(self) -> dict[int, Meeting]:
        return {meeting.request: meeting for meeting in self.meetings}

    @cached_property
    def of(self) -> tuple[tuple[Meeting, ...], ...]:
        """The meetings of each participant in order of time."""
        rows: list[list[Meeting]] = [[] for _ in self.numbered.problem.participants]
        for meeting in sorted(self.meetings, key=lambda meeting: (meeting.slot, meeting.request)):
            for p in self.numbered.between[meeting.request]:
                rows[p].append(meeting)
        return tuple(tuple(row) for row in rows)

    def days(self, participant: int) -> dict[int, list[Meeting]]:
        """The participant's meetings by day."""
        days: dict[int, list[Meeting]] = defaultdict(list)
        for meeting in self.of[participant]:
            days[self.numbered.day_of[meeting.slot]].append(meeting)
        return dict(days)

    def busy_slots(self, meetings: Iterable[Meeting]) -> list[int]:
        """The slots that any of the meetings takes, in order, each once."""
        return sorted({slot for meeting in meetings for slot in meeting.span})

    def zones(self, meeting: Meeting) -> str | None:
        return self.numbered.zone_of(meeting.place)


def lay_out(numbered: Numbered, placements: Iterable[Placement]) -> Board:
    """The board of these placements, whose ids must all be known to the problem."""
    meetings = []
    for placement in placements:
        r = numbered.request_of[placement.request]
        slot = numbered.slot_of[placement.slot]
        length = numbered.problem.requests[r].length
        day = numbered.days[numbered.day_of[slot]]
        span = numbered.spans[length][slot] or day[day.index(slot) :]
        place = -1 if placement.place is None else numbered.place_of[placement.place]
        interpreter = -1 if placement.interpreter is None else numbered.interpreter_of[placement.interpreter]
        meetings.append(Meeting(r, slot, span, place, interpreter))
    return Board(numbered, tuple(meetings))
