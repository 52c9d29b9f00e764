"""Settling what adds up over single meetings: the first objectives of a problem, solved exactly where that fits."""

import math
from contextlib import suppress
from dataclasses import replace

from chophien.engine.bounds import Choice, best_choice, forced_moves
from chophien.engine.budget import GiveUp
from chophien.engine.construct import keep_previous, place_at, take_over
from chophien.engine.draft import Draft
from chophien.engine.effort import Effort
from chophien.engine.numbered import number
from chophien.engine.roughing import Rough
from chophien.engine.slotwise import LINEAR, SlotModel, is_small, speaks_of


def leading(objective: tuple[str, ...]) -> tuple[str, ...]:
    """The first objectives as far as they add up over single meetings."""
    count = next((i for i, name in enumerate(objective) if name not in LINEAR), len(objective))
    return objective[:count]


def worth_settling(effort: Effort) -> bool:
    """Whether moved meetings or shares are among the first objectives: chains and annealing are poor at those."""
    moving = "moved" in leading(effort.objective) and bool(effort.numbered.previous)
    return moving or "worst_share" in leading(effort.objective)


def settle(rough: Rough, workers: int, seed: int) -> bool:
    """Offer a timetable that is best in the first objectives, with their bounds; True when that was settled."""
    effort = rough.effort
    if effort.numbered.previous and "moved" in leading(effort.objective):
        _keep(rough)
    else:
        _weigh(effort, workers, seed)
    names = leading(effort.objective)
    known: dict[str, int] = {}
    for name in names:
        # A weight that is not proved to be least is kept all the same: the bounds of what follows are then for it.
        kept = name == "unplaced_weight" and "worst_share" in names
        if effort.placements is None or not (kept or effort.proved(name)):
            break
        known[name] = effort.costs[name]
    if len(known) < len(names):
        _solve(effort, known)
    return effort.placements is not None and all(effort.proved(name) for name in names)


def _solve(effort: Effort, known: dict[str, int]) -> None:
    budget, names = effort.budget, leading(effort.objective)
    effort.phase = names[len(known)]
    draft = Draft(effort.numbered)
    nearby = effort.placements is not None and not is_small(draft) and "moved" in names
    if nearby:
        _stay_but_nearby(draft, effort)
    if not (speaks_of(draft) and is_small(draft)):
        return
    # When nothing is to be improved afterwards nearly all the time may be used.
    until = budget.seconds + (0.5 if len(names) < len(effort.objective) else 0.9) * budget.left
    numbered = effort.numbered
    near = {numbered.request_of[one.request]: numbered.slot_of[one.slot] for one in effort.placements or ()}
    model = SlotModel(draft, budget.look_up)
    standing = {name: effort.costs[name] for name in names} if effort.placements is not None else None
    exact = model.minimise(names, lambda: until - budget.seconds, known=known, standing=standing, near=near)
    if exact is None:
        return
    effort.offer(exact.placements, trusted=False)
    for name in names:
        if effort.placements is None:
            return
        if name not in known and not nearby:
            effort.prove(name, exact.bounds[name])
        if effort.costs[name] != exact.bounds[name]:
            return


def _weigh(effort: Effort, workers: int, seed: int) -> None:
    """A timetable that leaves little weight out, and the bound on that, by construction: that is fast at any size."""
    alone = replace(effort.numbered.problem, objective=("unplaced_weight",), previous={})
    with effort.budget.part(0.3 * effort.budget.to_share) as budget:
        part = Effort(number(alone), budget)
        with suppress(GiveUp):
            rough = Rough(part, workers, seed)
            rough.begin()
            if not rough.choice.impossible:
                with rough.lines() as lines:
                    lines.run(math.inf)
    if part.placements is not None:
        effort.offer(part.placements)
    if leading(effort.objective)[0] == "unplaced_weight":
        effort.prove("unplaced_weight", part.bounds["unplaced_weight"])


def _stay_but_nearby(draft: Draft, effort: Effort) -> None:
    """For programs that would be too large: only those may move who meet somebody that has to or has lost a meeting."""
    numbered = effort.numbered
    now = {numbered.request_of[one.request]: numbered.slot_of[one.slot] for one in effort.placements or ()}
    unrest = {r for r, (slot, _) in numbered.previous.items() if now.get(r) != slot}
    people = {p for r in unrest for p in numbered.between[r]}
    everything_placed = "unplaced_weight" in effort.objective and effort.proved("unplaced_weight")
    for r, slot in now.items():
        if r not in unrest and people.isdisjoint(numbered.between[r]):
            draft.domain[r] &= 1 << slot
    for r in range(len(draft.slot)):
        if r not in now and r not in unrest and everything_placed:
            draft.domain[r] = 0


def _keep(rough: Rough) -> None:
    """Offer what is left of the previous timetable, with whatever fits in beside it."""
    draft = rough.draft
    keep_previous(draft)
    for r in sorted(range(len(draft.slot)), key=lambda r: -draft.weight[r]):
        if draft.slot[r] < 0 and draft.within_quota(r):
            any(place_at(draft, r, slot) for slot in draft.starts(r))
    rough.effort.offer(draft.placements(), trusted=False)
    if "unplaced_weight" in rough.effort.objective:
        choice = best_choice(draft, rough.effort.budget.at_most(10.0, 1 / 4), steady=rough.search.steady)
        rough.effort.prove("unplaced_weight", choice.unplaced_weight)
    if leading(rough.effort.objective)[-1] == "moved" and not rough.effort.proved("moved"):
        rough.effort.prove("moved", forced_moves(draft))


def polish(rough: Rough) -> None:
    """Take over a timetable that is settled in the first objectives, for lines to improve it in those that follow."""
    effort, draft = rough.effort, rough.draft
    take_over(draft, effort.placements or ())
    rough.choice = Choice(rough.search.lost, (1.0,) * len(draft.slot))
    if "breaks" in effort.objective and "unplaced_weight" in leading(effort.objective):
        rough.prove_breaks(effort.budget.at_most(3.0, 1 / 8))
