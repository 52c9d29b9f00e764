"""Piccolo's SQLite engine, made fit for a server: connections are reused, writers queue fairly, nothing leaks.

Piccolo opens a connection and a thread for every query, without write-ahead logging, and begins transactions so late
that two of them can read the same row and then fail. This engine leans on private members of Piccolo 1.38 and
aiosqlite 0.22, which `pyproject.toml` pins; `tests/support/test_pooled_sqlite.py` covers what it relies on.
"""

import asyncio
import collections
from typing import Any

import aiosqlite
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory
from piccolo.table import Table

PRAGMAS = ("foreign_keys=1", "journal_mode=WAL", "synchronous=NORMAL")


class PooledTransaction(SQLiteTransaction):
    """A transaction on a pooled connection; writers of this process take turns before SQLite's own lock."""

    __slots__ = ()

    engine: "PooledSQLiteEngine"

    async def __aenter__(self) -> SQLiteTransaction:
        if self._parent is not None:
            return self._parent
        if self._writes:
            await self.engine.write_turn.acquire()
        try:
            self.connection = await self.engine.borrow()
            try:
                await self.connection.execute(f"BEGIN {self.transaction_type.value}")
            except BaseException:
                await self.engine.give_back(self.connection)
                raise
        except BaseException:
            if self._writes:
                self.engine.write_turn.release()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent is not None:
            return exception is None
        try:
            if exception is not None:
                if not self._rolled_back:
                    await self.rollback()  # type: ignore[no-untyped-call]
            elif not self._committed and not self._rolled_back:
                await self.commit()  # type: ignore[no-untyped-call]
        except BaseException:
            if self.connection.in_transaction:
                await self.rollback()  # type: ignore[no-untyped-call]
            raise
        finally:
            self.engine.current_transaction.reset(self.context)
            await self.engine.give_back(self.connection)
            if self._writes:
                self.engine.write_turn.release()
        return exception is None

    @property
    def _writes(self) -> bool:
        return self.transaction_type is not TransactionType.deferred


class PooledSQLiteEngine(SQLiteEngine):
    """SQLite with a small pool of connections in write-ahead mode."""

    __slots__ = ("_idle", "_most_idle", "write_turn")

    def __init__(self, path: str, most_idle: int = 8, **connection_kwargs: Any) -> None:
        """Serve the file at `path`; keep at most `most_idle` unused connections open."""
        super().__init__(path=path, **connection_kwargs)
        self._idle: collections.deque[aiosqlite.Connection] = collections.deque()
        self._most_idle = most_idle
        self.write_turn = asyncio.Lock()

    async def borrow(self) -> aiosqlite.Connection:
        """A connection with its pragmas set; give it back."""
        if self._idle:
            return self._idle.pop()
        connection = aiosqlite.connect(**self.connection_kwargs)
        # A connection that a cancelled request abandoned must not keep the process from ending.
        connection._thread.daemon = True
        await connection
        connection.row_factory = dict_factory  # type: ignore[assignment]
        for pragma in PRAGMAS:
            await connection.execute_fetchall(f"PRAGMA {pragma}")
        return connection

    async def give_back(self, connection: aiosqlite.Connection) -> None:
        """Keep `connection` for the next query, or close it when enough are idle."""
        if len(self._idle) < self._most_idle and not connection.in_transaction:
            self._idle.append(connection)
        else:
            await connection.close()

    async def close(self) -> None:
        """Close the idle connections."""
        while self._idle:
            await self._idle.pop().close()

    async def get_connection(self) -> aiosqlite.Connection:
        """A connection of its own, for Piccolo's batches."""
        return await self.borrow()

    async def _run_in_new_connection(
        self,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: type[Table] | None = None,
    ) -> list[Any]:
        connection = await self.borrow()
        try:
            return list(await connection.execute_fetchall(query, args or []))
        finally:
            await self.give_back(connection)

    async def _run_in_existing_connection(
        self,
        connection: aiosqlite.Connection,
        query: str,
        args: list[Any] | None = None,
        query_type: str = "generic",
        table: type[Table] | None = None,
    ) -> list[Any]:
        return list(await connection.execute_fetchall(query, args or []))

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = True
    ) -> PooledTransaction:
        """A transaction that holds the write lock from its first moment."""
        return PooledTransaction(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)
