"""The database: which engine serves, transactions, locks, and what a broken constraint was."""

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

from piccolo.conf.apps import AppRegistry
from piccolo.engine import Engine
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import TABLE_REGISTRY

from chophien.settings import settings
from chophien.support.database.pooled_sqlite import PooledSQLiteEngine

log = logging.getLogger("chophien.database")

# Piccolo finds its engine by importing the module named here.
os.environ["PICCOLO_CONF"] = __name__

APP_REGISTRY = AppRegistry(apps=["chophien.piccolo_app"])

type_of_engine = PooledSQLiteEngine | PostgresEngine


def make_engine(url: str) -> type_of_engine:
    """An engine for `sqlite:///PATH` or `postgresql://…`; nothing is connected yet."""
    if url.startswith("sqlite:///"):
        return PooledSQLiteEngine(path=url.removeprefix("sqlite:///"), timeout=30)
    return PostgresEngine(config={"dsn": url})


DB: type_of_engine = make_engine(settings().database_url)


def use_engine(engine: type_of_engine) -> None:
    """Let every table speak to `engine` from now on."""
    global DB  # noqa: PLW0603 - Piccolo reads this module attribute.
    DB = engine
    for table in TABLE_REGISTRY:
        table._meta.db = engine


def engine() -> type_of_engine:
    """The engine in use."""
    return DB


def on_postgresql() -> bool:
    """Whether the engine in use is PostgreSQL rather than the embedded SQLite."""
    return isinstance(DB, PostgresEngine)


_afterwards: ContextVar[list[Callable[[], Awaitable[None]]] | None] = ContextVar("afterwards", default=None)


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing: `async with transaction(): …`.

    On SQLite the write lock is taken at once, so that reading and then writing cannot meet a changed row.
    Inside another transaction it joins that one.
    """
    if _afterwards.get() is not None:
        async with DB.transaction():
            yield
        return
    waiting: list[Callable[[], Awaitable[None]]] = []
    mark = _afterwards.set(waiting)
    try:
        async with DB.transaction():
            yield
    finally:
        _afterwards.reset(mark)
    for step in waiting:
        try:
            await step()
        except Exception:
            log.exception("What was to follow a transaction did not; it is made up for later.")


async def after_commit(step: Callable[[], Awaitable[None]]) -> None:
    """Do `step` once the open transaction has been committed, never if it fails; at once where none is open.

    For work that is made up for elsewhere: the process can die in between, and what goes wrong is only logged.
    """
    waiting = _afterwards.get()
    if waiting is None:
        await step()
    else:
        waiting.append(step)


async def open_database() -> None:
    """Open the connection pool, where the engine has one."""
    if isinstance(DB, PostgresEngine):
        await DB.start_connection_pool(min_size=1, max_size=10)


async def close_database() -> None:
    """Close every connection that is idle."""
    if isinstance(DB, PostgresEngine):
        await DB.close_connection_pool()
    else:
        await DB.close()


__all__ = [
    "APP_REGISTRY",
    "DB",
    "Engine",
    "after_commit",
    "close_database",
    "engine",
    "make_engine",
    "on_postgresql",
    "open_database",
    "transaction",
    "use_engine",
]
