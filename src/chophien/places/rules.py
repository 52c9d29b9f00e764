"""How places are named in both languages, and which of them a form offers."""

from datetime import date

from chophien.places.gazetteer import REFORM, PlaceFact, places, same_ground
from chophien.places.hanoi import DISTRICTS
from chophien.support.collation import alphabetical
from chophien.support.language import _, spoken_language

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]

_ENGLISH_KINDS = {
    "quận": "District",
    "huyện": "District",
    "thị xã": "Town",
    "phường": "Ward",
    "xã": "Commune",
    "tỉnh": "Province",
    "thành phố": "City",
}
_HANOI = "01"


def place_words(kind: str, name: str) -> str:
    """`huyện Thường Tín` or `Thường Tín District`."""
    if spoken_language() == "vi":
        return f"{kind} {name}".strip()
    return f"{name} {_ENGLISH_KINDS.get(kind, '')}".strip()


def key_words(key: str) -> str:
    """The place behind a key in words; empty for an unknown one."""
    fact = places().get(key)
    return place_words(fact.kind, fact.name) if fact else ""


def district_choices() -> Choices:
    """Hanoi's districts until June 2025 as (key, words), in the order of their names."""
    return _named(DISTRICTS)


def region_choices() -> Groups:
    """The regions that somebody may buy from: Hanoi's districts as people know them, and every province of today."""
    provinces = [place for place in places().values() if place.level == "province" and place.valid_until is None]
    return [
        (_("Tỉnh, thành phố"), _named(provinces)),
        (_("Hà Nội, theo quận, huyện, thị xã cũ"), district_choices()),
    ]


def choices_on(day: date, *, kept: str = "") -> Groups:
    """The places that stood on a day, in groups with their words; a place of another time that is `kept` stands first.

    From July 2025 Hanoi's wards and communes stand under the district that they chiefly follow: people know those.
    """
    standing = [place for place in places().values() if place.stood(day)]
    hanoi = [place for place in standing if place.parent == _HANOI]
    others = [place for place in standing if place.level == "province" and place.key != _HANOI]
    groups: Groups = []
    if kept in places() and not places()[kept].stood(day):
        groups.append((_("Như đã ghi, theo tên gọi của thời đó"), [(kept, key_words(kept))]))
    if day < REFORM:
        groups.append(("Hà Nội", _named(hanoi)))
    else:
        for key, words in district_choices():
            former = _("Hà Nội, %(district)s cũ") % {"district": words}
            groups.append((former, _named([place for place in hanoi if place.follows[0] == key])))
    return [*groups, (_("Tỉnh, thành phố khác"), _named([*others, places()[_HANOI]] if not hanoi else others))]


def either_time() -> Groups:
    """Every place of today and every former district, for searching: each also finds what stood on its ground."""
    today = [place for place in places().values() if place.valid_until is None]
    wards = [place for place in today if place.level == "ward"]
    provinces = [place for place in today if place.level == "province" and place.key != _HANOI]
    return [
        (_("Quận, huyện, thị xã (đến 30/6/2025)"), district_choices()),
        (_("Phường, xã (từ 1/7/2025)"), _named(wards)),
        (_("Tỉnh, thành phố khác"), _named(provinces)),
    ]


def those_with(keys: set[str]) -> Groups:
    """`either_time` narrowed to what finds something when `keys` are the places that occur."""
    finds = {other for key in keys for other in same_ground(key)}
    narrowed = [(words, [one for one in choices if one[0] in finds]) for words, choices in either_time()]
    return [(words, choices) for words, choices in narrowed if choices]


def is_of_time(key: str, day: date) -> bool:
    """Whether the place stood on that day; an unknown one did not."""
    return key in places() and places()[key].stood(day)


def instead_of(key: str, day: date) -> list[str]:
    """The words of the places on the same ground that stood on that day, the likeliest first."""
    known = places()
    near = sorted(same_ground(key), key=lambda other: (_rank(known[other], key), other))
    return [key_words(other) for other in near if known[other].stood(day)]


def _rank(place: PlaceFact, key: str) -> int:
    """How near a place is to `key`: 0 when one of the two chiefly follows the other."""
    own = places()[key].follows
    if place.key in own:
        return own.index(place.key)
    return place.follows.index(key) if key in place.follows else 0


def _named(facts: list[PlaceFact] | tuple[PlaceFact, ...]) -> Choices:
    ordered = sorted(facts, key=lambda fact: (alphabetical(fact.name), fact.key))
    return [(fact.key, place_words(fact.kind, fact.name)) for fact in ordered]
