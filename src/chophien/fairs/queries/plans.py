"""A fair that stands, read back as the plan its form shows; its programme and co-hosts."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from chophien.fairs.forms import (
    BreakPlan,
    FairPlan,
    HallPlan,
    InterpreterPlan,
    ProgrammePlan,
    QuotaPlan,
    RowPlan,
    SessionPlan,
)
from chophien.fairs.forms.plan import no_quotas
from chophien.fairs.queries.rooms import (
    BoothLine,
    HallLine,
    SessionLine,
    TableLine,
    booths_of,
    halls_of,
    sessions_of,
    staff_of,
    tables_of,
)
from chophien.fairs.rules import spoken
from chophien.fairs.tables import CoHost, Fair, MeetingQuota, ProgrammeItem
from chophien.places.rules import place_words


@dataclass(frozen=True)
class HallNow:
    """A hall as it stands, with its tables (without those at booths) and booths in reading order."""

    hall: HallLine
    tables: tuple[TableLine, ...]
    booths: tuple[BoothLine, ...]

    @property
    def id(self) -> int:
        """The hall's number."""
        return self.hall.id

    @property
    def table_prefix(self) -> str:
        """What its tables' codes begin with."""
        return re.sub(r"[0-9]+$", "", self.tables[0].code) if self.tables else "T"


@dataclass(frozen=True)
class ProgrammeLine:
    """A line of the public programme."""

    starts_at: datetime
    ends_at: datetime
    title_vi: str
    title_en: str
    spot: str

    @property
    def title(self) -> str:
        """Its title in the spoken language."""
        return spoken(self.title_vi, self.title_en)


@dataclass(frozen=True)
class CoHostLine:
    """A district that holds the fair together with the organizer."""

    code: str
    words: str


async def halls_now(fair_id: int) -> list[HallNow]:
    """The fair's halls with what stands in them."""
    tables, booths = await tables_of(fair_id), await booths_of(fair_id)
    return [
        HallNow(
            hall,
            tuple(table for table in tables if table.hall_id == hall.id and table.booth_id is None),
            tuple(booth for booth in booths if booth.hall_id == hall.id),
        )
        for hall in await halls_of(fair_id)
    ]


async def programme_of(fair_id: int) -> list[ProgrammeLine]:
    """The public programme in order of time."""
    columns = (
        ProgrammeItem.starts_at,
        ProgrammeItem.ends_at,
        ProgrammeItem.title_vi,
        ProgrammeItem.title_en,
        ProgrammeItem.spot,
    )
    rows = await ProgrammeItem.select(*columns).where(ProgrammeItem.fair == fair_id).order_by(ProgrammeItem.starts_at)
    return [ProgrammeLine(**row) for row in rows]


async def co_hosts_of(fair_id: int) -> list[CoHostLine]:
    """The co-hosting districts in the order in which they were named."""
    rows = (
        await CoHost.select(
            CoHost.place.code.as_alias("code"), CoHost.place.kind.as_alias("kind"), CoHost.place.name.as_alias("name")
        )
        .where(CoHost.fair == fair_id)
        .order_by(CoHost.id)
    )
    return [CoHostLine(row["code"], place_words(row["kind"], row["name"])) for row in rows]


async def co_host_places(fair_id: int) -> list[tuple[str, str]]:
    """The co-hosting places as (number, words)."""
    rows = (
        await CoHost.select(CoHost.place, CoHost.place.kind.as_alias("kind"), CoHost.place.name.as_alias("name"))
        .where(CoHost.fair == fair_id)
        .order_by(CoHost.id)
    )
    return [(str(row["place"]), place_words(row["kind"], row["name"])) for row in rows]


async def quotas_of(fair_id: int) -> dict[str, QuotaPlan]:
    """What each participant may or should have, by kind of company."""
    rows = await MeetingQuota.select().where(MeetingQuota.fair == fair_id)
    return no_quotas() | {
        row["kind"]: QuotaPlan(
            row["most_requests"], row["most_meetings"], row["most_in_session"], row["least_meetings"]
        )
        for row in rows
    }


async def plan_of(fair: Fair) -> FairPlan:
    """The fair as its steps show it. A session that is the same on every day stands once, without a day."""
    zone = ZoneInfo(fair.timezone)
    return FairPlan(
        name_vi=fair.name_vi,
        name_en=fair.name_en,
        about_vi=fair.about_vi,
        about_en=fair.about_en,
        venue=fair.venue,
        address=fair.address,
        map_url=fair.map_url,
        travel_vi=fair.travel_vi,
        travel_en=fair.travel_en,
        starts_on=fair.starts_on,
        ends_on=fair.ends_on,
        sessions=_session_plans(fair, await sessions_of(fair.id)),
        halls=tuple(_hall_plan(hall) for hall in await halls_now(fair.id)),
        interpreters=tuple(
            InterpreterPlan(who.name, who.pairs, who.email, who.duty.value, who.phone)
            for who in await staff_of(fair.id)
        ),
        programme=tuple(
            ProgrammePlan(
                item.starts_at.astimezone(zone).date(),
                item.starts_at.astimezone(zone).time(),
                item.ends_at.astimezone(zone).time(),
                item.title_vi,
                item.title_en,
                item.spot,
            )
            for item in await programme_of(fair.id)
        ),
        co_hosts=tuple(host.code for host in await co_hosts_of(fair.id)),
        asking=fair.asking,
        acceptance=fair.acceptance,
        quotas=await quotas_of(fair.id),
        registration_from=fair.registration_from,
        registration_until=fair.registration_until,
        requests_from=fair.requests_from,
        requests_until=fair.requests_until,
        provisional_from=fair.provisional_from,
        final_from=fair.final_from,
        reminder_minutes=fair.reminder_minutes,
        keep_months=fair.keep_months,
        timezone=fair.timezone,
    )


def _session_plans(fair: Fair, sessions: list[SessionLine]) -> tuple[SessionPlan, ...]:
    zone = ZoneInfo(fair.timezone)
    days: dict[SessionPlan, list[date]] = {}
    for each in sessions:
        plan = SessionPlan(
            each.name_vi,
            each.name_en,
            each.starts_at.astimezone(zone).time(),
            each.ends_at.astimezone(zone).time(),
            each.slot_minutes,
            each.gap_minutes,
            tuple(
                BreakPlan(pause.starts_at.astimezone(zone).time(), pause.ends_at.astimezone(zone).time())
                for pause in each.breaks
            ),
            each.meets_at.value,
        )
        days.setdefault(plan, []).append(each.day)
    length = (fair.ends_on - fair.starts_on).days + 1
    found = [
        replace(plan, day=day)
        for plan, on in days.items()
        for day in ([None] if len(on) == length and length > 1 else on)
    ]
    if length == 1:
        found = [replace(plan, day=None) for plan in found]
    return tuple(sorted(found, key=lambda each: (each.day or fair.starts_on, each.begins)))


def _hall_plan(now: HallNow) -> HallPlan:
    rows = Counter(booth.row_name for booth in now.booths)
    return HallPlan(
        now.hall.name_vi,
        now.hall.name_en,
        len(now.tables),
        now.table_prefix,
        tuple(RowPlan(name, count) for name, count in rows.items()),
    )
