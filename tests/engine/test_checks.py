"""Each plain check: one timetable it lets pass and one it names."""

import pytest
from tests.engine.problems import asking, being, limited, placed, pooled, small

from chophien.engine.conflicts import HARD_RULES, broken_rules
from chophien.engine.problem import Interpreter, Pin, Place, Problem
from chophien.engine.timetable import Placement

EN = (Interpreter("i", ("en",), frozenset({"s3"})), Interpreter("k", ("zh",)))
ZONES = (Place("T1", "A"), Place("T2", "B"))

CASES: dict[str, tuple[Problem, tuple[Placement, ...], tuple[Placement, ...]]] = {
    "participant_busy": (small(pairs="ab ac"), placed("ab s1 T1", "ac s2 T1"), placed("ab s1 T1", "ac s1 T2")),
    "participant_away": (
        being(small(), "a", away=frozenset({"s1"})),
        placed("ab s2 T1"),
        placed("ab s1 T1"),
    ),
    "place_busy": (small(pairs="ab cd"), placed("ab s1 T1", "cd s1 T2"), placed("ab s1 T1", "cd s1 T1")),
    "place_closed": (
        small(places=(Place("T1", closed=frozenset({"s1"})),)),
        placed("ab s2 T1"),
        placed("ab s1 T1"),
    ),
    "wrong_slot": (asking(small(), "ab", slots=frozenset({"s2"})), placed("ab s2 T1"), placed("ab s1 T1")),
    "wrong_place": (being(small(), "b", base="T2"), placed("ab s1 T2"), placed("ab s1 T1")),
    "not_consecutive": (asking(small(), "ab", length=2), placed("ab s2 T1"), placed("ab s3 T1")),
    "too_many_meetings": (
        being(small(pairs="ab ac"), "a", max_meetings=1),
        placed("ab s1 T1"),
        placed("ab s1 T1", "ac s2 T1"),
    ),
    "too_few_meetings": (
        being(small(pairs="ab ac"), "a", min_meetings=2),
        placed("ab s1 T1", "ac s2 T1"),
        placed("ab s1 T1"),
    ),
    "too_many_in_a_day": (
        being(small(pairs="ab ac"), "a", max_per_day=1),
        placed("ab s1 T1"),
        placed("ab s1 T1", "ac s2 T1"),
    ),
    "order_broken": (
        asking(small(pairs="ab cd"), "cd", after=("ab",)),
        placed("ab s1 T1", "cd s2 T1"),
        placed("ab s1 T1", "cd s1 T2"),
    ),
    "pin_broken": (asking(small(), "ab", fixed=Pin("s2", "T2")), placed("ab s2 T2"), placed("ab s2 T1")),
    "required_unplaced": (asking(small(), "ab", required=True), placed("ab s1 T1"), ()),
    "interpreter_busy": (
        asking(asking(small(pairs="ab cd", interpreters=EN), "ab", interpreting="en"), "cd", interpreting="en"),
        placed("ab s1 T1 i", "cd s2 T2 i"),
        placed("ab s1 T1 i", "cd s1 T2 i"),
    ),
    "interpreter_missing": (
        asking(small(interpreters=EN), "ab", interpreting="en"),
        placed("ab s1 T1 i"),
        placed("ab s1 T1 k"),
    ),
    "too_short_a_walk": (
        small(pairs="ab ac", places=ZONES, walking={"A": {"B": 1}}),
        placed("ab s1 T1", "ac s3 T2"),
        placed("ab s1 T2", "ac s2 T1"),
    ),
    "breaks_too_uneven": (
        limited(small(pairs="ab ac bc"), break_range=0),
        placed("ab s1 T1", "bc s2 T1", "ac s3 T1")[:2],
        placed("ab s1 T1", "bc s2 T1", "ac s3 T1"),
    ),
}


@pytest.mark.parametrize("rule", HARD_RULES)
def test_a_timetable_that_keeps_the_rule_passes(rule: str) -> None:
    problem, good, _ = CASES[rule]
    assert broken_rules(problem, good) == ()


@pytest.mark.parametrize("rule", HARD_RULES)
def test_a_timetable_that_breaks_the_rule_is_named(rule: str) -> None:
    problem, _, bad = CASES[rule]
    assert {conflict.rule for conflict in broken_rules(problem, bad)} == {rule}


def test_a_conflict_says_who_and_when() -> None:
    problem, _, bad = CASES["participant_busy"]
    (conflict,) = broken_rules(problem, bad)
    assert (conflict.rule, conflict.requests) == ("participant_busy", ("ab", "ac"))
    assert conflict.sentence == "participant a has 2 meetings at slot s1, 1 can be held at once"


def test_two_parallel_meetings_are_no_conflict() -> None:
    problem = being(small(pairs="ab ac"), "a", parallel=2)
    assert broken_rules(problem, placed("ab s1 T1", "ac s1 T2")) == ()


def test_an_away_interpreter_serves_nobody() -> None:
    problem = asking(small(interpreters=EN), "ab", interpreting="en")
    assert [c.rule for c in broken_rules(problem, placed("ab s3 T1 i"))] == ["interpreter_missing"]


def test_a_pool_is_counted_by_slot() -> None:
    problem = pooled(small(pairs="ab cd"), 1)
    assert [c.rule for c in broken_rules(problem, placed("ab s1", "cd s1"))] == ["place_busy"]
    assert broken_rules(problem, placed("ab s1", "cd s2")) == ()
