"""Lines of annealing: a longer search passes through what a shorter one has found, and two of them share the work."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.engine.fairs import fair

from chophien.engine.annealing.readiness import MACHINE
from chophien.engine.budget import Budget, GiveUp
from chophien.engine.climbing import Line
from chophien.engine.effort import Effort
from chophien.engine.numbered import number
from chophien.engine.problem import Place, Problem
from chophien.engine.roughing import Rough
from chophien.engine.solve import solve


@pytest.fixture(scope="module", autouse=True)
def _machine_code() -> None:
    MACHINE.wait(lambda: None)


def _plain(problem: Problem) -> Problem:
    return problem


def _walks(problem: Problem) -> Problem:
    places = tuple(Place(f"T{k}", "AB"[k % 2]) for k in range(30))
    return replace(problem, places=places, limits=replace(problem.limits, pool_of_places=None), walking={"A": {"B": 1}})


def _even(problem: Problem) -> Problem:
    return replace(problem, limits=replace(problem.limits, break_range=2))


def _halls(problem: Problem) -> Problem:
    return replace(_walks(problem), walking={}, objective=("unplaced_weight", "breaks", "zone_changes"))


RULES: dict[str, Callable[[Problem], Problem]] = {"none": _plain, "walks": _walks, "even": _even, "halls": _halls}


def _broken_off(problem: Problem, looks: int) -> tuple[int, ...]:
    """The costs of what a line has handed over when it is ended at its n-th look at whether to go on."""
    left = [looks]

    def spend(_: float) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise GiveUp

    with Budget(600.0) as budget:
        effort = Effort(number(problem), budget)
        rough = Rough(effort, 2, 1)
        rough.begin()
        rough.search.spend = spend
        line = Line(rough.search, rough.choice, lambda: True, lambda _: None)
        with pytest.raises(GiveUp):
            line.climb()
        rough.search.offer()
        return tuple(effort.costs.values())


@pytest.mark.parametrize("rules", RULES)
def test_a_line_that_is_broken_off_later_has_found_nothing_worse(rules: str) -> None:
    problem = RULES[rules](fair(participants=80, slots=24, requests=300, places=14, seed=3))
    costs = [_broken_off(problem, looks) for looks in (0, 28, 60, 120, 200)]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]


def test_a_line_that_is_broken_off_twice_at_the_same_look_has_found_the_same() -> None:
    problem = _walks(fair(participants=80, slots=24, requests=300, places=14, seed=3))
    assert _broken_off(problem, 120) == _broken_off(problem, 120)


@pytest.mark.parametrize("rules", ["walks", "halls"])
def test_more_seconds_never_give_a_worse_timetable(rules: str) -> None:
    problem = RULES[rules](fair(participants=80, slots=24, requests=300, places=14, seed=3))
    costs = [tuple(solve(problem, seconds=seconds).objective.values()) for seconds in (1.5, 6.0)]
    assert costs == sorted(costs, reverse=True)
