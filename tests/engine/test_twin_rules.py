"""Every rule and preference stands twice, and the twins agree."""

import pytest
from hypothesis import HealthCheck, given, settings
from tests.engine.brute_force import best_costs
from tests.engine.problems import asking, being, day, limited, pooled, small
from tests.engine.strategies import problems

from chophien.engine import preferences
from chophien.engine.budget import Budget
from chophien.engine.conflicts import HARD_RULES, broken_rules
from chophien.engine.cpsat.hard import BETWEEN_MEETINGS, ON_SINGLE_MEETINGS
from chophien.engine.cpsat.model import Model
from chophien.engine.cpsat.search import search
from chophien.engine.cpsat.soft import TERMS
from chophien.engine.numbered import number
from chophien.engine.problem import OBJECTIVES, Interpreter, Participant, Pin, Place, Problem
from chophien.engine.solve import solve

WITHOUT_A_RULE: dict[str, Problem] = {
    "participant_busy": small(slots=1, pairs="ab ac"),
    "participant_away": being(small(slots=1), "a", away=frozenset({"s1"})),
    "place_busy": pooled(small(slots=1, pairs="ab cd"), 1),
    "place_closed": small(slots=1, places=(Place("T1", closed=frozenset({"s1"})),)),
    "wrong_slot": asking(being(small(slots=2), "a", away=frozenset({"s1"})), "ab", slots=frozenset({"s1"})),
    "wrong_place": asking(
        small(slots=1, places=(Place("T1"), Place("T2", closed=frozenset({"s1"})))), "ab", places=frozenset({"T2"})
    ),
    "not_consecutive": asking(small(slots=1), "ab", length=2),
    "too_many_meetings": being(small(pairs="ab ac"), "a", max_meetings=1),
    "too_few_meetings": being(small(slots=1, pairs="ab ac bc"), "a", min_meetings=2),
    "too_many_in_a_day": being(small(pairs="ab ac"), "a", max_per_day=1),
    "order_broken": asking(small(slots=1, pairs="ab cd"), "cd", after=("ab",)),
    "pin_broken": asking(being(small(slots=2), "a", away=frozenset({"s1"})), "ab", fixed=Pin("s1")),
    "required_unplaced": asking(being(small(slots=1), "a", away=frozenset({"s1"})), "ab", required=True),
    "interpreter_busy": asking(
        asking(small(slots=1, pairs="ab cd", interpreters=(Interpreter("i", ("en",)),)), "ab", interpreting="en"),
        "cd",
        interpreting="en",
    ),
    "interpreter_missing": asking(small(slots=1), "ab", interpreting="en"),
    "too_short_a_walk": asking(
        asking(
            small(
                slots=2,
                pairs="ab ac",
                places=(Place("T1", "A"), Place("T2", "B")),
                walking={"A": {"B": 1}},
            ),
            "ab",
            places=frozenset({"T1"}),
        ),
        "ac",
        places=frozenset({"T2"}),
    ),
    "breaks_too_uneven": limited(
        asking(asking(small(pairs="ab ac"), "ab", fixed=Pin("s1")), "ac", fixed=Pin("s3")), break_range=0
    ),
}


def test_the_rules_have_the_same_names_as_checks_and_as_constraints() -> None:
    assert {rule.__name__ for rule in (*ON_SINGLE_MEETINGS, *BETWEEN_MEETINGS)} == set(HARD_RULES)
    assert set(TERMS) == set(preferences.COSTS) == set(OBJECTIVES)
    assert set(WITHOUT_A_RULE) == set(HARD_RULES)


@pytest.mark.parametrize("rule", HARD_RULES)
def test_a_constraint_left_out_is_noticed_by_its_twin(rule: str) -> None:
    problem = WITHOUT_A_RULE[rule]
    numbered = number(problem)
    with Budget(10.0) as budget:
        outcome = search(Model(numbered, leave_out={rule}), "unplaced_weight", budget, seconds=5, workers=1, seed=1)
    assert outcome.placements is not None
    assert {conflict.rule for conflict in broken_rules(numbered, outcome.placements)} == {rule}
    whole = solve(problem, seconds=10)
    assert whole.status in {"optimal", "infeasible"}
    assert not broken_rules(problem, whole.placements) or whole.status == "infeasible"


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(most_requests=4))
def test_the_solver_finds_what_brute_force_finds(problem: Problem) -> None:
    best = best_costs(problem)
    timetable = solve(problem, seconds=20, workers=1)
    if best is None:
        assert timetable.status == "infeasible"
        assert timetable.clash is not None
    else:
        assert timetable.status == "optimal"
        assert broken_rules(problem, timetable.placements) == ()
        assert list(timetable.objective.values()) == best
        assert list(timetable.bounds.values()) == best


def test_two_days_do_not_share_breaks() -> None:
    problem = small(slots=2, pairs="ab ac", objective=("breaks", "idle_slots"))
    problem = type(problem)(
        slots=(*day(2), *day(2, "d2", 3)),
        places=problem.places,
        participants=(Participant("a"), Participant("b"), Participant("c")),
        requests=problem.requests,
        objective=("unplaced_weight", "breaks"),
    )
    problem = asking(asking(problem, "ab", fixed=Pin("s1")), "ac", fixed=Pin("s4"))
    assert dict(solve(problem, seconds=5).objective) == {"unplaced_weight": 0, "breaks": 0}
