"""The portfolio: find a timetable, improve it objective by objective, prove how good it is."""

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from chophien.engine.budget import Budget, GiveUp
from chophien.engine.effort import LARGEST_MODEL, Effort
from chophien.engine.numbered import number
from chophien.engine.problem import Problem
from chophien.engine.proving import prove
from chophien.engine.roughing import Rough
from chophien.engine.sat.fitting import domains, fits
from chophien.engine.sat.racing import race
from chophien.engine.searching import SMALL
from chophien.engine.settling import polish, settle, worth_settling
from chophien.engine.timetable import Clash, Progress, Timetable
from chophien.engine.validity import validate

# For each request, on two busy cores.
SECONDS_TO_EXPLAIN = 2e-4
# The first round of a search with one worker, for up to so many requests. Five rounds fill a minute.
FIRST_ROUND = 15 / 8
REQUESTS_OF_FIRST_ROUND = 4_000


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Timetable:
    """The best timetable found within `seconds`, proved as far as the time allowed.

    `on_progress` is called from other threads, at most five times a second; `should_stop` is asked ten times a second
    and ends the search with the best timetable so far. Raises BadProblem for a problem that is not well-formed.
    One worker counts its work: the same seed gives the same timetable, and more seconds never a worse one.
    """
    validate(problem)
    numbered = number(problem)
    # At the end the reasons of those without a place are read off, which belongs to the time as well.
    to_explain = min(SECONDS_TO_EXPLAIN * len(problem.requests), 0.1 * seconds)
    with Budget(seconds - to_explain, should_stop, steady=workers == 1) as budget:
        effort = Effort(numbered, budget, on_progress)
        clash = None
        with suppress(GiveUp):
            clash = _in_rounds(effort, seed) if workers == 1 else _pursue(effort, workers, seed)
        return effort.answer(clash, workers, seed)


def rounds(seconds: float, requests: int) -> Iterator[float]:
    """The seconds of each round of a search with one worker, twice as many each time and together at most `seconds`.

    They begin the same way however long the search may go on, except where not even the first fits.
    """
    first = FIRST_ROUND * 2 ** max(0, math.ceil(math.log2(max(1, requests) / REQUESTS_OF_FIRST_ROUND)))
    wish, left = min(first, seconds), seconds
    while 0 < wish <= left:
        yield wish
        left -= wish
        wish *= 2


def _in_rounds(effort: Effort, seed: int) -> Clash | None:
    """Ever longer searches, of which the best is kept: a search with more time is then the same one carried on."""
    outer = effort.budget
    for number_of, seconds in enumerate(rounds(outer.whole, len(effort.numbered.problem.requests))):
        outer.look_up()
        clash = None
        with outer.part(seconds) as effort.budget, suppress(GiveUp):
            clash = _pursue(effort, 1, seed + number_of)
        effort.budget = outer
        if clash is not None or effort.settled:
            return clash
    return None


def _pursue(effort: Effort, workers: int, seed: int) -> Clash | None:
    """The searches one after the other, beside a search by clauses where those can say the problem."""
    if fits(effort.numbered):
        return race(effort, partial(_beside, effort, workers, seed), alone=workers == 1)
    return _in_turn(effort, workers, seed)


def _beside(effort: Effort, workers: int, seed: int) -> Clash | None:
    """Small problems go to the prover at once for some of the time: a first timetable comes by the clauses."""
    if workers > 1 and sum(map(len, domains(effort.numbered))) <= SMALL:
        clash = prove(effort, workers, seed, 0.3)
        if clash is not None or effort.settled:
            return clash
    return _in_turn(effort, workers, seed)


def _in_turn(effort: Effort, workers: int, seed: int) -> Clash | None:
    """First by construction and repair, which is fast at any size, then by proof; a clash when it is impossible."""
    rough = Rough(effort, workers, seed)
    if worth_settling(effort) and settle(rough, workers, seed):
        if not effort.settled:
            polish(rough)
    else:
        rough.begin()
    if effort.objective and effort.settled:
        return None
    if effort.placements is not None and (rough.size > LARGEST_MODEL or not rough.worth_proving):
        return None
    # Where requests may stay unplaced, breaks are often lowered further by annealing than by the prover.
    again = "breaks" in effort.objective and not all(request.required for request in effort.numbered.problem.requests)
    clash = prove(effort, workers, seed, 0.5 if again or rough.stiff else 1.0)
    if clash is None and effort.costs.get("unplaced_weight", 0) > effort.bounds.get("unplaced_weight", 0):
        rough.place_again(0.7 * effort.budget.to_share)
    if again and clash is None and not effort.proved("breaks"):
        rough.smooth(effort.budget.to_share)
    return clash
