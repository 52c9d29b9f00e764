"""What the phases of the rough search share: the draft, the dice, and the way to hand a timetable over."""

import random
import threading
from collections.abc import Callable

from chophien.engine.annealing.tables import Fixed, fixed_tables
from chophien.engine.draft import Draft
from chophien.engine.effort import Effort

# Small models are better handed to the prover at once: so many start literals it handles in seconds.
SMALL = 8_000


class Search:
    """The draft of one effort on its way. A `steady` search counts its work instead of looking at the clock."""

    def __init__(self, effort: Effort, workers: int, seed: int, tables: Fixed | None = None) -> None:
        self.effort = effort
        self.budget = effort.budget
        self.workers = workers
        self.seed = seed
        self.steady = effort.budget.steady
        # Asked from every loop that may run long, and before every bit of work, of so many seconds, that is counted.
        self.look_up: Callable[[], None] = effort.budget.look_up
        self.spend: Callable[[float], None] = self._spend
        self.rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.draft = draft = Draft(effort.numbered)
        self.total = sum(draft.weight)
        self.size = sum(
            mask.bit_count() * len(choices) for mask, choices in zip(draft.domain, draft.choices, strict=True)
        )
        self.small = self.size <= SMALL
        self.seconds_to_offer = 0.0
        self._offered: tuple[list[int], list[tuple[int, ...]]] | None = None
        self._tables = tables
        self._reading = threading.Lock()
        self.required = [r for r, request in enumerate(effort.numbered.problem.requests) if request.required]

    @property
    def tables(self) -> Fixed:
        """What annealing reads and never changes."""
        with self._reading:
            if self._tables is None:
                self._tables = fixed_tables(self.draft)
            return self._tables

    @property
    def lost(self) -> int:
        return self.total - self.draft.placed_weight

    @property
    def missing(self) -> list[int]:
        """The required requests without a slot."""
        return [r for r in self.required if self.draft.slot[r] < 0]

    def _spend(self, seconds: float) -> None:
        self.budget.look_up()
        self.budget.count(seconds)

    def offer(self) -> None:
        """Hand the draft over as a timetable, if it is better than the best so far and keeps every rule."""
        state = (self.draft.slot[:], self.draft.uses[:])
        if state == self._offered:
            return
        self._offered = state
        began = self.budget.seconds
        self.effort.offer(self.draft.placements(), trusted=False)
        self.seconds_to_offer = self.budget.seconds - began
