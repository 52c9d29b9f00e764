"""Words for groups, stars and levels, which list of groups counts when, and what makes a price range sensible."""

from datetime import date
from typing import Literal

from chophien.catalogue.tables import Level, ProductGroup, Stars
from chophien.support.folding import slug
from chophien.support.language import _

MOST_AT_REGISTRATION = 12
MOST_PRODUCTS = 300
MOST_PICTURES = 8
MOST_PAPERS = 200
HIGHEST_PRICE = 100_000_000_000
HIGHEST_CAPACITY = 1_000_000_000

NEW_LIST_SINCE = date(2023, 2, 24)
"""The day of Decision 148/QĐ-TTg; what was recognised before keeps the groups of Decision 1048/QĐ-TTg (2019)."""

GroupList = Literal["1048", "148"]
_VALID_YEARS = 3


def list_of(recognised_on: date | None) -> GroupList:
    """The list of groups that counts for a product recognised on that day; the newer one for all others."""
    return "1048" if recognised_on is not None and recognised_on < NEW_LIST_SINCE else "148"


def list_words(of: GroupList) -> str:
    """The decision that a list of groups comes from."""
    return _("Quyết định 1048/QĐ-TTg (2019)") if of == "1048" else _("Quyết định 148/QĐ-TTg (2023)")


def group_words(group: str, of: GroupList = "148") -> str:
    """A product group in the words of its list."""
    older = {
        ProductGroup.HERBAL: _("Thảo dược"),
        ProductGroup.CRAFT: _("Thủ công mỹ nghệ, lưu niệm, nội thất, trang trí"),
        ProductGroup.TOURISM: _("Dịch vụ du lịch nông thôn và bán hàng"),
    }
    newer = {
        ProductGroup.FOOD: _("Thực phẩm"),
        ProductGroup.DRINK: _("Đồ uống"),
        ProductGroup.HERBAL: _("Dược liệu và sản phẩm từ dược liệu"),
        ProductGroup.CRAFT: _("Thủ công mỹ nghệ"),
        ProductGroup.ORNAMENTAL: _("Sinh vật cảnh"),
        ProductGroup.TOURISM: _("Du lịch cộng đồng và điểm du lịch"),
        ProductGroup.TEXTILE: _("Vải và may mặc"),
    }
    known = ProductGroup(group)
    return older.get(known, newer[known]) if of == "1048" else newer[known]


def current_group(group: str) -> ProductGroup:
    """The group of the newer list in which a product of either list stands."""
    return ProductGroup.CRAFT if group == ProductGroup.TEXTILE else ProductGroup(group)


def groups_behind(group: str) -> list[str]:
    """The groups of both lists that a group of the newer list stands for; empty for an unknown one."""
    if group == ProductGroup.CRAFT:
        return [ProductGroup.CRAFT, ProductGroup.TEXTILE]
    return [group] if group in set(ProductGroup) else []


def group_fault(group: str, recognised_on: date | None) -> str | None:
    """Why a product recognised on that day cannot stand in the group, in words; none if it can."""
    older = list_of(recognised_on) == "1048"
    if group == ProductGroup.TEXTILE and not older:
        return _("Nhóm Vải và may mặc chỉ có với sản phẩm được công nhận trước 24/2/2023. Xin chọn Thủ công mỹ nghệ.")
    if group == ProductGroup.ORNAMENTAL and older:
        return _("Nhóm Sinh vật cảnh chỉ có với sản phẩm được công nhận từ 24/2/2023.")
    return None


def level_fault(stars: str | None, level: str | None) -> str | None:
    """Why a level of the administration cannot have given the stars, in words; none if it can."""
    if level is None or stars is None:
        return None
    if (stars == Stars.FIVE) != (level == Level.NATIONAL):
        return _("Hạng 5 sao do cấp quốc gia công nhận; các hạng khác do cấp tỉnh hoặc cấp huyện.")
    if level == Level.DISTRICT and stars != Stars.THREE:
        return _("Cấp huyện chỉ công nhận hạng 3 sao.")
    return None


def group_choices() -> list[tuple[str, str]]:
    """The groups of the newer list as (value, words)."""
    return [(group.value, group_words(group)) for group in ProductGroup if group != ProductGroup.TEXTILE]


def groups_ever() -> list[tuple[str, str]]:
    """The groups of both lists as (value, words), for products recognised whenever."""
    older = _("%(group)s (danh mục cũ, trước 24/2/2023)") % {"group": group_words(ProductGroup.TEXTILE)}
    return [*group_choices(), (ProductGroup.TEXTILE.value, older)]


def stars_words(stars: str | None) -> str:
    """A rating in words: `4 sao`, `tiềm năng 5 sao`."""
    if stars is None:
        return _("chưa xếp hạng")
    return {
        Stars.THREE: _("3 sao"),
        Stars.FOUR: _("4 sao"),
        Stars.POTENTIAL_FIVE: _("tiềm năng 5 sao"),
        Stars.FIVE: _("5 sao"),
    }[Stars(stars)]


def star_count(stars: str | None) -> int:
    """How many stars are drawn full: a potential five-star product has four until the national level has decided."""
    return int(stars[0]) if stars else 0


def stars_choices() -> list[tuple[str, str]]:
    """Every rating as (value, words), the highest first."""
    return [(stars.value, stars_words(stars)) for stars in reversed(Stars)]


def stars_at_least(stars: str | None, least: str | None) -> bool:
    """Whether a rating reaches another; everything reaches none."""
    return least is None or (stars or "") >= least


def level_words(level: str) -> str:
    """Which level recognised, in words."""
    return {
        Level.DISTRICT: _("cấp huyện"),
        Level.PROVINCE: _("cấp tỉnh, thành phố"),
        Level.NATIONAL: _("cấp quốc gia"),
    }[Level(level)]


def level_choices() -> list[tuple[str, str]]:
    """Every level as (value, words)."""
    return [(level.value, level_words(level)) for level in Level]


def valid_until(recognised_on: date | None) -> date | None:
    """The last day of a recognition: 36 months after it was given."""
    if recognised_on is None:
        return None
    leap_day = recognised_on.month == 2 and recognised_on.day == 29
    return recognised_on.replace(year=recognised_on.year + _VALID_YEARS, day=28 if leap_day else recognised_on.day)


def price_range_is_upside_down(price_from: int | None, price_to: int | None) -> bool:
    """Whether the lowest price stands above the highest."""
    return price_from is not None and price_to is not None and price_from > price_to


def product_address(product_id: int, name: str) -> str:
    """Where everybody finds a product: its name for people, its number for the database."""
    return f"/products/{slug(name)[:80].strip('-') or 'san-pham'}-{product_id}"
