"""What the phases of the rough search share: the draft, the dice, and how much work each may do."""

import random
from collections.abc import Iterator

from chophien.engine.draft import Draft
from chophien.engine.effort import Effort

# Small models are better handed to the prover at once: so many start literals it handles in seconds.
SMALL = 8_000
# Changes a second that a search with one worker is granted: fewer than computers manage, so that it is the count that
# ends each run and not the clock, which never runs twice the same.
STEADY_RATE = 600_000
# The shortest run of annealing that is worth its beginning.
SHORTEST_RUN = 16_384


class Search:
    """The draft of one effort on its way. A `steady` search counts its work instead of looking at the clock."""

    def __init__(self, effort: Effort, workers: int, seed: int) -> None:
        self.effort = effort
        self.budget = effort.budget
        self.workers = workers
        self.seed = seed
        self.steady = effort.budget.steady
        self.rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.draft = draft = Draft(effort.numbered)
        self.total = sum(draft.weight)
        self.size = sum(
            mask.bit_count() * len(choices) for mask, choices in zip(draft.domain, draft.choices, strict=True)
        )
        self.small = self.size <= SMALL
        self.seconds_to_offer = 0.0
        self.required = [r for r, request in enumerate(effort.numbered.problem.requests) if request.required]

    @property
    def lost(self) -> int:
        return self.total - self.draft.placed_weight

    @property
    def missing(self) -> list[int]:
        """The required requests without a slot."""
        return [r for r in self.required if self.draft.slot[r] < 0]

    @property
    def clock(self) -> float:
        """The seconds that have passed; always 0 in a steady search, which must not see the clock."""
        return 0.0 if self.steady else self.budget.seconds

    @property
    def left(self) -> float:
        """The seconds a phase may divide up."""
        return self.budget.to_share

    def patience(self, seconds: float, share: float) -> float:
        """How long a step may take: a share of the time, for small problems at most so many seconds by their size."""
        if not self.small:
            return share * self.left
        return min(seconds * self.size / SMALL * 4, seconds, share * self.left)

    def offer(self) -> None:
        """Hand the draft over as a timetable, if it is better than the best so far and keeps every rule."""
        began = self.clock
        self.effort.offer(self.draft.placements(), trusted=False)
        self.seconds_to_offer = self.clock - began

    def run_lengths(self, seconds: float, first: int, rate: int = STEADY_RATE) -> Iterator[int]:
        """How many changes each run of annealing makes: four times as many each time, the last all there is time for.

        One long run ends far lower than several short ones; the short ones are there so that something stands early.
        `rate` is what a steady search is granted a second.
        """
        began, done, wish = self.budget.seconds, 0, first
        # The best timetable is handed over at the end, which takes its time too.
        until = began + seconds - 1.5 * self.seconds_to_offer
        while True:
            now = self.budget.seconds
            if self.steady:
                capacity = int(seconds * rate) - done
            elif done:
                capacity = int(0.95 * done / max(1e-6, now - began) * (until - now))
            else:
                capacity = wish if now < until else 0
            steps = capacity if capacity < 6 * wish else wish
            if steps < SHORTEST_RUN:
                return
            yield steps
            done += steps
            wish *= 4
