"""The worker: takes runs, lets the engine solve them in a thread, and says twice a second that it is alive."""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
from collections.abc import Callable
from datetime import timedelta
from threading import Event

import msgspec

from chophien.engine.asking.changing import CannotChange
from chophien.engine.asking.repairing import Repair
from chophien.engine.solve import solve
from chophien.engine.timetable import Progress, Timetable
from chophien.engine.wire import BadProblem, read_problem
from chophien.support.clock import now
from chophien.timetable.actions.working import (
    ClaimedRun,
    Word,
    claim_run,
    fail_run,
    finish_question,
    finish_run,
    give_back,
    report_progress,
)
from chophien.timetable.notes import Mended
from chophien.timetable.questions import (
    TablesFinding,
    WhatIfFinding,
    advise,
    compare,
    mend,
    read_repair,
    read_what_if,
    written,
)
from chophien.timetable.rules import LEASE, Failure
from chophien.timetable.tables import RunKind, RunState

log = logging.getLogger("chophien.timetable")

HEARTBEAT = 0.5
"""Seconds between two words of a worker, and between two looks for work."""


async def work_until_told(*, lease: timedelta = LEASE) -> None:
    """Take one run after another until a signal asks for an end; a run in hand then goes back at once."""
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    name = f"{os.getpid()}-{secrets.token_hex(4)}"
    while not ending.is_set():
        if not await work_once(name, ending=ending, lease=lease):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), HEARTBEAT)


async def work_once(name: str, *, ending: asyncio.Event | None = None, lease: timedelta = LEASE) -> bool:
    """Take and finish one run, if one waits; returns whether there was one."""
    run = await claim_run(name, at=now(), lease=lease)
    if run is None:
        return False
    log.info("Run %s: taken, attempt %s", run.id, run.attempts)
    try:
        await _solve(run, ending or asyncio.Event(), lease)
    except BadProblem as error:
        log.error("Run %s: %s", run.id, error)
        await fail_run(run, Failure.BROKEN_INPUT, at=now())
    except CannotChange as error:
        log.info("Run %s: %s", run.id, error)
        await fail_run(run, Failure.CANNOT_CHANGE, at=now())
    except MemoryError:
        log.error("Run %s: out of memory", run.id)
        await fail_run(run, Failure.OUT_OF_MEMORY, at=now())
    except Exception:
        log.exception("Run %s: the engine failed", run.id)
        await fail_run(run, Failure.CRASHED, at=now())
    return True


async def _solve(run: ClaimedRun, ending: asyncio.Event, lease: timedelta) -> None:
    latest: list[Progress] = []
    stop = Event()

    def note(progress: Progress) -> None:
        latest[:] = [progress]

    solving = asyncio.create_task(asyncio.to_thread(_answer, run, note, stop.is_set))
    word = Word.GO_ON
    while not solving.done():
        await asyncio.wait([solving], timeout=HEARTBEAT)
        said = msgspec.json.encode(latest[0]).decode() if latest else "{}"
        word = await report_progress(run, said, at=now(), lease=lease)
        if word is not Word.GO_ON or ending.is_set():
            stop.set()
    answer = await solving
    if word is Word.LOST:
        log.warning("Run %s: another worker holds it now", run.id)
    elif ending.is_set() and word is not Word.STOP:
        await give_back(run)
    else:
        ended = await _finish(run, answer, cancelled=word is Word.STOP)
        log.info("Run %s: %s", run.id, ended)


def _answer(
    run: ClaimedRun, note: Callable[[Progress], None], should_stop: Callable[[], bool]
) -> Timetable | Repair | WhatIfFinding | TablesFinding:
    """What the engine says to the run's question; takes as long as it takes."""
    problem, workers = read_problem(run.problem), _threads()
    match run.kind:
        case RunKind.SOLVE:
            return solve(
                problem,
                seconds=run.seconds,
                workers=workers,
                seed=run.seed,
                on_progress=note,
                should_stop=should_stop,
            )
        case RunKind.REPAIR:
            return mend(
                problem,
                read_repair(run.question),
                seconds=run.seconds,
                workers=workers,
                seed=run.seed,
                on_progress=note,
                should_stop=should_stop,
            )
        case RunKind.WHAT_IF:
            return compare(
                problem,
                read_what_if(run.question),
                seconds=run.seconds,
                workers=workers,
                seed=run.seed,
                on_progress=note,
                should_stop=should_stop,
            )
        case RunKind.TABLES:
            return advise(problem, seconds=run.seconds, workers=workers, seed=run.seed, should_stop=should_stop)


async def _finish(
    run: ClaimedRun, answer: Timetable | Repair | WhatIfFinding | TablesFinding, *, cancelled: bool
) -> RunState | None:
    if isinstance(answer, Timetable):
        return await finish_run(run, answer, cancelled=cancelled, at=now())
    if isinstance(answer, Repair):
        based_on = read_repair(run.question).based_on
        note = Mended(len(answer.moved), len(answer.dropped), len(answer.added))
        return await finish_run(run, answer.timetable, cancelled=cancelled, at=now(), note=note, based_on=based_on)
    return await finish_question(run, None if cancelled else written(answer), at=now())


def _threads() -> int:
    """As many as this process may use; more than eight help the search no further."""
    return min(8, len(os.sched_getaffinity(0)))
