"""What the pages of being there and being away may see."""

from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import ClassVar, Protocol

from chophien.fairs.queries import SlotLine
from chophien.matchmaking.rules import DelegateThere, Delegation
from chophien.web.formats import clock
from chophien.web.pages import Link, Page


class AnnouncedMeeting(Protocol):
    """A meeting that was announced, as the timetable tells of it."""

    @property
    def slot_id(self) -> int:
        """When."""

    @property
    def partner_name(self) -> str:
        """With whom."""

    @property
    def state(self) -> str:
        """Whether it still takes place."""


MeetingsOf = Callable[[int], Awaitable[Sequence[AnnouncedMeeting]]]
"""Reads the announced meetings of a participation; the application hands it in, since timetables stand above."""


@dataclass(frozen=True)
class SessionStrip:
    """One half-day of slots."""

    id: int
    name: str
    slots: list[tuple[int, str, bool, bool]]
    """Slot, clock, present, disabled."""

    @property
    def away(self) -> int:
        """In how many of them the participant is away."""
        return sum(not present for _id, _clock, present, _disabled in self.slots)


@dataclass(frozen=True)
class AvailabilityPage(Page):
    """When a participant cannot meet, by day and session: as a whole, or one of its delegates."""

    template: ClassVar[str] = "matchmaking/availability.html"
    fair_name: str
    home: str
    delegation: Delegation
    """As it was saved, or as it would be saved."""
    person: DelegateThere | None
    """Whose slots are shown; none for the participant as a whole."""
    tabs: list[Link]
    """The participant as a whole and each of its delegates; empty where there is one delegate or none."""
    days: list[tuple[date, list[SessionStrip]]]
    slots: Sequence[SlotLine]
    clashes: list[tuple[datetime, str]]
    """Announced meetings that lie in an absence: when, and with whom."""
    timezone: str
    refused: str
    open: bool
    asks: bool
    """Whether nothing is saved yet, and saving would break the meetings named."""

    @property
    def base(self) -> str:
        """The address of the page."""
        return f"{self.home}/availability"

    @property
    def shown(self) -> str:
        """The slots that the page shows, with commas between."""
        return ",".join(str(slot.id) for slot in self.slots)

    @property
    def total(self) -> int:
        """How many slots the fair has."""
        return len(self.slots)

    @property
    def away(self) -> int:
        """In how many of them the participant, or the delegate shown, is away."""
        return sum(strip.away for _day, strips in self.days for strip in strips)

    @property
    def meeting(self) -> str:
        """Who meets, by name."""
        return ", ".join(each.name for each in self.delegation.meeting)

    @property
    def unmet(self) -> list[tuple[date, list[str]]]:
        """The slots in which nobody of those who meet is there although the participant as a whole is, by day."""
        nobody = self.delegation.unable - self.delegation.away
        found = [slot for slot in self.slots if slot.id in nobody]
        return [
            (day, [clock(slot.starts_at, self.timezone) for slot in slots])
            for day, slots in groupby(found, key=lambda slot: slot.day)
        ]


def day_strips(
    slots: Sequence[SlotLine], away: AbstractSet[int], timezone: str, *, closed: bool = False
) -> list[tuple[date, list[SessionStrip]]]:
    """The slots of each day, session by session, ticked where somebody is present."""
    days = []
    for day, in_day in groupby(slots, key=lambda slot: slot.day):
        strips = []
        for session_id, found in groupby(in_day, key=lambda slot: slot.session_id):
            half = list(found)
            ticks = [(slot.id, clock(slot.starts_at, timezone), slot.id not in away, closed) for slot in half]
            strips.append(SessionStrip(session_id, half[0].session, ticks))
        days.append((day, strips))
    return days
