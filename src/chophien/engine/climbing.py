"""A line of annealing: more weight, fewer breaks, fewer changes of hall, again and again, each time for longer.

What a line does depends on its seed and on where it begins, and never on the clock: a search with more time passes
through all that one with less has found, and what it hands over is never worse.
"""

from collections.abc import Callable

from chophien.engine import placing, smoothing
from chophien.engine.bounds import Choice
from chophien.engine.searching import Search
from chophien.engine.smooth import SMOOTHABLE
from chophien.engine.zoning import LOOK, Zoner

# How many times longer each cycle is than the one before, for one long run ends far lower than several short ones; and
# how many cycles there are, which no search sees the end of.
GROWTH = 4
CYCLES = 16
# How many times longer annealing for weight is after it has found nothing.
GROWTH_IN_VAIN = 2
# How often slots are refilled in the first cycle, and how many times as often after that has helped, or half as often.
FIRST_REFILLINGS = 2
GROWTH_OF_REFILLINGS = 3
# After more weight was placed, breaks are brought down at once by so small a part of a run, before a whole one.
HASTE = 8
# How many moves between halls are tried in the first cycle, and how many a second.
FIRST_MOVES = 20_000
MOVING_RATE = 15_000


class Line:
    """One line from where a search stands; `stretch` times as long as the shortest. `tell` hears what it is doing."""

    def __init__(
        self,
        search: Search,
        choice: Choice,
        by_machine: Callable[[], bool],
        tell: Callable[[str], None],
        *,
        stretch: int = 1,
    ) -> None:
        self.search = search
        self.choice = choice
        self.by_machine = by_machine
        self.tell = tell
        self.stretch = stretch
        self.has_placed = False
        # Whether weight was placed after which breaks have not been looked at.
        self.raw = False
        self._placing = stretch
        self._refillings = FIRST_REFILLINGS * stretch
        self._steps = 0
        self._warm = 1.0
        self._calm = False

    def climb(self) -> None:
        """Go on until nothing is left to gain. May raise GiveUp; the draft is then the best that is worth comparing."""
        length = self.stretch
        for _ in range(CYCLES):
            before = self._steps
            self._place()
            self.has_placed = True
            self._smooth(length)
            self._rezone(length)
            if self._steps == before:
                return
            length *= GROWTH

    def _place(self) -> None:
        """More weight, for much longer than the last time if that has helped."""
        search, choice = self.search, self.choice
        if placing.settled(search, choice):
            return
        self.tell("placing more")
        self._steps += 1
        before = search.draft.slot[:]
        machine = self.by_machine()
        if machine:
            placing.anneal_more(search, choice, self._placing * placing.shortest_run(search.draft))
            search.offer()
            self._placing *= GROWTH if search.draft.slot != before else GROWTH_IN_VAIN
        # Slots are not refilled where people walk; by hand their requests push their way in before that.
        if not (placing.settled(search, choice) or (machine and search.draft.walks)):
            standing = search.lost
            placing.refill_more(search, choice, self._refillings)
            search.offer()
            helped = search.lost < standing
            self._refillings = self._refillings * GROWTH_OF_REFILLINGS if helped else max(1, self._refillings // 2)
        if search.draft.slot != before:
            self._warm, self._calm, self.raw = 1.0, False, True

    def _smooth(self, length: int) -> None:
        """Fewer breaks, idle slots and moved meetings, as far as they are asked for."""
        search = self.search
        asked = set(SMOOTHABLE).intersection(search.effort.objective)
        if self._calm or not (asked or search.draft.most_breaks is not None):
            self.raw = False
            return
        self.tell("smoothing")
        self._steps += 1
        for one in (length // HASTE, length) if self._warm == 1.0 and length > HASTE else (length,):
            if self.by_machine():
                self._calm = smoothing.smooth_by_machine(search, one * smoothing.shortest_run(search), self._warm)
            else:
                self._calm = smoothing.smooth_by_hand(search, one * smoothing.SHORTEST_BY_HAND, self._warm)
            search.offer()
            self.raw = False
        self._warm = 0.7

    def _rezone(self, length: int) -> None:
        """Let meetings of one slot trade halls."""
        search = self.search
        draft = search.draft
        if "zone_changes" not in search.effort.objective or len(draft.seating.groups) < 2:
            return
        zoner = Zoner(draft, search.rng)
        best, uses = zoner.total, draft.uses[:]
        if not best:
            return
        self.tell("choosing halls")
        self._steps += 1
        try:
            zoner.anneal(length * FIRST_MOVES, lambda: search.spend(LOOK / MOVING_RATE))
            search.offer()
        finally:
            if zoner.total > best:
                draft.load(draft.slot[:], draft.ends[:], uses)
