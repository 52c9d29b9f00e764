"""Which problems the clauses can say, and how many meetings each slot has room for."""

from chophien.engine.numbered import Numbered

# Below so few start literals a process takes longer to begin than the whole proof; beyond so many it finds no end.
SMALLEST = 100
LARGEST = 50_000
# Costs that are nothing where every request is met.
NOTHING_LOST = {"unplaced_weight", "worst_share"}


def fits(numbered: Numbered) -> bool:
    """Whether the clauses of `encoding` say this problem exactly and are of a size that is worth it."""
    return SMALLEST <= sum(map(len, domains(numbered))) <= LARGEST and can_be_said(numbered)


def can_be_said(numbered: Numbered) -> bool:
    """All requests required and one slot long, places alike for everybody, no limit on meetings that could bind."""
    problem = numbered.problem
    weighed = tuple(name for name in problem.objective if name not in NOTHING_LOST)
    if weighed not in {(), ("breaks",)} or not problem.requests or problem.walking:
        return False
    if not problem.places and problem.limits.pool_of_places is None:
        return False
    alike = all(
        request.required
        and request.length == 1
        and request.places is None
        and request.interpreting is None
        and (request.fixed is None or request.fixed.place is None)
        for request in problem.requests
    )
    return alike and all(
        person.parallel == 1
        and person.base is None
        and person.min_meetings <= len(rows)
        and (person.max_meetings is None or person.max_meetings >= len(rows))
        and (person.max_per_day is None or person.max_per_day >= len(rows))
        for person, rows in zip(problem.participants, numbered.of, strict=True)
    )


def room(numbered: Numbered) -> tuple[int, ...]:
    """How many meetings each slot has places for."""
    problem = numbered.problem
    if problem.limits.pool_of_places is not None:
        return (problem.limits.pool_of_places,) * len(problem.slots)
    return tuple(
        sum(place.capacity for place, closed in zip(problem.places, numbered.closed, strict=True) if slot not in closed)
        for slot in range(len(problem.slots))
    )


def domains(numbered: Numbered) -> tuple[tuple[int, ...], ...]:
    """The slots in which each request may be met, in order."""
    rows = []
    for request, people in zip(numbered.problem.requests, numbered.between, strict=True):
        allowed = set(range(len(numbered.problem.slots)))
        if request.slots is not None:
            allowed = {numbered.slot_of[name] for name in request.slots}
        if request.fixed is not None and request.fixed.slot is not None:
            allowed &= {numbered.slot_of[request.fixed.slot]}
        rows.append(tuple(sorted(allowed.difference(*(numbered.away[p] for p in people)))))
    return tuple(rows)
