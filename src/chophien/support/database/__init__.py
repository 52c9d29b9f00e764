"""The database: which engine serves, transactions, locks, and what a broken constraint was."""

import os
from typing import Any

from piccolo.conf.apps import AppRegistry
from piccolo.engine import Engine
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import TABLE_REGISTRY

from chophien.settings import settings
from chophien.support.database.pooled_sqlite import PooledSQLiteEngine

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


def transaction() -> Any:
    """All or nothing: `async with transaction(): …`.

    On SQLite the write lock is taken at once, so that reading and then writing cannot meet a changed row.
    Inside another transaction it joins that one.
    """
    return DB.transaction()


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
    "close_database",
    "engine",
    "make_engine",
    "on_postgresql",
    "open_database",
    "transaction",
    "use_engine",
]
