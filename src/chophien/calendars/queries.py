"""Reading whose calendar an address opens, and what stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chophien.calendars.rules import is_shown
from chophien.calendars.tables import CalendarLink
from chophien.companies.tables import Delegate
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, FairState, ParticipationState
from chophien.support.language import speaking
from chophien.support.tokens import token_hash
from chophien.timetable.queries import MeetingLine, meetings_of
from chophien.timetable.tables import MeetingState


@dataclass(frozen=True)
class CalendarFair:
    """What a calendar says of its fair, in one language."""

    id: int
    slug: str
    name: str
    spot: str
    """Venue and address."""
    organizer_name: str


@dataclass(frozen=True)
class CalendarOwner:
    """Whose calendar it is."""

    participation_id: int
    fair_id: int
    language: str


async def owner_behind(token: str) -> CalendarOwner | None:
    """Whose calendar the token opens; none when it is unknown or revoked, the person is disabled or no longer speaks
    for the company, the participation is not approved, or the fair is a draft. A closed fair's calendars live on."""
    link = await (
        CalendarLink.select(
            CalendarLink.person,
            CalendarLink.person.language,
            CalendarLink.participation,
            CalendarLink.participation.company,
            CalendarLink.participation.fair,
        )
        .where(
            CalendarLink.token_hash == token_hash(token),
            CalendarLink.revoked_at.is_null(),
            CalendarLink.person.disabled_at.is_null(),
            CalendarLink.participation.state == ParticipationState.APPROVED,
            CalendarLink.participation._.fair.state != FairState.DRAFT,
        )
        .first()
    )
    if link is None:
        return None
    speaks = await Delegate.exists().where(
        Delegate.person == link["person"], Delegate.company == link["participation.company"]
    )
    if not speaks:
        return None
    return CalendarOwner(link["participation"], link["participation.fair"], link["person.language"])


async def link_of(person_id: int, participation_id: int) -> CalendarLink | None:
    """The person's living calendar link, if there is one."""
    return await CalendarLink.objects().get(
        (CalendarLink.person == person_id)
        & (CalendarLink.participation == participation_id)
        & CalendarLink.revoked_at.is_null()
    )


async def calendar_fair(fair_id: int, language: str) -> CalendarFair:
    """The fair as its calendars name it."""
    row = (
        await Fair.select(Fair.id, Fair.slug, Fair.name_vi, Fair.name_en, Fair.venue, Fair.address, Fair.organizer.name)
        .where(Fair.id == fair_id)
        .first()
    )
    assert row is not None, "The caller has just read the fair."  # noqa: S101 - narrows the type.
    with speaking(language):
        name = spoken(row["name_vi"], row["name_en"])
    spot = ", ".join(part for part in (row["venue"], row["address"]) if part)
    return CalendarFair(row["id"], row["slug"], name, spot, row["organizer.name"])


async def shown_meetings(participation_id: int, at: datetime) -> list[MeetingLine]:
    """The meetings a calendar carries now: those that stand, and those cancelled a short time ago."""
    return carried(await meetings_of(participation_id), at)


def carried(lines: Iterable[MeetingLine], at: datetime) -> list[MeetingLine]:
    """Those of `lines` that a calendar carries at `at`."""
    return [
        line
        for line in lines
        if is_shown(cancelled=line.state == MeetingState.CANCELLED, revised_at=line.revised_at, at=at)
    ]
