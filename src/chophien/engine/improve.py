"""More weight placed: free a few slots, choose anew exactly which meetings fill them, keep what is no worse."""

import random
from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csc_matrix

from chophien.engine.draft import FREE, Draft
from chophien.engine.patience import patient_milp

# How long one refilling may take about; counted in branches.
SECONDS_TO_REFILL = 2.0


@dataclass(frozen=True, slots=True)
class _Seat:
    """One way to place a request in a freed slot."""

    request: int
    slot: int
    uses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Refilling:
    """Slots to be filled anew: the meetings that stand there, and the model of all that could."""

    inside: list[int]
    outside: list[int]
    seats: list[_Seat]
    prices: list[float]
    matrix: csc_matrix | None
    limits: list[float]


def refill(
    draft: Draft,
    slots: set[int],
    rng: random.Random,
    wished: Set[int] | None = None,
    *,
    look_up: Callable[[], None] = lambda: None,
) -> int:
    """Empty these slots of movable meetings and fill them best from those and the unplaced; returns the weight gained.

    Of the unplaced only the `wished` take part (None: all). The draft never gets worse. Branches are counted, so that
    the same is done each time. Requests that are tied by `after`, and all when there are walks, stay where they are.
    """
    if draft.walks:
        return 0
    mask = sum(1 << slot for slot in slots)
    others = [
        r
        for r, slot in enumerate(draft.slot)
        if slot < 0
        and draft.movable[r]
        and not draft.ordered[r]
        and draft.domain[r] & mask
        and (wished is None or r in wished)
    ]
    work = _refilling(draft, slots, others, rng)
    answer = _solved(work, look_up)
    before = draft.placed_weight
    if answer is not None:
        _carry_out(draft, work, answer)
    return draft.placed_weight - before


def _carry_out(draft: Draft, work: _Refilling, chosen: list[_Seat]) -> None:
    """Fill the slots as chosen; everything goes back to where it was if that places less or drops a demand."""
    stood = [(r, draft.slot[r], draft.ends[r], draft.uses[r]) for r in work.inside]
    before = draft.placed_weight
    for r in work.inside:
        draft.take(r)
    for one in chosen:
        units = draft.free_units(one.request, one.slot)
        if units is not None and draft.within_quota(one.request) and draft.day_allows(one.request, one.slot):
            draft.put(one.request, one.slot, units, one.uses)
    required = draft.numbered.problem.requests
    lost = any(required[r].required and draft.slot[r] < 0 for r in work.inside)
    if draft.placed_weight < before or lost:
        for r in [*work.inside, *work.outside]:
            if draft.slot[r] >= 0:
                draft.take(r)
        for r, slot, ends, uses in stood:
            draft.put(r, slot, ends, uses)


def _refilling(draft: Draft, slots: set[int], outside: list[int], rng: random.Random) -> _Refilling:
    inside = [r for r, slot in enumerate(draft.slot) if slot in slots and draft.movable[r] and not draft.ordered[r]]
    stood = [(r, draft.slot[r], draft.ends[r], draft.uses[r]) for r in inside]
    for r in inside:
        draft.take(r)
    candidates = [*inside, *outside]
    rows: dict[tuple[int, ...], int] = {}
    limits: list[float] = []
    starts, index = [0], []
    seats: list[_Seat] = []

    def row(key: tuple[int, ...], limit: float) -> None:
        if key not in rows:
            rows[key] = len(rows)
            limits.append(limit)
        index.append(rows[key])

    people, between, rest = draft.numbered.problem.participants, draft.numbered.between, draft.rest
    order = sorted(slots)
    open_slots = {
        p: sum(1 << slot for slot in order if any(draft.at[u][slot] == FREE for u in draft.units[p]))
        for p in {p for r in candidates for p in between[r]}
    }
    for r in candidates:
        first, second = between[r]
        mask = draft.domain[r] & open_slots[first] & open_slots[second]
        for slot in order if mask else ():
            if not mask >> slot & 1:
                continue
            for uses in draft.choices[r]:
                if any(rest[i][slot] <= 0 for i in uses):
                    continue
                seats.append(_Seat(r, slot, uses))
                row((0, r), 1.0)
                for i in uses:
                    row((1, i, slot), float(rest[i][slot]))
                for p in (first, second):
                    row((2, p, slot), float(sum(draft.at[u][slot] == FREE for u in draft.units[p])))
                    most, daily = people[p].max_meetings, people[p].max_per_day
                    if most is not None:
                        row((3, p), float(most - draft.count[p]))
                    if daily is not None:
                        day = draft.day_of[slot]
                        row((4, p, day), float(daily - draft.day_count[p][day]))
                starts.append(len(index))
    demanded = _demanded(draft)
    # Noise below any whole weight lets equal choices take turns.
    prices = [
        -float(draft.weight[seat.request]) - (1e6 if demanded[seat.request] else 0.0) + 1e-4 * rng.random()
        for seat in seats
    ]
    for r, slot, ends, units in stood:
        draft.put(r, slot, ends, units)
    matrix = None
    if seats:
        shape = (len(rows), len(seats))
        matrix = csc_matrix((np.ones(len(index)), np.array(index), np.array(starts)), shape=shape)
    return _Refilling(inside, outside, seats, prices, matrix, limits)


def _solved(work: _Refilling, look_up: Callable[[], None]) -> list[_Seat] | None:
    if work.matrix is None:
        return []
    found = patient_milp(
        np.array(work.prices),
        seconds=SECONDS_TO_REFILL,
        look_up=look_up,
        steady=True,
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(work.matrix, -np.inf, np.array(work.limits))],
    )
    if found is None or found.x is None:
        return None
    return [seat for seat, value in zip(work.seats, found.x, strict=True) if value > 0.5]


def _demanded(draft: Draft) -> list[bool]:
    """Requests that must be placed, themselves or for somebody's minimum."""
    short: dict[int, bool] = defaultdict(bool)
    for p, person in enumerate(draft.numbered.problem.participants):
        short[p] = draft.count[p] < person.min_meetings
    return [
        request.required or any(short[p] for p in draft.numbered.between[r])
        for r, request in enumerate(draft.numbered.problem.requests)
    ]
