"""Good timetables fast at any size: construct, let heavier requests push, refill slots, smooth the breaks."""

import random

from chophien.engine.bounds import Choice, best_choice, calm_choice, slot_by_slot
from chophien.engine.construct import construct, eject, good_order, keep_previous
from chophien.engine.draft import Draft
from chophien.engine.effort import Effort
from chophien.engine.improve import refill
from chophien.engine.smooth import SMOOTHABLE, Smoother
from chophien.engine.zoning import Zoner

# Small models are better handed to the prover at once: so many start literals it handles in seconds.
SMALL = 8_000
# What local search lowers well; problems with other objectives go to the prover while they fit.
SEARCHABLE = {"unplaced_weight", "breaks", "idle_slots", "zone_changes"}
# Up to here the choice of requests with the fewest forced breaks is found in a second or two.
MOST_TO_CHOOSE_CALMLY = 20_000


class Rough:
    """Offers better and better timetables and proves what bounds it can; may be taken up again after a pause."""

    def __init__(self, effort: Effort, workers: int, seed: int) -> None:
        self.effort = effort
        self.workers = workers
        self.rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
        effort.phase = "constructing"
        self.draft = draft = Draft(effort.numbered)
        self.size = sum(
            mask.bit_count() * len(choices) for mask, choices in zip(draft.domain, draft.choices, strict=True)
        )
        self.small = self.size <= SMALL

    def begin(self) -> None:
        """The first timetable, more weight, fewer breaks, fewer changes of zone, each within its share of the time."""
        effort, draft, budget = self.effort, self.draft, self.effort.budget
        objective = effort.objective
        budget.look_up()
        choice = best_choice(draft, min(10.0, budget.left / 4))
        if "unplaced_weight" in objective:
            effort.prove("unplaced_weight", choice.unplaced_weight)
        if "breaks" in objective and len(draft.slot) <= MOST_TO_CHOOSE_CALMLY:
            calm = calm_choice(draft, choice.unplaced_weight, min(2.0, budget.left / 8))
            if calm.wanted is not None:
                choice = Choice(choice.unplaced_weight, calm.wanted)
        try:
            keep_previous(draft)
            order = good_order(draft, choice)
            chosen = [r for r in order if choice.wanted[r] > 0.5]
            left = construct(draft, chosen, self.rng, budget.look_up)
            # The chosen find their places best while nobody else is there.
            eject(draft, left, choice.unplaced_weight, rng=self.rng, look_up=budget.look_up, rounds=8)
            left = construct(draft, order, self.rng, budget.look_up)
            self._offer()
            eject(draft, left, choice.unplaced_weight, rng=self.rng, look_up=budget.look_up, rounds=2)
            self._offer()
            effort.phase = "placing more"
            self._place_more(choice, self._patience(1.0, 0.6))
            self._prove_more(choice)
            self.smooth(self._patience(2.0, 0.6 if "zone_changes" in objective else 1.0))
            self.rezone(self._patience(1.0, 1.0))
        finally:
            self._offer()

    @property
    def worth_proving(self) -> bool:
        """Whether a prover can add something: small problems, and objectives that local search does not know."""
        return self.small or self.effort.placements is None or not SEARCHABLE.issuperset(self.effort.objective)

    def _patience(self, seconds: float, share: float) -> float:
        """How long a step may take: a share of the time, for small problems at most so many seconds by their size."""
        if not self.small:
            return share * self.effort.budget.left
        return min(seconds * self.size / SMALL * 4, seconds, share * self.effort.budget.left)

    def _offer(self) -> None:
        self.effort.offer(self.draft.placements(), trusted=False)

    def _place_more(self, choice: Choice, seconds: float) -> None:
        """Refill a few slots at a time, mostly those that somebody without a slot could use."""
        draft, rng, budget = self.draft, self.rng, self.effort.budget
        until = budget.seconds + seconds
        total, at_once, tries, offered = sum(draft.weight), 5, 0, draft.placed_weight
        required = [r for r, request in enumerate(self.effort.numbered.problem.requests) if request.required]
        next_offer = budget.seconds + 1.0
        while budget.seconds < until:
            budget.look_up()
            # The last thousandth must not eat the time that breaks need.
            short = total - draft.placed_weight - choice.unplaced_weight
            if short <= draft.placed_weight / 1000 and budget.seconds > until - 0.6 * seconds:
                return
            missing = [r for r in required if draft.slot[r] < 0]
            if total - draft.placed_weight <= choice.unplaced_weight and not missing:
                return
            open_requests = missing or [
                r for r, slot in enumerate(draft.slot) if slot < 0 and draft.weight[r] and draft.domain[r]
            ]
            wished = [r for r in open_requests if choice.wanted[r] > 0.5] or open_requests
            if not wished or (draft.walks and tries > 0):
                return
            if tries % 8 == 0 and len(wished) <= 200:
                # Few are missing: let them push their way through before whole slots are solved again.
                patient = 4 if len(wished) > 20 else 40
                eject(draft, wished, choice.unplaced_weight, rng=rng, look_up=budget.look_up, rounds=patient)
            own = list(draft.starts(rng.choice(wished)))
            slots = rng.sample(own, min(3, len(own)))
            slots += [slot for slot in rng.sample(range(draft.slots), draft.slots) if slot not in slots]
            parts = min(self.workers, max(1, draft.slots // at_once))
            if len(wished) <= 3 or self.small:
                parts = 1
            began, before = budget.seconds, draft.placed_weight
            size = min(at_once, draft.slots)
            # When few are missing, models without all the others are quick and often enough.
            among = set(wished) if tries % 4 != 3 and len(wished) <= 200 else None
            refill(draft, [set(slots[i * size : (i + 1) * size]) for i in range(parts)], rng, 2.0, among)
            tries = 0 if draft.placed_weight > before else tries + 1
            if budget.seconds - began > 0.8:
                at_once = max(3, at_once - 1)
            elif tries >= 30:
                at_once, tries = min(at_once + 1, draft.slots), 0
            if draft.placed_weight > offered and budget.seconds > next_offer:
                self._offer()
                offered, next_offer = draft.placed_weight, budget.seconds + 1.0

    def _prove_more(self, choice: Choice) -> None:
        """Sharper bounds, now that it is known how much weight there is to place."""
        effort, draft, left = self.effort, self.draft, self.effort.budget.left
        self._offer()
        if effort.placements is None:
            return
        unplaced = effort.costs.get("unplaced_weight")
        if unplaced is not None and unplaced > choice.unplaced_weight and self.small:
            effort.prove("unplaced_weight", slot_by_slot(draft, min(10.0, left / 4)))
            if unplaced > effort.bounds["unplaced_weight"]:
                refill(draft, [set(range(draft.slots))], self.rng, min(15.0, left / 4))
                self._offer()
                unplaced = effort.costs["unplaced_weight"]
        names = effort.objective
        if "breaks" in names:
            weighed = unplaced is not None and names.index("unplaced_weight") < names.index("breaks")
            calm = calm_choice(draft, unplaced if weighed else None, min(3.0, left / 8))
            effort.prove("breaks", calm.breaks)

    def smooth(self, seconds: float) -> None:
        """Anneal in rounds of growing length until nothing is left to gain or the time is up."""
        effort, draft, budget = self.effort, self.draft, self.effort.budget
        named = [name for name in effort.objective if name in SMOOTHABLE]
        if not named and effort.numbered.problem.limits.break_range is None:
            return
        effort.phase = "smoothing"
        smoother = Smoother(draft, named or ["breaks"], self.rng)
        if named == ["breaks"]:
            smoother.enough = effort.bounds["breaks"]
        until = budget.seconds + seconds
        steps, idle_rounds, warm = 100_000, 0, 1.0
        while smoother.total > smoother.enough and idle_rounds < 5 and steps >= 10_000:
            best, began = smoother.total, budget.seconds
            state = (draft.slot[:], draft.ends[:], draft.uses[:])
            smoother.anneal(steps, warm, 0.06, budget.look_up)
            self._offer()
            if smoother.total > best:
                draft.load(*state)
                smoother.read()
            idle_rounds = 0 if smoother.total < best else idle_rounds + 1
            rate = steps / max(1e-6, budget.seconds - began)
            steps, warm = int(min(2 * steps, 0.95 * rate * max(0.0, until - budget.seconds))), 0.7

    def rezone(self, seconds: float) -> None:
        """Let meetings of one slot trade zones."""
        effort, draft, budget = self.effort, self.draft, self.effort.budget
        if "zone_changes" not in effort.objective or len(draft.seating.groups) < 2:
            return
        effort.phase = "choosing halls"
        until, steps, idle_rounds = budget.seconds + seconds, 20_000, 0
        while idle_rounds < 4 and steps >= 2_000:
            zoner, began = Zoner(draft, self.rng), budget.seconds
            best, uses = zoner.total, draft.uses[:]
            if not best:
                return
            zoner.anneal(steps, budget.look_up)
            self._offer()
            if zoner.total > best:
                draft.load(draft.slot[:], draft.ends[:], uses)
            idle_rounds = 0 if zoner.total < best else idle_rounds + 1
            rate = steps / max(1e-6, budget.seconds - began)
            steps = int(min(2 * steps, 0.95 * rate * max(0.0, until - budget.seconds)))
