"""A fair as its organizer describes it, before it becomes rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chophien.fairs.rules import Stretch


@dataclass(frozen=True)
class SessionPlan:
    """A stretch of every day in which meetings are held, in local time."""

    name_vi: str
    name_en: str
    begins: time
    ends: time

    def on(self, day: date, timezone: str) -> Stretch:
        """The session on `day`."""
        zone = ZoneInfo(timezone)
        return Stretch(datetime.combine(day, self.begins, zone), datetime.combine(day, self.ends, zone))


@dataclass(frozen=True)
class RowPlan:
    """A row of booths: A with 10 becomes A01 to A10."""

    name: str
    count: int


@dataclass(frozen=True)
class HallPlan:
    """A hall with its tables (prefix T: T1, T2, …) and its rows of booths."""

    name_vi: str
    name_en: str
    tables: int
    table_prefix: str
    rows: tuple[RowPlan, ...]


@dataclass(frozen=True)
class InterpreterPlan:
    """An interpreter with language pairs such as `en-vi`."""

    name: str
    pairs: tuple[str, ...]
    email: str


@dataclass(frozen=True)
class ProgrammePlan:
    """A line of the public programme, in local time."""

    day: date
    begins: time
    ends: time
    title_vi: str
    title_en: str
    spot: str


@dataclass(frozen=True, kw_only=True)
class FairPlan:
    """Everything the form asks; moments are aware, clock times local to `timezone`."""

    name_vi: str
    name_en: str
    about_vi: str
    about_en: str
    venue: str
    address: str
    starts_on: date
    ends_on: date
    slot_minutes: int
    sessions: tuple[SessionPlan, ...]
    halls: tuple[HallPlan, ...]
    interpreters: tuple[InterpreterPlan, ...]
    programme: tuple[ProgrammePlan, ...]
    co_hosts: tuple[str, ...]
    """District codes."""
    registration_from: datetime
    registration_until: datetime
    requests_from: datetime
    requests_until: datetime
    reminder_minutes: int
    timezone: str = "Asia/Ho_Chi_Minh"

    def days(self) -> Iterator[date]:
        """The fair's days in order."""
        for number in range((self.ends_on - self.starts_on).days + 1):
            yield self.starts_on + timedelta(days=number)

    def calendar(self) -> tuple[object, ...]:
        """What decides the slots; equal calendars have equal slots."""
        return (self.starts_on, self.ends_on, self.slot_minutes, self.sessions)
