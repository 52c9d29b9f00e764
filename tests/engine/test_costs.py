"""The preferences as whole numbers, on timetables small enough to count by hand."""

from dataclasses import replace

from tests.engine.problems import asking, placed, small

from chophien.engine.preferences import costs
from chophien.engine.problem import OBJECTIVES, Pin, Place


def test_an_empty_timetable_costs_all_weight() -> None:
    problem = asking(small(pairs="ab cd", objective=OBJECTIVES), "ab", weight=5)
    assert costs(problem, ()) == {
        "unplaced_weight": 6,
        "worst_share": 1000,
        "breaks": 0,
        "idle_slots": 0,
        "zone_changes": 0,
        "moved": 0,
    }


def test_the_worst_share_is_rounded_down() -> None:
    problem = small(pairs="ab ac ad", objective=("worst_share",))
    assert costs(replace(problem), placed("ab s1 T1", "ac s2 T1")) == {"worst_share": 1000}
    assert costs(asking(problem, "ad", between=("b", "c", "a")), placed("ab s1 T1", "ac s2 T1")) == {"worst_share": 500}
    assert costs(small(pairs="ab ab2 ab3".replace("ab2 ab3", ""), objective=("worst_share",)), placed("ab s1 T1")) == {
        "worst_share": 0
    }


def test_breaks_are_runs_and_idle_slots_their_length() -> None:
    problem = small(slots=6, pairs="ab ac ad", objective=("breaks", "idle_slots"))
    assert costs(problem, placed("ab s1 T1", "ac s4 T1", "ad s6 T1")) == {"breaks": 2, "idle_slots": 3}


def test_zone_changes_follow_meetings_of_a_day() -> None:
    problem = small(
        slots=6, pairs="ab ac ad", objective=("zone_changes",), places=(Place("T1", "A"), Place("T2", "B"), Place("T3"))
    )
    assert costs(problem, placed("ab s1 T1", "ac s4 T2", "ad s6 T1")) == {"zone_changes": 2}
    assert costs(problem, placed("ab s1 T1", "ac s4 T3", "ad s6 T2")) == {"zone_changes": 0}


def test_moved_counts_time_place_and_loss() -> None:
    problem = small(
        pairs="ab cd ac bd",
        objective=("moved",),
        previous={"ab": Pin("s1", "T1"), "cd": Pin("s1", None), "ac": Pin("s2", "T1"), "bd": Pin("s3", "T1")},
    )
    assert costs(problem, placed("ab s1 T1", "cd s1 T2", "ac s2 T2")) == {"moved": 2}
