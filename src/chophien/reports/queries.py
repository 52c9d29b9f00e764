"""Reading what a report counts."""

from collections import Counter
from collections.abc import Collection

from piccolo.query.functions import Count

from chophien.booths.queries import booth_holders
from chophien.catalogue.tables import Product, Stars
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import participants_of
from chophien.fairs.tables import ParticipationState
from chophien.places.gazetteer import key_of
from chophien.reports.rules import Goods, Ground, Party
from chophien.timetable.tables import Meeting, MeetingState


async def parties_at(fair_id: int, places: Collection[int] | None = None) -> list[Party]:
    """Everybody who takes part or asked to; with `places` only those from there."""
    return [
        Party(
            line.id,
            line.company_id,
            line.kind,
            line.state,
            Ground(line.place_key) if line.country == "VN" else Ground(country=line.country),
        )
        for line in await participants_of(fair_id, state=None, places=places)
    ]


async def goods_of(parties: list[Party]) -> list[Goods]:
    """What the approved producers bring, by place of origin and rating."""
    ids = [
        party.company_id
        for party in parties
        if party.kind == CompanyKind.PRODUCER and party.state == ParticipationState.APPROVED
    ]
    if not ids:
        return []
    place = (Product.place.level, Product.place.code, Product.place.valid_until)
    rows = (
        await Product.select(Product.company, Product.stars, *place, Count())
        .where(Product.company.is_in(ids))
        .group_by(Product.company, Product.stars, *place)
    )
    return [
        Goods(
            row["company"],
            Ground(key_of(row["place.level"], row["place.code"], row["place.valid_until"]))
            if row["place.code"]
            else None,
            Stars(row["stars"]) if row["stars"] else None,
            row["count"],
        )
        for row in rows
    ]


async def booths_held(fair_id: int) -> Counter[int]:
    """How many booths each participation has."""
    return Counter((await booth_holders(fair_id)).values())


async def sides_of_meetings(fair_id: int) -> list[tuple[int, int]]:
    """The two participations of every announced meeting that takes place."""
    rows = await Meeting.select(Meeting.producer, Meeting.distributor).where(
        Meeting.fair == fair_id, Meeting.state == MeetingState.CONFIRMED
    )
    return [(row["producer"], row["distributor"]) for row in rows]
