"""Good timetables fast at any size: construct, place more weight, smooth the breaks, each the fastest way."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from chophien.engine.annealing.readiness import MACHINE
from chophien.engine.bounds import Choice, best_choice, calm_choice, slot_by_slot
from chophien.engine.budget import GiveUp
from chophien.engine.construct import construct, eject, good_order, keep_previous
from chophien.engine.effort import Effort
from chophien.engine.placing import adopt, anneal_more, meet_demands, refill_more, settled
from chophien.engine.searching import Search
from chophien.engine.smooth import SMOOTHABLE
from chophien.engine.smoothing import smooth_by_hand, smooth_by_machine
from chophien.engine.thinning import thin_out
from chophien.engine.zoning import Zoner

# What local search lowers well; problems with other objectives go to the prover while they fit.
SEARCHABLE = {"unplaced_weight", "breaks", "idle_slots", "zone_changes"}
# Up to here the choice of requests with the fewest forced breaks is found in a second or two.
MOST_TO_CHOOSE_CALMLY = 20_000
# Loading the machine code takes half a second, which fewer requests than this never earn back.
FEWEST_FOR_THE_MACHINE = 100


class Rough:
    """Offers better and better timetables and proves what bounds it can; may be taken up again after a pause."""

    def __init__(self, effort: Effort, workers: int, seed: int) -> None:
        effort.phase = "constructing"
        self.effort = effort
        self.search = Search(effort, workers, seed)
        self.draft = self.search.draft
        self.size = self.search.size
        self.choice: Choice | None = None
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

    def begin(self) -> None:
        """The first timetable, more weight, fewer breaks, fewer changes of zone, each within its share of the time."""
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
            if self.effort.placements is None and self.draft.most_breaks is not None:
                self.smooth(min(1.0, search.left / 8))
                search.offer()
            self.effort.phase = "placing more"
            self._place_more(choice)
            with self._proving_more(choice):
                self.smooth(search.patience(2.0, 0.6 if "zone_changes" in self.effort.objective else 1.0))
                self.rezone(search.patience(1.0, 1.0))
        finally:
            if search.seconds_to_offer < 0.3:
                search.offer()

    def _choose(self) -> Choice:
        effort, search, look_up = self.effort, self.search, self.effort.budget.look_up
        choice = best_choice(self.draft, min(10.0, search.left / 4), steady=search.steady, look_up=look_up)
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
        seconds = min(2.0, search.left / 8)
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
            anneal_more(search, choice, min(2.0, search.left / 8), set(chosen))
        elif left and not self.by_machine:
            eject(draft, left, choice.unplaced_weight, rng=search.rng, look_up=look_up, rounds=8)
        if settled(search, choice) and all(draft.weight):
            return
        left = construct(draft, order, search.rng, look_up)
        if not self.by_machine and not settled(search, choice):
            search.offer()
            eject(draft, left, choice.unplaced_weight, rng=search.rng, look_up=look_up, rounds=2)

    def _place_more(self, choice: Choice) -> None:
        search = self.search
        if settled(search, choice):
            return
        if self.by_machine:
            meet_demands(search, choice, min(2.0, search.left / 8))
            anneal_more(search, choice, search.patience(1.0, 0.65 if self.stiff else 0.45))
            search.offer()
            refill_more(search, choice, search.patience(1.0, 0.3))
            return
        refill_more(search, choice, search.patience(1.0, 0.6))

    def place_again(self, seconds: float) -> None:
        """More weight, where the prover before was slow at that and annealing is not."""
        if self.choice is not None and self.stiff:
            self.effort.phase = "placing more"
            anneal_more(self.search, self.choice, seconds)
            self.search.offer()

    @contextmanager
    def _proving_more(self, choice: Choice) -> Iterator[None]:
        """Sharper bounds, beside what is done meanwhile where that does not wait for them."""
        if self.search.workers == 1 or self.search.small:
            self._prove_more(choice)
            yield
            return
        self.search.offer()
        beside = Thread(target=self._prove_breaks_in_time, daemon=True, name="engine-bounds")
        beside.start()
        try:
            yield
        finally:
            while beside.is_alive() and not self.effort.settled and not self.effort.budget.spent:
                beside.join(0.05)

    def _prove_more(self, choice: Choice) -> None:
        """Sharper bounds, now that it is known how much weight there is to place."""
        effort, draft, search, look_up = self.effort, self.draft, self.search, self.effort.budget.look_up
        search.offer()
        if effort.placements is None:
            return
        unplaced = effort.costs.get("unplaced_weight")
        if unplaced is not None and unplaced > choice.unplaced_weight and search.small:
            plan = slot_by_slot(draft, min(15.0, search.left / 2), steady=search.steady, look_up=look_up)
            effort.prove("unplaced_weight", plan.unplaced_weight)
            if unplaced > effort.bounds["unplaced_weight"]:
                adopt(search, plan.starts)
                search.offer()
                unplaced = effort.costs["unplaced_weight"]
        self._prove_breaks(min(3.0, search.left / 8))

    def _prove_breaks_in_time(self) -> None:
        with suppress(GiveUp):
            self._prove_breaks(min(15.0, self.search.left / 2))

    def _prove_breaks(self, seconds: float) -> None:
        effort, search, look_up = self.effort, self.search, self.effort.budget.look_up
        names = effort.objective
        unplaced = effort.costs.get("unplaced_weight")
        if "breaks" in names:
            weighed = unplaced is not None and names.index("unplaced_weight") < names.index("breaks")
            calm = calm_choice(
                self.draft, unplaced if weighed else None, seconds, steady=search.steady, look_up=look_up
            )
            effort.prove("breaks", calm.breaks)

    def smooth(self, seconds: float, *, lasting: bool | None = None) -> None:
        """Fewer breaks, idle slots and moved meetings, as far as they are asked for."""
        problem = self.effort.numbered.problem
        if not set(SMOOTHABLE).intersection(problem.objective) and self.draft.most_breaks is None:
            return
        self.effort.phase = "smoothing"
        if self.by_machine:
            smooth_by_machine(self.search, seconds, lasting=not self.search.small if lasting is None else lasting)
        else:
            smooth_by_hand(self.search, seconds)

    def rezone(self, seconds: float) -> None:
        """Let meetings of one slot trade zones."""
        draft, search = self.draft, self.search
        if "zone_changes" not in self.effort.objective or len(draft.seating.groups) < 2:
            return
        self.effort.phase = "choosing halls"
        idle_rounds = 0
        for steps in search.run_lengths(seconds, 20_000, 15_000):
            zoner = Zoner(draft, search.rng)
            best, uses = zoner.total, draft.uses[:]
            if not best or idle_rounds >= 4:
                return
            zoner.anneal(steps, self.effort.budget.look_up)
            search.offer()
            if zoner.total > best:
                draft.load(draft.slot[:], draft.ends[:], uses)
            idle_rounds = 0 if zoner.total < best else idle_rounds + 1
