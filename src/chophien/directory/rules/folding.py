"""What becomes of what both companies have when they are made one: pure, over plain values.

The rules, in the order in which people ask: the profile keeps what is said there and takes the other's word where it
says nothing; a person is one when the account or the address is; a product is one when its name and group are and
nothing that both say differs; and at a fair where both take part, the registration that has come further stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chophien.fairs.tables import ParticipationState
from chophien.matchmaking.tables import RequestState

PROFILE = (
    "name",
    "form",
    "tax_code",
    "country",
    "place",
    "address",
    "phone",
    "email",
    "website",
    "languages",
    "about_vi",
    "about_en",
    "looking_for_vi",
    "looking_for_en",
    "logo",
)
"""The columns of a company between which somebody may choose, in the order of its form."""

_APART = {
    "company": frozenset({"id", "kind", "folded_name", "sort_name", "name_key", "created_at"}),
    "product": frozenset({"id", "company", "name", "folded_name", "sort_name"}),
    "paper": frozenset({"id", "company", "product", "file", "added_at"}),
    "want": frozenset({"id", "company", "changed_at"}),
    "delegate": frozenset({"id", "company", "person", "owner"}),
    "participation": frozenset({"id", "fair", "company", "kind", "state"}),
}
"""Columns that say nothing which could be filled in or differ."""

_EMPTY: tuple[object, ...] = (None, "", 0)

_FURTHEST_FIRST = (
    ParticipationState.APPROVED,
    ParticipationState.WAITING,
    ParticipationState.QUEUED,
    ParticipationState.WITHDRAWN,
    ParticipationState.REFUSED,
)
_STRONGEST_FIRST = (
    RequestState.ACCEPTED,
    RequestState.WAITING,
    RequestState.DECLINED,
    RequestState.WITHDRAWN,
)


def filled(table: str, kept: Mapping[str, Any], gone: Mapping[str, Any]) -> dict[str, Any]:
    """What `kept` says nothing of and `gone` does, by column."""
    return {
        name: gone[name]
        for name in kept
        if name not in _APART[table] and kept[name] in _EMPTY and gone[name] not in _EMPTY
    }


def chosen(kept: Mapping[str, Any], gone: Mapping[str, Any], of_gone: Iterable[str]) -> dict[str, Any]:
    """What changes in the profile that stays: empty columns are filled, and those `of_gone` are taken over."""
    taken = {name: gone[name] for name in of_gone if gone[name] not in _EMPTY}
    return {name: value for name, value in {**filled("company", kept, gone), **taken}.items() if kept[name] != value}


def differing(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> list[str]:
    """The columns of the profile in which both say something, and not the same."""
    said = [name for name in PROFILE if kept[name] not in _EMPTY and gone[name] not in _EMPTY]
    return [name for name in said if kept[name] != gone[name]]


def agree(table: str, kept: Mapping[str, Any], gone: Mapping[str, Any]) -> bool:
    """Whether nothing that both rows say differs."""
    both = [name for name in kept if name not in _APART[table]]
    return all(kept[name] in _EMPTY or gone[name] in _EMPTY or kept[name] == gone[name] for name in both)


def same_person(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> bool:
    """Whether two delegates are one: the same account, or one address where not both sign in."""
    if kept["person"] is not None and gone["person"] is not None:
        return bool(kept["person"] == gone["person"])
    return bool(kept["email"]) and str(kept["email"]).lower() == str(gone["email"]).lower()


def same_product(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> bool:
    """Whether two products are one: name and group, and nothing that both say differs."""
    return kept["folded_name"] == gone["folded_name"] and agree("product", kept, gone)


def stays_at_fair(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> bool:
    """Whether the registration of the company that stays is the one that stays at a fair where both take part."""
    return _FURTHEST_FIRST.index(kept["state"]) <= _FURTHEST_FIRST.index(gone["state"])


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A meeting request of one of two participations."""

    id: int
    mine: bool
    """Whether it belongs to the participation that stays."""
    partner: int
    state: str
    weight: int = 3
    meeting: int | None = None
    """The meeting that was announced for it and not called off."""
    slot: int | None = None
    """When that is to be; none for one that has been."""


@dataclass(frozen=True)
class RequestFolding:
    """What becomes of the requests of two participations that are one."""

    moved: list[int] = field(default_factory=list)
    """Requests that come over."""
    removed: list[int] = field(default_factory=list)
    """Second requests with a partner whom the other participation meets already."""
    cancelled: list[int] = field(default_factory=list)
    """Meetings to come that can no longer be held, because there is another one with that partner or at that time."""


def fold_requests(requests: Iterable[Asked]) -> RequestFolding:
    """One request with each partner, the stronger one; and of two meetings at one time the one wanted more."""
    folding = RequestFolding()
    best: dict[int, Asked] = {}
    for request in sorted(requests, key=_strength):
        if request.partner not in best:
            best[request.partner] = request
            continue
        folding.removed.append(request.id)
        if request.meeting is not None and request.slot is not None:
            folding.cancelled.append(request.meeting)
    folding.moved.extend(sorted(request.id for request in best.values() if not request.mine))
    taken: set[int] = set()
    for request in sorted(best.values(), key=lambda each: (-each.weight, not each.mine, each.id)):
        if request.meeting is None or request.slot is None:
            continue
        if request.slot in taken:
            folding.cancelled.append(request.meeting)
        taken.add(request.slot)
    return folding


def _strength(request: Asked) -> tuple[bool, int, int, bool, int]:
    order = _STRONGEST_FIRST.index(RequestState(request.state))
    return request.meeting is None, order, -request.weight, not request.mine, request.id
