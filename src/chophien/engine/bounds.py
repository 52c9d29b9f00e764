"""Proved limits: how little weight can stay unplaced at all, and which requests a best choice would place."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import coo_matrix, csr_matrix

from chophien.engine.draft import Draft
from chophien.engine.patience import patient_milp
from chophien.engine.stretches import possible_breaks, reach_of, stretches_of

# What `scipy.optimize.milp` calls its statuses.
SOLVED = 0
OUT_OF_TIME = 1
PROVED_IMPOSSIBLE = 2


def never() -> None:
    """Nobody asks to stop."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`unplaced_weight` is proved to be no less; `wanted[r]` near 1 says a best choice places request r.

    `impossible`: what is demanded cannot be chosen together, not even when slots do not matter.
    """

    unplaced_weight: int
    wanted: tuple[float, ...]
    impossible: bool = False


def _rows(draft: Draft) -> tuple[list[dict[int, int]], list[float], list[float]]:
    """What every timetable satisfies as linear rows over "request r is placed": coefficients, least and most."""
    numbered, problem = draft.numbered, draft.numbered.problem
    rows: list[dict[int, int]] = []
    least: list[float] = []
    most: list[float] = []

    def add(row: dict[int, int], low: float, high: float) -> None:
        if row and (low > 0 or sum(row.values()) > high):
            rows.append(row)
            least.append(low)
            most.append(high)

    for p, person in enumerate(problem.participants):
        mine = numbered.of[p]
        if not mine:
            continue
        reach = reach_of(draft, p)
        add({r: draft.length[r] for r in mine}, 0, len(draft.units[p]) * reach.bit_count())
        count = float(min(len(mine), len(mine) if person.max_meetings is None else person.max_meetings))
        if person.max_per_day is not None:
            at_once = len(draft.units[p])
            by_day = [sum(reach >> slot & 1 for slot in day) * at_once for day in numbered.days]
            count = min(count, sum(min(person.max_per_day, slots) for slots in by_day))
        add(dict.fromkeys(mine, 1), person.min_meetings, count)
    at_most = possible_breaks(draft)
    if at_most is not None:
        for p, mine in enumerate(numbered.of):
            here = stretches_of(draft, p)
            fits = here.free + sum(sorted(here.further, reverse=True)[: max(0, at_most - here.forced)])
            add({r: draft.length[r] for r in mine}, 0, fits)
    total = sum(sum(group.room) for group in draft.seating.groups)
    add(dict(enumerate(draft.length)), 0, total)
    if len(draft.seating.groups) > 1:
        for g, group in enumerate(draft.seating.groups):
            add({r: draft.length[r] for r, row in enumerate(draft.seating.choices) if row == (g,)}, 0, sum(group.room))
    pairs = {request.interpreting for request in problem.requests} - {None}
    for pair in sorted(pair for pair in pairs if pair is not None):
        needing = [r for r, request in enumerate(problem.requests) if request.interpreting == pair]
        serving = set(draft.seating.interpreting[needing[0]] or ())
        room = sum(sum(draft.seating.interpreters[g].room) for g in serving)
        add({r: draft.length[r] for r in needing}, 0, room)
    return rows, least, most


def _lowest(draft: Draft) -> list[float]:
    """1 for each request that must be placed and can be."""
    requests = draft.numbered.problem.requests
    return [float(request.required and domain > 0) for request, domain in zip(requests, draft.domain, strict=True)]


def best_choice(
    draft: Draft, seconds: float = 10.0, *, steady: bool = False, look_up: Callable[[], None] = never
) -> Choice:
    """Choose requests as if slots did not matter; no timetable places more weight than the best such choice.

    A flow relaxation: nobody meets more often than she has slots, all places together bound the count. The solution is
    integral but for a few rows, and a rounded branch and bound makes it whole where that is quick.
    """
    weights = np.array(draft.weight, dtype=float)
    total = sum(draft.weight)
    if not len(weights):
        return Choice(0, ())
    highest = np.array([1.0 if domain else 0.0 for domain in draft.domain])
    lowest = np.array(_lowest(draft))
    rows, least, most = _rows(draft)
    if not rows:
        return Choice(total - int(weights @ highest), tuple(highest))
    matrix = _matrix(rows, len(weights))
    # A whisper of preference for requests with more slots makes the choice easier to place and moves no bound.
    ease = np.array([domain.bit_count() for domain in draft.domain]) / (1 + draft.slots)
    constraint = LinearConstraint(matrix, np.array(least), np.array(most))
    every = {"constraints": [constraint], "bounds": Bounds(lowest, highest), "look_up": look_up, "steady": steady}
    relaxed = patient_milp(-weights, seconds=seconds, whole=False, **every)
    if relaxed is None or relaxed.status != SOLVED or relaxed.x is None:
        return Choice(0, tuple(highest), impossible=relaxed is not None and relaxed.status == PROVED_IMPOSSIBLE)
    bound = max(0, total - math.floor(-relaxed.fun + 1e-6))
    prices = -(weights + 1e-3 * ease / (1 + len(weights)))
    eased = patient_milp(prices, seconds=max(0.5, seconds / 4), whole=False, **every)
    # Nearly always the relaxation is whole already.
    if eased is not None and eased.x is not None and np.abs(eased.x - np.round(eased.x)).max() > 1e-6:
        eased = patient_milp(prices, seconds=max(0.5, seconds / 4), **every) or eased
    wanted = relaxed.x if eased is None or eased.x is None else eased.x
    return Choice(bound, tuple(float(value) for value in wanted))


@dataclass(frozen=True, slots=True)
class Calm:
    """`breaks` is proved to be no less; `wanted`, where found, is a choice of requests that forces few on people."""

    breaks: int
    wanted: tuple[float, ...] | None


def calm_choice(
    draft: Draft,
    unplaced_weight: int | None,
    seconds: float,
    *,
    whole: bool = True,
    steady: bool = False,
    look_up: Callable[[], None] = never,
) -> Calm:
    """How many breaks absences force on people when no more than `unplaced_weight` (None: anything) stays unplaced.

    The slots in which somebody can meet at all fall into stretches. Without a break she meets in one stretch a day, at
    best in the longest; each further one costs at least one break and adds its length, and so does each row of slots
    between two pinned meetings that is not filled. Who meets how often is chosen by the rows of `best_choice` and the
    weight to be placed, so each timetable of that weight pays at least the optimum here.
    Not `whole` is the bound of the relaxation alone, which is quicker and may be lower.
    """
    numbered, count = draft.numbered, len(draft.weight)
    rows, least, most = _rows(draft)
    if unplaced_weight is not None:
        rows.append({r: weight for r, weight in enumerate(draft.weight) if weight})
        least.append(float(sum(draft.weight) - unplaced_weight))
        most.append(math.inf)
    columns, forced = count, 0
    for p, mine in enumerate(numbered.of):
        here = stretches_of(draft, p)
        forced += here.forced
        row = {r: draft.length[r] for r in mine}
        if here.further and sum(row.values()) > here.free:
            more = {columns + i: -size for i, size in enumerate(here.further)}
            columns += len(more)
            rows.append(row | more)
            least.append(-math.inf)
            most.append(float(here.free))
        if here.gaps:
            open_gaps = {columns + i: size for i, size in enumerate(here.gaps)}
            columns += len(open_gaps)
            rows.append(row | open_gaps)
            least.append(float(here.pinned + sum(here.gaps)))
            most.append(math.inf)
    if columns == count:
        return Calm(forced, None)
    ease = np.array([domain.bit_count() for domain in draft.domain]) / (1 + draft.slots)
    prices = np.concatenate([-1e-3 * ease / (1 + count), np.ones(columns - count)])
    highest = np.concatenate([[1.0 if domain else 0.0 for domain in draft.domain], np.ones(columns - count)])
    every = {
        "constraints": [LinearConstraint(_matrix(rows, columns), np.array(least), np.array(most))],
        "bounds": Bounds(np.concatenate([_lowest(draft), np.zeros(columns - count)]), highest),
        "look_up": look_up,
        "steady": steady,
    }
    found = patient_milp(prices, seconds=seconds, **every) if whole else None
    bound, wanted = 0.0, None
    if found is not None:
        if found.mip_dual_bound is not None and math.isfinite(found.mip_dual_bound):
            bound = found.mip_dual_bound - 1e-6
        wanted = None if found.x is None else tuple(float(value) for value in found.x[:count])
    if found is None or found.status == OUT_OF_TIME:
        relaxed = patient_milp(prices, seconds=seconds, whole=False, **every)
        if relaxed is not None and relaxed.status == SOLVED:
            bound = max(bound, relaxed.fun - 1e-3)
    return Calm(forced + max(0, math.ceil(bound)), wanted)


def forced_moves(draft: Draft) -> int:
    """How many meetings of before cannot stay where they lay, whatever the others do."""
    closed = draft.numbered.closed
    return sum(
        slot < 0
        or not draft.domain[r] >> slot & 1
        or (place >= 0 and any(at in closed[place] for at in draft.span(r, slot)))
        for r, (slot, place) in draft.numbered.previous.items()
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """`unplaced_weight` is proved to be no less; `starts` says when requests would begin in the best plan found."""

    unplaced_weight: int
    starts: dict[int, int]


def slot_by_slot(draft: Draft, seconds: float, *, steady: bool = False, look_up: Callable[[], None] = never) -> Plan:
    """A sharper bound on the unplaced weight for small problems: which request starts when, leaving out which place."""
    problem, numbered = draft.numbered.problem, draft.numbered
    room = [sum(group.room[slot] for group in draft.seating.groups) for slot in range(draft.slots)]
    rows: list[dict[int, int]] = []
    most: list[float] = []
    known: dict[tuple[object, ...], int] = {}
    weights: list[int] = []
    columns: list[tuple[int, int]] = []

    def count_in(key: tuple[object, ...], limit: int) -> None:
        if key not in known:
            known[key] = len(rows)
            rows.append({})
            most.append(float(limit))
        rows[known[key]][len(weights)] = 1

    for r in range(len(draft.weight)):
        for slot in draft.starts(r):
            count_in(("once", r), 1)
            for at in draft.span(r, slot):
                count_in(("room", at), room[at])
                for p in numbered.between[r]:
                    count_in(("busy", p, at), len(draft.units[p]))
            for p in numbered.between[r]:
                person = problem.participants[p]
                if person.max_meetings is not None:
                    count_in(("all", p), person.max_meetings)
                if person.max_per_day is not None:
                    count_in(("day", p, draft.day_of[slot]), person.max_per_day)
            weights.append(draft.weight[r])
            columns.append((r, slot))
    if not weights:
        return Plan(sum(draft.weight), {})
    found = patient_milp(
        -np.array(weights, dtype=float),
        seconds=seconds,
        look_up=look_up,
        steady=steady,
        constraints=[LinearConstraint(_matrix(rows, len(weights)), -np.inf, np.array(most))],
        bounds=Bounds(0, 1),
    )
    if found is None:
        return Plan(0, {})
    bound = found.mip_dual_bound
    starts = {} if found.x is None else {r: s for (r, s), x in zip(columns, found.x, strict=True) if x > 0.5}
    if bound is None or not math.isfinite(bound):
        return Plan(0, starts)
    return Plan(max(0, sum(draft.weight) - math.floor(1e-6 - float(bound))), starts)


def _matrix(rows: list[dict[int, int]], columns: int) -> csr_matrix:
    return coo_matrix(
        (
            [float(value) for row in rows for value in row.values()],
            ([i for i, row in enumerate(rows) for _ in row], [column for row in rows for column in row]),
        ),
        shape=(len(rows), columns),
    ).tocsr()


__all__ = [
    "Calm",
    "Choice",
    "Plan",
    "best_choice",
    "calm_choice",
    "forced_moves",
    "slot_by_slot",
]
