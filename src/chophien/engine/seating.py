"""Interchangeable places and interpreters: searching asks only which kind a meeting uses, seating says which one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from chophien.engine.numbered import Numbered
from chophien.engine.timetable import Placement


@dataclass(frozen=True, slots=True)
class Group:
    """Places (or interpreters) that no rule tells apart. `members` is empty for a pool; `room[slot]` meetings fit."""

    members: tuple[int, ...]
    zone: str | None
    room: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    """Which groups each request may use.

    `choices[r]` are the groups open to request r; `only[r]` is the single place it can be held at, or -1.
    `interpreting[r]` are the groups of interpreters that serve it, None when it needs none.
    A timetable by slots and groups can be seated whenever each group has room in each slot, each single place has room
    for the meetings that have no other, and (if meetings take several slots) groups are uniform over time.
    """

    groups: tuple[Group, ...]
    group_of: Mapping[int, int]
    choices: tuple[tuple[int, ...], ...]
    only: tuple[int, ...]
    interpreters: tuple[Group, ...]
    interpreting: tuple[tuple[int, ...] | None, ...]


def arrange(numbered: Numbered, leave_out: Set[str] = frozenset()) -> Seating:
    """Sort places and interpreters into groups; rules named in `leave_out` are not looked at."""
    groups, group_of, choices, only = _places(numbered, leave_out)
    interpreters, interpreting = _interpreters(numbered, leave_out)
    return Seating(groups, group_of, choices, only, interpreters, interpreting)


def zones_matter(numbered: Numbered) -> bool:
    return bool(numbered.problem.walking) or "zone_changes" in numbered.problem.objective


def _allowed_places(numbered: Numbered, leave_out: Set[str]) -> list[frozenset[int] | None]:
    """The places each request may be held at; None for all of them."""
    rows: list[frozenset[int] | None] = []
    by_list: dict[frozenset[str], frozenset[int]] = {}
    for r, request in enumerate(numbered.problem.requests):
        allowed: frozenset[int] | None = None
        if "wrong_place" not in leave_out:
            if request.places is not None:
                if request.places not in by_list:
                    by_list[request.places] = frozenset(numbered.place_of[name] for name in request.places)
                allowed = by_list[request.places]
            if numbered.host[r] >= 0:
                base = frozenset([numbered.host[r]])
                allowed = base if allowed is None else allowed & base
        if "pin_broken" not in leave_out and request.fixed is not None and request.fixed.place is not None:
            pinned = frozenset([numbered.place_of[request.fixed.place]])
            allowed = pinned if allowed is None else allowed & pinned
        rows.append(allowed)
    return rows


def _places(
    numbered: Numbered, leave_out: Set[str]
) -> tuple[tuple[Group, ...], dict[int, int], tuple[tuple[int, ...], ...], tuple[int, ...]]:
    slots = len(numbered.problem.slots)
    pool = numbered.problem.limits.pool_of_places
    allowed = _allowed_places(numbered, leave_out)
    if pool is not None:
        everywhere = Group((), None, (pool,) * slots)
        choices: tuple[tuple[int, ...], ...] = tuple((0,) if row is None else () for row in allowed)
        return (everywhere,), {}, choices, (-1,) * len(allowed)
    long_meetings = numbered.longest > 1
    alone = {k for row in allowed if row is not None and len(row) == 1 for k in row}
    if "moved" in numbered.problem.objective:
        alone |= {place for _, place in numbered.previous.values() if place >= 0}
    lists: list[frozenset[int]] = sorted({row for row in allowed if row is not None and len(row) > 1}, key=sorted)
    members: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for k, place in enumerate(numbered.problem.places):
        signature = (
            place.zone if zones_matter(numbered) else None,
            # A meeting of several slots needs one place for all of them, so such groups must be open and shut as one.
            numbered.closed[k] if long_meetings else None,
            k if long_meetings and k in alone else None,
            tuple(i for i, row in enumerate(lists) if k in row),
        )
        members[signature].append(k)
    groups = tuple(
        Group(
            tuple(places),
            numbered.zone[places[0]] if zones_matter(numbered) else None,
            tuple(
                sum(
                    numbered.problem.places[k].capacity
                    for k in places
                    if "place_closed" in leave_out or slot not in numbered.closed[k]
                )
                for slot in range(slots)
            ),
        )
        for places in members.values()
    )
    group_of = {k: g for g, group in enumerate(groups) for k in group.members}
    everything = tuple(range(len(groups)))
    by_row = {row: tuple(sorted({group_of[k] for k in row})) for row in set(allowed) if row is not None}
    choices = tuple(everything if row is None else by_row[row] for row in allowed)
    only = tuple(next(iter(row)) if row is not None and len(row) == 1 else -1 for row in allowed)
    return groups, group_of, choices, only


def _interpreters(
    numbered: Numbered, leave_out: Set[str]
) -> tuple[tuple[Group, ...], tuple[tuple[int, ...] | None, ...]]:
    wanted = {request.interpreting for request in numbered.problem.requests if request.interpreting is not None}
    if not wanted or "interpreter_missing" in leave_out:
        return (), (None,) * len(numbered.problem.requests)
    members: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, interpreter in enumerate(numbered.problem.interpreters):
        served = frozenset(wanted.intersection(interpreter.pairs))
        if served:
            members[served, numbered.interpreter_away[i] if numbered.longest > 1 else None].append(i)
    groups = tuple(
        Group(
            tuple(people),
            None,
            tuple(
                sum(slot not in numbered.interpreter_away[i] for i in people)
                for slot in range(len(numbered.problem.slots))
            ),
        )
        for people in members.values()
    )
    serving = {
        pair: tuple(
            g for g, group in enumerate(groups) if pair in numbered.problem.interpreters[group.members[0]].pairs
        )
        for pair in wanted
    }
    return groups, tuple(
        None if request.interpreting is None else serving[request.interpreting] for request in numbered.problem.requests
    )


def seat(
    numbered: Numbered,
    seating: Seating,
    starts: Sequence[int],
    groups: Sequence[int],
    interpreters: Sequence[int],
) -> tuple[Placement, ...]:
    """Name the place and interpreter of every meeting: `starts[r]` is its first slot or -1, the others its groups.

    Where the groups have no room left (which only a left-out rule allows) somebody is seated all the same, so that the
    checks can say what is wrong.
    """
    placed = sorted((r for r, slot in enumerate(starts) if slot >= 0), key=lambda r: (starts[r], r))
    spans = {r: numbered.spans[numbered.problem.requests[r].length][starts[r]] or (starts[r],) for r in placed}
    places = _seat_places(numbered, seating, placed, spans, groups)
    people: dict[int, int] = {}
    served: Counter[tuple[int, int]] = Counter()
    for r in placed:
        if interpreters[r] >= 0:
            members = seating.interpreters[interpreters[r]].members
            people[r] = _first_free(
                members, spans[r], served, lambda i, slot: 0 if slot in numbered.interpreter_away[i] else 1
            )
    problem = numbered.problem
    return tuple(
        Placement(
            problem.requests[r].id,
            problem.slots[starts[r]].id,
            problem.places[places[r]].id if r in places else None,
            problem.interpreters[people[r]].id if r in people else None,
        )
        for r in sorted(placed)
    )


def _seat_places(
    numbered: Numbered,
    seating: Seating,
    placed: Sequence[int],
    spans: Mapping[int, Sequence[int]],
    groups: Sequence[int],
) -> dict[int, int]:
    """The place of each meeting: first those with only one, then those who can keep theirs, then the rest in time."""
    if numbered.problem.limits.pool_of_places is not None:
        return {}
    keeps = {
        r: place
        for r, (slot, place) in numbered.previous.items()
        if r in spans
        and spans[r][0] == slot
        and seating.group_of.get(place) == groups[r]
        and (numbered.longest == 1 or len(seating.groups[groups[r]].members) == 1)
    }
    places: dict[int, int] = {}
    taken: Counter[tuple[int, int]] = Counter()
    for r in sorted(placed, key=lambda r: (seating.only[r] < 0, r not in keeps)):
        if seating.only[r] >= 0:
            wishes: tuple[int, ...] = (seating.only[r],)
        else:
            wishes = (*((keeps[r],) if r in keeps else ()), *seating.groups[groups[r]].members)
        places[r] = _first_free(
            wishes,
            spans[r],
            taken,
            lambda k, slot: 0 if slot in numbered.closed[k] else numbered.problem.places[k].capacity,
        )
    return places


def _first_free(
    wishes: Sequence[int], span: Sequence[int], taken: Counter[tuple[int, int]], room: Callable[[int, int], int]
) -> int:
    """The first of `wishes` with room through the whole span, which is then taken there."""
    free = (wish for wish in wishes if all(taken[wish, slot] < room(wish, slot) for slot in span))
    chosen = next(free, wishes[-1])
    taken.update((chosen, slot) for slot in span)
    return chosen
