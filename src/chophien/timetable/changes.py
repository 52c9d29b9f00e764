"""What a publication changes for the people who meet: pure values, compared and counted."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["new", "moved", "cancelled"]


@dataclass(frozen=True, slots=True)
class Spot:
    """When, where and with whose help a meeting is held, by row ids."""

    slot_id: int
    table_id: int
    interpreter_id: int | None = None


@dataclass(frozen=True, slots=True)
class Announced:
    """A meeting as people know it."""

    meeting_id: int
    sequence: int
    confirmed: bool
    spot: Spot


@dataclass(frozen=True, slots=True)
class SpotChange:
    """What becomes of one request's meeting when a version is published: none before is new, none after cancelled."""

    request_id: int
    kind: ChangeKind
    before: Spot | None
    after: Spot | None


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """A change of one meeting, as it is announced. Old values are None for a new one, new ones for a cancelled one."""

    kind: ChangeKind
    meeting_id: int
    fair_id: int
    old_slot_id: int | None
    new_slot_id: int | None
    old_table_id: int | None
    new_table_id: int | None
    old_interpreter_id: int | None
    new_interpreter_id: int | None
    sequence: int
    """The meeting's sequence after the change."""


Announce = Callable[[list[MeetingChange]], Awaitable[None]]
"""Writes what people must be told, inside the transaction that publishes."""


async def announce_nothing(_changes: list[MeetingChange]) -> None:
    """For a fair whose people hear of changes by other ways."""


def spot_changes(known: Mapping[int, Spot], wanted: Mapping[int, Spot]) -> list[SpotChange]:
    """What differs between two timetables, both keyed by request id; in order of request id."""
    changes = []
    for request_id in sorted(known.keys() | wanted.keys()):
        before, after = known.get(request_id), wanted.get(request_id)
        if before == after:
            continue
        kind: ChangeKind = "new" if before is None else "cancelled" if after is None else "moved"
        changes.append(SpotChange(request_id, kind, before, after))
    return changes


def confirmed_spots(announced: Mapping[int, Announced]) -> dict[int, Spot]:
    """The meetings that are to take place, keyed by request id."""
    return {request_id: meeting.spot for request_id, meeting in announced.items() if meeting.confirmed}


def counted(changes: Iterable[SpotChange]) -> dict[ChangeKind, int]:
    """How many changes there are of each kind."""
    counts: dict[ChangeKind, int] = {"new": 0, "moved": 0, "cancelled": 0}
    for change in changes:
        counts[change.kind] += 1
    return counts
