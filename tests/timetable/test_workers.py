"""Worker processes: no run is taken twice, and a killed worker's run is finished by another."""

import asyncio
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from datetime import date

from chophien.accounts.tables import Organizer
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.timetable.actions import ask_for_run
from chophien.timetable.queries.runs import run_of
from chophien.timetable.queries.versions import versions_of
from chophien.timetable.tables import RunState, TimetableRun
from tests.factories.timetable import make_hard_fair
from tests.timetable.workers import ROOT, environment, start_worker, until

RUNS = 50
PROCESSES = 4

CLAIMING = """
    import asyncio, sys
    import chophien.piccolo_app
    from chophien.support.clock import now
    from chophien.support.database import close_database, open_database
    from chophien.timetable.actions.working import claim_run
    from chophien.timetable.tables import TimetableRun

    async def carefully():
        run = await claim_run("worker", at=now())
        return run and run.id

    async def carelessly():
        waiting = await TimetableRun.select(TimetableRun.id).where(TimetableRun.state == "waiting").order_by(
            TimetableRun.id).first()
        if waiting is None:
            return None
        await TimetableRun.update({TimetableRun.state: "running"}).where(TimetableRun.id == waiting["id"])
        return waiting["id"]

    async def main():
        await open_database()
        print("ready", flush=True)
        sys.stdin.readline()
        while (taken := await globals()[sys.argv[1]]()) is not None:
            print(taken, flush=True)
        await close_database()

    asyncio.run(main())
"""


async def _many_runs() -> None:
    """Waiting runs, each of a fair of its own."""
    organizer = Organizer(name="Sở Công Thương", email="so@thu.example", created_at=now())
    await organizer.save()
    rows = await Fair.insert(*[_fair(organizer.id, n) for n in range(RUNS)])
    runs = [TimetableRun(fair=row["id"], asked_at=now(), problem="{}") for row in rows]
    await TimetableRun.insert(*runs)


def _fair(organizer_id: int, n: int) -> Fair:
    day, at = date(2026, 12, 5), now()
    return Fair(
        organizer=organizer_id,
        slug=f"hoi-cho-{n}",
        name_vi=f"Hội chợ {n}",
        starts_on=day,
        ends_on=day,
        registration_from=at,
        registration_until=at,
        requests_from=at,
        requests_until=at,
        created_at=at,
    )


def _claim_in_processes(url: str, how: str) -> list[int]:
    """The ids that several processes took, started together."""
    command = [sys.executable, "-c", textwrap.dedent(CLAIMING), how]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [
        subprocess.Popen(command, env=environment(url), cwd=ROOT, **pipes)  # type: ignore[call-overload]
        for _ in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    taken = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return [int(line) for lines in taken for line in lines.split()]


async def test_four_processes_take_each_run_once(database: str) -> None:
    await _many_runs()
    taken = await asyncio.to_thread(_claim_in_processes, database, "carefully")
    assert sorted(taken) == list(range(1, RUNS + 1))


async def test_looking_first_and_taking_afterwards_would_take_some_twice(database: str) -> None:
    """The negative control: the test above can fail."""
    await _many_runs()
    taken = await asyncio.to_thread(_claim_in_processes, database, "carelessly")
    assert max(Counter(taken).values()) > 1


async def test_a_run_whose_worker_is_killed_is_finished_by_another(database: str) -> None:
    fair = await make_hard_fair()
    run_id = await ask_for_run(fair.fair.id, at=now(), seconds=60)
    first = start_worker(database)
    try:
        await until(fair.fair.id, run_id, RunState.RUNNING, 1)
    finally:
        first.send_signal(signal.SIGKILL)
        await asyncio.to_thread(first.wait)
    await TimetableRun.update({TimetableRun.seconds: 3}).where(TimetableRun.id == run_id)
    second = start_worker(database)
    try:
        run = await until(fair.fair.id, run_id, RunState.FINISHED, 2)
    finally:
        second.terminate()
        assert await asyncio.to_thread(second.wait, 10) == 0
    assert run.version == 1
    assert [version.placed > 0 for version in await versions_of(fair.fair.id)] == [True]


async def test_a_worker_that_is_told_to_end_gives_its_run_back(sqlite_database: str) -> None:
    fair = await make_hard_fair()
    run_id = await ask_for_run(fair.fair.id, at=now(), seconds=60)
    worker = start_worker(sqlite_database)
    try:
        await until(fair.fair.id, run_id, RunState.RUNNING, 1)
    finally:
        worker.terminate()
        assert await asyncio.to_thread(worker.wait, 15) == 0
    assert (await run_of(fair.fair.id, run_id)).state in {RunState.WAITING, RunState.FINISHED}
