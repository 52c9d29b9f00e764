"""Bringing a database to the newest tables, one process at a time."""

import contextlib
import fcntl
import io
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.engine.postgres import PostgresEngine

from chophien.support.database import engine

# Any number would do; every process of every version must use this one.
_LOCK_KEY = 7_204_112


async def migrate() -> str:
    """Run the migrations that are missing, while other processes wait; return what was done, for the log.

    Raises RuntimeError with Piccolo's own words when a migration does not run.
    """
    said = io.StringIO()
    async with _alone():
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            result = await run_forwards(app_name="chophien")
    if not result.success:
        raise RuntimeError(f"The database could not be migrated: {said.getvalue()}")
    return said.getvalue()


@contextlib.asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    current = engine()
    if isinstance(current, PostgresEngine):
        connection = await asyncpg.connect(**current.config)
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", _LOCK_KEY)
            yield
        finally:
            await connection.close()
        return
    path = Path(current.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".migrating").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
