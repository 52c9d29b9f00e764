"""A fair that stands, read back as the plan its form shows; its programme and co-hosts."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from chophien.fairs.forms import FairPlan, HallPlan, InterpreterPlan, ProgrammePlan, RowPlan, SessionPlan
from chophien.fairs.queries.rooms import (
    BoothLine,
    HallLine,
    TableLine,
    booths_of,
    halls_of,
    interpreters_of,
    sessions_of,
    tables_of,
)
from chophien.fairs.rules import spoken
from chophien.fairs.tables import CoHost, Fair, ProgrammeItem
from chophien.places.rules import place_words


@dataclass(frozen=True)
class HallNow:
    """A hall as it stands, with its tables and booths in reading order."""

    hall: HallLine
    tables: tuple[TableLine, ...]
    booths: tuple[BoothLine, ...]

    @property
    def id(self) -> int:
        """The hall's number."""
        return self.hall.id


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
            tuple(table for table in tables if table.hall_id == hall.id),
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


async def plan_of(fair: Fair) -> FairPlan:
    """The fair as its form shows it. Where days differ in their sessions, those of the first day stand for all."""
    zone = ZoneInfo(fair.timezone)
    sessions = await sessions_of(fair.id)
    first = min((session.day for session in sessions), default=None)
    return FairPlan(
        name_vi=fair.name_vi,
        name_en=fair.name_en,
        about_vi=fair.about_vi,
        about_en=fair.about_en,
        venue=fair.venue,
        address=fair.address,
        starts_on=fair.starts_on,
        ends_on=fair.ends_on,
        slot_minutes=fair.slot_minutes,
        sessions=tuple(
            SessionPlan(
                session.name_vi,
                session.name_en,
                session.starts_at.astimezone(zone).time(),
                session.ends_at.astimezone(zone).time(),
            )
            for session in sessions
            if session.day == first
        ),
        halls=tuple(_hall_plan(hall) for hall in await halls_now(fair.id)),
        interpreters=tuple(InterpreterPlan(who.name, who.pairs, who.email) for who in await interpreters_of(fair.id)),
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
        registration_from=fair.registration_from,
        registration_until=fair.registration_until,
        requests_from=fair.requests_from,
        requests_until=fair.requests_until,
        reminder_minutes=fair.reminder_minutes,
        timezone=fair.timezone,
    )


def _hall_plan(now: HallNow) -> HallPlan:
    rows = Counter(booth.row_name for booth in now.booths)
    prefix = re.sub(r"[0-9]+$", "", now.tables[0].code) if now.tables else "T"
    return HallPlan(
        now.hall.name_vi,
        now.hall.name_en,
        len(now.tables),
        prefix,
        tuple(RowPlan(name, count) for name, count in rows.items()),
    )
