"""Bounds are proved: never above what the best timetable costs."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.brute_force import best_costs
from tests.engine.fairs import fair
from tests.engine.strategies import problems

from chophien.engine.bounds import best_choice, calm_choice, slot_by_slot
from chophien.engine.draft import Draft
from chophien.engine.numbered import number
from chophien.engine.problem import Limits, Participant, Pin, Problem, Request, Slot
from chophien.engine.stretches import stretches_of


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


@st.composite
def _people_with_pins(draw: st.DrawFn) -> Problem:
    """One participant with absences, pinned meetings and perhaps a quota a day; whom she meets is always free."""
    days = draw(st.integers(1, 2))
    slots = tuple(Slot(f"{day}{i}", f"d{day}") for day in range(days) for i in range(6))
    names = [slot.id for slot in slots]
    away = draw(st.sets(st.sampled_from(names), max_size=3 * days))
    pins = draw(st.sets(st.sampled_from(names), max_size=3)) - away
    count = len(pins) + draw(st.integers(0, 4 * days))
    fixed = [*sorted(pins), *[None] * (count - len(pins))]
    return Problem(
        slots=slots,
        places=(),
        participants=(
            Participant("p", away=frozenset(away), max_per_day=draw(st.sampled_from([None, None, 2, 4]))),
            *(Participant(f"q{i}") for i in range(count)),
        ),
        requests=tuple(
            Request(f"r{i}", ("p", f"q{i}"), fixed=None if pin is None else Pin(pin), required=pin is not None)
            for i, pin in enumerate(fixed)
        ),
        objective=("unplaced_weight", "breaks"),
        limits=Limits(pool_of_places=1),
    )


def _breaks(problem: Problem, busy: set[int]) -> int:
    """The breaks of somebody who is busy in these slots."""
    days = [[i for i in sorted(busy) if problem.slots[i].day == day] for day in {slot.day for slot in problem.slots}]
    return sum(after > before + 1 for day in days for before, after in pairwise(day))


@settings(max_examples=200, deadline=None)
@given(_people_with_pins())
def test_nobody_with_pins_and_quotas_can_have_fewer_breaks_than_the_bound_says(problem: Problem) -> None:
    (person, *_), names = problem.participants, [slot.id for slot in problem.slots]
    pins = {names.index(request.fixed.slot or "") for request in problem.requests if request.fixed}
    free = [i for i, name in enumerate(names) if name not in person.away and i not in pins]
    fewest: dict[int, int] = {}
    for more in range(len(problem.requests) - len(pins) + 1):
        for others in combinations(free, more):
            busy = pins | set(others)
            a_day = max(Counter(problem.slots[i].day for i in busy).values(), default=0)
            if person.max_per_day is None or a_day <= person.max_per_day:
                fewest[more] = min(_breaks(problem, busy), fewest.get(more, 99))
    draft = Draft(number(problem))
    for more, breaks in fewest.items():
        held = len(pins) + more
        assert stretches_of(draft, 0).breaks(held) <= breaks
        assert calm_choice(draft, len(problem.requests) - held, 5.0).breaks <= breaks
        assert calm_choice(draft, len(problem.requests) - held, 5.0, whole=False).breaks <= breaks


def _pinned(*slots: str, loose: int = 0, away: frozenset[str] = frozenset()) -> Problem:
    """One participant with a meeting in each of these of eight slots, and so many more anywhere."""
    count = len(slots) + loose
    return Problem(
        slots=tuple(Slot(f"s{i}", "d") for i in range(8)),
        places=(),
        participants=(
            Participant("p", away=away),
            *(Participant(f"q{i}") for i in range(count)),
        ),
        requests=tuple(
            Request(f"r{i}", ("p", f"q{i}"), fixed=Pin(slots[i]), required=True)
            if i < len(slots)
            else Request(f"r{i}", ("p", f"q{i}"))
            for i in range(count)
        ),
        objective=("unplaced_weight", "breaks"),
        limits=Limits(pool_of_places=9),
    )


def _forced(problem: Problem, unplaced_weight: int = 0) -> int:
    return calm_choice(Draft(number(problem)), unplaced_weight, 5.0).breaks


def test_pinned_meetings_force_a_break_where_there_are_too_few_others_to_fill_the_slots_between() -> None:
    assert [_forced(_pinned("s1", "s4", "s6", loose=loose)) for loose in range(4)] == [2, 1, 1, 0]


def test_pinned_meetings_before_and_after_an_absence_force_a_break() -> None:
    away = frozenset({"s3"})
    assert [_forced(_pinned("s2", "s4", away=away)), _forced(_pinned("s2", "s4", loose=5, away=away))] == [1, 1]
    assert _forced(_pinned("s0", "s2", "s5", "s7", loose=1, away=away)) == 2


def test_who_may_meet_twice_a_day_has_a_break_on_the_day_that_is_cut_in_two() -> None:
    free = Problem(
        slots=(*(Slot(f"s{i}", "d") for i in range(3)), *(Slot(f"t{i}", "e") for i in range(3))),
        places=(),
        participants=(Participant("p", away=frozenset({"t1"})), *(Participant(f"q{i}") for i in range(4))),
        requests=tuple(Request(f"r{i}", ("p", f"q{i}")) for i in range(4)),
        objective=("unplaced_weight", "breaks"),
        limits=Limits(pool_of_places=9),
    )
    few = replace(free, participants=(replace(free.participants[0], max_per_day=2), *free.participants[1:]))
    assert [_forced(free), _forced(few)] == [0, 1]


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
