"""Reading products: those of a company, and the search through everybody's."""

from dataclasses import dataclass
from typing import Any

from piccolo.query import Select
from piccolo.query.mixins import OrderByRaw
from piccolo.querystring import QueryString

from chophien.catalogue.rules import group_words, star_count, stars_words
from chophien.catalogue.tables import Product, ProductGroup, Stars
from chophien.places.hanoi import DISTRICTS
from chophien.places.rules import place_words
from chophien.places.tables import PlaceLevel
from chophien.support.folding import folded
from chophien.support.language import spoken_language
from chophien.web.formats import number

PER_PAGE = 24


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
    about: str
    unit: str
    price_from: int | None
    price_to: int | None
    capacity_per_month: int | None

    @property
    def group_words(self) -> str:
        """The product group in words."""
        return group_words(self.group)

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
    def star_count(self) -> int:
        """Full stars to draw, of five."""
        return star_count(self.stars)


@dataclass(frozen=True)
class ProductPage:
    """One page of a search."""

    lines: list[ProductLine]
    total: int
    page: int
    per_page: int = PER_PAGE

    @property
    def first(self) -> int:
        """The place of the first line among all that were found, from 1; 0 when there is none."""
        return (self.page - 1) * self.per_page + 1 if self.lines else 0

    @property
    def last(self) -> int:
        """The place of the last line among all that were found."""
        return (self.page - 1) * self.per_page + len(self.lines)

    @property
    def has_next(self) -> bool:
        """Whether more were found after this page."""
        return bool(self.lines) and self.last < self.total


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
    _COMPANY_PLACE.kind,
    _COMPANY_PLACE.name,
    Product.about_vi,
    Product.about_en,
    Product.unit,
    Product.price_from,
    Product.price_to,
    Product.capacity_per_month,
)

# NULLs would stand first on one engine and last on the other.
_BEST_FIRST = OrderByRaw("COALESCE(product.stars, '')")


def _line(row: dict[str, Any]) -> ProductLine:
    kind = row["place.kind"] or row["company.place.kind"] or ""
    place = row["place.name"] or row["company.place.name"] or ""
    about = row["about_en"] or row["about_vi"] if spoken_language() == "en" else row["about_vi"] or row["about_en"]
    return ProductLine(
        id=row["id"],
        company_id=row["company"],
        company=row["company.name"],
        name=row["name"],
        group=row["group"],
        stars=row["stars"],
        place=place_words(kind, place) if place else "",
        about=about,
        unit=row["unit"],
        price_from=row["price_from"],
        price_to=row["price_to"],
        capacity_per_month=row["capacity_per_month"],
    )


async def products_of(company_ids: list[int]) -> dict[int, list[ProductLine]]:
    """The products of these companies, the best rated first; a company without any has an empty list. One query."""
    found: dict[int, list[ProductLine]] = {company_id: [] for company_id in company_ids}
    if not company_ids:
        return found
    rows = (
        await Product.select(*_COLUMNS)
        .where(Product.company.is_in(list(found)))
        .order_by(_BEST_FIRST, ascending=False)
        .order_by(Product.folded_name, Product.id)
    )
    for row in rows:
        found[row["company"]].append(_line(row))
    return found


async def product_of(company_id: int, product_id: int) -> Product | None:
    """One product of this company."""
    # Compared here: a number out of an address may be larger than the database's own.
    products = await Product.objects().where(Product.company == company_id)
    return next((product for product in products if product.id == product_id), None)


async def search_products(
    companies: Select[Any],
    *,
    text: str = "",
    group: str = "",
    stars: str = "",
    district: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> ProductPage:
    """One page of the products of `companies`, a select of company ids (who exhibits at a fair, say). One query.

    Every word of `text` must occur in the product's or the company's name, whatever their diacritics; `group`, `stars`
    and `district` (a code) narrow it down, and an unknown one finds nothing.
    """
    page = min(max(page, 1), 100_000)
    wanted: list[Any] = [Product.company.is_in(companies)]
    # Folded words hold letters and digits alone, so nothing in them is a wildcard.
    patterns = [f"%{word}%" for word in folded(text).split()[:10]]
    wanted += [Product.folded_name.like(each) | Product.company.folded_name.like(each) for each in patterns]
    if group:
        wanted.append(Product.group == (group if group in set(ProductGroup) else ""))
    if stars:
        wanted.append(Product.stars == (stars if stars in set(Stars) else ""))
    if district:
        wanted.append(_in_district(district if any(known.code == district for known in DISTRICTS) else ""))
    rows = (
        await Product.select(*_COLUMNS, QueryString("COUNT(*) OVER ()", alias="total"))
        .where(*wanted)
        .order_by(_BEST_FIRST, ascending=False)
        .order_by(Product.folded_name, Product.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    total = int(rows[0]["total"]) if rows else 0
    return ProductPage([_line(row) for row in rows], total, page, per_page)


def _in_district(code: str) -> Any:
    own = (Product.place.code == code) & (Product.place.level == PlaceLevel.DISTRICT)
    producers = (_COMPANY_PLACE.code == code) & (_COMPANY_PLACE.level == PlaceLevel.DISTRICT)
    of_company = Product.place.is_null() & producers
    return own | of_company
