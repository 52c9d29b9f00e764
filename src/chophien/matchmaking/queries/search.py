"""Searching producers of a fair by their names and products."""

from dataclasses import dataclass, replace
from typing import Any

from piccolo.query import Select

from chophien.catalogue.queries import ProductLine, offers_of, products_of, today_here
from chophien.catalogue.rules import Fit, Wish, best_fit, current_group, groups_behind
from chophien.catalogue.tables import Product, Stars
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Participation, ParticipationState
from chophien.places.queries import on_the_ground_of
from chophien.places.rules import place_words
from chophien.support.folding import folded

PER_PAGE = 20
SHOWN_PRODUCTS = 3


@dataclass(frozen=True)
class ProducerFound:
    """A producer with those of its products that fit the search best."""

    participation_id: int
    company_id: int
    name: str
    place: str
    interpreting: str | None
    products: list[ProductLine]
    others: int
    """How many more products it offers."""
    fit: Fit | None = None
    """How it fits what the reader looks for; none when the reader has not said so."""


@dataclass(frozen=True)
class ProducerSearch:
    """What somebody looks for."""

    text: str = ""
    group: str = ""
    stars: str = ""
    district: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list down."""
        return not (self.text or self.group or self.stars or self.district)

    def fits(self, product: ProductLine) -> bool:
        """Whether the product is one that was looked for, the company's name left aside."""
        words = folded(self.text).split()
        name = folded(product.name)
        return (
            all(word in name for word in words)
            and self.group in {"", current_group(product.group)}
            and self.stars in {"", product.stars or ""}
        )


@dataclass(frozen=True)
class ProducersPage:
    """One page of producers."""

    lines: list[ProducerFound]
    total: int
    page: int
    pages: int


async def producers_found(
    fair_id: int, search: ProducerSearch, page: int = 1, *, wish: Wish | None = None
) -> ProducersPage:
    """One page of the fair's approved producers: by name, or those first that fit `wish` best.

    Every word must occur in the company's name or in one of its products'; group and stars must be those of one
    product that carries the words itself, unless the company's name does. As many queries however long the list is.
    """
    conditions = _conditions(fair_id, search)
    if wish is not None and not wish.is_empty:
        return await _fitting_first(conditions, search, page, wish)
    total = await Participation.count().where(*conditions)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = await _rows(conditions).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    products = await products_of([row["company"] for row in rows])
    return ProducersPage([_found(row, products[row["company"]], search) for row in rows], total, page, pages)


async def _fitting_first(conditions: list[Any], search: ProducerSearch, page: int, wish: Wish) -> ProducersPage:
    rows = await _rows(conditions)
    products = await products_of([row["company"] for row in rows])
    offers = await offers_of(products, today_here())
    fits = {company: best_fit(wish, offered) for company, offered in offers.items()}
    # The sort keeps the order by name among those that fit alike.
    rows = sorted(rows, key=lambda row: -fits[row["company"]].score)
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(max(page, 1), pages)
    lines = [
        replace(_found(row, products[row["company"]], search), fit=fits[row["company"]])
        for row in rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    ]
    return ProducersPage(lines, len(rows), page, pages)


def _rows(conditions: list[Any]) -> Select[Any]:
    return (
        Participation.select(
            Participation.id,
            Participation.company,
            Participation.company.name,
            Participation.company._.place.kind.as_alias("place_kind"),
            Participation.company._.place.name.as_alias("place_name"),
            Participation.interpreting,
        )
        .where(*conditions)
        .order_by(Participation.company.sort_name)
        .order_by(Participation.id)
    )


def _found(row: dict[str, Any], products: list[ProductLine], search: ProducerSearch) -> ProducerFound:
    ordered = sorted(products, key=lambda product: not search.fits(product))
    return ProducerFound(
        participation_id=row["id"],
        company_id=row["company"],
        name=row["company.name"],
        place=place_words(row["place_kind"] or "", row["place_name"]) if row["place_name"] else "",
        interpreting=row["interpreting"],
        products=ordered[:SHOWN_PRODUCTS],
        others=len(ordered[SHOWN_PRODUCTS:]),
    )


def _conditions(fair_id: int, search: ProducerSearch) -> list[Any]:
    company: Any = Participation.company
    found: list[Any] = [
        Participation.fair == fair_id,
        Participation.kind == CompanyKind.PRODUCER,
        Participation.state == ParticipationState.APPROVED,
    ]
    # Folded words hold letters and digits alone, so nothing in them is a wildcard.
    patterns = [f"%{word}%" for word in folded(search.text).split()[:10]]
    of_product: list[Any] = []
    if search.group:
        of_product.append(Product.group.is_in(groups_behind(search.group) or [""]))
    if search.stars:
        of_product.append(Product.stars == (search.stars if search.stars in set(Stars) else ""))
    for pattern in patterns:
        carries = Product.folded_name.like(pattern)
        named = company.folded_name.like(pattern)
        found.append(named | company.is_in(Product.select(Product.company).where(carries, *of_product)))
    if of_product:
        found.append(company.is_in(Product.select(Product.company).where(*of_product)))
    if search.district:
        found.append(company.place.is_in(on_the_ground_of(search.district)))
    return found


async def about_company(company_id: int) -> str:
    """What a company says of itself, in the spoken language."""
    row = await Company.select(Company.about_vi, Company.about_en).where(Company.id == company_id).first()
    return spoken(row["about_vi"], row["about_en"]) if row else ""
