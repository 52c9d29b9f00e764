"""How well what a producer offers fits what a distributor looks for, with the reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from chophien.catalogue.rules.markets import market_words
from chophien.catalogue.rules.papers import paper_words
from chophien.catalogue.rules.products import current_group, group_words, stars_at_least, stars_words
from chophien.places.gazetteer import regions_of
from chophien.support.language import _

_WEIGHTS = {"group": 40, "papers": 20, "stars": 15, "price": 10, "volume": 10, "district": 5, "markets": 5}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a distributor looks for; what is empty asks for nothing. Prices in đồng, volume in units a month."""

    groups: frozenset[str] = frozenset()
    """Of the newer list."""
    least_stars: str | None = None
    papers: frozenset[str] = frozenset()
    price_from: int | None = None
    price_to: int | None = None
    volume: int | None = None
    districts: frozenset[str] = frozenset()
    """Keys of regions: Hanoi's districts, and provinces of today; each stands for all that lies on its ground."""
    markets: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Wish()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One product as far as it can fit: `papers` are the valid ones, its maker's too."""

    group: str
    stars: str | None = None
    papers: frozenset[str] = frozenset()
    price_from: int | None = None
    price_to: int | None = None
    capacity: int | None = None
    district: str = ""
    markets: frozenset[str] = frozenset()
    """Reached or wanted."""
    name: str = ""
    """What the product is called."""


@dataclass(frozen=True)
class Fit:
    """How much of what was asked for is there, from 0 to 100, and why."""

    score: int
    reasons: tuple[str, ...] = ()
    """What fits, in words, the weightiest first."""
    lacks: tuple[str, ...] = ()
    """What was asked for and is not there, or not wholly."""
    product: str = ""
    """What the product is called that fits."""

    @property
    def words(self) -> str:
        """`4 sao, có VietGAP, đúng giá`."""
        return ", ".join(self.reasons)


def fit(wish: Wish, offer: Offer) -> Fit:
    """How one product fits. A product of another group than those asked for fits not at all."""
    if wish.groups and current_group(offer.group) not in wish.groups:
        return Fit(0)
    parts = _parts(wish, offer)
    asked = sum(_WEIGHTS[name] for name in parts)
    got = sum(_WEIGHTS[name] * share for name, (share, _words) in parts.items())
    reasons = tuple(words for share, words in parts.values() if share and words)
    lacks = tuple(words for name, (share, _words) in parts.items() if share < 1 and (words := _lack(name, wish, offer)))
    return Fit(round(100 * got / asked) if asked else 0, reasons, lacks, offer.name)


def best_fit(wish: Wish, offers: Sequence[Offer]) -> Fit:
    """The fit of the product that fits best; 0 without products."""
    return max((fit(wish, offer) for offer in offers), key=lambda one: one.score, default=Fit(0))


def _parts(wish: Wish, offer: Offer) -> dict[str, tuple[float, str]]:
    """For each thing asked for, which share of it is there and how that is said."""
    parts: dict[str, tuple[float, str]] = {}
    if wish.groups:
        parts["group"] = (1, group_words(current_group(offer.group)))
    if wish.least_stars is not None:
        parts["stars"] = (float(stars_at_least(offer.stars, wish.least_stars)), stars_words(offer.stars))
    if wish.papers:
        there = sorted(wish.papers & offer.papers)
        named = _("có %(papers)s") % {"papers": ", ".join(map(paper_words, there))}
        parts["papers"] = (len(there) / len(wish.papers), named)
    if wish.price_from is not None or wish.price_to is not None:
        parts["price"] = (float(_prices_meet(wish, offer)), _("đúng giá"))
    if wish.volume is not None:
        parts["volume"] = (_share_of_volume(wish.volume, offer.capacity), _volume_words(wish.volume, offer.capacity))
    if wish.districts:
        parts["district"] = (float(bool(regions_of(offer.district) & wish.districts)), _("đúng vùng"))
    if wish.markets:
        shared = sorted(wish.markets & offer.markets)
        named = _("nhắm tới %(markets)s") % {"markets": ", ".join(map(market_words, shared))}
        parts["markets"] = (len(shared) / len(wish.markets), named)
    return parts


def _lack(name: str, wish: Wish, offer: Offer) -> str:
    """What is said of something asked for that is not there."""
    if name == "papers":
        missing = sorted(wish.papers - offer.papers)
        return _("chưa có %(papers)s") % {"papers": ", ".join(map(paper_words, missing))}
    unknown_price = offer.price_from is None and offer.price_to is None
    return {
        "stars": _("hạng thấp hơn"),
        "price": _("chưa báo giá") if unknown_price else _("giá ngoài khoảng"),
        "volume": "" if offer.capacity else _("chưa báo sản lượng"),
        "district": _("vùng khác"),
        "markets": "",
    }.get(name, "")


def _prices_meet(wish: Wish, offer: Offer) -> bool:
    """Whether the two ranges have a price in common; a product without a price has none."""
    lowest = offer.price_from if offer.price_from is not None else offer.price_to
    highest = offer.price_to if offer.price_to is not None else offer.price_from
    if lowest is None or highest is None:
        return False
    return (wish.price_to is None or lowest <= wish.price_to) and (
        wish.price_from is None or highest >= wish.price_from
    )


def _share_of_volume(volume: int, capacity: int | None) -> float:
    return min(1.0, (capacity or 0) / volume) if volume else 1.0


def _volume_words(volume: int, capacity: int | None) -> str:
    return _("đủ sản lượng") if (capacity or 0) >= volume else _("đủ một phần sản lượng")
