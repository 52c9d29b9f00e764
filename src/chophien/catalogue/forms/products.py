"""The fields of a product, as they stand in registration and in the own catalogue."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chophien.catalogue.rules import (
    HIGHEST_CAPACITY,
    HIGHEST_PRICE,
    MARKETS,
    group_fault,
    level_fault,
    price_range_is_upside_down,
    unpacked,
)
from chophien.catalogue.tables import Level, Product, ProductGroup, Stars
from chophien.places.gazetteer import places
from chophien.places.rules import instead_of, is_of_time
from chophien.support.language import _
from chophien.web.formats import day
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
"""Those that registration asks for."""


@dataclass(frozen=True, kw_only=True)
class ProductDetails:
    """What a producer says of a product; prices in đồng for one `unit`, amounts in units."""

    name: str
    group: ProductGroup
    stars: Stars | None = None
    about_vi: str = ""
    about_en: str = ""
    unit: str = ""
    unit_en: str = ""
    price_from: int | None = None
    price_to: int | None = None
    capacity_per_month: int | None = None
    least_order: int | None = None
    recognised_on: date | None = None
    decision_number: str = ""
    recognised_by: Level | None = None
    village: str = ""
    district: str = ""
    """The key of the place that stood when it was recognised; empty for the company's own."""
    markets_reached: tuple[str, ...] = ()
    markets_wanted: tuple[str, ...] = ()


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
    recognised_on = form.read_date(f"{prefix}recognised_on")
    if group is not None and (fault := group_fault(group, recognised_on)):
        form.refuse(f"{prefix}group", fault)
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
        recognised_on=recognised_on,
    )


def read_product(form: Form[ProductDetails], *, today: date) -> Form[ProductDetails]:
    """Read the whole form of one product: what registration asks for, its recognition, its village and its markets."""
    details = read_product_fields(form)
    unit_en = form.read_text("unit_en", most=30)
    least_order = form.read_whole_number("least_order", least=0, most=HIGHEST_CAPACITY)
    decision = form.read_text("decision_number", most=40)
    level = form.read_choice("recognised_by", list(Level))
    if fault := level_fault(form.text("stars") or None, level):
        form.refuse("recognised_by", fault)
    recognised_on = form.read_date("recognised_on")
    if recognised_on is not None and recognised_on > today:
        form.refuse("recognised_on", _("Ngày công nhận đang ở tương lai."))
    if recognised_on is not None and not form.text("stars"):
        form.refuse("stars", _("Xin chọn hạng sao của quyết định công nhận này."))
    village = " ".join(form.read_text("village", most=100).split())
    district = form.read_choice("product_district", list(places())) or ""
    if district and recognised_on is not None and not is_of_time(district, recognised_on):
        form.refuse("product_district", _other_time(district, recognised_on))
    reached = form.read_choices("markets_reached", MARKETS)
    wanted = form.read_choices("markets_wanted", MARKETS)
    if details is not None and form.is_right:
        form.value = replace(
            details,
            unit_en=unit_en,
            least_order=least_order,
            decision_number=decision,
            recognised_by=Level(level) if level else None,
            village=village,
            district=district,
            markets_reached=tuple(reached),
            markets_wanted=tuple(wanted),
        )
    return form


def _other_time(key: str, on: date) -> str:
    near = instead_of(key, on)
    if not near:
        return _("Vào %(day)s, chưa có hoặc không còn nơi này. Xin chọn nơi của thời đó.") % {"day": day(on)}
    return _("Vào %(day)s, nơi này mang tên khác: %(places)s. Xin chọn lại.") % {
        "day": day(on),
        "places": ", ".join(near[:4]),
    }


def product_as_typed(product: Product, *, village: str = "", district: str = "") -> dict[str, Any]:
    """A product's row as the values of its form's fields; its village's name and its district's code beside."""
    return {
        "product_name": product.name,
        "group": product.group,
        "stars": product.stars,
        "product_about_vi": product.about_vi,
        "product_about_en": product.about_en,
        "unit": product.unit,
        "unit_en": product.unit_en,
        "price_from": product.price_from,
        "price_to": product.price_to,
        "capacity": product.capacity_per_month,
        "least_order": product.least_order,
        "recognised_on": product.recognised_on,
        "decision_number": product.decision_number,
        "recognised_by": product.recognised_by,
        "village": village,
        "product_district": district,
        "markets_reached": unpacked(product.markets_reached),
        "markets_wanted": unpacked(product.markets_wanted),
    }
