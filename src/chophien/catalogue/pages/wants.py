"""What the template of a distributor's wish may see, and a wish in words."""

from dataclasses import dataclass
from typing import Any, ClassVar

from chophien.catalogue.rules import (
    Wish,
    group_choices,
    group_words,
    market_choices,
    market_words,
    paper_choices,
    paper_words,
    stars_choices,
    stars_words,
)
from chophien.places.rules import Groups, key_words, region_choices
from chophien.support.language import _
from chophien.web.formats import money, number
from chophien.web.forms import Form
from chophien.web.pages import Page


@dataclass(frozen=True)
class WishPage(Page):
    """What the own company looks for."""

    template: ClassVar[str] = "catalogue/wish.html"
    form: Form[Any]

    @property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What each field offers."""
        return {
            "groups": group_choices(),
            "stars": stars_choices(),
            "papers": paper_choices(),
            "markets": market_choices(),
        }

    @property
    def regions(self) -> Groups:
        """Regions under their headings."""
        return region_choices()

    @property
    def labels(self) -> dict[str, str]:
        """What the summary of errors calls each field, in the order of the form."""
        return {
            "groups": _("Nhóm sản phẩm"),
            "least_stars": _("Hạng sao thấp nhất"),
            "papers": _("Giấy tờ cần có"),
            "price_from": _("Giá từ (đồng)"),
            "price_to": _("Giá đến (đồng)"),
            "volume": _("Sản lượng mỗi tháng"),
            "districts": _("Vùng"),
            "markets": _("Bán tiếp sang"),
        }


def wish_facts(wish: Wish) -> list[tuple[str, str]]:
    """A wish in words, as (what, which); empty when nothing is asked for."""
    prices = [money(price) for price in (wish.price_from, wish.price_to) if price is not None]
    if wish.price_from is None and wish.price_to is not None:
        price = _("đến %(most)s") % {"most": prices[0]}
    elif wish.price_to is None and wish.price_from is not None:
        price = _("từ %(least)s") % {"least": prices[0]}
    else:
        price = " – ".join(prices)
    facts = [
        (_("Nhóm sản phẩm"), ", ".join(map(group_words, sorted(wish.groups)))),
        (_("Hạng sao thấp nhất"), stars_words(wish.least_stars) if wish.least_stars else ""),
        (_("Giấy tờ cần có"), ", ".join(map(paper_words, sorted(wish.papers)))),
        (_("Giá"), price),
        (_("Sản lượng mỗi tháng"), number(wish.volume) if wish.volume is not None else ""),
        (_("Vùng"), ", ".join(map(key_words, sorted(wish.districts)))),
        (_("Bán tiếp sang"), ", ".join(map(market_words, sorted(wish.markets)))),
    ]
    return [(what, which) for what, which in facts if which]
