"""Drafts keep every rule through insertions, chains, refills, smoothing and rezoning."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.fairs import fair
from tests.engine.strategies import problems

from chophien.engine.bounds import best_choice
from chophien.engine.conflicts import broken_rules
from chophien.engine.construct import construct, eject, good_order, keep_previous
from chophien.engine.draft import Draft
from chophien.engine.improve import refill
from chophien.engine.numbered import number
from chophien.engine.preferences import costs
from chophien.engine.problem import Problem
from chophien.engine.smooth import Smoother
from chophien.engine.zoning import Zoner

# These concern the finished timetable; a draft on its way may still owe them.
OWED = {"required_unplaced", "too_few_meetings", "breaks_too_uneven"}


def never() -> None:
    """Nobody asks to stop."""


@settings(max_examples=150, deadline=None)
@given(problems(most_requests=9, most_slots=6), st.integers(0, 3))
def test_a_draft_breaks_no_rule_whatever_is_done_to_it(problem: Problem, seed: int) -> None:
    rng = random.Random(seed)
    draft = Draft(number(problem))
    choice = best_choice(draft)
    keep_previous(draft)
    left = construct(draft, good_order(draft, choice), rng, never)
    assert _broken(draft) == set()
    eject(draft, left, 0, rng=rng, look_up=never, rounds=3)
    assert _broken(draft) == set()
    half = draft.slots // 2
    refill(draft, set(range(half)), rng)
    assert _broken(draft) == set()
    smoother = Smoother(draft, ("breaks", "idle_slots"), rng)
    smoother.anneal(2_000, 1.0, 0.1, never)
    assert _broken(draft) == set()
    Zoner(draft, rng).anneal(500, never)
    assert _broken(draft) == set()
    assert draft.placed_weight == sum(
        request.weight for request, slot in zip(problem.requests, draft.slot, strict=True) if slot >= 0
    )


def test_smoothing_counts_the_breaks_of_the_timetable_it_makes() -> None:
    problem = fair(participants=60, slots=24, requests=300, places=20)
    draft = _constructed(problem)
    before = draft.placed_weight
    smoother = Smoother(draft, ("breaks",), random.Random(1))
    started = smoother.total
    smoother.anneal(60_000, 1.0, 0.1, never)
    assert smoother.total == costs(draft.numbered, draft.placements())["breaks"]
    assert smoother.total < started // 3
    assert draft.placed_weight == before


def test_refilling_never_places_less() -> None:
    draft = _constructed(fair(participants=40, slots=12, requests=260, places=10))
    rng = random.Random(1)
    for _ in range(10):
        before = draft.placed_weight
        gained = refill(draft, set(rng.sample(range(draft.slots), 4)), rng)
        assert draft.placed_weight - before == gained >= 0


def test_two_drafts_from_the_same_seed_are_the_same() -> None:
    problem = fair(participants=40, slots=12, requests=200, places=12)
    assert _constructed(problem).placements() == _constructed(problem).placements()


def test_renaming_participants_does_not_change_what_is_placed() -> None:
    problem = fair(participants=40, slots=12, requests=200, places=12)
    names = {person.id: f"x{i:03}" for i, person in enumerate(problem.participants)}
    renamed = replace(
        problem,
        participants=tuple(replace(person, id=names[person.id]) for person in problem.participants),
        requests=tuple(
            replace(request, between=tuple(names[name] for name in request.between)) for request in problem.requests
        ),
    )
    assert _constructed(problem).placements() == _constructed(renamed).placements()


def _constructed(problem: Problem) -> Draft:
    draft = Draft(number(problem))
    construct(draft, good_order(draft, best_choice(draft)), random.Random(1), never)
    return draft


def _broken(draft: Draft) -> set[str]:
    return {conflict.rule for conflict in broken_rules(draft.numbered, draft.placements())} - OWED
