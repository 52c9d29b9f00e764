"""More weight placed: free a few slots, choose anew exactly which meetings fill them, keep what is no worse."""

import random
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_matrix

from chophien.engine.draft import FREE, Draft


@dataclass(frozen=True, slots=True)
class _Seat:
    """One way to place a request in a freed slot."""

    request: int
    slot: int
    uses: tuple[int, ...]


def refill(draft: Draft, slots: set[int], rng: random.Random, seconds: float) -> int:
    """Empty these slots of movable meetings and fill them best from those and the unplaced; returns the weight gained.

    The draft never gets worse. Requests that are tied by `after`, and all when there are walks, stay where they are.
    """
    if draft.walks:
        return 0
    inside = [r for r, slot in enumerate(draft.slot) if slot in slots and draft.movable[r] and not draft.ordered[r]]
    mask = sum(1 << slot for slot in slots)
    outside = [
        r
        for r, slot in enumerate(draft.slot)
        if slot < 0 and draft.domain[r] & mask and draft.movable[r] and not draft.ordered[r]
    ]
    stood = [(r, draft.slot[r], draft.ends[r], draft.uses[r]) for r in inside]
    before = draft.placed_weight
    for r in inside:
        draft.take(r)
    chosen = _choose(draft, [*inside, *outside], slots, rng, seconds)
    if chosen is not None:
        for one in chosen:
            units = draft.free_units(one.request, one.slot)
            if units is not None and draft.within_quota(one.request) and draft.day_allows(one.request, one.slot):
                draft.put(one.request, one.slot, units, one.uses)
    required = draft.numbered.problem.requests
    lost = any(required[r].required and draft.slot[r] < 0 for r in inside)
    if draft.placed_weight < before or lost:
        for r in [*inside, *outside]:
            if draft.slot[r] >= 0:
                draft.take(r)
        for r, slot, ends, uses in stood:
            draft.put(r, slot, ends, uses)
    return draft.placed_weight - before


def _choose(
    draft: Draft,
    candidates: list[int],
    slots: set[int],
    rng: random.Random,
    seconds: float,
) -> list[_Seat] | None:
    seats = [
        _Seat(r, slot, uses)
        for r in candidates
        for slot in draft.starts(r)
        if slot in slots and draft.free_units(r, slot) is not None
        for uses in draft.choices[r]
        if all(draft.rest[i][slot] > 0 for i in uses)
    ]
    if not seats:
        return []
    rows: dict[tuple[object, ...], int] = {}
    limits: list[float] = []
    starts, index = [0], []

    def row(key: tuple[object, ...], limit: float) -> None:
        if key not in rows:
            rows[key] = len(rows)
            limits.append(limit)
        index.append(rows[key])

    people = draft.numbered.problem.participants
    for seat in seats:
        row(("once", seat.request), 1.0)
        for i in seat.uses:
            row(("room", i, seat.slot), float(draft.rest[i][seat.slot]))
        for p in draft.numbered.between[seat.request]:
            row(("busy", p, seat.slot), float(sum(draft.at[u][seat.slot] == FREE for u in draft.units[p])))
            most, daily = people[p].max_meetings, people[p].max_per_day
            if most is not None:
                row(("quota", p), float(most - draft.count[p]))
            if daily is not None:
                day = draft.day_of[seat.slot]
                row(("day", p, day), float(daily - draft.day_count[p][day]))
        starts.append(len(index))
    demanded = _demanded(draft)
    # Noise below any whole weight lets equal choices take turns.
    prices = [
        -float(draft.weight[seat.request]) - (1e6 if demanded[seat.request] else 0.0) + 1e-4 * rng.random()
        for seat in seats
    ]
    matrix = csc_matrix((np.ones(len(index)), np.array(index), np.array(starts)), shape=(len(rows), len(seats)))
    found = milp(
        np.array(prices),
        integrality=np.ones(len(seats)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(matrix, -np.inf, np.array(limits))],
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    return [seat for seat, value in zip(seats, found.x, strict=True) if value > 0.5]


def _demanded(draft: Draft) -> list[bool]:
    """Requests that must be placed, themselves or for somebody's minimum."""
    short: dict[int, bool] = defaultdict(bool)
    for p, person in enumerate(draft.numbered.problem.participants):
        short[p] = draft.count[p] < person.min_meetings
    return [
        request.required or any(short[p] for p in draft.numbered.between[r])
        for r, request in enumerate(draft.numbered.problem.requests)
    ]
