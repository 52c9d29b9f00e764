"""The places that the product knows, with the days between which each stood, read once from its list of facts.

Its sources stand at the head of `lists/vietnam.tsv`.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast

Level = Literal["province", "district", "ward"]

LIST = Path(__file__).parent / "lists" / "vietnam.tsv"
# Vietnam gave up the district level on this day; wards and communes, and 34 provinces, took over.
REFORM = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """One place. `key` is its code, with the last year after a stroke where a later place has the same code."""

    key: str
    level: Level
    kind: str
    name: str
    parent: str
    valid_from: date
    valid_until: date | None
    """The last day, included; none while it stands."""
    follows: tuple[str, ...]
    """The keys of those whose area it took, wholly or in part; the first is the one that it chiefly follows."""

    @property
    def code(self) -> str:
        """The statistical office's code."""
        return self.key.partition("/")[0]

    @property
    def full_name(self) -> str:
        """As in a Vietnamese address: "huyện Thường Tín"."""
        return f"{self.kind} {self.name}"

    def stood(self, on: date) -> bool:
        """Whether it was there on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@cache
def places() -> dict[str, PlaceFact]:
    """Every place by its key, as listed: provinces, then districts, then wards and communes."""
    lines = [line.split("\t") for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {cells[0]: _place(dict(zip(lines[0], cells, strict=True))) for cells in lines[1:]}


def _place(cells: dict[str, str]) -> PlaceFact:
    return PlaceFact(
        key=cells["key"],
        level=cast("Level", cells["level"]),
        kind=cells["kind"],
        name=cells["name"],
        parent=cells["parent"],
        valid_from=date.fromisoformat(cells["valid_from"]),
        valid_until=date.fromisoformat(cells["valid_until"]) if cells["valid_until"] else None,
        follows=tuple(cells["follows"].split()),
    )


@cache
def same_ground(key: str) -> frozenset[str]:
    """The keys of the place itself, of those it follows, and of those that follow it; nothing for an unknown key."""
    known = places()
    if key not in known:
        return frozenset()
    return frozenset({key, *known[key].follows, *(each.key for each in known.values() if key in each.follows)})


@cache
def regions_of(key: str) -> frozenset[str]:
    """The keys of the place, of those on its ground, and of the provinces they lie in, today's too."""
    known = places()
    found = same_ground(key)
    inside = {known[each].parent for each in found} - {""}
    return found.union(inside, *(same_ground(each) for each in inside))


def key_of(level: str, code: str, valid_until: date | None) -> str:
    """The key of a place's row."""
    ended = f"{code}/{valid_until.year}" if valid_until else ""
    return ended if level == "province" and ended in places() else code
