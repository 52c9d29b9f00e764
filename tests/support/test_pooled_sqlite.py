"""What the product relies on in its SQLite engine."""

import asyncio
import pathlib
import subprocess
import sys

import pytest
from piccolo.engine.sqlite import SQLiteEngine, TransactionType

from chophien.accounts.tables import Organizer
from chophien.support.clock import now
from chophien.support.database import engine, make_engine, transaction, use_engine
from chophien.support.database.pooled_sqlite import PooledSQLiteEngine


def _organizer(name: str) -> Organizer:
    return Organizer(name=name, email="", created_at=now())


async def _names() -> list[str]:
    return sorted(row["name"] for row in await Organizer.select(Organizer.name))


async def test_a_transaction_that_fails_leaves_nothing(sqlite_database: str) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        async with transaction():
            await _organizer("Sở Công Thương").save()
            raise RuntimeError("halfway")
    assert await _names() == []


async def test_a_transaction_inside_another_joins_it(sqlite_database: str) -> None:
    with pytest.raises(RuntimeError, match="outer"):
        async with transaction():
            async with transaction():
                await _organizer("Sở Công Thương").save()
            raise RuntimeError("outer")
    assert await _names() == []


async def _count_up(name: str) -> None:
    async with transaction():
        (row,) = await Organizer.select(Organizer.phone).where(Organizer.name == name)
        await asyncio.sleep(0)
        await Organizer.update({Organizer.phone: str(int(row["phone"]) + 1)}).where(Organizer.name == name)


async def test_a_hundred_writers_at_once_lose_no_update(sqlite_database: str) -> None:
    await Organizer(name="đếm", email="", phone="0", created_at=now()).save()
    await asyncio.gather(*(_count_up("đếm") for _ in range(100)))
    assert await Organizer.select(Organizer.phone) == [{"phone": "100"}]


async def test_without_the_write_lock_from_the_start_such_writers_do_fail(sqlite_database: str) -> None:
    """The negative control: Piccolo's own engine on the same file."""
    await Organizer(name="đếm", email="", phone="0", created_at=now()).save()
    ours = engine()
    use_engine(SQLiteEngine(path=sqlite_database.removeprefix("sqlite:///")))  # type: ignore[arg-type]
    outcomes = await asyncio.gather(*(_count_up("đếm") for _ in range(20)), return_exceptions=True)
    use_engine(ours)
    assert "database is locked" in {str(outcome) for outcome in outcomes}


async def test_connections_are_reused_and_write_ahead_logging_is_on(sqlite_database: str) -> None:
    served = engine()
    assert isinstance(served, PooledSQLiteEngine)
    await asyncio.gather(*(Organizer.count() for _ in range(40)))
    assert len(served._idle) <= served._most_idle
    assert await Organizer.raw("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert await Organizer.raw("PRAGMA foreign_keys") == [{"foreign_keys": 1}]


async def test_a_begin_that_waits_too_long_gives_its_turn_and_connection_back(sqlite_database: str) -> None:
    other = PooledSQLiteEngine(path=sqlite_database.removeprefix("sqlite:///"), timeout=0.1)
    async with transaction():
        await _organizer("giữ khóa").save()
        with pytest.raises(Exception, match="database is locked"):
            async with other.transaction():
                pass
    async with other.transaction(TransactionType.immediate):
        pass
    await other.close()
    assert await _names() == ["giữ khóa"]


def test_a_process_ends_although_a_connection_was_left_open(tmp_path: pathlib.Path) -> None:
    program = (
        "import asyncio\n"
        "from chophien.support.database.pooled_sqlite import PooledSQLiteEngine\n"
        f"engine = PooledSQLiteEngine(path={str(tmp_path / 'left.sqlite')!r})\n"
        "asyncio.run(engine.borrow())\n"
    )
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", program], timeout=20, check=False).returncode == 0


def test_the_engine_follows_the_address() -> None:
    assert isinstance(make_engine("sqlite:////tmp/x.sqlite"), PooledSQLiteEngine)
