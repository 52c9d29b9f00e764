"""Reading products, of one company or of many."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from piccolo.query.mixins import OrderByRaw

from chophien.catalogue.rules import (
    group_words,
    level_words,
    list_of,
    market_words,
    product_address,
    star_count,
    stars_words,
    unpacked,
    valid_until,
)
from chophien.catalogue.tables import FormerProduct, Product
from chophien.companies.rules import company_address
from chophien.places.gazetteer import key_of
from chophien.places.rules import place_words
from chophien.support.language import spoken_language
from chophien.web.formats import number


@dataclass(frozen=True)
class ProductLine:
    """A product as lists show it, in the spoken language."""

    id: int
    company_id: int
    company: str
    name: str
    group: str
    stars: str | None
    place: str
    """District and kind, or the producer's; empty when neither is known."""
    district: str
    """The district's code; empty when it is not known."""
    village: str
    about: str
    unit: str
    price_from: int | None
    price_to: int | None
    capacity_per_month: int | None
    least_order: int | None
    recognised_on: date | None
    decision_number: str
    recognised_by: str | None
    markets_reached: tuple[str, ...]
    markets_wanted: tuple[str, ...]

    @property
    def url(self) -> str:
        """Where everybody finds it."""
        return product_address(self.id, self.name)

    @property
    def company_url(self) -> str:
        """Where everybody finds its producer."""
        return company_address(self.company_id, self.company)

    @property
    def group_words(self) -> str:
        """The product group in the words of the list that counted when it was recognised."""
        return group_words(self.group, list_of(self.recognised_on))

    @property
    def level_words(self) -> str:
        """The level that recognised it, in words; empty when it is not known."""
        return level_words(self.recognised_by) if self.recognised_by else ""

    @property
    def valid_until(self) -> date | None:
        """The last day of its recognition."""
        return valid_until(self.recognised_on)

    def recognition_holds(self, today: date) -> bool:
        """Whether its stars still count; they do as long as nobody knows when they were given."""
        last = self.valid_until
        return last is None or today <= last

    @property
    def reached_words(self) -> str:
        """The markets it reaches, in words."""
        return ", ".join(map(market_words, self.markets_reached))

    @property
    def wanted_words(self) -> str:
        """The markets it is to reach, in words."""
        return ", ".join(map(market_words, self.markets_wanted))

    @property
    def stars_words(self) -> str:
        """The rating in words."""
        return stars_words(self.stars)

    @property
    def price_words(self) -> str:
        """`45.000 – 60.000 / kg`; empty when no price is given."""
        given = [number(price) for price in dict.fromkeys((self.price_from, self.price_to)) if price is not None]
        return " – ".join(given) + (f" / {self.unit}" if given and self.unit else "")

    @property
    def capacity_words(self) -> str:
        """`1.200 kg`; empty when it is not given."""
        return "" if self.capacity_per_month is None else f"{number(self.capacity_per_month)} {self.unit}".strip()

    @property
    def least_order_words(self) -> str:
        """`50 kg`; empty when it is not given."""
        return "" if self.least_order is None else f"{number(self.least_order)} {self.unit}".strip()

    @property
    def star_count(self) -> int:
        """Full stars to draw, of five."""
        return star_count(self.stars)


# Piccolo's types do not follow a join through two tables.
_COMPANY_PLACE: Any = Product.company.place

_COLUMNS = (
    Product.id,
    Product.company,
    Product.company.name,
    Product.name,
    Product.group,
    Product.stars,
    Product.place.kind,
    Product.place.name,
    Product.place.code,
    Product.place.level,
    Product.place.valid_until,
    _COMPANY_PLACE.kind,
    _COMPANY_PLACE.name,
    _COMPANY_PLACE.code,
    _COMPANY_PLACE.level,
    _COMPANY_PLACE.valid_until,
    Product.craft_village.name.as_alias("village"),
    Product.about_vi,
    Product.about_en,
    Product.unit,
    Product.unit_en,
    Product.price_from,
    Product.price_to,
    Product.capacity_per_month,
    Product.least_order,
    Product.recognised_on,
    Product.decision_number,
    Product.recognised_by,
    Product.markets_reached,
    Product.markets_wanted,
)

# NULLs would stand first on one engine and last on the other.
BEST_FIRST = OrderByRaw("COALESCE(product.stars, '')")


def _line(row: dict[str, Any]) -> ProductLine:
    where = "place." if row["place.name"] else "company.place."
    kind, place = row[f"{where}kind"] or "", row[f"{where}name"] or ""
    english = spoken_language() == "en"
    about = row["about_en"] or row["about_vi"] if english else row["about_vi"] or row["about_en"]
    return ProductLine(
        id=row["id"],
        company_id=row["company"],
        company=row["company.name"],
        name=row["name"],
        group=row["group"],
        stars=row["stars"],
        place=place_words(kind, place) if place else "",
        about=about,
        district=key_of(row[f"{where}level"], row[f"{where}code"], row[f"{where}valid_until"]) if place else "",
        village=row["village"] or "",
        unit=row["unit_en"] or row["unit"] if english else row["unit"],
        price_from=row["price_from"],
        price_to=row["price_to"],
        capacity_per_month=row["capacity_per_month"],
        least_order=row["least_order"],
        recognised_on=row["recognised_on"],
        decision_number=row["decision_number"],
        recognised_by=row["recognised_by"],
        markets_reached=tuple(unpacked(row["markets_reached"])),
        markets_wanted=tuple(unpacked(row["markets_wanted"])),
    )


async def products_of(company_ids: list[int]) -> dict[int, list[ProductLine]]:
    """The products of these companies, the best rated first; a company without any has an empty list. One query."""
    found: dict[int, list[ProductLine]] = {company_id: [] for company_id in company_ids}
    if not company_ids:
        return found
    rows = (
        await Product.select(*_COLUMNS)
        .where(Product.company.is_in(list(found)))
        .order_by(BEST_FIRST, ascending=False)
        .order_by(Product.sort_name, Product.id)
    )
    for row in rows:
        found[row["company"]].append(_line(row))
    return found


async def product_of(company_id: int, product_id: int) -> Product | None:
    """One product of this company."""
    # Compared here: a number out of an address may be larger than the database's own.
    products = await Product.objects().where(Product.company == company_id)
    return next((product for product in products if product.id == product_id), None)


async def product_after(former_id: int) -> int | None:
    """The product that one with this number became part of."""
    row = await FormerProduct.select(FormerProduct.product).where(FormerProduct.former == former_id).first()
    return int(row["product"]) if row else None


async def lines_by_id(product_ids: list[int]) -> list[ProductLine]:
    """These products in the order given; those that are gone are left out."""
    if not product_ids:
        return []
    rows = await Product.select(*_COLUMNS).where(Product.id.is_in(product_ids))
    by_id = {row["id"]: _line(row) for row in rows}
    return [by_id[product_id] for product_id in product_ids if product_id in by_id]
