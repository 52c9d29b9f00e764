"""What the catalogue templates may see."""

from dataclasses import dataclass
from typing import Any, ClassVar

from chophien.catalogue.queries import ProductLine
from chophien.catalogue.rules import group_choices, stars_choices
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
        """What the summary of errors calls each field."""
        return {
            "product_name": _("Tên sản phẩm"),
            "group": _("Nhóm sản phẩm"),
            "stars": _("Hạng sao OCOP"),
            "product_about_vi": _("Mô tả"),
            "price_from": _("Giá từ (đồng)"),
            "price_to": _("Giá đến (đồng)"),
            "unit": _("Đơn vị tính"),
            "capacity": _("Khả năng cung ứng mỗi tháng"),
            "product_about_en": _("Mô tả bằng tiếng Anh"),
        }

    @property
    def ratings(self) -> list[tuple[str, str]]:
        """Ratings, the highest first."""
        return stars_choices()


@dataclass(frozen=True)
class OwnProductsPage(Page):
    """Everything the own company offers."""

    template: ClassVar[str] = "catalogue/own_products.html"
    products: list[ProductLine]


@dataclass(frozen=True)
class OwnProductPage(ProductFields, Page):
    """One product of the own company, new or known."""

    template: ClassVar[str] = "catalogue/own_product.html"
    form: Form[Any]
    product_id: int | None
    name: str
