"""The search through everybody's products, whatever their diacritics, filtered and paged."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from piccolo.query import Select
from piccolo.query.mixins import OrderByRaw
from piccolo.querystring import QueryString

from chophien.catalogue.queries.products import BEST_FIRST, ProductLine, lines_by_id
from chophien.catalogue.rules import MARKETS, groups_behind
from chophien.catalogue.tables import CraftVillage, Paper, PaperKind, Product, Stars
from chophien.companies.tables import Company
from chophien.places.queries import on_the_ground_of
from chophien.support.clock import now
from chophien.support.collation import alphabetical
from chophien.support.folding import folded
from chophien.web.formats import local

PER_PAGE = 24


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


async def search_products(
    companies: Select[Any],
    *,
    text: str = "",
    group: str = "",
    stars: str = "",
    district: str = "",
    village: str = "",
    market: str = "",
    paper: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> ProductPage:
    """One page of the products of `companies`, a select of company ids (who exhibits at a fair, say).

    Every word of `text` must occur in the product's or the company's name, whatever their diacritics; products that
    carry all words themselves come first, then the best rated. `group` (of the newer list), `stars`, `district` (the
    key of a place, which finds those before and after it on its ground too), `village` (its id), `market` (reached or
    wanted) and `paper` (a kind, valid today) narrow it down, and an unknown one finds nothing.
    """
    page = min(max(page, 1), 100_000)
    # Folded words hold letters and digits alone, so nothing in them is a wildcard or ends a string.
    words = folded(text).split()[:10]
    wanted: list[Any] = [Product.company.is_in(companies)]
    for word in words:
        pattern = f"%{word}%"
        named = Company.select(Company.id).where(Company.folded_name.like(pattern))
        wanted.append(Product.folded_name.like(pattern) | Product.company.is_in(named))
    wanted += _filters(group=group, stars=stars, district=district, village=village, market=market, paper=paper)
    found = Product.select(Product.id, QueryString("COUNT(*) OVER ()", alias="total")).where(*wanted)
    if words:
        carries = " AND ".join(f"product.folded_name LIKE '%{word}%'" for word in words)
        found = found.order_by(OrderByRaw(f"CASE WHEN {carries} THEN 0 ELSE 1 END"))
    rows = await (
        found.order_by(BEST_FIRST, ascending=False)
        .order_by(Product.sort_name, Product.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    total = int(rows[0]["total"]) if rows else 0
    return ProductPage(await lines_by_id([row["id"] for row in rows]), total, page, per_page)


def _filters(*, group: str, stars: str, district: str, village: str, market: str, paper: str) -> list[Any]:
    wanted: list[Any] = []
    if group:
        wanted.append(Product.group.is_in(groups_behind(group) or [""]))
    if stars:
        wanted.append(Product.stars == (stars if stars in set(Stars) else ""))
    if district:
        wanted.append(_on_the_ground(district))
    if village:
        known = village.isascii() and village.isdecimal() and len(village) < 10
        wanted.append(Product.craft_village == (int(village) if known else 0))
    if market:
        sought = f"%,{market if market in MARKETS else '-'},%"
        wanted.append(Product.markets_reached.like(sought) | Product.markets_wanted.like(sought))
    if paper:
        wanted.append(_with_paper(paper if paper in set(PaperKind) else ""))
    return wanted


def _on_the_ground(key: str) -> Any:
    places = on_the_ground_of(key)
    companies = Company.select(Company.id).where(Company.place.is_in(places))
    return Product.place.is_in(places) | (Product.place.is_null() & Product.company.is_in(companies))


def _with_paper(kind: str) -> Any:
    valid: list[Any] = [Paper.kind == kind, Paper.expires_on.is_null() | (Paper.expires_on >= today_here())]
    own = Paper.select(Paper.product).where(Paper.product.is_not_null(), *valid)
    of_company = Paper.select(Paper.company).where(Paper.product.is_null(), *valid)
    return Product.id.is_in(own) | Product.company.is_in(of_company)


def today_here() -> date:
    """The day in Hanoi, by which papers and recognitions are counted."""
    return local(now()).date()


async def village_choices() -> list[tuple[str, str]]:
    """The craft villages that some product comes from, as (id, name) in the order of their names."""
    rows = await CraftVillage.select(CraftVillage.id, CraftVillage.name, CraftVillage.trade_vi).where(
        CraftVillage.id.is_in(Product.select(Product.craft_village).where(Product.craft_village.is_not_null()))
    )
    shared = {row["name"] for row in rows if sum(row["name"] == other["name"] for other in rows) > 1}
    named = [
        (str(row["id"]), f"{row['name']} ({row['trade_vi']})" if row["name"] in shared else row["name"]) for row in rows
    ]
    return sorted(named, key=lambda pair: alphabetical(pair[1]))
