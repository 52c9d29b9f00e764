"""Proved limits: how little weight can stay unplaced at all, and which requests a best choice would place."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import coo_matrix, csr_matrix

from chophien.engine.draft import Draft
from chophien.engine.patience import patient_milp

# Up to so many requests it pays to look at which request could lie where when breaks are bounded.
MOST_TO_MATCH = 20_000
# What `scipy.optimize.milp` calls its statuses.
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
            here = [sum(reach >> slot & 1 for slot in day) * at_once for day in numbered.days]
            count = min(count, sum(min(person.max_per_day, slots) for slots in here))
        add(dict.fromkeys(mine, 1), person.min_meetings, count)
    at_most = possible_breaks(draft)
    if at_most is not None:
        for p, mine in enumerate(numbered.of):
            free, further = runs_of(draft, p)
            fits = free + sum(sorted(further, reverse=True)[:at_most])
            add({r: draft.length[r] for r in mine}, 0, fits * len(draft.units[p]))
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


def _covered(draft: Draft, r: int) -> int:
    """The slots, as a bit mask, that the request may take at all."""
    mask = draft.domain[r]
    for later in range(1, draft.length[r] if mask else 1):
        mask |= draft.domain[r] << later
    return mask


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
    if relaxed is None or relaxed.status != 0 or relaxed.x is None:
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

    The slots in which somebody can meet at all fall into runs. Without a break she meets in one run a day, at best in
    the longest; each further run costs at least one break and adds its length. Who meets how often is chosen by the
    rows of `best_choice` and the weight to be placed, so each timetable of that weight pays at least the optimum here.
    Not `whole` is the bound of the relaxation alone, which is quicker and may be lower.
    """
    numbered, count = draft.numbered, len(draft.weight)
    rows, least, most = _rows(draft)
    if unplaced_weight is not None:
        rows.append({r: weight for r, weight in enumerate(draft.weight) if weight})
        least.append(float(sum(draft.weight) - unplaced_weight))
        most.append(math.inf)
    columns = count
    for p, mine in enumerate(numbered.of):
        free, further = runs_of(draft, p)
        row = {r: draft.length[r] for r in mine}
        at_once = len(draft.units[p])
        if not further or sum(row.values()) <= free * at_once:
            continue
        for run in further:
            row[columns] = -run * at_once
            columns += 1
        rows.append(row)
        least.append(-math.inf)
        most.append(float(free * at_once))
    if columns == count:
        return Calm(0, None)
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
    if found is None:
        relaxed = patient_milp(prices, seconds=seconds, whole=False, **every)
        return Calm(0 if relaxed is None or relaxed.fun is None else max(0, math.ceil(relaxed.fun - 1e-3)), None)
    bound = found.mip_dual_bound
    wanted = None if found.x is None else tuple(float(value) for value in found.x[:count])
    return Calm(0 if bound is None or not math.isfinite(bound) else max(0, math.ceil(bound - 1e-6)), wanted)


def forced_moves(draft: Draft) -> int:
    """How many meetings of before cannot stay where they lay, whatever the others do."""
    closed = draft.numbered.closed
    return sum(
        slot < 0
        or not draft.domain[r] >> slot & 1
        or (place >= 0 and any(at in closed[place] for at in draft.span(r, slot)))
        for r, (slot, place) in draft.numbered.previous.items()
    )


def possible_breaks(draft: Draft) -> int | None:
    """How many breaks anybody can have at most where they must be even, None where they need not.

    Somebody has no more than her meetings and the slots she can meet in leave her, and nobody has more than
    `break_range` beyond that.
    """
    limit = draft.numbered.problem.limits.break_range
    if limit is None or not draft.units:
        return None
    return limit + min(
        min(max(0, len(mine) - 1), sum(max(0, apart - 1) for apart in _apart(draft, p)))
        for p, mine in enumerate(draft.numbered.of)
    )


def _apart(draft: Draft, p: int) -> list[int]:
    """For each day how many of the slots in which the participant can meet lie apart from each other."""
    reach, counts = reach_of(draft, p), []
    for day in draft.numbered.days:
        count, last = 0, -2
        for slot in day:
            if reach >> slot & 1 and slot - last > 1:
                count, last = count + 1, slot
        counts.append(count)
    return counts


def reach_of(draft: Draft, p: int) -> int:
    """The slots, as a bit mask, in which the participant can meet at all."""
    reach = 0
    for r in draft.numbered.of[p]:
        reach |= _covered(draft, r)
    return reach


def runs_of(draft: Draft, p: int) -> tuple[int, list[int]]:
    """How much fits into the best run of each day, all days together, and into each of the other runs.

    Into a run fit no more meetings than it has slots, and no more than slots of it can be given requests of their own.
    """
    reach = reach_of(draft, p)
    mine = draft.numbered.of[p]
    matched = len(draft.units[p]) == 1 and all(draft.length[r] == 1 for r in mine) and len(draft.slot) <= MOST_TO_MATCH
    domains = [draft.domain[r] for r in mine]
    free, further = 0, []
    for day in draft.numbered.days:
        runs: list[list[int]] = [[]]
        for slot in day:
            if reach >> slot & 1:
                runs[-1].append(slot)
            elif runs[-1]:
                runs.append([])
        sizes = sorted(_matched(run, domains) if matched else len(run) for run in runs)
        free += sizes[-1]
        further += [size for size in sizes[:-1] if size]
    return free, further


def _matched(run: list[int], domains: list[int]) -> int:
    """How many slots of the run can be given a request each that may lie there and no other has."""
    holder: dict[int, int] = {}

    def give(slot: int, tried: set[int]) -> bool:
        for i, domain in enumerate(domains):
            if domain >> slot & 1 and i not in tried:
                tried.add(i)
                if i not in holder or give(holder[i], tried):
                    holder[i] = slot
                    return True
        return False

    return sum(give(slot, set()) for slot in run)


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
    "possible_breaks",
    "reach_of",
    "runs_of",
    "slot_by_slot",
]
