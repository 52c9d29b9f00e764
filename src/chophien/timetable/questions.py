"""What a run is asked beside its problem, and its answers that are no timetable; as they stand in the row."""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from chophien.engine.asking.changing import Changes
from chophien.engine.asking.repairing import Repair, repair
from chophien.engine.asking.tables_advice import Advice, tables_advice
from chophien.engine.asking.what_if import Effect, what_if
from chophien.engine.problem import Problem
from chophien.engine.timetable import Placement, Progress
from chophien.timetable.engine_ids import slot_name, table_name


class RepairQuestion(msgspec.Struct, frozen=True):
    """The timetable to mend, the version it is, what has begun, and the tables that are lost from now on."""

    based_on: int
    before: tuple[Placement, ...]
    begun: tuple[int, ...] = ()
    lost_tables: tuple[int, ...] = ()
    make_room: bool = False


class WhatIfQuestion(msgspec.Struct, frozen=True):
    """What would be different, and the timetable to compare with."""

    changes: Changes
    today: tuple[Placement, ...] = ()


class Standing(msgspec.Struct, frozen=True):
    """How good a timetable is."""

    placed: int
    objective: dict[str, int]
    bounds: dict[str, int]


class WhatIfFinding(msgspec.Struct, frozen=True):
    """The best timetable as things are and as they would be; `asked` requests in all."""

    asked: int
    now: Standing
    then: Standing


class TablesFinding(msgspec.Struct, frozen=True):
    """The advice on tables."""

    advice: Advice


def written(question: RepairQuestion | WhatIfQuestion | WhatIfFinding | TablesFinding) -> str:
    """As it is kept."""
    return msgspec.json.encode(question).decode()


def read_repair(text: str) -> RepairQuestion:
    """The question of a repair."""
    return msgspec.json.decode(text, type=RepairQuestion)


def read_what_if(text: str) -> WhatIfQuestion:
    """The question of a comparison."""
    return msgspec.json.decode(text, type=WhatIfQuestion)


def read_effect(text: str) -> WhatIfFinding:
    """The answer to a comparison."""
    return msgspec.json.decode(text, type=WhatIfFinding)


def read_advice(text: str) -> Advice:
    """The answer on tables."""
    return msgspec.json.decode(text, type=TablesFinding).advice


def with_lost_tables(problem: Problem, tables: tuple[int, ...], begun: tuple[int, ...]) -> Problem:
    """The problem with these tables closed in every slot that has not begun."""
    names = {table_name(id_) for id_ in tables}
    past = {slot_name(id_) for id_ in begun}
    later = frozenset(slot.id for slot in problem.slots if slot.id not in past)
    return replace(
        problem,
        places=tuple(
            replace(place, closed=place.closed | later) if place.id in names else place for place in problem.places
        ),
    )


def mend(
    problem: Problem,
    question: RepairQuestion,
    *,
    seconds: float,
    workers: int,
    seed: int,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Repair:
    """The mended timetable."""
    return repair(
        with_lost_tables(problem, question.lost_tables, question.begun),
        question.before,
        begun=frozenset(slot_name(id_) for id_ in question.begun),
        make_room=question.make_room,
        seconds=seconds,
        workers=workers,
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def compare(
    problem: Problem,
    question: WhatIfQuestion,
    *,
    seconds: float,
    workers: int,
    seed: int,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> WhatIfFinding:
    """The effect of the changes. Raises CannotChange."""
    effect: Effect = what_if(
        problem,
        question.changes,
        today=question.today or None,
        seconds=seconds,
        workers=workers,
        seed=seed,
        on_progress=on_progress,
        should_stop=should_stop,
    )
    now, then = (Standing(one.placed, dict(one.objective), dict(one.bounds)) for one in (effect.now, effect.then))
    return WhatIfFinding(len(problem.requests), now, then)


def advise(
    problem: Problem, *, seconds: float, workers: int, seed: int, should_stop: Callable[[], bool]
) -> TablesFinding:
    """How many tables each session needs."""
    return TablesFinding(tables_advice(problem, seconds=seconds, workers=workers, seed=seed, should_stop=should_stop))
