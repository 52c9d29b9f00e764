"""Good timetables fast at any size: construct, let heavier requests push, refill slots, smooth the breaks."""

import random

from chophien.engine.bounds import Choice, best_choice
from chophien.engine.construct import construct, eject, good_order, keep_previous
from chophien.engine.draft import Draft
from chophien.engine.effort import LARGEST_MODEL, Effort
from chophien.engine.improve import refill
from chophien.engine.smooth import SMOOTHABLE, Smoother

# Small models are better handed to the prover at once: so many start literals it handles in seconds.
SMALL = 8_000
SLOTS_AT_ONCE = 5


def rough(effort: Effort, seed: int) -> int:
    """Offer better and better timetables; returns how many start literals a model of the problem has.

    Stops when every objective is proved, when it no longer gets better, or soon if the problem is small.
    """
    budget, look_up = effort.budget, effort.budget.look_up
    effort.phase = "constructing"
    draft = Draft(effort.numbered)
    size = sum(mask.bit_count() * len(choices) for mask, choices in zip(draft.domain, draft.choices, strict=True))
    look_up()
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    choice = best_choice(draft, min(10.0, budget.left / 4))
    if "unplaced_weight" in effort.objective:
        effort.prove("unplaced_weight", choice.unplaced_weight)
    try:
        keep_previous(draft)
        left = construct(draft, good_order(draft, choice), rng, look_up)
        effort.offer(draft.placements(), trusted=False)
        eject(draft, left, choice.unplaced_weight, rng=rng, look_up=look_up, rounds=3)
        effort.offer(draft.placements(), trusted=False)
        effort.phase = "placing more"
        _place_more(effort, draft, choice, rng, _share(size, 0.5, 0.4 * budget.left))
        effort.phase = "smoothing"
        _smooth(effort, draft, rng, _share(size, 0.5, budget.left))
    finally:
        effort.offer(draft.placements(), trusted=False)
    return size


def _share(size: int, small: float, large: float) -> float:
    """The seconds for a step, by how much is left for the prover to do."""
    if size <= SMALL:
        return small
    return large if size > LARGEST_MODEL else 0.5 * large


def _place_more(effort: Effort, draft: Draft, choice: Choice, rng: random.Random, seconds: float) -> None:
    """Refill a few slots at a time, mostly those that somebody without a slot could use."""
    problem = effort.numbered.problem
    until = effort.budget.seconds + seconds
    total = sum(draft.weight)
    required = [r for r, request in enumerate(problem.requests) if request.required]
    while effort.budget.seconds < until:
        effort.budget.look_up()
        missing = [r for r in required if draft.slot[r] < 0]
        if total - draft.placed_weight <= choice.unplaced_weight and not missing:
            return
        open_requests = missing or [
            r for r, slot in enumerate(draft.slot) if slot < 0 and draft.weight[r] and draft.domain[r]
        ]
        wished = [r for r in open_requests if choice.wanted[r] > 0.5] or open_requests
        if not wished:
            return
        own = list(draft.starts(rng.choice(wished)))
        slots = set(rng.sample(own, min(3, len(own))))
        slots |= set(rng.sample(range(draft.slots), min(SLOTS_AT_ONCE, draft.slots)))
        before = draft.placed_weight
        refill(draft, set(rng.sample(sorted(slots), min(SLOTS_AT_ONCE, len(slots)))), rng, min(5.0, seconds))
        if draft.placed_weight > before:
            effort.offer(draft.placements(), trusted=False)


def _smooth(effort: Effort, draft: Draft, rng: random.Random, seconds: float) -> None:
    """Anneal briefly, then once more slowly over the time that is left; stop when nothing is left to gain."""
    named = [name for name in effort.objective if name in SMOOTHABLE]
    if not named and effort.numbered.problem.limits.break_range is None:
        return
    smoother = Smoother(draft, named or ["breaks"], rng)
    began = effort.budget.seconds
    steps, warm = 100_000, 0.5
    while smoother.total > 0:
        best, started = smoother.total, effort.budget.seconds
        state = (draft.slot[:], draft.ends[:], draft.uses[:])
        smoother.anneal(steps, warm, 0.04, effort.budget.look_up)
        effort.offer(draft.placements(), trusted=False)
        if smoother.total > best:
            draft.load(*state)
            smoother.read()
        now = effort.budget.seconds
        left = seconds - (now - began)
        speed = steps / max(1e-3, now - started)
        if left < 0.1:
            return
        # A slow cooling beats many quick ones, so what is left goes into one or two.
        steps, warm = min(int(speed * left * 0.9), 12 * steps) + 1000, 1.0
