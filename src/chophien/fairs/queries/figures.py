"""How much there is at a fair: counts for its pages."""

from collections import Counter
from typing import Any

from piccolo.query import Select
from piccolo.query.functions import Count

from chophien.accounts.tables import Organizer
from chophien.catalogue.tables import Product
from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import Booth, Fair, FairState, MeetingTable, Participation, ParticipationState, Slot


def exhibiting(fair_id: int) -> Select[Any]:
    """A select of the companies that are approved as producers."""
    return Participation.select(Participation.company).where(
        Participation.fair == fair_id,
        Participation.kind == CompanyKind.PRODUCER,
        Participation.state == ParticipationState.APPROVED,
    )


def shown_exhibiting(fair_id: int) -> Select[Any]:
    """The same without those that have left since: whose products the public is shown."""
    return exhibiting(fair_id).where(Participation.company.closed_at.is_null())


async def product_count(fair_id: int) -> int:
    """How many products the approved producers bring."""
    found: int = await Product.count().where(Product.company.is_in(exhibiting(fair_id)))
    return found


async def room_counts(fair_id: int) -> tuple[int, int, int]:
    """How many booths, tables (without those at booths) and slots the fair has."""
    booths: int = await Booth.count().where(Booth.fair == fair_id)
    tables: int = await MeetingTable.count().where(MeetingTable.fair == fair_id, MeetingTable.booth.is_null())
    slots: int = await Slot.count().where(Slot.fair == fair_id)
    return booths, tables, slots


async def counts_of_fairs(fair_ids: list[int]) -> dict[int, Counter[tuple[str, str]]]:
    """For each fair, how many participants of each (kind, state); one query for all of them."""
    found: dict[int, Counter[tuple[str, str]]] = {fair_id: Counter() for fair_id in fair_ids}
    if not fair_ids:
        return found
    rows = (
        await Participation.select(Participation.fair, Participation.kind, Participation.state, Count())
        .where(Participation.fair.is_in(fair_ids))
        .group_by(Participation.fair, Participation.kind, Participation.state)
    )
    for row in rows:
        found[row["fair"]][row["kind"], row["state"]] = row["count"]
    return found


async def shown_fairs() -> list[tuple[Fair, str]]:
    """Every fair that the public may see, the next ones first, with its organizer's name."""
    fairs = await Fair.objects().where(Fair.state != FairState.DRAFT).order_by(Fair.starts_on).order_by(Fair.id)
    names = await organizer_names(sorted({fair.organizer for fair in fairs}))
    return [(fair, names[fair.organizer]) for fair in fairs]


async def organizer_names(organizer_ids: list[int]) -> dict[int, str]:
    """The names of organizers by number."""
    if not organizer_ids:
        return {}
    rows = await Organizer.select(Organizer.id, Organizer.name).where(Organizer.id.is_in(organizer_ids))
    return {row["id"]: row["name"] for row in rows}


async def languages_needed(fair_id: int) -> set[str]:
    """The language pairs that approved participants need for their meetings, such as `ja-vi`."""
    rows = await Participation.select(Participation.interpreting).where(
        Participation.fair == fair_id,
        Participation.state == ParticipationState.APPROVED,
        Participation.interpreting.is_not_null(),
    )
    return {row["interpreting"] for row in rows if row["interpreting"]}
