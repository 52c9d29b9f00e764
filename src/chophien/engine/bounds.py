"""Proved limits: how little weight can stay unplaced at all, and which requests a best choice would place."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

from chophien.engine.draft import Draft


@dataclass(frozen=True, slots=True)
class Choice:
    """`unplaced_weight` is proved to be no less; `wanted[r]` near 1 says a best choice places request r."""

    unplaced_weight: int
    wanted: tuple[float, ...]


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
        reach = 0
        for r in mine:
            reach |= _covered(draft, r)
        add({r: draft.length[r] for r in mine}, 0, len(draft.units[p]) * reach.bit_count())
        count = float(min(len(mine), len(mine) if person.max_meetings is None else person.max_meetings))
        if person.max_per_day is not None:
            count = min(count, person.max_per_day * len(numbered.days))
        add(dict.fromkeys(mine, 1), person.min_meetings, count)
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


def _covered(draft: Draft, r: int) -> int:
    """The slots, as a bit mask, that the request may take at all."""
    mask = draft.domain[r]
    for later in range(1, draft.length[r]):
        mask |= draft.domain[r] << later
    return mask


def best_choice(draft: Draft, seconds: float = 10.0) -> Choice:
    """Choose requests as if slots did not matter; no timetable places more weight than the best such choice.

    A flow relaxation: nobody meets more often than she has slots, all places together bound the count. The solution is
    integral but for a few rows, and a rounded branch and bound makes it whole where that is quick.
    """
    weights = np.array(draft.weight, dtype=float)
    total = sum(draft.weight)
    if not len(weights):
        return Choice(0, ())
    highest = np.array([1.0 if domain else 0.0 for domain in draft.domain])
    rows, least, most = _rows(draft)
    if not rows:
        return Choice(total - int(weights @ highest), tuple(highest))
    matrix = coo_matrix(
        (
            [value for row in rows for value in row.values()],
            ([i for i, row in enumerate(rows) for _ in row], [r for row in rows for r in row]),
        ),
        shape=(len(rows), len(weights)),
    ).tocsr()
    # A whisper of preference for requests with more slots makes the choice easier to place and moves no bound.
    ease = np.array([domain.bit_count() for domain in draft.domain]) / (1 + draft.slots)
    constraint = LinearConstraint(matrix, np.array(least), np.array(most))
    relaxed = milp(-weights, constraints=[constraint], bounds=Bounds(0, highest), options={"time_limit": seconds})
    if relaxed.status != 0 or relaxed.x is None:
        return Choice(0, tuple(highest))
    bound = max(0, total - math.floor(-relaxed.fun + 1e-6))
    eased = milp(
        -(weights + 1e-3 * ease / (1 + len(weights))),
        integrality=np.ones(len(weights)),
        constraints=[constraint],
        bounds=Bounds(0, highest),
        options={"time_limit": max(0.5, seconds / 4)},
    )
    wanted = relaxed.x if eased.x is None else eased.x
    return Choice(bound, tuple(float(value) for value in wanted))


__all__ = ["Choice", "best_choice"]
