"""The portfolio: find a timetable, improve it objective by objective, prove how good it is."""

import math
from collections.abc import Callable
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

# How much lines of annealing work on a small problem before it is worth building a model for the prover: seconds of
# counted work, of which they do about two in one.
FIRST_WORK = 4.0
WORK_IN_A_SECOND = 2.0
# How long the prover goes on, and then the lines; and how many times longer each further turn is.
FIRST_TURN = 4.0
GROWTH_OF_TURNS = 3
# For each request, on two busy cores.
SECONDS_TO_EXPLAIN = 2e-4


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
    One worker counts its work: the same seed gives the same timetable.
    """
    validate(problem)
    numbered = number(problem)
    # At the end the reasons of those without a place are read off, which belongs to the time as well.
    to_explain = min(SECONDS_TO_EXPLAIN * len(problem.requests), 0.1 * seconds)
    with Budget(seconds - to_explain, should_stop, steady=workers == 1) as budget:
        effort = Effort(numbered, budget, on_progress)
        clash = None
        with suppress(GiveUp):
            clash = _pursue(effort, workers, seed)
        return effort.answer(clash, workers, seed)


def _pursue(effort: Effort, workers: int, seed: int) -> Clash | None:
    """The searches one after the other, beside a search by clauses where those can say the problem."""
    if fits(effort.numbered):
        return race(effort, partial(_beside, effort, workers, seed), alone=workers == 1)
    return _in_turn(effort, workers, seed)


def _beside(effort: Effort, workers: int, seed: int) -> Clash | None:
    """Small problems go to the prover at once for some of the time: a first timetable comes by the clauses."""
    if workers > 1 and sum(map(len, domains(effort.numbered))) <= SMALL:
        clash = prove(effort, workers, seed, 0.3 * effort.budget.left)
        if clash is not None or effort.settled:
            return clash
    return _in_turn(effort, workers, seed)


def _in_turn(effort: Effort, workers: int, seed: int) -> Clash | None:
    """First by construction, which is fast at any size, then by lines of annealing and by proof in turns.

    How long a turn is does not depend on the time there is, so that more of it never gives a worse timetable.
    """
    rough = Rough(effort, workers, seed)
    if worth_settling(effort) and settle(rough, workers, seed):
        if effort.settled:
            return None
        polish(rough)
    else:
        rough.begin()
    if rough.choice.impossible:
        return prove(effort, workers, seed, math.inf)
    small = rough.search.small
    with rough.lines() as lines:
        if small:
            lines.run(FIRST_WORK * min(1.0, 4 * rough.size / SMALL))
        else:
            lines.run(math.inf, until=lambda: lines.has_placed)
        with lines.beside(FIRST_WORK if small else math.inf):
            rough.prove_more()
        turn = FIRST_TURN
        while not effort.settled:
            provable = rough.worth_proving and (effort.placements is None or rough.size <= LARGEST_MODEL)
            if not provable:
                if lines.ended:
                    return None
                lines.run(math.inf, meanwhile=rough.renew)
            elif lines.ended or not rough.searchable:
                return prove(effort, workers, seed, math.inf)
            else:
                clash = prove(effort, workers, seed, turn)
                if clash is not None:
                    return clash
                lines.run(WORK_IN_A_SECOND * turn, meanwhile=rough.renew)
                turn *= GROWTH_OF_TURNS
    return None
