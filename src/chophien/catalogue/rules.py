"""Words for groups and stars, and what makes a price range sensible."""

from chophien.catalogue.tables import ProductGroup, Stars
from chophien.support.language import _

MOST_AT_REGISTRATION = 12
MOST_PRODUCTS = 300
HIGHEST_PRICE = 100_000_000_000
HIGHEST_CAPACITY = 1_000_000_000


def group_words(group: str) -> str:
    """A product group in words."""
    return {
        ProductGroup.FOOD: _("Thực phẩm"),
        ProductGroup.DRINK: _("Đồ uống"),
        ProductGroup.HERBAL: _("Dược liệu và sản phẩm từ dược liệu"),
        ProductGroup.CRAFT: _("Thủ công mỹ nghệ"),
        ProductGroup.ORNAMENTAL: _("Sinh vật cảnh"),
        ProductGroup.TOURISM: _("Du lịch cộng đồng và điểm du lịch"),
    }[ProductGroup(group)]


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


def group_choices() -> list[tuple[str, str]]:
    """Every product group as (value, words)."""
    return [(group.value, group_words(group)) for group in ProductGroup]


def stars_choices() -> list[tuple[str, str]]:
    """Every rating as (value, words), the highest first."""
    return [(stars.value, stars_words(stars)) for stars in reversed(Stars)]


def price_range_is_upside_down(price_from: int | None, price_to: int | None) -> bool:
    """Whether the lowest price stands above the highest."""
    return price_from is not None and price_to is not None and price_from > price_to
