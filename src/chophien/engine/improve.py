"""More weight placed: free a few slots, choose anew exactly which meetings fill them, keep what is no worse."""

import random
from collections import defaultdict
from dataclasses import dataclass

import highspy
import numpy as np

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
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for option, value in (
        ("output_flag", False),
        ("time_limit", float(seconds)),
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("random_seed", rng.randrange(1 << 30)),
    ):
        solver.setOptionValue(option, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(seats), len(rows)
    demanded = _demanded(draft)
    # Noise below any whole weight lets equal choices take turns.
    lp.col_cost_ = np.array(
        [
            -float(draft.weight[seat.request]) - (1e6 if demanded[seat.request] else 0.0) + 1e-4 * rng.random()
            for seat in seats
        ]
    )
    lp.col_lower_, lp.col_upper_ = np.zeros(len(seats)), np.ones(len(seats))
    lp.row_lower_, lp.row_upper_ = np.full(len(rows), -highspy.kHighsInf), np.array(limits)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(seats)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = np.array(starts), np.array(index)
    lp.a_matrix_.value_ = np.ones(len(index))
    solver.passModel(lp)
    solver.run()
    if solver.getInfo().primal_solution_status != 2:
        return None
    values = solver.getSolution().col_value
    return [seat for seat, value in zip(seats, values, strict=True) if value > 0.5]


def _demanded(draft: Draft) -> list[bool]:
    """Requests that must be placed, themselves or for somebody's minimum."""
    short: dict[int, bool] = defaultdict(bool)
    for p, person in enumerate(draft.numbered.problem.participants):
        short[p] = draft.count[p] < person.min_meetings
    return [
        request.required or any(short[p] for p in draft.numbered.between[r])
        for r, request in enumerate(draft.numbered.problem.requests)
    ]
