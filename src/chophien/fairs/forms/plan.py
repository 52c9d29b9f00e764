"""A fair as its organizer describes it, before it becomes rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from statistics import mode
from zoneinfo import ZoneInfo

from chophien.companies.tables import CompanyKind
from chophien.fairs.rules import Stretch, slots_within
from chophien.fairs.tables import Acceptance, MeetsAt, StaffDuty, WhoAsks

TIMEZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class BreakPlan:
    """A pause inside a session, in local time."""

    begins: time
    ends: time


@dataclass(frozen=True)
class SessionPlan:
    """A stretch of a day in which meetings are held, in local time; `day` none for every day."""

    name_vi: str
    name_en: str
    begins: time
    ends: time
    slot_minutes: int = 20
    gap_minutes: int = 0
    breaks: tuple[BreakPlan, ...] = ()
    meets_at: str = MeetsAt.TABLES.value
    day: date | None = None

    def on(self, day: date, timezone: str) -> Stretch:
        """The session on `day`."""
        return _stretch(self.begins, self.ends, day, timezone)

    def breaks_on(self, day: date, timezone: str) -> list[Stretch]:
        """Its breaks on `day`."""
        return [_stretch(each.begins, each.ends, day, timezone) for each in self.breaks]

    def slots_on(self, day: date, timezone: str) -> Iterator[Stretch]:
        """Its slots on `day`."""
        pauses = self.breaks_on(day, timezone)
        return slots_within(self.on(day, timezone), self.slot_minutes, self.gap_minutes, pauses)


def _stretch(begins: time, ends: time, day: date, timezone: str) -> Stretch:
    zone = ZoneInfo(timezone)
    return Stretch(datetime.combine(day, begins, zone), datetime.combine(day, ends, zone))


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
    """An interpreter, or a helper of the desk, with language pairs such as `en-vi`."""

    name: str
    pairs: tuple[str, ...]
    email: str
    duty: str = StaffDuty.INTERPRETER.value
    phone: str = ""


@dataclass(frozen=True)
class ProgrammePlan:
    """A line of the public programme, in local time."""

    day: date
    begins: time
    ends: time
    title_vi: str
    title_en: str
    spot: str


@dataclass(frozen=True)
class QuotaPlan:
    """What each participant of a kind may or should have; none for no bound."""

    most_requests: int | None = None
    most_meetings: int | None = None
    most_in_session: int | None = None
    least_meetings: int = 0


def no_quotas() -> dict[str, QuotaPlan]:
    """Neither kind is bound."""
    return {kind.value: QuotaPlan() for kind in CompanyKind}


@dataclass(frozen=True, kw_only=True)
class FairPlan:
    """Everything the steps ask; moments are aware, clock times local to `timezone`."""

    name_vi: str
    name_en: str
    about_vi: str
    about_en: str
    venue: str
    address: str
    starts_on: date
    ends_on: date
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
    keep_months: int | None = 24
    provisional_from: datetime | None = None
    final_from: datetime | None = None
    map_url: str = ""
    travel_vi: str = ""
    travel_en: str = ""
    asking: str = WhoAsks.DISTRIBUTORS.value
    acceptance: str = Acceptance.NEEDED.value
    quotas: dict[str, QuotaPlan] = field(default_factory=no_quotas)
    """By kind of company."""
    timezone: str = TIMEZONE

    def days(self) -> Iterator[date]:
        """The fair's days in order."""
        for number in range((self.ends_on - self.starts_on).days + 1):
            yield self.starts_on + timedelta(days=number)

    def sessions_on(self, day: date) -> list[SessionPlan]:
        """The sessions of `day` in order of time."""
        found = [session for session in self.sessions if session.day in {None, day}]
        return sorted(found, key=lambda session: session.begins)

    @property
    def slot_minutes(self) -> int:
        """The usual length of a slot."""
        return mode(session.slot_minutes for session in self.sessions) if self.sessions else 20

    @property
    def meets_at_booths(self) -> bool:
        """Whether producers receive at their booths in any session."""
        return any(session.meets_at == MeetsAt.BOOTHS for session in self.sessions)

    def slots(self) -> Iterator[Stretch]:
        """Every slot of the fair."""
        for day in self.days():
            for session in self.sessions_on(day):
                yield from session.slots_on(day, self.timezone)

    def calendar(self) -> tuple[object, ...]:
        """What decides the slots; equal calendars have equal slots."""
        return (self.starts_on, self.ends_on, self.timezone, self.sessions)

    def moved(self, days: int, *, deadlines: bool = True) -> "FairPlan":
        """The same fair so many days later: its days, sessions, programme, and with them its deadlines."""
        by = timedelta(days=days)
        later = replace(
            self,
            starts_on=self.starts_on + by,
            ends_on=self.ends_on + by,
            sessions=tuple(replace(each, day=each.day and each.day + by) for each in self.sessions),
            programme=tuple(replace(item, day=item.day + by) for item in self.programme),
        )
        if not deadlines:
            return later
        return replace(
            later,
            registration_from=self._later(self.registration_from, by),
            registration_until=self._later(self.registration_until, by),
            requests_from=self._later(self.requests_from, by),
            requests_until=self._later(self.requests_until, by),
            provisional_from=self.provisional_from and self._later(self.provisional_from, by),
            final_from=self.final_from and self._later(self.final_from, by),
        )

    def _later(self, moment: datetime, by: timedelta) -> datetime:
        # In local time: five in the afternoon stays five in the afternoon where clocks change.
        return moment.astimezone(ZoneInfo(self.timezone)) + by
