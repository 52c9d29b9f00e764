"""The answer file: "format": "chophien/timetable@1"."""

from typing import Literal

import msgspec

from chophien.engine import timetable as engine
from chophien.engine.problem import Problem
from chophien.engine.timetable import Status, Timetable
from chophien.engine.validity import BadProblem, shown
from chophien.engine.wire.strict import Strict, decode


class Placement(Strict, frozen=True, omit_defaults=False):
    request: str
    slot: str
    place: str | None = None
    interpreter: str | None = None


class Unplaced(Strict, frozen=True, omit_defaults=False):
    request: str
    reasons: list[str] = msgspec.field(default_factory=list)
    sentence: str = ""


class Clash(Strict, frozen=True, omit_defaults=False):
    requests: list[str]
    rules: list[str]
    sentence: str = ""
    smallest: bool = False
    participants: list[str] = msgspec.field(default_factory=list)


class File(Strict, frozen=True):
    format: Literal["chophien/timetable@1"]
    status: Status
    placements: list[Placement]
    unplaced: list[Unplaced] = msgspec.field(default_factory=list)
    objective: dict[str, int] = msgspec.field(default_factory=dict)
    bounds: dict[str, int] = msgspec.field(default_factory=dict)
    seconds: float = -1.0
    seed: int = -1
    workers: int = -1
    clash: Clash | None = None


def read_timetable(text: str | bytes, problem: Problem | None = None) -> Timetable:
    """The timetable in a file's text. With its problem given, every id in it must be one of the problem's."""
    file = decode(text, File)
    timetable = Timetable(
        status=file.status,
        placements=tuple(engine.Placement(p.request, p.slot, p.place, p.interpreter) for p in file.placements),
        unplaced=tuple(engine.Unplaced(u.request, tuple(u.reasons), u.sentence) for u in file.unplaced),
        objective=file.objective,
        bounds=file.bounds,
        seconds=max(0.0, file.seconds),
        seed=max(0, file.seed),
        workers=max(0, file.workers),
        clash=None
        if file.clash is None
        else engine.Clash(
            tuple(file.clash.requests),
            tuple(file.clash.rules),
            file.clash.sentence,
            file.clash.smallest,
            tuple(file.clash.participants),
        ),
    )
    if problem is not None:
        _belongs(timetable, problem)
    return timetable


def _belongs(timetable: Timetable, problem: Problem) -> None:
    requests = {request.id for request in problem.requests}
    slots = {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    interpreters = {interpreter.id for interpreter in problem.interpreters}
    seen: dict[str, str] = {}

    def once(path: str, name: str) -> None:
        if name not in requests:
            raise BadProblem(f"{path}.request", f"there is no request {shown(name)}")
        if name in seen:
            raise BadProblem(f"{path}.request", f"{shown(name)} already stands at {seen[name]}")
        seen[name] = path

    for i, placement in enumerate(timetable.placements):
        once(f"$.placements[{i}]", placement.request)
        for kind, name, known in (
            ("slot", placement.slot, slots),
            ("place", placement.place, places),
            ("interpreter", placement.interpreter, interpreters),
        ):
            if name is not None and name not in known:
                raise BadProblem(f"$.placements[{i}].{kind}", f"there is no {kind} {shown(name)}")
    for i, unplaced in enumerate(timetable.unplaced):
        once(f"$.unplaced[{i}]", unplaced.request)
    for part, numbers in (("objective", timetable.objective), ("bounds", timetable.bounds)):
        for name in numbers:
            if name not in problem.objective:
                raise BadProblem(f"$.{part}", f"{shown(name)} is not an objective of the problem")


def write_timetable(timetable: Timetable) -> str:
    """The file's text; equal timetables give equal bytes."""
    clash = timetable.clash
    file = File(
        format="chophien/timetable@1",
        status=timetable.status,
        placements=[Placement(p.request, p.slot, p.place, p.interpreter) for p in timetable.placements],
        unplaced=[Unplaced(u.request, list(u.reasons), u.sentence) for u in timetable.unplaced],
        objective=dict(timetable.objective),
        bounds=dict(timetable.bounds),
        seconds=round(timetable.seconds, 3),
        seed=timetable.seed,
        workers=timetable.workers,
        clash=None
        if clash is None
        else Clash(list(clash.requests), list(clash.rules), clash.sentence, clash.smallest, list(clash.participants)),
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1).decode() + "\n"
