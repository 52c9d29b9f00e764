"""What an organizer asks: answers compared with trying everything on small problems, and with what is plain to see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.brute_force import ONLY_WORSE
from tests.engine.problems import asking, being, limited, placed, pooled, small
from tests.engine.strategies import problems

from chophien.engine.asking.changing import Changes, with_more_places
from chophien.engine.asking.repairing import repair
from chophien.engine.asking.shares import Share, shares
from chophien.engine.asking.tables_advice import tables_advice
from chophien.engine.asking.what_if import what_if
from chophien.engine.asking.why_not import why_not
from chophien.engine.budget import Budget
from chophien.engine.clash import demands_of, is_impossible
from chophien.engine.conflicts import broken_rules
from chophien.engine.numbered import number
from chophien.engine.preferences import costs
from chophien.engine.problem import Interpreter, Pin, Place, Problem, Request, Slot
from chophien.engine.solve import solve
from chophien.engine.timetable import Placement

QUIETLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def seats(problem: Problem, request: Request) -> Iterator[Placement]:
    places: list[str | None] = [place.id for place in problem.places] or [None]
    people: list[str | None] = [one.id for one in problem.interpreters] if request.interpreting else [None]
    for slot in problem.slots:
        for place in places:
            for interpreter in people:
                yield Placement(request.id, slot.id, place, interpreter)


def every_timetable(problem: Problem) -> Iterator[tuple[Placement, ...]]:
    numbered = number(problem)

    def extended(at: int, placements: tuple[Placement, ...]) -> Iterator[tuple[Placement, ...]]:
        if at == len(problem.requests):
            if not broken_rules(numbered, placements):
                yield placements
            return
        yield from extended(at + 1, placements)
        for one in seats(problem, problem.requests[at]):
            more = (*placements, one)
            if not any(conflict.rule in ONLY_WORSE for conflict in broken_rules(numbered, more)):
                yield from extended(at + 1, more)

    return extended(0, ())


def made(problem: Problem) -> tuple[Placement, ...]:
    timetable = solve(problem, seconds=10, workers=1)
    assume(timetable.status in {"optimal", "feasible"})
    return timetable.placements


# Why not?

TWO_TABLES = (Place("T1", "A"), Place("T2", "B"))

REASONS: dict[str, tuple[Problem, tuple[Placement, ...], list[str], list[str]]] = {
    "both are full": (
        small(slots=1, people=4, pairs="ab ac bd"),
        placed("ac s1 T1", "bd s1 T2"),
        ["participant_full", "participant_full", "lost_to_heavier"],
        ["slot"],
    ),
    "one is there while the other is away": (
        being(being(small(slots=2), "a", away=frozenset({"s1"})), "b", away=frozenset({"s2"})),
        (),
        ["no_common_slot"],
        ["presence"],
    ),
    "no table then": (
        pooled(small(slots=1, pairs="ab cd"), 1),
        placed("cd s1"),
        ["no_free_place", "lost_to_heavier"],
        ["table", "slot"],
    ),
    "no interpreter": (
        asking(
            asking(small(slots=1, pairs="ab cd", interpreters=(Interpreter("i", ("en",)),)), "ab", interpreting="en"),
            "cd",
            interpreting="en",
        ),
        placed("cd s1 T1 i"),
        ["no_interpreter"],
        ["interpreter", "slot"],
    ),
    "the most meetings": (
        being(small(pairs="ab ac"), "a", max_meetings=1),
        placed("ac s1 T1"),
        ["quota_reached"],
        ["quota"],
    ),
    "the most meetings of the only day that is left": (
        being(small(pairs="ab ac", slots=2, people=3), "a", max_per_day=1),
        placed("ac s1 T1"),
        ["quota_reached"],
        ["quota"],
    ),
    "the order": (
        asking(asking(small(slots=2, pairs="ab cd"), "cd", after=("ab",)), "ab", slots=frozenset({"s2"})),
        placed("cd s2 T1"),
        ["no_slot_in_order"],
        [],
    ),
    "the walk": (
        asking(
            asking(
                small(slots=2, pairs="ab ac", places=TWO_TABLES, walking={"A": {"B": 1}}),
                "ab",
                places=frozenset({"T1"}),
            ),
            "ac",
            places=frozenset({"T2"}),
        ),
        placed("ac s1 T2"),
        ["no_time_to_walk"],
        ["slot"],
    ),
    "too short a stretch": (
        asking(being(small(slots=3), "a", away=frozenset({"s2"})), "ab", length=2),
        (),
        ["no_long_stretch"],
        ["presence"],
    ),
    "longer than the day": (asking(small(slots=1), "ab", length=2), (), ["no_long_stretch"], []),
    "uneven breaks": (
        limited(asking(small(slots=3, pairs="ab ac"), "ab", slots=frozenset({"s3"})), break_range=0),
        placed("ac s1 T1"),
        ["breaks_uneven"],
        [],
    ),
    "none at all": (small(pairs="ab"), (), ["left_over"], ["place"]),
}


@pytest.mark.parametrize("name", REASONS)
def test_the_true_reason_and_what_would_help_are_told(name: str) -> None:
    problem, placements, reasons, kinds = REASONS[name]
    assert not broken_rules(problem, placements)
    told = {one.request: one for one in why_not(problem, placements, ["ab"], most=9, seconds=10)}["ab"]
    assert [reason.code for reason in told.reasons] == reasons
    assert [change.kind for change in told.changes if change.kind in kinds] == kinds
    assert [change.kind for change in told.changes][:1] == kinds[:1]


def test_who_took_the_time_is_named_the_heaviest_first() -> None:
    problem = asking(asking(small(slots=2, pairs="ab ac ad"), "ac", weight=3), "ad", weight=2)
    (told,) = why_not(problem, placed("ac s1 T1", "ad s2 T1"))
    assert [(reason.code, reason.participants, reason.requests) for reason in told.reasons] == [
        ("participant_full", ("a",), ()),
        ("lost_to_heavier", (), ("ac", "ad")),
    ]


def test_one_meeting_that_moves_makes_room() -> None:
    problem = being(small(slots=2, pairs="ab ac"), "b", away=frozenset({"s2"}))
    (told,) = why_not(problem, placed("ac s1 T1"), most=1)
    (change,) = told.changes
    assert (change.kind, change.slot, [(one.request, one.slot) for one in change.moves]) == (
        "move",
        "s1",
        [("ac", "s2")],
    )


@QUIETLY
@given(problems(most_requests=4), st.data())
def test_every_change_that_is_told_works_and_no_simple_one_is_missed(problem: Problem, dice: st.DataObject) -> None:
    problem = replace(problem, participants=tuple(replace(one, min_meetings=0) for one in problem.participants))
    problem = replace(problem, requests=tuple(replace(one, required=False) for one in problem.requests))
    placements = made(problem)
    one_less: bool = dice.draw(st.booleans())
    if placements and one_less:
        placements = placements[1:]
        assume(not broken_rules(problem, placements))
    held = {one.request for one in placements}
    for told in why_not(problem, placements, seconds=30, most=9):
        request = next(one for one in problem.requests if one.id == told.request)
        kinds = [change.kind for change in told.changes]
        assert told.reasons
        for change in told.changes:
            assert change.problem is not None
            assert not broken_rules(change.problem, change.placements)
            assert {one.request for one in change.placements} == {*held, told.request}
        fits = any(not broken_rules(problem, (*placements, one)) for one in seats(problem, request))
        assert ("place" in kinds) == fits
        if not fits:
            assert "left_over" not in [reason.code for reason in told.reasons]
            here = frozenset(slot.id for slot in problem.slots)
            come = tuple(
                replace(one, away=frozenset()) if one.id in request.between else one for one in problem.participants
            )
            present = replace(problem, participants=come)
            if any(not broken_rules(present, (*placements, one)) for one in seats(present, request)):
                assert "presence" in kinds
            roomier = with_more_places(problem, 1, here)
            if any(
                not broken_rules(roomier, (*placements, one))
                for one in seats(roomier, request)
                if not problem.places or one.place not in {place.id for place in problem.places}
            ):
                assert {"table", "place"} & set(kinds) or problem.walking


# Change with least harm


def harm(problem: Problem, held: Mapping[str, Placement], placements: Sequence[Placement]) -> tuple[int, int, int]:
    """Weight and number of the meetings that are dropped, and how many are moved."""
    at = {one.request: one for one in placements}
    dropped = [one.weight for one in problem.requests if one.id in held and one.id not in at]
    moved = [
        name
        for name, was in held.items()
        if name in at and (at[name].slot != was.slot or was.place not in {None, at[name].place})
    ]
    return sum(dropped), len(dropped), len(moved)


@QUIETLY
@given(problems(most_requests=4), st.data())
def test_nothing_is_dropped_or_moved_without_need(problem: Problem, dice: st.DataObject) -> None:
    placements = made(problem)
    assume(placements)
    slots = [slot.id for slot in problem.slots]
    people, places, requests = list(problem.participants), list(problem.places), problem.requests
    what = dice.draw(st.sampled_from(["away", "table", "request"]))
    if what == "table" and places:
        lost = dice.draw(st.integers(0, len(places) - 1))
        places[lost] = replace(places[lost], closed=frozenset(slots))
    elif what == "request":
        gone = dice.draw(st.sampled_from([one.request for one in placements]))
        requests = tuple(
            replace(one, after=tuple(name for name in one.after if name != gone)) for one in requests if one.id != gone
        )
    else:
        p = dice.draw(st.integers(0, len(people) - 1))
        people[p] = replace(people[p], away=people[p].away | {dice.draw(st.sampled_from(slots))})
    now = replace(problem, participants=tuple(people), places=tuple(places), requests=requests, previous={})
    held = {one.request: one for one in placements if any(one.request == request.id for request in requests)}
    done = repair(now, placements, seconds=20, workers=1)
    least = min((harm(now, held, every) for every in every_timetable(now)), default=None)
    if least is None:
        assert done.timetable.status == "infeasible"
    else:
        assert harm(now, held, done.timetable.placements) == least
        assert not broken_rules(now, done.timetable.placements)
        assert done.proved
        stands = replace(now, previous={name: Pin(one.slot, one.place) for name, one in held.items()})
        costs_of_all = [list(costs(stands, every).values()) for every in every_timetable(stands)]
        reached, bounds = (list(row.values()) for row in (done.timetable.objective, done.timetable.bounds))
        for i, bound in enumerate(bounds):
            assert bound <= min(row[i] for row in costs_of_all if row[:i] <= reached[:i])


def test_a_meeting_of_no_weight_is_moved_rather_than_dropped() -> None:
    problem = small(slots=2, pairs="ab cd")
    problem = asking(asking(pooled(problem, 1), "ab", weight=0), "cd", weight=5)
    late = being(problem, "c", away=frozenset({"s2"}))
    done = repair(late, placed("ab s1", "cd s2"), seconds=5)
    assert (done.moved, done.dropped) == (("ab", "cd"), ())


def test_what_has_begun_stays_and_nothing_is_put_there() -> None:
    problem = being(small(slots=3, pairs="ab ac ad"), "c", away=frozenset({"s2"}))
    done = repair(problem, placed("ab s1 T1", "ac s2 T1"), begun=frozenset({"s1"}), seconds=5)
    at = {one.request: one.slot for one in done.timetable.placements}
    assert (at["ab"], at["ac"], done.moved, done.added) == ("s1", "s3", ("ac",), ("ad",))
    assert at["ad"] == "s2"


# Infeasible?


@QUIETLY
@given(problems(most_requests=5))
def test_a_clash_is_impossible_and_leaving_out_any_one_thing_makes_it_possible(problem: Problem) -> None:
    wanted = tuple(replace(request, required=True) for request in problem.requests)
    problem = replace(problem, requests=wanted, objective=("unplaced_weight",))
    timetable = solve(problem, seconds=20, workers=1)
    assume(timetable.status == "infeasible")
    clash = timetable.clash
    assert clash is not None
    assert clash.smallest
    demands = [
        demand for demand in demands_of(problem) if demand.name(problem) in {*clash.requests, *clash.participants}
    ]
    with Budget(60) as budget:
        assert is_impossible(problem, demands, clash.rules, budget, 10)
        for demand in demands:
            fewer = [other for other in demands if other != demand]
            assert is_impossible(problem, fewer, clash.rules, budget, 10) is False
        for rule in clash.rules:
            fewer_rules = [other for other in clash.rules if other != rule]
            assert is_impossible(problem, demands, fewer_rules, budget, 10) is False


# How many tables? What if?


def timed(name: str, start: str, end: str) -> Slot:
    return Slot(name, "d", f"2026-12-05T{start}:00+07:00", f"2026-12-05T{end}:00+07:00")


def test_the_fewest_tables_of_each_session_and_the_price_of_fewer_are_what_trying_says() -> None:
    morning = tuple(
        Slot(f"m{i}", "d", f"2026-12-05T09:{i}0:00+07:00", f"2026-12-05T09:{i + 1}0:00+07:00") for i in (0, 1)
    )
    later = (Slot("a", "d", "2026-12-05T14:00:00+07:00", "2026-12-05T14:10:00+07:00"),)
    problem = replace(
        small(people=8, pairs="ab cd ef ac", places=tuple(Place(f"T{k}") for k in range(5))), slots=(*morning, *later)
    )
    problem = asking(problem, "ef", slots=frozenset({"a"}), weight=4)
    advice = tables_advice(problem, seconds=30)
    assert (advice.unplaced_weight, advice.proved, advice.complete) == (0, True, True)
    assert [(one.tables, one.enough) for one in advice.sessions] in ([(5, 1), (5, 2)], [(5, 2), (5, 1)])
    afternoon = advice.sessions[1]
    assert (afternoon.prices[-1].tables, afternoon.prices[-1].lost_weight) in {(0, 4), (0, 5)}


def test_several_changes_at_once_are_computed_and_never_seem_worse() -> None:
    problem = pooled(small(slots=1, people=6, pairs="ab cd ef ac ce"), 1)
    alone = what_if(problem, Changes(more_places=1), seconds=4)
    both = what_if(problem, Changes(more_places=1, more_slots=1), seconds=4)
    assert [dict(effect.then.objective) for effect in (alone, both)] == [{"unplaced_weight": 3}, {"unplaced_weight": 1}]
    assert [dict(effect.now.objective) for effect in (alone, both)] == [{"unplaced_weight": 4}] * 2
    assert [effect.then.status for effect in (alone, both)] == ["optimal", "optimal"]


def test_no_lunch_break_and_shorter_slots_make_more_of_a_day() -> None:
    problem = small(people=5, pairs="ab ac ad ae")
    problem = replace(
        problem, slots=(timed("m", "09:00", "09:40"), timed("n", "09:40", "10:20"), timed("o", "11:00", "11:40"))
    )
    assert what_if(problem, Changes(no_lunch=True), seconds=4).then.placed == 4
    assert what_if(problem, Changes(minutes=20), seconds=4).then.placed == 4


# Fair


def test_the_worst_share_spreads_the_loss_and_the_table_says_who_lost_what() -> None:
    problem = replace(pooled(small(slots=2, pairs="ac ad bc bd"), 1), objective=("unplaced_weight", "worst_share"))
    fair = solve(problem, seconds=5)
    assert dict(fair.objective) == {"unplaced_weight": 2, "worst_share": 500}
    assert [(one.asked, one.placed, one.lost, one.lost_share) for one in shares(problem, fair.placements)] == [
        (2, 1, 1, 500)
    ] * 4
    assert shares(problem, placed("ac s1", "ad s2"))[0] == Share("b", 2, 0, 2, 0)


def test_a_lost_pin_of_a_table_is_no_reason_to_drop() -> None:
    problem = small(slots=1, pairs="ab", places=(Place("T1", closed=frozenset({"s1"})), Place("T2")))
    done = repair(problem, placed("ab s1 T1"), seconds=5)
    assert (done.moved, done.dropped, done.timetable.placements[0].place) == (("ab",), (), "T2")
    pinned = asking(problem, "ab", fixed=Pin("s1", "T1"))
    assert repair(pinned, placed("ab s1 T1"), seconds=5).dropped == ("ab",)
