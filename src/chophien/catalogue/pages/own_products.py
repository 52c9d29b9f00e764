"""What the templates of the own products, pictures and papers may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from chophien.catalogue.forms import FOR_ALL
from chophien.catalogue.queries import PaperLine, PictureLine, ProductLine
from chophien.catalogue.rules import (
    MOST_PICTURES,
    group_choices,
    groups_ever,
    level_choices,
    list_of,
    list_words,
    market_choices,
    paper_choices,
    stars_choices,
)
from chophien.places.rules import Groups, choices_on, either_time
from chophien.support.language import _, spoken_language
from chophien.web.forms import Form
from chophien.web.pages import Page


class ProductFields:
    """The choices that the fields of a product offer."""

    @property
    def groups(self) -> list[tuple[str, str]]:
        """Product groups."""
        return group_choices()

    @property
    def text_language(self) -> str:
        """The language in which a product is described first: the one that is being spoken."""
        return spoken_language()

    @property
    def other_language(self) -> str:
        """The language in which it may be described as well."""
        return "vi" if spoken_language() == "en" else "en"

    @property
    def product_labels(self) -> dict[str, str]:
        """What the summary of errors calls each field, in the order of the form."""
        return {
            "product_name": _("Tên sản phẩm"),
            "group": _("Nhóm sản phẩm"),
            "stars": _("Hạng sao OCOP"),
            f"product_about_{self.text_language}": _("Mô tả"),
            "price_from": _("Giá từ (đồng)"),
            "price_to": _("Giá đến (đồng)"),
            "unit": _("Đơn vị tính"),
            "capacity": _("Khả năng cung ứng mỗi tháng"),
            "least_order": _("Đặt ít nhất"),
            "unit_en": _("Đơn vị tính bằng tiếng Anh"),
            f"product_about_{self.other_language}": _("Mô tả bằng tiếng Anh"),
            "recognised_on": _("Ngày công nhận"),
            "decision_number": _("Số quyết định"),
            "recognised_by": _("Cấp công nhận"),
            "village": _("Làng nghề"),
            "product_district": _("Địa phương"),
            "markets_reached": _("Đã bán sang"),
            "markets_wanted": _("Muốn bán sang"),
        }

    @property
    def ratings(self) -> list[tuple[str, str]]:
        """Ratings, the highest first."""
        return stars_choices()


@dataclass(frozen=True)
class OwnProduct:
    """One of the own products as the list shows it."""

    line: ProductLine
    picture: PictureLine | None
    care: PaperLine | None
    """The paper that needs care most; none when all are in order."""
    is_over: bool
    """Whether its recognition has run out."""


@dataclass(frozen=True)
class OwnProductsPage(Page):
    """Everything the own company offers."""

    template: ClassVar[str] = "catalogue/own_products.html"
    products: list[OwnProduct]
    care: int
    """How many papers need care."""


@dataclass(frozen=True)
class OwnProductPage(ProductFields, Page):
    """One product of the own company, new or known, with its pictures and papers."""

    template: ClassVar[str] = "catalogue/own_product.html"
    form: Form[Any]
    product_id: int | None
    name: str
    recognised_on: date | None
    valid_until: date | None
    is_over: bool
    public_url: str
    """Where everybody sees it; empty as long as nobody does."""
    pictures: list[PictureLine]
    picture_form: Form[Any]
    papers: list[PaperLine]

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The groups of both lists."""
        return groups_ever()

    @property
    def levels(self) -> list[tuple[str, str]]:
        """Levels that recognise."""
        return level_choices()

    @property
    def markets(self) -> list[tuple[str, str]]:
        """Export markets."""
        return market_choices()

    @property
    def districts(self) -> Groups:
        """The places of the day of its recognition; those of either time as long as that day is not known."""
        kept = self.form.text("product_district")
        return choices_on(self.recognised_on, kept=kept) if self.recognised_on else either_time()

    @property
    def list_words(self) -> str:
        """The decision whose list of groups counts for this product."""
        return list_words(list_of(self.recognised_on))

    @property
    def has_room(self) -> bool:
        """Whether one more picture may be added."""
        return len(self.pictures) < MOST_PICTURES


@dataclass(frozen=True)
class OwnPapersPage(Page):
    """The papers of the own company and its products, and what is missing."""

    template: ClassVar[str] = "catalogue/own_papers.html"
    papers: list[PaperLine]
    care: int


@dataclass(frozen=True)
class OwnPaperPage(Page):
    """One paper of the own company, new or known."""

    template: ClassVar[str] = "catalogue/own_paper.html"
    form: Form[Any]
    paper_id: int | None
    title: str
    has_scan: bool
    products: list[tuple[str, str]]
    """What it may belong to."""

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Kinds of papers."""
        return paper_choices()

    @property
    def labels(self) -> dict[str, str]:
        """What the summary of errors calls each field, in the order of the form."""
        return {
            "kind": _("Loại giấy tờ"),
            "title": _("Tên giấy tờ"),
            "product": _("Dành cho"),
            "number": _("Số giấy"),
            "issuer": _("Nơi cấp"),
            "issued_on": _("Ngày cấp"),
            "expires_on": _("Ngày hết hạn"),
            "scan": _("Bản chụp hoặc quét"),
        }


def belongs_to(products: list[ProductLine]) -> list[tuple[str, str]]:
    """What a paper may belong to: the whole company, or one of its products."""
    return [(FOR_ALL, _("Cả đơn vị")), *((str(product.id), product.name) for product in products)]
