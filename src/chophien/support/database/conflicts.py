"""What a broken constraint was, on either engine, and locks that make waiting orderly."""

import re
import sqlite3
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from zlib import crc32

from asyncpg.exceptions import IntegrityConstraintViolationError
from piccolo.querystring import QueryString
from piccolo.table import Table

from chophien.support.database import engine, on_postgresql
from chophien.support.refusal import Refusal

INTEGRITY_ERRORS = (sqlite3.IntegrityError, IntegrityConstraintViolationError)

_SQLITE_COLUMNS = re.compile(r"UNIQUE constraint failed: (.+)")
_SQLITE_INDEX = re.compile(r"index '([^']+)'")


def broken_constraint(error: Exception) -> str:
    """The name of the constraint that `error` reports, the same on both engines.

    Unique indexes are named `unique_<table>__<column>__<column>`. SQLite reports columns, not names, so the name is
    rebuilt from them. Returns an empty string for anything else (a missing parent row, say).
    """
    if isinstance(error, IntegrityConstraintViolationError):
        return str(error.constraint_name or "")
    found = _SQLITE_COLUMNS.search(str(error))
    if not found:
        return ""
    if named := _SQLITE_INDEX.search(found[1]):
        return named[1]
    columns = [column.strip().split(".") for column in found[1].split(",")]
    return "__".join([f"unique_{columns[0][0]}", *(column for _, column in columns)])


@asynccontextmanager
async def refusing(**refusals: Refusal) -> AsyncIterator[None]:
    """Turn a broken constraint into the refusal given under its name; stand outside the transaction.

    `async with refusing(unique_booth_booking__booth=BoothTaken(…)), transaction(): …`
    """
    try:
        yield
    except INTEGRITY_ERRORS as error:
        refusal = refusals.get(broken_constraint(error))
        if refusal is None:
            raise
        raise refusal from error


async def lock(kind: str, *ids: int) -> None:
    """Hold the named things until the transaction ends, in one order for everybody, so that waiting cannot deadlock.

    On SQLite the transaction already holds the only write lock.
    """
    if not on_postgresql():
        return
    keys = sorted({crc32(f"{kind}:{id_}".encode()) for id_ in ids})
    ordered = "SELECT pg_advisory_xact_lock(key) FROM (SELECT unnest({}::bigint[]) AS key ORDER BY 1) AS keys"
    await engine().run_querystring(QueryString(ordered, keys))


async def hold_rows(table: type[Table], ids: Collection[int]) -> None:
    """Let nobody change these rows, or point to them, until the transaction ends; waits for whoever just does.

    Without it a row that is written at this moment would go with the one that it points to. On SQLite the transaction
    already holds the only write lock.
    """
    if ids and on_postgresql():
        key = table._meta.primary_key
        await table.select(key).where(key.is_in(sorted(ids))).order_by(key).lock_rows("UPDATE")
