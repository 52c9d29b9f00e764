"""What the pages of a fair's staff may see."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from chophien.fairs.pages.dates import Span
from chophien.fairs.queries import InterpreterLine
from chophien.fairs.registering.rules import interpreting_words
from chophien.matchmaking.pages import SessionStrip
from chophien.staffing.queries import Account
from chophien.staffing.rules import Interpreted
from chophien.web.forms import Form
from chophien.web.pages import Page


@dataclass(frozen=True)
class StaffLine:
    """Somebody of the staff in the list."""

    member: InterpreterLine
    away: int
    """In how many slots."""
    meetings: int
    """How many announced meetings are interpreted."""
    signs_in: bool

    @property
    def languages(self) -> str:
        """The languages spoken, in words."""
        return ", ".join(interpreting_words(pair) for pair in self.member.pairs)


@dataclass(frozen=True)
class StaffPage(Page):
    """Interpreters and desk staff with their languages, and how much each is there."""

    template: ClassVar[str] = "staffing/staff.html"
    base: str
    people: list[StaffLine]
    total: int
    """How many slots the fair has."""
    form: Form[Any]
    choices: list[tuple[str, str]]
    adding: bool
    """Whether the form stands open."""


@dataclass(frozen=True)
class Presence:
    """Somebody's slots, and the announced meetings that cannot be interpreted as they stand."""

    days: list[tuple[date, list[SessionStrip]]]
    shown: str
    """The slots that the page shows, with commas between."""
    broken: list[Interpreted]
    asks: bool
    """Whether nothing is saved yet, and saving would break the meetings named."""
    timezone: str


@dataclass(frozen=True)
class MemberPage(Page):
    """One of the staff, for the organizer."""

    template: ClassVar[str] = "staffing/member.html"
    list_url: str
    member: InterpreterLine
    account: Account | None
    form: Form[Any]
    choices: list[tuple[str, str]]
    presence: Presence
    meetings: int

    @property
    def base(self) -> str:
        """The address of the page."""
        return f"{self.list_url}/{self.member.id}"


@dataclass(frozen=True)
class OwnFairLine:
    """A fair of whose staff the person is."""

    name: str
    url: str
    span: Span
    venue: str
    meetings: int


@dataclass(frozen=True)
class OwnFairsPage(Page):
    """The fairs of whose staff the person is."""

    template: ClassVar[str] = "staffing/own_fairs.html"
    fairs: list[OwnFairLine]


@dataclass(frozen=True)
class OwnPage(Page):
    """Somebody's own work at a fair: what to interpret, languages, absences."""

    template: ClassVar[str] = "staffing/own.html"
    fair_name: str
    base: str
    member: InterpreterLine
    meetings: list[Interpreted]
    form: Form[Any]
    choices: list[tuple[str, str]]
    presence: Presence
    open: bool
    """Whether anything can still be changed: until the fair is over."""

    @property
    def by_day(self) -> list[tuple[datetime, list[Interpreted]]]:
        """The meetings day by day, each day with its first moment."""
        days = groupby(self.meetings, key=lambda each: _local_day(each.starts_at, self.presence.timezone))
        return [(found[0].starts_at, found) for found in (list(in_day) for _day, in_day in days)]

    @staticmethod
    def language(pair: str) -> str:
        """The language interpreted, in words."""
        return interpreting_words(pair) if pair else ""


def _local_day(moment: datetime, timezone: str) -> date:
    return moment.astimezone(ZoneInfo(timezone)).date()
