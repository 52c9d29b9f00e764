"""What the templates of the catalogue at fairs may see."""

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from markupsafe import Markup

from chophien.catalogue.pages import wish_facts
from chophien.catalogue.queries import PictureLine, ProductLine, ProductPage
from chophien.catalogue.rules import (
    PaperState,
    group_choices,
    list_of,
    list_words,
    market_choices,
    paper_choices,
    paper_state_words,
    stars_choices,
)
from chophien.companies.rules import company_form_words
from chophien.fairs.market.queries import FairPaper, ShownAt, WishLine
from chophien.places.pages import PlaceFilter
from chophien.settings import settings
from chophien.support.language import _
from chophien.web.formats import day
from chophien.web.pages import Page
from chophien.web.structured import structured

ASKED = ("q", "group", "stars", "district", "village", "market", "paper")
"""What a search may be narrowed down by."""


@dataclass(frozen=True)
class ProductsPage(PlaceFilter, Page):
    """Products searched and filtered: those of one fair, or everybody's."""

    template: ClassVar[str] = "fairs/market/products.html"
    base: str
    """The address of the list."""
    fair: ShownAt | None
    found: ProductPage
    pictures: dict[int, PictureLine]
    """The first picture of each product that has one."""
    asked: dict[str, str]
    villages: list[tuple[str, str]]

    @property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What each filter offers."""
        return {
            "group": group_choices(),
            "stars": stars_choices(),
            "village": self.villages,
            "market": market_choices(),
            "paper": paper_choices(),
        }

    @property
    def filtered(self) -> bool:
        """Whether something narrows the list down."""
        return any(self.asked.values())

    @property
    def more_filters(self) -> bool:
        """Whether one of the filters that wait in a fold is in use."""
        return any(self.asked[name] for name in ("village", "market", "paper"))

    @property
    def previous_url(self) -> str:
        """The page before; empty on the first."""
        return self._at(self.found.page - 1) if self.found.page > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after; empty on the last."""
        return self._at(self.found.page + 1) if self.found.has_next else ""

    def _at(self, page: int) -> str:
        given = {name: value for name, value in self.asked.items() if value}
        return f"{self.base}?{urlencode({**given, 'page': page})}"


@dataclass(frozen=True)
class PublicProductPage(Page):
    """One product for everybody, at an address to share."""

    template: ClassVar[str] = "fairs/market/product.html"
    product: ProductLine
    pictures: list[PictureLine]
    papers: list[str]
    """Its valid papers in words."""
    fairs: list[ShownAt]
    holds: bool
    """Whether its recognition still counts."""
    has_logo: bool
    """Whether its producer has a logo."""
    asking: dict[str, str]
    """Where the reader may ask its producer for a meeting, by the fair's address."""

    @property
    def url(self) -> str:
        """Its whole address."""
        return settings().public_url + self.product.url

    @property
    def picture_url(self) -> str:
        """The whole address of its first picture, else of the logo, for link previews; empty without either."""
        logo = f"/logos/{self.product.company_id}" if self.has_logo else ""
        address = self.pictures[0].url if self.pictures else logo
        return settings().public_url + address if address else ""

    @property
    def json_ld(self) -> Markup:
        """The product as schema.org tells it."""
        product = self.product
        base = settings().public_url
        producer = {"@type": "Organization", "name": product.company, "url": base + product.company_url}
        told: dict[str, Any] = {
            "@type": "Product",
            "name": product.name,
            "url": self.url,
            "category": product.group_words,
            "brand": producer,
        }
        if product.about:
            told["description"] = product.about[:500]
        if self.pictures:
            told["image"] = [base + picture.url for picture in self.pictures]
        prices = [price for price in (product.price_from, product.price_to) if price is not None]
        if prices:
            told["offers"] = {
                "@type": "AggregateOffer",
                "priceCurrency": "VND",
                "lowPrice": min(prices),
                "highPrice": max(prices),
                "offeredBy": producer,
            }
        return structured(told)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it, as (what, which)."""
        product = self.product
        recognised = [
            _("quyết định %(number)s") % {"number": product.decision_number} if product.decision_number else "",
            product.level_words,
            _("ngày %(day)s") % {"day": day(product.recognised_on)} if product.recognised_on else "",
            _("hiệu lực đến hết %(day)s") % {"day": day(product.valid_until)} if product.valid_until else "",
        ]
        group = _("%(group)s (theo %(list)s)") % {
            "group": product.group_words,
            "list": list_words(list_of(product.recognised_on)),
        }
        facts = [
            (_("Nhóm sản phẩm"), group),
            (_("Công nhận"), ", ".join(filter(None, recognised))),
            (_("Nơi làm ra"), ", ".join(filter(None, (product.village, product.place)))),
            (_("Giá (đồng)"), product.price_words),
            (_("Sức cung mỗi tháng"), product.capacity_words),
            (_("Đặt ít nhất"), product.least_order_words),
            (_("Giấy tờ"), ", ".join(self.papers)),
            (_("Đã bán sang"), product.reached_words),
            (_("Muốn bán sang"), product.wanted_words),
        ]
        return [(what, which) for what, which in facts if which]


@dataclass(frozen=True)
class FairPapersPage(Page):
    """The papers of those who take part in a fair, for its organizer."""

    template: ClassVar[str] = "fairs/market/papers.html"
    fair_name: str
    home: str
    papers: list[FairPaper]
    counts: dict[PaperState, int]
    state: str

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states to filter by."""
        return [(each.value, paper_state_words(each)) for each in PaperState]

    @property
    def figures(self) -> list[tuple[int, str]]:
        """How many papers stand in each state."""
        return [(self.counts[each], paper_state_words(each)) for each in PaperState]


@dataclass(frozen=True)
class WishesPage(Page):
    """What the distributors of a fair look for, for its organizer or for a producer."""

    template: ClassVar[str] = "fairs/market/wishes.html"
    fair_name: str
    home: str
    lines: list[WishLine]

    def facts(self, line: WishLine) -> list[tuple[str, str]]:
        """A wish in words."""
        return wish_facts(line.wish)

    def form_words(self, line: WishLine) -> str:
        """What kind of business it is."""
        return company_form_words(line.form)
