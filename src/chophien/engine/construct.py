"""A first timetable, fast: the best choice of requests in a good order, each inserted with the help of chains."""

import random
from collections.abc import Callable, Iterable

from chophien.engine.bounds import Choice
from chophien.engine.draft import FREE, Draft
from chophien.engine.timetable import Placement


def good_order(draft: Draft, choice: Choice) -> list[int]:
    """Requests to insert: demanded ones first, then the chosen by weight and tightness, then the others."""
    problem = draft.numbered.problem
    slack = [
        len(draft.units[p]) * (draft.slots - len(draft.numbered.away[p]))
        - sum(choice.wanted[r] > 0.5 for r in draft.numbered.of[p])
        for p in range(len(problem.participants))
    ]
    asked = [person.min_meetings > 0 for person in problem.participants]
    depth = _depths(draft)

    def key(r: int) -> tuple[object, ...]:
        request = problem.requests[r]
        chosen = choice.wanted[r] > 0.5
        stiff = request.fixed is not None or request.length > 1 or len(request.between) > 2
        return (
            not (request.required or any(asked[p] for p in draft.numbered.between[r])),
            not chosen,
            not (stiff or draft.ordered[r]),
            depth[r],
            -draft.weight[r] if chosen else 0,
            min(slack[p] for p in draft.numbered.between[r]),
            draft.domain[r].bit_count(),
            -draft.weight[r],
        )

    return sorted((r for r in range(len(draft.slot)) if draft.domain[r]), key=key)


def _depths(draft: Draft) -> list[int]:
    """How long the longest chain of `after` before each request is."""
    depth = [0] * len(draft.slot)
    waiting = [len(earlier) for earlier in draft.numbered.after]
    ready = [r for r, count in enumerate(waiting) if not count]
    while ready:
        r = ready.pop()
        for follower in draft.followers[r]:
            depth[follower] = max(depth[follower], depth[r] + 1)
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return depth


def keep_previous(draft: Draft) -> None:
    """Put the requests of `previous` back where they lay, as far as that is still allowed."""
    for r, (slot, _) in sorted(draft.numbered.previous.items(), key=lambda item: -draft.weight[item[0]]):
        if draft.slot[r] < 0 and draft.domain[r] >> slot & 1 and draft.within_quota(r):
            place_at(draft, r, slot)


def take_over(draft: Draft, placements: Iterable[Placement]) -> None:
    """Make the draft hold exactly these placements, which keep all the rules."""
    numbered = draft.numbered
    for r, slot in enumerate(draft.slot):
        if slot >= 0:
            draft.take(r)
    interpreting = {i: g for g, group in enumerate(draft.seating.interpreters) for i in group.members}
    # In order of time, so that whoever meets several at once finds a free seat for long meetings too.
    for placement in sorted(placements, key=lambda one: numbered.slot_of[one.slot]):
        r, slot = numbered.request_of[placement.request], numbered.slot_of[placement.slot]
        group = 0 if placement.place is None else draft.seating.group_of[numbered.place_of[placement.place]]
        served = draft.seating.interpreting[r] is not None and placement.interpreter is not None
        helper = interpreting[numbered.interpreter_of[placement.interpreter or ""]] if served else -1
        uses = next(
            uses
            for uses in draft.choices[r]
            if uses[0] == group and (not served or uses[-1] == draft.first_interpreter + helper)
        )
        draft.put(r, slot, draft.free_units(r, slot) or (), uses)


def construct(
    draft: Draft, order: Iterable[int], rng: random.Random, look_up: Callable[[], None], *, chains: bool = True
) -> list[int]:
    """Insert the requests in this order, with `chains` also by moving others; returns those that found no place."""
    left = []
    for number, r in enumerate(order):
        if number % 16 == 0:
            look_up()
        if draft.slot[r] < 0 and not insert(draft, r, rng, chains=chains):
            left.append(r)
    return left


def place_at(draft: Draft, r: int, slot: int) -> bool:
    """Place the request there if everything is free for it."""
    if not draft.in_order(r, slot) or not draft.day_allows(r, slot):
        return False
    units = draft.free_units(r, slot)
    uses = None if units is None else draft.room(r, slot)
    if units is None or uses is None:
        return False
    draft.put(r, slot, units, uses)
    if draft.walks and not all(draft.can_walk(p, draft.span(r, slot)) for p in draft.numbered.between[r]):
        draft.take(r)
        return False
    return True


def insert(draft: Draft, r: int, rng: random.Random, *, chains: bool = True) -> bool:
    """Place the request in a free slot, or make one free with a chain."""
    if not draft.within_quota(r):
        return False
    free: list[tuple[int, int]] = []
    crowded: list[int] = []
    for slot in _free_starts(draft, r):
        uses = draft.room(r, slot)
        if uses is None:
            crowded.append(slot)
        else:
            free.append((-draft.rest[uses[0]][slot], slot))
    free.sort()
    if any(place_at(draft, r, slot) for _, slot in free):
        return True
    if not (chains and draft.movable[r]):
        return False
    return _free_by_chain(draft, r) or any(_relieve(draft, r, slot, rng) for slot in crowded)


def _free_starts(draft: Draft, r: int) -> Iterable[int]:
    """The slots in which everybody is free for the whole meeting."""
    units = [draft.units[p] for p in draft.numbered.between[r]]
    if len(units) == 2 and draft.length[r] == len(units[0]) == len(units[1]) == 1:
        # Nearly all meetings are like this, and rows are read much faster than units chosen.
        one, two = draft.at[units[0][0]], draft.at[units[1][0]]
        return [slot for slot in draft.starts(r) if one[slot] == FREE == two[slot]]
    return (slot for slot in draft.starts(r) if draft.free_units(r, slot) is not None)


def _free_by_chain(draft: Draft, r: int) -> bool:
    """Make a slot free for one side by moving its meeting there along a chain that spares the other side."""
    first, second = draft.numbered.between[r]
    for calm, moved in ((first, second), (second, first)):
        for w in draft.units[moved]:
            row = draft.at[w]
            elsewhere = [slot for slot in range(draft.slots) if row[slot] == FREE]
            for a in draft.starts(r):
                if row[a] == FREE or all(draft.at[u][a] != FREE for u in draft.units[calm]):
                    continue
                for b in elsewhere:
                    found = draft.chain(w, a, b)
                    if found is None or not draft.swap(found[0], a, b):
                        continue
                    if place_at(draft, r, a):
                        return True
                    draft.swap(found[0], a, b)
    return False


def _relieve(draft: Draft, r: int, a: int, rng: random.Random) -> bool:
    """Make room in a slot where everybody is free but no place is, by an odd chain that moves one meeting away."""
    units = len(draft.owner)
    start = rng.randrange(units)
    tries = 0
    for b in sorted(range(draft.slots), key=lambda slot: -draft.rest[0][slot]):
        if b == a:
            continue
        for k in range(units):
            u = (start + k) % units
            if draft.at[u][a] >= 0 and draft.at[u][b] == FREE:
                tries += 1
                if tries > 60:
                    return False
                found = draft.chain(u, a, b)
                if found is None or not len(found[0]) & 1 or not draft.swap(found[0], a, b):
                    continue
                if place_at(draft, r, a):
                    return True
                draft.swap(found[0], a, b)
    return False


def eject(
    draft: Draft, pool: list[int], target: int, *, rng: random.Random, look_up: Callable[[], None], rounds: int
) -> list[int]:
    """Let unplaced requests push out lighter ones, which then look for another place; returns who is left out.

    Stops when the unplaced weight meets `target`. Equal weights may change places too, which lets the search wander.
    """
    total = sum(draft.weight)
    required = [request.required for request in draft.numbered.problem.requests]
    left = set(pool)
    for _ in range(rounds):
        for r in sorted(left, key=lambda r: (not required[r], -draft.weight[r], rng.random())):
            look_up()
            if total - draft.placed_weight <= target and not any(required[m] for m in left):
                return sorted(left)
            if r in left and (insert(draft, r, rng) or _push(draft, r, left, rng=rng, required=required)):
                left.discard(r)
    return sorted(left)


def _push(draft: Draft, r: int, left: set[int], *, rng: random.Random, required: list[bool]) -> bool:
    if not draft.within_quota(r):
        return False
    worth = draft.weight[r] + (10**12 if required[r] else 0)
    options = []
    for slot in draft.starts(r):
        span = draft.span(r, slot)
        blockers = {
            draft.at[u][s]
            for p in draft.numbered.between[r]
            for s in span
            if all(draft.at[u][s] != FREE for u in draft.units[p])
            for u in draft.units[p][:1]
        } - {FREE}
        if any(required[m] for m in blockers):
            continue
        loss = sum(draft.weight[m] for m in blockers)
        if loss <= worth + (2 if len(blockers) > 1 else 0):
            options.append((loss, rng.random(), slot, blockers))
    for _, _, slot, blockers in sorted(options, key=lambda option: option[:2])[:4]:
        if any(draft.slot[m] < 0 for m in blockers):
            continue
        before = draft.placed_weight
        stood = [(m, draft.slot[m], draft.ends[m], draft.uses[m]) for m in blockers]
        for m in blockers:
            draft.take(m)
        if not place_at(draft, r, slot):
            for m, where, ends, uses in stood:
                draft.put(m, where, ends, uses)
            continue
        out = [m for m in sorted(blockers) if not insert(draft, m, rng)]
        gain = draft.placed_weight - before
        if required[r] or gain > 0 or (gain == 0 and rng.random() < 0.5):
            left.update(out)
            return True
        # Chains made for the pushed ones may have moved others, so the way back is to insert again.
        draft.take(r)
        left.update(m for m in out if not insert(draft, m, rng))
        return insert(draft, r, rng)
    return False
