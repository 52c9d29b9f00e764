"""Many rows at once, in statements that every engine takes."""

from collections.abc import Sequence
from typing import Any

from piccolo.columns import Column
from piccolo.table import Table

# SQLite before 3.32 takes 999 values in one statement.
_MOST_VALUES = 999


async def insert_rows(table: type[Table], rows: Sequence[Table], *returning: Column) -> list[dict[str, Any]]:
    """Insert rows of one table; returns the columns asked for, of every row, in no promised order."""
    at_once = _MOST_VALUES // len(table._meta.columns)
    found: list[dict[str, Any]] = []
    for start in range(0, len(rows), at_once):
        inserting = table.insert(*rows[start : start + at_once])
        found += await (inserting.returning(*returning) if returning else inserting)
    return found
