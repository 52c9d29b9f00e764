"""Writing rows with a note of each, so that the import can be undone."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from piccolo.columns.combination import Where
from piccolo.table import Table

from chophien.exchange.tables import ImportChange

T = TypeVar("T", bound=Table)

PIECE = 200
"""Rows in one statement."""

Tell = Callable[[int, int], None]
"""Told how many rows of how many are done."""


class Lined(Protocol):
    """Something that stands in a row of the sheet."""

    line: int


@dataclass
class Notes:
    """What an import has done so far; written at its end."""

    import_id: int
    changes: list[ImportChange] = field(default_factory=list)

    async def add(self, plans: Sequence[Lined], rows: list[T]) -> list[T]:
        """Insert the rows of these plans, each with its id, and note them."""
        if rows:
            await type(rows[0]).insert(*rows)
        for plan, row in zip(plans, rows, strict=True):
            self._note(plan, type(row), row.id, created=True, before={}, after=_kept(row))  # type: ignore[attr-defined]
        return rows

    async def change(
        self,
        plan: Lined,
        table: type[Table],
        row_id: int,
        before: dict[str, Any],
        after: dict[Any, Any],
        *,
        provided: Sequence[Where] = (),
    ) -> bool:
        """Change columns of a row and note what stood there before; false when it is no longer as `provided` says."""
        changed = (
            await table.update(after)
            .where(table._meta.primary_key == row_id, *provided)
            .returning(table._meta.primary_key)
        )
        if not changed:
            return False
        self._note(plan, table, row_id, created=False, before=before, after=after)
        return True

    async def save(self) -> None:
        """Keep the notes."""
        for start in range(0, len(self.changes), PIECE):
            await ImportChange.insert(*self.changes[start : start + PIECE])

    def _note(
        self,
        plan: Lined,
        table: type[Table],
        row_id: int,
        *,
        created: bool,
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> None:
        self.changes.append(
            ImportChange(
                sheet_import=self.import_id,
                line=plan.line,
                table_name=table._meta.tablename,
                row_id=row_id,
                created=created,
                before=_packed(before),
                after=_packed(after),
            )
        )


def plain(value: Any) -> Any:
    """A value as JSON can hold it: days as 2025-06-30."""
    return value.isoformat() if isinstance(value, date) else value


def _packed(columns: dict[str, Any]) -> str:
    return json.dumps({name: plain(value) for name, value in columns.items()}, ensure_ascii=False)


def _kept(row: Table) -> dict[str, Any]:
    """A row's columns as JSON can hold them; moments and its number are left out."""
    names = [column._meta.name for column in row._meta.columns]
    values = {name: getattr(row, name) for name in names if name != "id"}
    return {
        name: value
        for name, value in values.items()
        if value is None or (isinstance(value, str | int | bool | date) and not isinstance(value, datetime))
    }
