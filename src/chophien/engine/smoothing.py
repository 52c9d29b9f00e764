"""Fewer breaks, idle slots and moved meetings: rounds of annealing until nothing is left to gain or the time is up."""

from chophien.engine.annealing.annealer import Annealer, prices_of
from chophien.engine.searching import Search
from chophien.engine.smooth import SMOOTHABLE, Smoother

# What a plain Python search with one worker is granted a second.
STEADY_RATE_BY_HAND = 60_000
# Rounds without gain after which a small problem is left to the prover.
MOST_IDLE_ROUNDS = 5


def smooth_by_machine(search: Search, seconds: float, *, lasting: bool) -> None:
    """Anneal by machine code, weight and breaks at once, so that equal requests may change places.

    `lasting`: use the whole time even when several rounds bring nothing.
    """
    draft, problem = search.draft, search.effort.numbered.problem
    if not draft.owner:
        return
    prices = prices_of(problem.objective, draft.most_breaks)
    annealer = Annealer(draft, search.rng.getrandbits(32))
    annealer.weigh(prices)
    unit = min([price for price in (prices.breaks, prices.idle, prices.moved) if price] or [prices.breaks or 1.0])
    warm, idle_rounds, offered = 1.0, 0, annealer.best_energy
    try:
        for steps in search.run_lengths(seconds, max(300_000, 20 * len(draft.slot))):
            # The bounds may have been sharpened meanwhile.
            enough = _least_energy(search, annealer)
            before = annealer.best_energy
            annealer.run(steps, warm * unit, 0.06 * unit, 0.1, look_up=search.budget.look_up, enough=enough)
            if annealer.best_energy < before:
                annealer.finish()
                search.offer()
                offered = annealer.best_energy
            idle_rounds = 0 if annealer.best_energy < before else idle_rounds + 1
            if annealer.best_energy <= enough or (idle_rounds >= MOST_IDLE_ROUNDS and not lasting):
                return
            warm = 0.7
    finally:
        if annealer.best_energy < offered:
            annealer.finish()


def _least_energy(search: Search, annealer: Annealer) -> float:
    """The energy below which there is nothing: the proved bounds at their prices; -1 when that says nothing."""
    effort = search.effort
    names = [name for name in effort.objective if name in SMOOTHABLE or name == "unplaced_weight"]
    if names not in (["unplaced_weight", "breaks"], ["breaks"]) or search.missing:
        return -1.0
    least = annealer.prices.breaks * effort.bounds["breaks"]
    return least + annealer.prices.weight * effort.bounds.get("unplaced_weight", 0)


def smooth_by_hand(search: Search, seconds: float) -> None:
    """Anneal in Python, where the machine code is not compiled yet or not worth loading."""
    effort, draft, budget = search.effort, search.draft, search.budget
    named = [name for name in effort.objective if name in SMOOTHABLE]
    smoother = Smoother(draft, named or ["breaks"], search.rng)
    if named == ["breaks"]:
        smoother.enough = effort.bounds["breaks"]
    idle_rounds, warm = 0, 1.0
    for steps in search.run_lengths(seconds, 100_000, STEADY_RATE_BY_HAND):
        if smoother.total <= smoother.enough or idle_rounds >= MOST_IDLE_ROUNDS:
            return
        best = smoother.total
        state = (draft.slot[:], draft.ends[:], draft.uses[:])
        smoother.anneal(steps, warm, 0.06, budget.look_up)
        search.offer()
        if smoother.total > best:
            draft.load(*state)
            smoother.read()
        idle_rounds = 0 if smoother.total < best else idle_rounds + 1
        warm = 0.7
