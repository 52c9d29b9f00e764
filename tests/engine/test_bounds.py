"""Bounds are proved: never above what the best timetable costs."""

from dataclasses import replace

from hypothesis import given, settings
from tests.engine.brute_force import best_costs
from tests.engine.fairs import fair
from tests.engine.strategies import problems

from chophien.engine.bounds import best_choice, calm_choice, slot_by_slot
from chophien.engine.draft import Draft
from chophien.engine.numbered import number
from chophien.engine.problem import Limits, Participant, Problem, Request, Slot


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_bound_is_above_the_cost_of_the_best_timetable(problem: Problem) -> None:
    by_weight = replace(problem, objective=("unplaced_weight", "breaks"))
    best = best_costs(by_weight)
    if best is None:
        return
    draft = Draft(number(by_weight))
    assert best_choice(draft).unplaced_weight <= best[0]
    assert slot_by_slot(draft, 5.0).unplaced_weight <= best[0]
    assert calm_choice(draft, best[0], 5.0).breaks <= best[1]
    assert calm_choice(draft, None, 5.0).breaks <= best[1]


def test_somebody_with_more_meetings_than_her_longest_run_of_slots_has_a_break() -> None:
    problem = Problem(
        slots=tuple(Slot(f"s{i}", "d") for i in range(5)),
        places=(),
        participants=(Participant("p", away=frozenset({"s2"})), *(Participant(f"q{i}") for i in range(3))),
        requests=tuple(Request(f"r{i}", ("p", f"q{i}")) for i in range(3)),
        objective=("unplaced_weight", "breaks"),
        limits=Limits(pool_of_places=3),
    )
    assert calm_choice(Draft(number(problem)), 0, 5.0).breaks == 1


def test_breaks_that_everybody_must_have_alike_take_nothing_from_the_bound() -> None:
    away = frozenset({"s1", "s2", "s3"})
    problem = Problem(
        slots=tuple(Slot(f"s{i}", "d") for i in range(5)),
        places=(),
        participants=tuple(Participant(name, away=away) for name in ("p1", "p2", "q1", "q2")),
        requests=tuple(Request(f"{p}-{q}", (p, q)) for p in ("p1", "p2") for q in ("q1", "q2")),
        objective=("unplaced_weight", "breaks"),
        limits=Limits(pool_of_places=2, break_range=0),
    )
    assert best_costs(problem) == [0, 4]
    assert best_choice(Draft(number(problem))).unplaced_weight == 0


def test_the_bound_of_a_fair_is_met_by_its_best_choice_of_requests() -> None:
    problem = fair(participants=40, slots=12, requests=200, places=12)
    draft = Draft(number(problem))
    choice = best_choice(draft)
    total = sum(request.weight for request in problem.requests)
    chosen = sum(request.weight for request, part in zip(problem.requests, choice.wanted, strict=True) if part > 0.5)
    assert total - chosen == choice.unplaced_weight
