"""Small hand-made problems for the engine's tests."""

from dataclasses import replace
from typing import Any

from chophien.engine.problem import Limits, Participant, Pin, Place, Problem, Request, Slot
from chophien.engine.timetable import Placement


def day(slots: int, name: str = "d1", first: int = 1) -> tuple[Slot, ...]:
    """Slots s1, s2, … of one day."""
    return tuple(Slot(f"s{first + i}", name) for i in range(slots))


def small(slots: int = 3, people: int = 4, pairs: str = "ab", **parts: Any) -> Problem:
    """Participants a, b, c, …; one request per pair of letters, called like it; two tables; one day."""
    return replace(
        Problem(
            slots=day(slots),
            places=(Place("T1"), Place("T2")),
            participants=tuple(Participant(name) for name in "abcdefghij"[:people]),
            requests=tuple(Request(pair, tuple(pair)) for pair in pairs.split()),
            objective=("unplaced_weight",),
        ),
        **parts,
    )


def pooled(problem: Problem, places: int) -> Problem:
    """The same with a pool of places instead of tables."""
    return replace(problem, places=(), limits=replace(problem.limits, pool_of_places=places))


def asking(problem: Problem, name: str, **changes: Any) -> Problem:
    """The problem with one request changed."""
    return replace(
        problem,
        requests=tuple(replace(request, **changes) if request.id == name else request for request in problem.requests),
    )


def being(problem: Problem, name: str, **changes: Any) -> Problem:
    """The problem with one participant changed."""
    return replace(
        problem,
        participants=tuple(
            replace(person, **changes) if person.id == name else person for person in problem.participants
        ),
    )


def limited(problem: Problem, **changes: Any) -> Problem:
    """The problem with its limits changed."""
    return replace(problem, limits=replace(problem.limits, **changes))


def placed(*lines: str) -> tuple[Placement, ...]:
    """Placements written as "request slot place interpreter", the last two optional and - for none."""
    rows = []
    for line in lines:
        request, slot, place, interpreter = [*line.split(), "-", "-"][:4]
        rows.append(
            Placement(request, slot, None if place == "-" else place, None if interpreter == "-" else interpreter)
        )
    return tuple(rows)


__all__ = ["Limits", "Pin", "asking", "being", "day", "limited", "placed", "pooled", "small"]
