"""The process that computes: no memory or a sudden death cost one run, and nothing but that run."""

import asyncio
import os
import pathlib
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from subprocess import Popen

import pytest

from chophien.support.clock import now
from chophien.timetable.actions import ask_for_run, publish_version
from chophien.timetable.changes import announce_nothing
from chophien.timetable.queries.runs import RunLine, run_of
from chophien.timetable.queries.versions import spots_of, version_of, versions_of
from chophien.timetable.rules import OPEN_STATES, Failure, failure_words
from chophien.timetable.tables import RunState, TimetableRun
from tests.factories.timetable import MeetingFair, make_draft, make_hard_fair
from tests.timetable.workers import start_worker, until

SECONDS = 5
HARDLY_ANY = "1"
"""Megabytes: not even enough to begin a thread."""


async def published_fair() -> MeetingFair:
    """A fair whose first version people have been told; nobody can say soon that it is the best."""
    fair = await make_hard_fair()
    number = await make_draft(fair, (0, 0), (1, 0), (2, 1))
    await publish_version(fair.fair.id, number, announce=announce_nothing, at=now())
    return fair


async def asked(fair: MeetingFair, seconds: int = SECONDS) -> int:
    run_id = await ask_for_run(fair.fair.id, at=now(), seconds=60)
    await TimetableRun.update({TimetableRun.seconds: seconds}).where(TimetableRun.id == run_id)
    return run_id


@asynccontextmanager
async def worker(url: str, **settings: str) -> AsyncIterator[Popen[bytes]]:
    process = start_worker(url, **settings)
    try:
        yield process
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 15)


async def ended(fair: MeetingFair, run_id: int) -> RunLine:
    for _ in range(1200):
        run = await run_of(fair.fair.id, run_id)
        if run.state not in OPEN_STATES:
            return run
        await asyncio.sleep(0.1)
    raise AssertionError(f"It never ended: {run}")


async def unharmed(fair: MeetingFair, before: object) -> None:
    """The published version is what it was, and no other came of the run that failed."""
    assert [version.number for version in await versions_of(fair.fair.id)] == [1]
    assert await spots_of((await version_of(fair.fair.id, 1)).id) == before


def children(pid: int) -> list[int]:
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def computing_process(worker: int) -> int:
    """The process that a worker lets compute: the child of the one it forks from; waits until it is there."""
    for _ in range(400):
        for child in children(worker):
            for grandchild in children(child):
                return grandchild
        time.sleep(0.05)
    raise AssertionError("Nothing computes.")


def ends(pid: int) -> bool:
    """Whether the process is gone within ten seconds."""
    for _ in range(100):
        if not pathlib.Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.1)
    return False


async def test_a_run_without_memory_fails_with_a_sentence_and_the_next_one_works(sqlite_database: str) -> None:
    fair = await published_fair()
    before = await spots_of((await version_of(fair.fair.id, 1)).id)
    async with worker(sqlite_database, CHOPHIEN_SOLVER_MEMORY=HARDLY_ANY) as process:
        run = await ended(fair, await asked(fair))
        assert (run.state, run.attempts, run.version) == (RunState.FAILED, 1, None)
        assert Failure(run.failure) in {Failure.OUT_OF_MEMORY, Failure.KILLED}
        assert "Lịch đang có không bị ảnh hưởng" in failure_words(run.failure)
        assert process.poll() is None
    await unharmed(fair, before)
    # The control: with memory the very same run is finished.
    async with worker(sqlite_database):
        run = await ended(fair, await asked(fair))
    assert (run.state, run.failure, run.version) == (RunState.FINISHED, "", 2)


async def test_the_sudden_death_of_the_computing_process_fails_that_run_alone(sqlite_database: str) -> None:
    fair = await published_fair()
    before = await spots_of((await version_of(fair.fair.id, 1)).id)
    async with worker(sqlite_database) as process:
        run_id = await asked(fair, seconds=60)
        await until(fair.fair.id, run_id, RunState.RUNNING, 1)
        computing = await asyncio.to_thread(computing_process, process.pid)
        os.kill(computing, signal.SIGKILL)
        run = await ended(fair, run_id)
        assert (run.state, run.failure, run.attempts) == (RunState.FAILED, Failure.KILLED, 1)
        assert process.poll() is None
        await unharmed(fair, before)
        # The same worker takes the next run, and nothing is killed this time.
        run = await ended(fair, await asked(fair))
        assert (run.state, run.version) == (RunState.FINISHED, 2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_nothing_goes_on_computing_when_the_worker_is_gone(sqlite_database: str, number: signal.Signals) -> None:
    fair = await published_fair()
    async with worker(sqlite_database) as process:
        run_id = await asked(fair, seconds=60)
        await until(fair.fair.id, run_id, RunState.RUNNING, 1)
        computing = await asyncio.to_thread(computing_process, process.pid)
        process.send_signal(number)
        await asyncio.to_thread(process.wait, 15)
        assert await asyncio.to_thread(ends, computing)
    given_back = number == signal.SIGTERM
    assert (await run_of(fair.fair.id, run_id)).state == (RunState.WAITING if given_back else RunState.RUNNING)
