"""Fewer breaks, idle slots and moved meetings: one run of annealing, by machine code or by hand."""

from chophien.engine.annealing.annealer import PIECE, Annealer, prices_of
from chophien.engine.searching import Search
from chophien.engine.smooth import LOOK, SMOOTHABLE, Smoother

# Changes a second that annealing with chains manages at least nearly everywhere; what one worker counts by.
SMOOTHING_RATE = 1_200_000
# Likewise in plain Python.
RATE_BY_HAND = 60_000
# The shortest runs that find anything.
SHORTEST_RUN = 400_000
SHORTEST_BY_HAND = 60_000


def shortest_run(search: Search) -> int:
    """How many changes the first run by machine code makes."""
    return max(SHORTEST_RUN, 20 * len(search.draft.slot))


def smooth_by_machine(search: Search, steps: int, warm: float) -> bool:
    """Anneal by machine code, weight and breaks at once, so that equal requests may change places.

    The temperature falls from `warm` breaks. Returns whether nothing is left to gain.
    """
    draft, problem = search.draft, search.effort.numbered.problem
    if not draft.owner:
        return True
    prices = prices_of(problem.objective, draft.most_breaks)
    annealer = Annealer(draft, search.tables, search.rng.getrandbits(32))
    annealer.weigh(prices)
    unit = min([price for price in (prices.breaks, prices.idle, prices.moved) if price] or [prices.breaks or 1.0])
    before = annealer.best_energy
    enough = _least_energy(search, annealer)

    def look_up() -> None:
        search.spend(PIECE / SMOOTHING_RATE)

    try:
        annealer.run(steps, warm * unit, 0.06 * unit, 0.1, look_up=look_up, enough=enough)
    finally:
        if annealer.best_energy < before:
            annealer.finish()
    return annealer.best_energy <= enough + 1e-6


def _least_energy(search: Search, annealer: Annealer) -> float:
    """The energy below which there is nothing: the proved bounds at their prices; -1 when that says nothing."""
    effort = search.effort
    names = [name for name in effort.objective if name in SMOOTHABLE or name == "unplaced_weight"]
    if names not in (["unplaced_weight", "breaks"], ["breaks"]) or search.missing:
        return -1.0
    least = annealer.prices.breaks * effort.bounds["breaks"]
    return least + annealer.prices.weight * effort.bounds.get("unplaced_weight", 0)


def smooth_by_hand(search: Search, steps: int, warm: float) -> bool:
    """Anneal in Python, where the machine code is not compiled yet or not worth loading; else as by machine."""
    effort, draft = search.effort, search.draft
    named = [name for name in effort.objective if name in SMOOTHABLE]
    smoother = Smoother(draft, named or ["breaks"], search.rng)
    if named == ["breaks"]:
        smoother.enough = effort.bounds["breaks"]
    best = smoother.total
    state = (draft.slot[:], draft.ends[:], draft.uses[:])
    try:
        smoother.anneal(steps, warm, 0.06, lambda: search.spend(LOOK / RATE_BY_HAND))
    finally:
        if smoother.total > best:
            draft.load(*state)
    return min(best, smoother.total) <= smoother.enough
