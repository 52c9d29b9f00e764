"""More weight placed: by annealing where the machine code is ready, and by refilling a few slots exactly."""

from collections.abc import Mapping, Set

from chophien.engine.annealing.annealer import DEMAND, PIECE, Annealer, prices_of, ramp_to
from chophien.engine.bounds import Choice
from chophien.engine.construct import eject, place_at
from chophien.engine.draft import Draft
from chophien.engine.improve import refill
from chophien.engine.searching import Search
from chophien.engine.thinning import uneven

# Changes a second that annealing with pushes manages at least nearly everywhere, and where people walk or breaks must
# be even; what one worker counts by.
PUSHING_RATE = 1_000_000
STIFF_PUSHING_RATE = 400_000
# Likewise: how many times a second a few slots are refilled.
REFILLING_RATE = 1
# So many unplaced requests times slots are refilled at once.
MOST_AT_ONCE = 8_000
# The shortest run of annealing that finds anything.
SHORTEST_RUN = 500_000


def shortest_run(draft: Draft) -> int:
    """How many changes the first run makes."""
    return max(SHORTEST_RUN, 10 * len(draft.slot))


def settled(search: Search, choice: Choice) -> bool:
    """Whether no timetable places more weight or more demands, and breaks are as even as they must be."""
    return search.lost <= choice.unplaced_weight and not search.missing and not uneven(search.draft)


def meet_demands(search: Search, choice: Choice) -> None:
    """Look after those who must meet and have no slot alone, so that a timetable stands early."""
    if search.missing:
        anneal_more(search, choice, shortest_run(search.draft), set(search.missing), enough=DEMAND / 2)
        search.offer()


def anneal_more(
    search: Search, choice: Choice, steps: int, only: Set[int] | None = None, enough: float | None = None
) -> None:
    """Anneal the unplaced weight; of those without a slot `only` these may get one (None: all).

    Ends where the energy is `enough` (None: what the choice says that nobody can undercut).

    The temperature falls from a third of a usual weight to a tenth: where nearly everybody is over-asked, long slow
    runs find what short ones never do.
    """
    if settled(search, choice) or not search.draft.owner:
        return
    draft = search.draft
    problem = draft.numbered.problem
    annealer = Annealer(draft, search.tables, search.rng.getrandbits(32), only)
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
    before = annealer.best_energy
    rate = STIFF_PUSHING_RATE if draft.walks or draft.most_breaks is not None else PUSHING_RATE

    def look_up() -> None:
        search.spend(PIECE / rate)

    try:
        annealer.run(steps, warm * usual, 0.09 * usual, 0.4, look_up=look_up, enough=enough, ramp=ramp)
    finally:
        if annealer.best_energy < before:
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


def refill_more(search: Search, choice: Choice, tries: int) -> None:
    """Refill a few slots at a time so many times, mostly those that somebody without a slot could use."""
    draft, rng, look_up = search.draft, search.rng, search.look_up
    if draft.most_breaks is not None and not uneven(draft):
        # Filling slots anew knows nothing of breaks and would undo what is even already.
        return
    # Models of more seats take too long.
    at_once = max(3, min(6, MOST_AT_ONCE // max(1, sum(slot < 0 for slot in draft.slot))))
    idle = 0
    for _ in range(tries):
        search.spend(1 / REFILLING_RATE)
        missing = search.missing
        if settled(search, choice):
            return
        open_requests = missing or [
            r for r, slot in enumerate(draft.slot) if slot < 0 and draft.weight[r] and draft.domain[r]
        ]
        wished = [r for r in open_requests if choice.wanted[r] > 0.5] or open_requests
        if not wished or (draft.walks and idle > 0):
            return
        if idle % 8 == 0 and len(wished) <= 200:
            # Few are missing: let them push their way through before whole slots are solved again.
            patient = 4 if len(wished) > 20 else 40
            eject(draft, wished, choice.unplaced_weight, rng=rng, look_up=look_up, rounds=patient)
        own = list(draft.starts(rng.choice(wished)))
        slots = rng.sample(own, min(3, len(own)))
        slots += [slot for slot in rng.sample(range(draft.slots), draft.slots) if slot not in slots]
        before = draft.placed_weight
        # When few are missing, models without all the others are quick and often enough.
        among = set(wished) if idle % 4 != 3 and len(wished) <= 200 else None
        refill(draft, set(slots[:at_once]), rng, among, look_up=look_up)
        idle = 0 if draft.placed_weight > before else idle + 1
        if idle >= 30:
            at_once, idle = min(at_once + 1, draft.slots), 0
