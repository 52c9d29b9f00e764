"""A good timetable fast at any size: construct, and proved bounds on what lines of annealing make of it."""

from typing import NamedTuple

from chophien.engine.abreast import Lines
from chophien.engine.annealing.readiness import MACHINE
from chophien.engine.bounds import Choice, best_choice, calm_choice, slot_by_slot
from chophien.engine.construct import construct, eject, good_order, keep_previous
from chophien.engine.effort import Effort
from chophien.engine.placing import adopt, anneal_more, meet_demands, settled, shortest_run
from chophien.engine.searching import Search
from chophien.engine.smoothing import SHORTEST_BY_HAND, smooth_by_hand
from chophien.engine.thinning import thin_out

# What local search lowers well; problems with other objectives go to the prover while they fit.
SEARCHABLE = {"unplaced_weight", "breaks", "idle_slots", "zone_changes"}
# Up to here the choice of requests with the fewest forced breaks is found in a second or two.
MOST_TO_CHOOSE_CALMLY = 20_000
# Loading the machine code takes half a second, which fewer requests than this never earn back.
FEWEST_FOR_THE_MACHINE = 100
# Bounds that take longer are renewed by the relaxation alone.
QUICK = 0.8


class Rough:
    """Offers better and better timetables and proves what bounds it can; may be taken up again after a pause."""

    def __init__(self, effort: Effort, workers: int, seed: int) -> None:
        effort.phase = "constructing"
        self.effort = effort
        self.search = Search(effort, workers, seed)
        self.draft = self.search.draft
        self.size = self.search.size
        self.choice = Choice(0, (1.0,) * len(self.draft.slot))
        self._renewal: _Renewal | None = None
        requests = effort.numbered.problem.requests
        self.may_use_machine = len(requests) >= FEWEST_FOR_THE_MACHINE and not all(
            request.required for request in requests
        )

    @property
    def by_machine(self) -> bool:
        """Whether the machine code can be used now; answers of one worker wait for it, to be the same each time."""
        if not self.may_use_machine:
            return False
        return MACHINE.wait(self.effort.budget.look_up) if self.search.steady else MACHINE()

    @property
    def worth_proving(self) -> bool:
        """Whether a prover can add something: small problems, and objectives that local search does not know."""
        known = SEARCHABLE.issuperset(self.effort.objective)
        return self.search.small or self.effort.placements is None or not known

    @property
    def searchable(self) -> bool:
        """Whether the lines can still add something to what a prover does."""
        first = next((name for name in self.effort.objective if not self.effort.proved(name)), None)
        return self.may_use_machine and first in SEARCHABLE

    def begin(self) -> None:
        """The first timetable, and the choice of requests that the lines aim at."""
        search = self.search
        self.effort.budget.look_up()
        choice = self.choice = self._choose()
        if choice.impossible:
            return
        try:
            if self.stiff:
                self._construct_at_once(choice)
            else:
                if self._may_choose_calmly and not search.small:
                    # Choosing calmly takes a few seconds, in which something should stand already.
                    self._construct_at_once(choice)
                    self._clear()
                choice = self._choose_calmly(choice)
                self._construct(choice)
                search.offer()
                self._offer_thinned()
            if self.by_machine:
                meet_demands(search, choice)
            elif self.effort.placements is None and self.draft.most_breaks is not None:
                smooth_by_hand(search, SHORTEST_BY_HAND, 1.0)
        finally:
            if search.seconds_to_offer < 0.3:
                search.offer()

    def lines(self) -> Lines:
        """The lines that go on from here."""
        return Lines(self.search, self.choice, lambda: self.by_machine)

    def _choose(self) -> Choice:
        effort, search, look_up = self.effort, self.search, self.effort.budget.look_up
        choice = best_choice(self.draft, search.budget.at_most(10.0, 1 / 4), steady=search.steady, look_up=look_up)
        if "unplaced_weight" in effort.objective:
            effort.prove("unplaced_weight", choice.unplaced_weight)
        return choice

    @property
    def stiff(self) -> bool:
        """Whether walks or even breaks decide who meets when, so that only annealing gets anywhere, and can be had."""
        return (self.draft.walks or self.draft.most_breaks is not None) and self.by_machine

    @property
    def _may_choose_calmly(self) -> bool:
        return "breaks" in self.effort.objective and len(self.draft.slot) <= MOST_TO_CHOOSE_CALMLY

    def _choose_calmly(self, choice: Choice) -> Choice:
        """Of the best choices one that forces few breaks on people."""
        if not self._may_choose_calmly:
            return choice
        search, look_up = self.search, self.effort.budget.look_up
        seconds = search.budget.at_most(2.0, 1 / 8)
        calm = calm_choice(self.draft, choice.unplaced_weight, seconds, steady=search.steady, look_up=look_up)
        return choice if calm.wanted is None else Choice(choice.unplaced_weight, calm.wanted)

    def _construct_at_once(self, choice: Choice) -> None:
        """Offer a first timetable."""
        draft, search = self.draft, self.search
        keep_previous(draft)
        # Chains are slow where people have to walk.
        order, look_up = good_order(draft, choice), self.effort.budget.look_up
        construct(draft, order, search.rng, look_up, chains=not draft.walks)
        search.offer()
        self._offer_thinned()

    def _clear(self) -> None:
        for r, slot in enumerate(self.draft.slot):
            if slot >= 0:
                self.draft.take(r)

    def _offer_thinned(self) -> None:
        """Where breaks must be even, offer the draft without the meetings in the way, and go on with all of them."""
        draft = self.draft
        by_rule = self.effort.numbered.problem.limits.break_range is not None
        if draft.most_breaks is None or (by_rule and self.effort.placements is not None):
            return
        state = (draft.slot[:], draft.ends[:], draft.uses[:])
        if thin_out(draft):
            self.search.offer()
        draft.load(*state)

    def _construct(self, choice: Choice) -> None:
        """Insert the chosen requests, which find their places best while nobody else is there, and then all others."""
        draft, search, look_up = self.draft, self.search, self.effort.budget.look_up
        keep_previous(draft)
        order = good_order(draft, choice)
        chosen = [r for r in order if choice.wanted[r] > 0.5]
        left = construct(draft, chosen, search.rng, look_up)
        if left and len(left) <= len(chosen) / 50 and self.by_machine:
            anneal_more(search, choice, shortest_run(draft), set(chosen))
        elif left and not self.by_machine:
            eject(draft, left, choice.unplaced_weight, rng=search.rng, look_up=look_up, rounds=8)
        if settled(search, choice) and all(draft.weight):
            return
        left = construct(draft, order, search.rng, look_up)
        if not self.by_machine and not settled(search, choice):
            search.offer()
            eject(draft, left, choice.unplaced_weight, rng=search.rng, look_up=look_up, rounds=2)

    def prove_more(self) -> None:
        """Sharper bounds, now that it is known about how much weight there is to place."""
        effort, search, look_up = self.effort, self.search, self.effort.budget.look_up
        unplaced = effort.costs.get("unplaced_weight")
        if unplaced is not None and unplaced > effort.bounds["unplaced_weight"] and search.small:
            search = Search(effort, search.workers, search.seed)
            plan = slot_by_slot(search.draft, search.budget.at_most(15.0, 1 / 2), steady=search.steady, look_up=look_up)
            effort.prove("unplaced_weight", plan.unplaced_weight)
            if unplaced > effort.bounds["unplaced_weight"]:
                adopt(search, plan.starts)
                search.offer()
        self.prove_breaks(search.budget.at_most(3.0 if search.small else 15.0, 1 / 2))

    def prove_breaks(self, seconds: float, *, whole: bool = True) -> None:
        """How many breaks absences and pins force on people, given the weight placed so far."""
        effort, names, began = self.effort, self.effort.objective, self.effort.budget.seconds
        unplaced = effort.costs.get("unplaced_weight")
        if "breaks" not in names or effort.placements is None:
            return
        weighed = unplaced is not None and names.index("unplaced_weight") < names.index("breaks")
        calm = calm_choice(
            self.draft,
            unplaced if weighed else None,
            seconds,
            whole=whole,
            steady=self.search.steady,
            look_up=effort.budget.look_up,
        )
        effort.prove("breaks", calm.breaks)
        now = effort.budget.seconds
        self._renewal = _Renewal(unplaced if weighed else None, whole, now - began, 2 * now)

    def renew(self, left: float) -> None:
        """Prove the breaks anew after more weight was placed: each time twice as late, and when little time is left."""
        effort, last = self.effort, self._renewal
        if last is None or last.unplaced in {None, effort.costs.get("unplaced_weight")} or self.search.steady:
            return
        needed = 1.5 * last.took + 0.2
        if (effort.budget.seconds >= last.again and left > 2 * needed) or needed < left < needed + 1.0:
            self.prove_breaks(needed, whole=last.whole and last.took < QUICK)


class _Renewal(NamedTuple):
    """For which unplaced weight the breaks were proved, and how: how long it took, and when to do it again."""

    unplaced: int | None
    whole: bool
    took: float
    again: float
