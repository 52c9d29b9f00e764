"""Runs of annealing over one draft: in short pieces, so that a wish to stop is heard, keeping the best state seen."""

from collections.abc import Callable, Sequence, Set

from chophien.engine.annealing.machine import anneal, mend, read_energy
from chophien.engine.annealing.tables import (
    Fixed,
    Prices,
    copied,
    copy_into,
    note_tables,
    state_tables,
    write_back,
)
from chophien.engine.draft import Draft

# Changes done between two looks at the clock: some milliseconds, with walks and long queues perhaps a tenth second.
PIECE = 16_384
# From this share of a run on the best state is looked for so many times.
FROZEN = 0.6
LOOKS = 10
# What annealing can weigh.
WEIGHABLE = ("unplaced_weight", "breaks", "idle_slots", "moved")
# An unplaced demand outweighs whatever else a timetable could gain.
DEMAND = 1e12
# So do uneven breaks, next to it.
UNEVEN = 1e9
# What a break too many costs on the way, in usual weights: little enough at first to be taken for a while.
RAMP = (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0, 16.0)


def prices_of(objective: Sequence[str], most_breaks: int | None) -> Prices:
    """Prices that keep the order of the objectives nearly always; timetables are compared exactly elsewhere."""
    named = [name for name in objective if name in WEIGHABLE]
    worth = {name: 20.0 ** (len(named) - 1 - i) for i, name in enumerate(named)}
    return Prices(
        weight=worth.get("unplaced_weight", 0.0),
        breaks=worth.get("breaks", 0.0),
        idle=worth.get("idle_slots", 0.0),
        moved=worth.get("moved", 0.0),
        demand=DEMAND,
        uneven=0.0 if most_breaks is None else UNEVEN,
        even=-1 if most_breaks is None else most_breaks,
    )


def ramp_to(prices: Prices, usual: float) -> tuple[Prices, ...]:
    """Prices before these under which uneven breaks become dearer and dearer, from some `usual` weights up."""
    return (*(prices._replace(uneven=factor * usual) for factor in RAMP), prices) if prices.even >= 0 else ()


class Annealer:
    """Tables of one draft, annealed under given prices; `finish` writes the best state back into the draft."""

    def __init__(self, draft: Draft, fixed: Fixed, seed: int, only: Set[int] | None = None) -> None:
        self.draft = draft
        self.fixed = fixed
        self.state = state_tables(draft, self.fixed, seed, only)
        self.notes = note_tables(self.state)
        self.best = copied(self.state)
        self.best_energy = 0.0
        self.prices = prices_of((), None)

    def weigh(self, prices: Prices) -> None:
        """From now on these are the prices."""
        self.prices = prices
        self.best_energy = read_energy(self.fixed, self.state, prices)
        copy_into(self.state, self.best)

    def run(
        self,
        steps: int,
        warm: float,
        cool: float,
        pushes: float,
        *,
        look_up: Callable[[], None],
        enough: float = 0.0,
        ramp: Sequence[Prices] = (),
    ) -> None:
        """Anneal once and go back to the best state. May raise GiveUp; the best state is then kept all the same.

        States are compared at fixed steps, so that a run that is broken off has found nothing that a whole one misses.
        Ends early when the energy is no more than `enough`. Under a `ramp` each of these prices holds for an equal
        part of the run instead, the last of them being the annealer's own: rules that may be broken for a small
        price at first let the search pass where it could not go otherwise.
        """
        now = self.prices
        looks = {int((FROZEN + (1 - FROZEN) * i / LOOKS) * steps) // PIECE * PIECE for i in range(1, LOOKS)}
        try:
            for first in range(0, steps, PIECE):
                look_up()
                end = min(steps, first + PIECE)
                wanted = ramp[first * len(ramp) // steps] if ramp else self.prices
                if wanted is not now:
                    now = wanted
                    self._turn_to(now)
                anneal(self.fixed, self.state, now, self.notes, first, end, steps, warm, cool, pushes)
                if now is self.prices:
                    if self.state.energy[0] <= enough + 1e-6:
                        break
                    if first in looks:
                        self._keep_if_better()
            if now is not self.prices:
                self._turn_to(self.prices)
            self._keep_if_better()
        finally:
            copy_into(self.best, self.state)

    def _keep_if_better(self) -> None:
        energy = float(self.state.energy[0])
        if energy < self.best_energy - 1e-9:
            self.best_energy = energy
            copy_into(self.state, self.best)

    def _turn_to(self, prices: Prices) -> None:
        """Go on under these prices; the own ones allow nothing that the ramp before them did."""
        read_energy(self.fixed, self.state, prices)
        if prices is self.prices:
            mend(self.fixed, self.state, prices)

    def finish(self) -> None:
        """Make the draft the best state."""
        write_back(self.best, self.draft)
