"""The rules of real fairs laid over a plain one, always the same for the same seed."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from chophien.engine.problem import Interpreter, Limits, Participant, Pin, Place, Problem, Request

Change = Callable[[Problem, random.Random], Problem]


def pinned(problem: Problem, rng: random.Random) -> Problem:
    """One request in ten must be met in a slot of its own that suits everybody."""
    away = {person.id: person.away for person in problem.participants}
    slots = [slot.id for slot in problem.slots]
    taken: set[tuple[str, str]] = set()
    rows: dict[str, int] = dict.fromkeys(slots, 0)
    most = (problem.limits.pool_of_places or len(problem.places)) // 4

    def pin(request: Request) -> Request:
        if rng.random() >= 0.1:
            return request
        for slot in rng.sample(slots, len(slots)):
            if rows[slot] < most and all(
                slot not in away[name] and (name, slot) not in taken for name in request.between
            ):
                taken.update((name, slot) for name in request.between)
                rows[slot] += 1
                return replace(request, fixed=Pin(slot), required=True)
        return request

    return replace(problem, requests=tuple(pin(request) for request in problem.requests))


def _tables(problem: Problem) -> int:
    return problem.limits.pool_of_places or len(problem.places)


def booths(problem: Problem, rng: random.Random) -> Problem:
    """Every third producer meets at a booth of her own; the tables are places of two halls."""
    tables = tuple(Place(f"T{k}", "A" if k % 2 else "B") for k in range(_tables(problem)))
    owners = {person.id for person in problem.participants if person.id.startswith("p") and rng.random() < 1 / 3}
    stands = tuple(Place(f"B-{name}", rng.choice("AB")) for name in sorted(owners))
    people = tuple(
        replace(person, base=f"B-{person.id}") if person.id in owners else person for person in problem.participants
    )
    limits = replace(problem.limits, pool_of_places=None)
    return replace(problem, places=(*tables, *stands), participants=people, limits=limits)


def quotas(problem: Problem, rng: random.Random) -> Problem:
    """A third have a most, a third a most a day, some a fewest that is asked for often enough."""
    asked = Counter(name for request in problem.requests for name in request.between)

    def limited(person: Participant) -> Participant:
        kind = rng.randrange(3)
        if kind == 0:
            return replace(
                person,
                max_meetings=rng.randint(6, 12),
                min_meetings=min(rng.choice((0, 0, 1, 2)), asked[person.id] // 6),
            )
        return replace(person, max_per_day=rng.randint(4, 8)) if kind == 1 else person

    return replace(problem, participants=tuple(limited(person) for person in problem.participants))


def order(problem: Problem, rng: random.Random) -> Problem:
    """One request in twenty must follow another of the same person."""
    first: dict[str, str] = {}

    def later(request: Request) -> Request:
        name = request.between[0]
        before = first.setdefault(name, request.id)
        return replace(request, after=(before,)) if before != request.id and rng.random() < 0.05 else request

    return replace(problem, requests=tuple(later(request) for request in problem.requests))


def languages(problem: Problem, rng: random.Random) -> Problem:
    """One request in eight needs one of a few interpreters, who are away now and then."""
    count = max(2, _tables(problem) // 8)
    slots = [slot.id for slot in problem.slots]
    pairs = (("en-vi",), ("zh-vi",), ("en-vi", "zh-vi"))
    people = tuple(
        Interpreter(f"i{i}", pairs[i % 3], frozenset(s for s in slots if rng.random() < 0.1)) for i in range(count)
    )
    requests = tuple(
        replace(request, interpreting=rng.choice(("en-vi", "zh-vi"))) if rng.random() < 1 / 8 else request
        for request in problem.requests
    )
    return replace(problem, interpreters=people, requests=requests)


def walks(problem: Problem, rng: random.Random) -> Problem:
    """Two halls with a slot's walk between them; one participant in ten is bound to a hall by her requests."""
    if not problem.places:
        places = tuple(Place(f"T{k}", "A" if k % 2 else "B") for k in range(_tables(problem)))
        problem = replace(problem, places=places, limits=replace(problem.limits, pool_of_places=None))
    in_hall = {zone: frozenset(place.id for place in problem.places if place.zone == zone) for zone in "AB"}
    bound = {person.id: rng.choice("AB") for person in problem.participants if rng.random() < 0.1 and not person.base}
    based = {person.id for person in problem.participants if person.base}
    requests = tuple(
        replace(request, places=in_hall[bound[request.between[1]]])
        if request.between[1] in bound and based.isdisjoint(request.between)
        else request
        for request in problem.requests
    )
    return replace(problem, requests=requests, walking={"A": {"B": 1}})


def side_by_side(problem: Problem, rng: random.Random) -> Problem:
    """One participant in eight holds two meetings at once."""
    people = tuple(replace(person, parallel=2) if rng.random() < 1 / 8 else person for person in problem.participants)
    return replace(problem, participants=people)


def long_meetings(problem: Problem, rng: random.Random) -> Problem:
    """One request in twenty takes two slots."""
    requests = tuple(
        replace(request, length=2) if rng.random() < 0.05 and request.fixed is None else request
        for request in problem.requests
    )
    return replace(problem, requests=requests)


def even_breaks(problem: Problem, rng: random.Random) -> Problem:  # noqa: ARG001 - of the same shape as the others
    """Nobody has more than two breaks more than anybody else."""
    limits: Limits = replace(problem.limits, break_range=2)
    return replace(problem, limits=limits)


def undemanded(problem: Problem, rng: random.Random) -> Problem:  # noqa: ARG001 - of the same shape as the others
    """Nothing must be placed: demands under so many rules at once may be impossible together."""
    people = tuple(replace(person, min_meetings=0) for person in problem.participants)
    requests = tuple(replace(request, required=False) for request in problem.requests)
    return replace(problem, participants=people, requests=requests)


MIXTURES: dict[str, tuple[Change, ...]] = {
    "pinned": (pinned,),
    "own booths": (booths,),
    "quotas": (quotas,),
    "after": (order,),
    "interpreters": (languages,),
    "walks": (walks,),
    "parallel 2": (side_by_side,),
    "length 2": (long_meetings,),
    "break range 2": (even_breaks,),
    "all together": (
        pinned,
        booths,
        quotas,
        order,
        languages,
        walks,
        side_by_side,
        long_meetings,
        even_breaks,
        undemanded,
    ),
}


def mixed(problem: Problem, name: str, seed: int = 1) -> Problem:
    """The problem under the rules of that name."""
    rng = random.Random(seed)
    for change in MIXTURES[name]:
        problem = change(problem, rng)
    return problem
