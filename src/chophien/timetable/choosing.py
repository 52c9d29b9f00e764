"""Where a meeting may go: every free cell, tried with the engine's checks on the whole timetable; pure values."""

from collections.abc import Mapping
from dataclasses import dataclass

from chophien.engine.problem import Problem
from chophien.timetable.changes import Spot
from chophien.timetable.checking import Fault, faults_of
from chophien.timetable.engine_ids import interpreter_name, request_name, row_number, slot_name


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a meeting cannot go somewhere."""

    faults: tuple[Fault, ...]


def place_in(
    problem: Problem, spots: Mapping[int, Spot], request_id: int, *, slot_id: int, table_id: int
) -> Spot | Refused:
    """The spot with an interpreter where one is needed, or every rule that it would break.

    What was broken before, elsewhere in the timetable, is not held against it.
    """
    others = {id_: spot for id_, spot in spots.items() if id_ != request_id}
    before = set(faults_of(problem, others))
    kept = spots[request_id].interpreter_id if request_id in spots else None
    spot = Spot(slot_id, table_id, _interpreter(problem, others, request_id, slot_id, kept))
    faults = [fault for fault in faults_of(problem, {**others, request_id: spot}) if fault not in before]
    return Refused(tuple(faults)) if faults else spot


def open_cells(problem: Problem, spots: Mapping[int, Spot], request_id: int) -> dict[int, list[int]]:
    """For each slot in which the meeting can be held, the tables it can be held at; its present cell left out.

    Of the rules only those of places and pins tell tables of one slot apart, so once the tables are left that the
    meeting may be held at, one free table speaks for the others.
    """
    others = {id_: spot for id_, spot in spots.items() if id_ != request_id}
    taken = {(spot.slot_id, spot.table_id) for spot in others.values()}
    present = spots.get(request_id)
    allowed = _allowed_places(problem, request_id)
    closed = {place.id: place.closed for place in problem.places}
    busy = _busy_slots(problem, others, request_id)
    found: dict[int, list[int]] = {}
    for slot in problem.slots:
        slot_id = row_number(slot.id)
        tables = [row_number(place) for place in allowed if slot.id not in closed[place]]
        free = [table_id for table_id in tables if (slot_id, table_id) not in taken]
        if not free or slot.id in busy:
            continue
        if isinstance(place_in(problem, spots, request_id, slot_id=slot_id, table_id=free[0]), Refused):
            continue
        here = [
            table_id
            for table_id in free
            if present is None or (slot_id, table_id) != (present.slot_id, present.table_id)
        ]
        if here:
            found[slot_id] = here
    return found


def _allowed_places(problem: Problem, request_id: int) -> list[str]:
    """The places at which a request may be held: its pin's, else its host's base, else those it names, else any."""
    places = [place.id for place in problem.places]
    request = next((each for each in problem.requests if each.id == request_name(request_id)), None)
    if request is None:
        return places
    bases = {person.id: person.base for person in problem.participants}
    base = next((bases[name] for name in request.between if bases.get(name)), None)
    only = request.fixed.place if request.fixed and request.fixed.place else base
    if only is not None:
        return [only]
    return [place for place in places if request.places is None or place in request.places]


def _busy_slots(problem: Problem, others: Mapping[int, Spot], request_id: int) -> set[str]:
    """Slots in which either side is away or meets somebody else; tried no further, since the engine would refuse."""
    between = {request.id: request.between for request in problem.requests}
    sides = set(between.get(request_name(request_id), ()))
    away = {slot for person in problem.participants if person.id in sides for slot in person.away}
    held = {slot_name(spot.slot_id) for id_, spot in others.items() if sides & set(between.get(request_name(id_), ()))}
    return away | held


def _interpreter(
    problem: Problem, others: Mapping[int, Spot], request_id: int, slot_id: int, kept: int | None
) -> int | None:
    """A free interpreter for the pair that is needed, the present one if possible; none if none is needed or free."""
    pair = next((r.interpreting for r in problem.requests if r.id == request_name(request_id)), None)
    if pair is None:
        return None
    slot = slot_name(slot_id)
    busy = {interpreter_name(s.interpreter_id) for s in others.values() if s.slot_id == slot_id and s.interpreter_id}
    free = [
        row_number(one.id)
        for one in problem.interpreters
        if pair in one.pairs and slot not in one.away and one.id not in busy
    ]
    return kept if kept in free else next(iter(free), None)
