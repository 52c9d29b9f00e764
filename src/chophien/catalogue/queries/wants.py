"""Reading what distributors look for, and turning products into offers that can fit."""

from datetime import date

from chophien.catalogue.queries.papers import valid_papers
from chophien.catalogue.queries.products import ProductLine
from chophien.catalogue.rules import Offer, Wish, unpacked
from chophien.catalogue.tables import Want


async def wishes_of(company_ids: list[int]) -> dict[int, Wish]:
    """What these distributors look for; one that has not said so is left out."""
    if not company_ids:
        return {}
    wants = await Want.objects().where(Want.company.is_in(company_ids))
    return {want.company: _wish(want) for want in wants}


async def wish_of(company_id: int) -> Wish:
    """What one distributor looks for; an empty wish when it has not said so."""
    return (await wishes_of([company_id])).get(company_id, Wish())


def _wish(want: Want) -> Wish:
    return Wish(
        groups=frozenset(unpacked(want.groups)),
        least_stars=want.least_stars,
        papers=frozenset(unpacked(want.papers)),
        price_from=want.price_from,
        price_to=want.price_to,
        volume=want.volume_per_month,
        districts=frozenset(unpacked(want.districts)),
        markets=frozenset(unpacked(want.markets)),
    )


async def offers_of(products: dict[int, list[ProductLine]], today: date) -> dict[int, list[Offer]]:
    """By company, its products as far as they can fit; a product's papers are its own and its maker's."""
    papers = await valid_papers(list(products), today)
    offers: dict[int, list[Offer]] = {}
    for company, lines in products.items():
        mine = papers.get(company, {})
        offers[company] = [
            Offer(
                group=line.group,
                stars=line.stars if line.recognition_holds(today) else None,
                papers=mine.get(None, frozenset()) | mine.get(line.id, frozenset()),
                price_from=line.price_from,
                price_to=line.price_to,
                capacity=line.capacity_per_month,
                district=line.district,
                markets=frozenset(line.markets_reached) | frozenset(line.markets_wanted),
                name=line.name,
            )
            for line in lines
        ]
    return offers
