"""The fields of what a distributor looks for."""

from typing import Any

from chophien.catalogue.rules import (
    HIGHEST_CAPACITY,
    HIGHEST_PRICE,
    MARKETS,
    Wish,
    group_choices,
    price_range_is_upside_down,
)
from chophien.catalogue.tables import PaperKind, Stars
from chophien.places.rules import region_choices
from chophien.support.language import _
from chophien.web.forms import Form


def read_wish(form: Form[Wish]) -> Form[Wish]:
    """Read the form; everything may be left empty."""
    groups = form.read_choices("groups", [value for value, _words in group_choices()])
    stars = form.read_choice("least_stars", list(Stars))
    papers = form.read_choices("papers", list(PaperKind))
    price_from = form.read_whole_number("price_from", least=0, most=HIGHEST_PRICE)
    price_to = form.read_whole_number("price_to", least=0, most=HIGHEST_PRICE)
    if price_range_is_upside_down(price_from, price_to):
        form.refuse("price_to", _("Giá cao nhất đang thấp hơn giá thấp nhất."))
    volume = form.read_whole_number("volume", least=1, most=HIGHEST_CAPACITY)
    districts = form.read_choices("districts", [key for _words, regions in region_choices() for key, _name in regions])
    markets = form.read_choices("markets", MARKETS)
    if form.is_right:
        form.value = Wish(
            groups=frozenset(groups),
            least_stars=stars,
            papers=frozenset(papers),
            price_from=price_from,
            price_to=price_to,
            volume=volume,
            districts=frozenset(districts),
            markets=frozenset(markets),
        )
    return form


def wish_as_typed(wish: Wish) -> dict[str, Any]:
    """A wish as the values of its form's fields."""
    return {
        "groups": sorted(wish.groups),
        "least_stars": wish.least_stars,
        "papers": sorted(wish.papers),
        "price_from": wish.price_from,
        "price_to": wish.price_to,
        "volume": wish.volume,
        "districts": sorted(wish.districts),
        "markets": sorted(wish.markets),
    }
