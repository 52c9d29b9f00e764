"""The problem file: "format": "chophien/problem@1"."""

from typing import Literal

import msgspec

from chophien.engine import problem as engine
from chophien.engine.problem import Problem
from chophien.engine.validity import validate
from chophien.engine.wire.strict import Strict, decode


class Slot(Strict, frozen=True):
    id: str
    day: str = ""
    start: str | None = None
    end: str | None = None


class Place(Strict, frozen=True):
    id: str
    zone: str | None = None
    closed: list[str] = msgspec.field(default_factory=list)
    capacity: int = 1


class Participant(Strict, frozen=True):
    id: str
    away: list[str] = msgspec.field(default_factory=list)
    parallel: int = 1
    max_meetings: int | None = None
    min_meetings: int = 0
    max_per_day: int | None = None
    base: str | None = None


class Interpreter(Strict, frozen=True):
    id: str
    pairs: list[str] = msgspec.field(default_factory=list)
    away: list[str] = msgspec.field(default_factory=list)


class Pin(Strict, frozen=True):
    slot: str | None = None
    place: str | None = None


class Lain(Strict, frozen=True):
    slot: str
    place: str | None = None


class Request(Strict, frozen=True):
    id: str
    between: list[str]
    weight: int = 1
    required: bool = False
    length: int = 1
    slots: list[str] | None = None
    places: list[str] | None = None
    after: list[str] = msgspec.field(default_factory=list)
    interpreting: str | None = None
    fixed: Pin | None = None


class Limits(Strict, frozen=True):
    break_range: int | None = None
    pool_of_places: int | None = None


class File(Strict, frozen=True, omit_defaults=False):
    format: Literal["chophien/problem@1"]
    slots: list[Slot]
    places: list[Place]
    participants: list[Participant]
    requests: list[Request]
    objective: list[str]
    interpreters: list[Interpreter] = msgspec.field(default_factory=list)
    previous: dict[str, Lain] = msgspec.field(default_factory=dict)
    walking: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    limits: Limits = Limits()


def read_problem(text: str | bytes) -> Problem:
    """The problem in a file's text; raises BadProblem naming the first thing that is wrong."""
    file = decode(text, File)
    problem = Problem(
        slots=tuple(engine.Slot(s.id, s.day, s.start, s.end) for s in file.slots),
        places=tuple(engine.Place(p.id, p.zone, frozenset(p.closed), p.capacity) for p in file.places),
        participants=tuple(
            engine.Participant(
                id=p.id,
                away=frozenset(p.away),
                parallel=p.parallel,
                max_meetings=p.max_meetings,
                min_meetings=p.min_meetings,
                max_per_day=p.max_per_day,
                base=p.base,
            )
            for p in file.participants
        ),
        interpreters=tuple(engine.Interpreter(i.id, tuple(i.pairs), frozenset(i.away)) for i in file.interpreters),
        requests=tuple(
            engine.Request(
                id=r.id,
                between=tuple(r.between),
                weight=r.weight,
                required=r.required,
                length=r.length,
                slots=None if r.slots is None else frozenset(r.slots),
                places=None if r.places is None else frozenset(r.places),
                after=tuple(r.after),
                interpreting=r.interpreting,
                fixed=None if r.fixed is None else engine.Pin(r.fixed.slot, r.fixed.place),
            )
            for r in file.requests
        ),
        previous={name: engine.Pin(lain.slot, lain.place) for name, lain in file.previous.items()},
        walking=file.walking,
        limits=engine.Limits(file.limits.break_range, file.limits.pool_of_places),
        objective=tuple(file.objective),
    )
    validate(problem)
    return problem


def write_problem(problem: Problem) -> str:
    """The file's text. Sets are written in the order of what they refer to, so that equal problems give equal bytes."""
    slot_order = {slot.id: i for i, slot in enumerate(problem.slots)}
    place_order = {place.id: i for i, place in enumerate(problem.places)}

    def slots(names: frozenset[str]) -> list[str]:
        return sorted(names, key=lambda name: (slot_order.get(name, -1), name))

    file = File(
        format="chophien/problem@1",
        slots=[Slot(s.id, s.day, s.start, s.end) for s in problem.slots],
        places=[Place(p.id, p.zone, slots(p.closed), p.capacity) for p in problem.places],
        participants=[
            Participant(p.id, slots(p.away), p.parallel, p.max_meetings, p.min_meetings, p.max_per_day, p.base)
            for p in problem.participants
        ],
        interpreters=[Interpreter(i.id, list(i.pairs), slots(i.away)) for i in problem.interpreters],
        requests=[
            Request(
                id=r.id,
                between=list(r.between),
                weight=r.weight,
                required=r.required,
                length=r.length,
                slots=None if r.slots is None else slots(r.slots),
                places=None
                if r.places is None
                else sorted(r.places, key=lambda name: (place_order.get(name, -1), name)),
                after=list(r.after),
                interpreting=r.interpreting,
                fixed=None if r.fixed is None else Pin(r.fixed.slot, r.fixed.place),
            )
            for r in problem.requests
        ],
        previous={
            name: Lain(pin.slot, pin.place) for name, pin in sorted(problem.previous.items()) if pin.slot is not None
        },
        walking={here: dict(sorted(row.items())) for here, row in sorted(problem.walking.items())},
        limits=Limits(problem.limits.break_range, problem.limits.pool_of_places),
        objective=list(problem.objective),
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1).decode() + "\n"
