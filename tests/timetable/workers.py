"""Worker processes for tests, and waiting for what they do to a run."""

import asyncio
import os
import pathlib
import subprocess
import sys

from chophien.timetable.queries.runs import RunLine, run_of
from chophien.timetable.tables import RunState

ROOT = pathlib.Path(__file__).parents[2]


def environment(url: str, **settings: str) -> dict[str, str]:
    return {**os.environ, "CHOPHIEN_DATABASE_URL": url, **settings}


def start_worker(url: str, **settings: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chophien", "worker"]
    return subprocess.Popen(command, env=environment(url, **settings), cwd=ROOT)


async def until(fair_id: int, run_id: int, state: RunState, attempts: int) -> RunLine:
    for _ in range(1200):
        run = await run_of(fair_id, run_id)
        if (run.state, run.attempts) == (state, attempts):
            return run
        await asyncio.sleep(0.1)
    raise AssertionError(f"It never came so far: {await run_of(fair_id, run_id)}")
