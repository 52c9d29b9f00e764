"""More weight placed: by annealing where the machine code is ready, and by refilling a few slots exactly."""

from collections.abc import Mapping, Set

from chophien.engine.annealing.annealer import DEMAND, Annealer, prices_of, ramp_to
from chophien.engine.bounds import Choice
from chophien.engine.construct import eject, place_at
from chophien.engine.improve import refill
from chophien.engine.searching import Search
from chophien.engine.thinning import uneven

# What a search with one worker is granted a second where much is pushed, which takes longer than chains.
PUSHING_RATE = 250_000
# Likewise: how many times a second it may refill a few slots.
REFILLING_RATE = 2


def settled(search: Search, choice: Choice) -> bool:
    """Whether no timetable places more weight or more demands, and breaks are as even as they must be."""
    return search.lost <= choice.unplaced_weight and not search.missing and not uneven(search.draft)


def meet_demands(search: Search, choice: Choice, seconds: float) -> None:
    """Look after those who must meet and have no slot alone, so that a timetable stands early."""
    if search.missing:
        anneal_more(search, choice, seconds, set(search.missing), enough=DEMAND / 2)
        search.offer()


def anneal_more(
    search: Search, choice: Choice, seconds: float, only: Set[int] | None = None, enough: float | None = None
) -> None:
    """Anneal the unplaced weight; of those without a slot `only` these may get one (None: all).

    Ends where the energy is `enough` (None: what the choice says that nobody can undercut).

    The temperature falls from a third of a usual weight to a tenth: where nearly everybody is over-asked, long slow
    runs find what short ones never do, so each run is twice as long as the one before.
    """
    if settled(search, choice) or not search.draft.owner:
        return
    draft = search.draft
    problem = draft.numbered.problem
    annealer = Annealer(draft, search.rng.getrandbits(32), only)
    prices = prices_of(problem.objective, draft.most_breaks)
    # Only weight counts here, even breaks where they must be, and where somebody lay before when that is asked for too.
    prices = prices._replace(weight=1.0, breaks=0.0, idle=0.0, moved=0.02 if prices.moved else 0.0)
    annealer.weigh(prices)
    weights = sorted(weight for weight in draft.weight if weight)
    usual = max(1.0, weights[len(weights) // 2] / 3) if weights else 1.0
    if enough is None:
        enough = -1.0 if prices.moved else float(choice.unplaced_weight)
    ramp = ramp_to(prices, usual)
    warm = 0.4 if draft.walks and not ramp else 0.35
    try:
        for steps in search.run_lengths(seconds, max(500_000, 10 * len(draft.slot)), PUSHING_RATE):
            before = annealer.best_energy
            look_up = search.budget.look_up
            annealer.run(steps, warm * usual, 0.09 * usual, 0.4, look_up=look_up, enough=enough, ramp=ramp)
            if annealer.best_energy < before and only is None and search.seconds_to_offer < 0.3:
                annealer.finish()
                search.offer()
            if annealer.best_energy <= enough:
                return
    finally:
        annealer.finish()


def adopt(search: Search, starts: Mapping[int, int]) -> None:
    """Try a plan of who starts when in place of the draft, and keep whichever places more."""
    draft = search.draft
    state = (draft.slot[:], draft.ends[:], draft.uses[:])
    before, missing = draft.placed_weight, len(search.missing)
    for r, slot in enumerate(state[0]):
        if slot >= 0:
            draft.take(r)
    for r in sorted(starts, key=lambda r: (not draft.ordered[r], len(draft.choices[r]), starts[r])):
        if draft.within_quota(r):
            place_at(draft, r, starts[r])
    if draft.placed_weight <= before or len(search.missing) > missing:
        draft.load(*state)


def refill_more(search: Search, choice: Choice, seconds: float) -> None:
    """Refill a few slots at a time, mostly those that somebody without a slot could use."""
    draft, rng, budget = search.draft, search.rng, search.budget
    if draft.most_breaks is not None and not uneven(draft):
        # Filling slots anew knows nothing of breaks and would undo what is even already.
        return
    until = search.clock + seconds
    at_once, tries, offered, work = 6, 0, draft.placed_weight, 0
    next_offer = search.clock + 1.0
    while search.clock < until and (not search.steady or work < REFILLING_RATE * seconds):
        budget.look_up()
        work += 1
        # The last thousandth must not eat the time that breaks need.
        short = search.lost - choice.unplaced_weight
        if short <= draft.placed_weight / 1000 and search.clock > until - 0.6 * seconds:
            return
        missing = search.missing
        if settled(search, choice):
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
        parts = min(search.workers, max(1, draft.slots // at_once))
        if len(wished) <= 3 or search.small:
            parts = 1
        began, before = search.clock, draft.placed_weight
        size = min(at_once, draft.slots)
        # When few are missing, models without all the others are quick and often enough.
        among = set(wished) if tries % 4 != 3 and len(wished) <= 200 else None
        groups = [set(slots[i * size : (i + 1) * size]) for i in range(parts)]
        refill(draft, groups, rng, 2.0, among, steady=search.steady, look_up=budget.look_up)
        tries = 0 if draft.placed_weight > before else tries + 1
        if search.clock - began > 0.8:
            at_once = max(3, at_once - 1)
        elif tries >= 30:
            at_once, tries = min(at_once + 1, draft.slots), 0
        if draft.placed_weight > offered and search.clock > next_offer:
            search.offer()
            offered, next_offer = draft.placed_weight, search.clock + 1.0
