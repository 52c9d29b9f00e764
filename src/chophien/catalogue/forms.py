"""The fields of a product, as they stand in registration and in the own catalogue."""

from dataclasses import dataclass
from typing import Any

from chophien.catalogue.rules import HIGHEST_CAPACITY, HIGHEST_PRICE, price_range_is_upside_down
from chophien.catalogue.tables import Product, ProductGroup, Stars
from chophien.support.language import _
from chophien.web.forms import Form

FIELDS = (
    "product_name",
    "group",
    "stars",
    "product_about_vi",
    "product_about_en",
    "unit",
    "price_from",
    "price_to",
    "capacity",
)


@dataclass(frozen=True, kw_only=True)
class ProductDetails:
    """What a producer says of a product; prices in đồng for one `unit`, capacity in units a month."""

    name: str
    group: ProductGroup
    stars: Stars | None = None
    about_vi: str = ""
    about_en: str = ""
    unit: str = ""
    price_from: int | None = None
    price_to: int | None = None
    capacity_per_month: int | None = None


def read_product_fields(form: Form[Any], prefix: str = "") -> ProductDetails | None:
    """Read a product's fields, each name with `prefix` before it; none when one of them is wrong."""
    wrong_before = len(form.errors)
    name = " ".join(form.read_text(f"{prefix}product_name", required=True).split())
    group = form.read_choice(f"{prefix}group", list(ProductGroup), required=True)
    stars = form.read_choice(f"{prefix}stars", list(Stars))
    about_vi = form.read_text(f"{prefix}product_about_vi", most=1000)
    about_en = form.read_text(f"{prefix}product_about_en", most=1000)
    unit = form.read_text(f"{prefix}unit", most=30)
    price_from = form.read_whole_number(f"{prefix}price_from", least=0, most=HIGHEST_PRICE)
    price_to = form.read_whole_number(f"{prefix}price_to", least=0, most=HIGHEST_PRICE)
    capacity = form.read_whole_number(f"{prefix}capacity", least=0, most=HIGHEST_CAPACITY)
    if price_range_is_upside_down(price_from, price_to):
        form.refuse(f"{prefix}price_to", _("Giá cao nhất đang thấp hơn giá thấp nhất."))
    if len(form.errors) > wrong_before or group is None:
        return None
    return ProductDetails(
        name=name,
        group=ProductGroup(group),
        stars=Stars(stars) if stars else None,
        about_vi=about_vi,
        about_en=about_en,
        unit=unit,
        price_from=price_from,
        price_to=price_to,
        capacity_per_month=capacity,
    )


def read_product(form: Form[ProductDetails]) -> Form[ProductDetails]:
    """Read the form of one product."""
    form.value = read_product_fields(form)
    return form


def product_as_typed(product: Product) -> dict[str, Any]:
    """A product's row as the values of its form's fields."""
    return {
        "product_name": product.name,
        "group": product.group,
        "stars": product.stars,
        "product_about_vi": product.about_vi,
        "product_about_en": product.about_en,
        "unit": product.unit,
        "price_from": product.price_from,
        "price_to": product.price_to,
        "capacity": product.capacity_per_month,
    }
