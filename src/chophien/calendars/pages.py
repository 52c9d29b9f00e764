"""What the schedule templates may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import ClassVar
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from chophien.calendars.texts import hall_of
from chophien.fairs.registering.rules import pair_words
from chophien.fairs.rules import Phase, phase
from chophien.fairs.tables import Fair
from chophien.settings import settings
from chophien.support.language import _
from chophien.timetable.queries import MeetingLine
from chophien.timetable.tables import MeetingState
from chophien.web.formats import day_and_clock, local
from chophien.web.pages import Page


@dataclass(frozen=True)
class ScheduleEntry:
    """One meeting in one's own schedule."""

    starts_at: datetime
    ends_at: datetime
    partner: str
    table: str
    hall: str
    interpreter: str
    pair: str
    cancelled: bool
    is_over: bool
    is_next: bool
    """The one the now-line stands above."""


@dataclass(frozen=True)
class ScheduleDay:
    """One day of it."""

    first_at: datetime
    number: int
    """The day of the month, in the fair's time."""
    entries: list[ScheduleEntry]

    @property
    def count(self) -> int:
        """How many meetings take place."""
        return sum(not entry.cancelled for entry in self.entries)


@dataclass(frozen=True)
class NewLink:
    """A calendar address, shown this once."""

    https: str
    webcal: str
    qr: Markup


@dataclass(frozen=True)
class SchedulePage(Page):
    """One's own meetings by day, and the way to have them in a calendar program."""

    template: ClassVar[str] = "calendars/schedule.html"
    base_url: str
    fair_name: str
    company_name: str
    timezone: str
    standing: str
    """Whether the timetable may still change; empty when nothing is to be said."""
    is_approved: bool
    days: list[ScheduleDay]
    link_made_at: datetime | None
    new_link: NewLink | None
    availability_url: str

    @property
    def count(self) -> int:
        """How many meetings take place."""
        return sum(day.count for day in self.days)


def standing_words(fair: Fair, at: datetime) -> str:
    """Whether the timetable is provisional or final at `at`."""
    step = phase(fair, at)
    if step is Phase.FINAL:
        return _("Đây là lịch gặp chính thức.")
    if step is not Phase.PROVISIONAL:
        return ""
    asked = _("Đây là lịch gặp dự kiến. Giờ nào không hợp, xin ghi vào trang Giờ vắng.")
    if fair.final_from is None:
        return asked
    return asked + " " + _("Lịch chính thức có từ %(when)s.") % {"when": day_and_clock(fair.final_from, fair.timezone)}


def schedule_days(lines: Iterable[MeetingLine], *, timezone: str, at: datetime) -> list[ScheduleDay]:
    """The meetings by day, in the fair's time; `lines` come in time order."""
    ordered = list(lines)
    coming = next(
        (line.meeting_id for line in ordered if line.ends_at > at and line.state == MeetingState.CONFIRMED), None
    )
    today = local(at, timezone).date()
    days = []
    for date, group in groupby(ordered, key=lambda line: local(line.starts_at, timezone).date()):
        meetings = list(group)
        entries = [
            _entry(line, is_over=line.ends_at <= at, is_next=date == today and line.meeting_id == coming)
            for line in meetings
        ]
        days.append(ScheduleDay(meetings[0].starts_at, date.day, entries))
    return days


def new_link(token: str) -> NewLink:
    """The addresses and the QR code of a calendar, for the one time they are shown."""
    https = f"{settings().public_url}/calendar/{token}.ics"
    webcal = f"webcal://{urlsplit(https).netloc}{urlsplit(https).path}"
    code = segno.make(webcal, error="m", micro=False)
    return NewLink(https, webcal, Markup(code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None)))  # noqa: S704 - segno writes it from our own address.


def _entry(line: MeetingLine, *, is_over: bool, is_next: bool) -> ScheduleEntry:
    return ScheduleEntry(
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        partner=line.partner_name,
        table=line.table_code,
        hall=hall_of(line),
        interpreter=line.interpreter_name or "",
        pair=pair_words(line.pair) if line.pair and line.interpreter_name else "",
        cancelled=line.state == MeetingState.CANCELLED,
        is_over=is_over,
        is_next=is_next,
    )
