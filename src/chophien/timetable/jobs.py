"""The worker: takes runs, lets a process compute them, and says twice a second that it is alive."""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
from datetime import timedelta

import msgspec

from chophien.engine.asking.repairing import Repair
from chophien.engine.timetable import Progress, Timetable
from chophien.settings import settings
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
from chophien.timetable.computing import Abandoned, Answer, NoAnswer, Task, Wishes, compute, get_ready
from chophien.timetable.notes import Mended
from chophien.timetable.questions import read_repair, written
from chophien.timetable.rules import LEASE, Failure
from chophien.timetable.tables import RunState

log = logging.getLogger("chophien.timetable")

HEARTBEAT = 0.5
"""Seconds between two words of a worker, and between two looks for work."""


async def work_until_told(*, lease: timedelta = LEASE) -> None:
    """Take one run after another until a signal asks for an end; a run in hand then goes back at once."""
    # No run is taken that would have to wait for the engine to be loaded.
    get_ready()
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
    except NoAnswer as error:
        log.error("Run %s: %s", run.id, error)
        await fail_run(run, error.failure, at=now())
    except Exception:
        log.exception("Run %s: the worker failed", run.id)
        await fail_run(run, Failure.CRASHED, at=now())
    return True


async def _solve(run: ClaimedRun, ending: asyncio.Event, lease: timedelta) -> None:
    latest: list[Progress] = []
    wishes = Wishes()

    def note(progress: Progress) -> None:
        latest[:] = [progress]

    task = Task(run.kind, run.problem, run.question, run.seconds, run.seed, settings().solver_memory)
    solving = asyncio.create_task(asyncio.to_thread(compute, task, note, wishes))
    word = Word.GO_ON
    try:
        while not solving.done():
            await asyncio.wait([solving], timeout=HEARTBEAT)
            said = msgspec.json.encode(latest[0]).decode() if latest else "{}"
            word = await report_progress(run, said, at=now(), lease=lease)
            if word is Word.STOP:
                wishes.best_so_far.set()
            elif word is Word.LOST or ending.is_set():
                await give_back(run)
                wishes.nothing.set()
        answer = await solving
    except Abandoned:
        log.warning("Run %s: given back, or another worker holds it now", run.id)
    else:
        ended = await _finish(run, answer, cancelled=word is Word.STOP)
        log.info("Run %s: %s", run.id, ended)
    finally:
        wishes.nothing.set()


async def _finish(run: ClaimedRun, answer: Answer, *, cancelled: bool) -> RunState | None:
    if isinstance(answer, Timetable):
        return await finish_run(run, answer, cancelled=cancelled, at=now())
    if isinstance(answer, Repair):
        based_on = read_repair(run.question).based_on
        note = Mended(len(answer.moved), len(answer.dropped), len(answer.added))
        return await finish_run(run, answer.timetable, cancelled=cancelled, at=now(), note=note, based_on=based_on)
    return await finish_question(run, None if cancelled else written(answer), at=now())
