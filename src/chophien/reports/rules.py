"""Under which name a place stands in a report, and how figures are added up by place."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from chophien.catalogue.tables import Stars
from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import ParticipationState
from chophien.places.gazetteer import REFORM, places


class By(StrEnum):
    """By which places a report counts."""

    DISTRICT = "district"
    """Hanoi's districts and the provinces as they stood until June 2025."""
    WARD = "ward"
    """Hanoi's wards and communes and the provinces of today."""
    PROVINCE = "province"
    """The provinces of today."""


class Certainty(StrEnum):
    """How sure it is that a place belongs where a report counts it."""

    SURE = "sure"
    CHIEFLY = "chiefly"
    """It lies on the ground of several and is counted where it chiefly came from."""
    UNTOLD = "untold"
    """Nobody can tell which of several it is, so it stands under its own name."""


@dataclass(frozen=True, order=True)
class Ground:
    """Where something is counted: a place of the list, a country abroad, or neither when nobody said."""

    key: str = ""
    country: str = ""


def told_at(key: str, by: By, today: date) -> tuple[str, Certainty]:
    """The place under which a report counts what is said to be at `key`, and how sure that is."""
    known = places()
    while by is By.PROVINCE and known[key].parent:
        key = known[key].parent
    day = REFORM - timedelta(days=1) if by is By.DISTRICT else today
    place = known[key]
    if place.stood(day):
        # Of a city whose parts are reported, nobody knows which part is meant.
        parts = by is not By.PROVINCE and any(each.parent == key and each.stood(day) for each in known.values())
        return key, Certainty.UNTOLD if parts else Certainty.SURE
    if place.valid_from > day:
        others = [each for each in place.follows if known[each].stood(day)]
    else:
        others = [each.key for each in known.values() if key in each.follows and each.stood(day)]
    if len(others) == 1:
        return others[0], Certainty.SURE
    if place.level == "ward" and others:
        return others[0], Certainty.CHIEFLY
    return key, Certainty.UNTOLD


@dataclass(frozen=True)
class Party:
    """A participation as a report counts it."""

    id: int
    company_id: int
    kind: CompanyKind
    state: ParticipationState
    at: Ground


@dataclass(frozen=True)
class Goods:
    """How many products of one rating a company brings from one place; no place when the product has none."""

    company_id: int
    at: Ground | None
    stars: Stars | None
    count: int


@dataclass
class Figures:
    """What there is at one place."""

    approved: Counter[CompanyKind] = field(default_factory=Counter)
    waiting: Counter[CompanyKind] = field(default_factory=Counter)
    """Those that wait for a decision or for a free place."""
    products: Counter[Stars | None] = field(default_factory=Counter)
    booths: int = 0
    meetings: int = 0
    meeting: int = 0
    """How many of the approved have a meeting."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.approved.total() or self.waiting.total() or self.products.total())


_WAIT = {ParticipationState.WAITING, ParticipationState.QUEUED}


def added_up(
    parties: Iterable[Party],
    goods: Iterable[Goods],
    booths: Mapping[int, int],
    meetings: Collection[tuple[int, int]],
) -> tuple[dict[Ground, Figures], Figures]:
    """The figures of each place, and of all together.

    `booths` says how many a participation has. A meeting names both sides' participations; it counts at the place of
    each side, but once where both are from one place, and once in all.
    """
    found: dict[Ground, Figures] = defaultdict(Figures)
    total = Figures()
    at = {party.id: party.at for party in parties}
    homes = {party.company_id: party.at for party in parties}
    busy = {side for sides in meetings for side in sides}
    for party in parties:
        for figures in (found[party.at], total):
            if party.state == ParticipationState.APPROVED:
                figures.approved[party.kind] += 1
                figures.meeting += party.id in busy
            elif party.state in _WAIT:
                figures.waiting[party.kind] += 1
            figures.booths += booths.get(party.id, 0)
    for each in goods:
        for figures in (found[each.at or homes[each.company_id]], total):
            figures.products[each.stars] += each.count
    for sides in meetings:
        grounds = {at[side] for side in sides if side in at}
        for ground in grounds:
            found[ground].meetings += 1
        total.meetings += bool(grounds)
    return {ground: figures for ground, figures in found.items() if not figures.is_empty}, total
