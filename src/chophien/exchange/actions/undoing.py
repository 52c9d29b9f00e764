"""Undoing a whole import: what it created goes, what it changed goes back; what was touched since stays as it is."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from piccolo.columns import Date, ForeignKey, Timestamptz
from piccolo.table import Table

from chophien.catalogue.tables import CraftVillage, Product
from chophien.companies.tables import Company, Delegate
from chophien.exchange.actions.noting import plain
from chophien.exchange.actions.taking_in import TooLate
from chophien.exchange.queries import rows_with
from chophien.exchange.tables import (
    CompanyKey,
    ImportChange,
    ImportedParticipation,
    ImportState,
    ProductKey,
    SheetImport,
)
from chophien.fairs.tables import Fair, Participation
from chophien.matchmaking.tables import MeetingRequest
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _

PIECE = 500

ORDER: tuple[type[Table], ...] = (
    MeetingRequest,
    ProductKey,
    Product,
    CraftVillage,
    Participation,
    Delegate,
    CompanyKey,
    Company,
)
"""In which order rows go: first those that refer to others."""

FOLLOWERS: dict[type[Table], frozenset[type[Table]]] = {
    Participation: frozenset({ImportedParticipation}),
    Company: frozenset({CompanyKey}),
    Product: frozenset({ProductKey}),
}
"""Rows that go with the row they refer to and never keep it back."""


@dataclass
class _Row:
    """A row that the import touched, and all that it did to it."""

    line: int
    created: bool
    before: dict[Any, Any]
    after: dict[str, Any]


@dataclass
class _Undoing:
    stayed: list[dict[str, Any]] = field(default_factory=list)

    def stays(self, row: _Row, sentence: str) -> None:
        self.stayed.append({"line": row.line, "sentence": sentence})


async def undo_import(sheet_import: SheetImport, *, at: datetime) -> int:
    """Undo all that this import did; returns how many rows stayed because somebody went on with them.

    Raises TooLate when it is not written, or was undone before.
    """
    async with transaction():
        claimed = (
            await SheetImport.update({SheetImport.state: ImportState.UNDONE, SheetImport.undone_at: at})
            .where(SheetImport.id == sheet_import.id, SheetImport.state == ImportState.WRITTEN)
            .returning(SheetImport.id)
        )
        if not claimed:
            raise TooLate(_("Lần nhập này chưa được ghi hoặc đã hoàn tác."))
        fair = await Fair.objects().get(Fair.id == sheet_import.fair)
        assert fair is not None  # noqa: S101 - an import belongs to its fair.
        await lock("imports", fair.organizer)
        changes = await _changes(sheet_import.id)
        undoing = _Undoing()
        for table in ORDER:
            await _undo_table(table, changes[table._meta.tablename], undoing)
        report = sorted(undoing.stayed, key=lambda one: one["line"])
        await SheetImport.update({SheetImport.undo_report: json.dumps(report, ensure_ascii=False)}).where(
            SheetImport.id == sheet_import.id
        )
    return len({one["line"] for one in report})


async def _changes(import_id: int) -> dict[str, dict[int, _Row]]:
    rows = await ImportChange.select().where(ImportChange.sheet_import == import_id).order_by(ImportChange.id)
    found: dict[str, dict[int, _Row]] = defaultdict(dict)
    for row in rows:
        found[row["table_name"]][row["row_id"]] = _Row(
            row["line"], row["created"], json.loads(row["before"]), json.loads(row["after"])
        )
    return found


async def _undo_table(table: type[Table], touched: dict[int, _Row], undoing: _Undoing) -> None:
    now = {row["id"]: row async for row in rows_with(table, table._meta.primary_key, list(touched))}
    going = {}
    for row_id, row in touched.items():
        if row_id not in now:
            continue
        changed = [name for name, value in row.after.items() if plain(now[row_id].get(name)) != value]
        if changed:
            undoing.stays(row, _stayed(table, _("đã được sửa sau khi nhập")))
        elif row.created:
            going[row_id] = row
        else:
            await table.update(_restored(table, row.before)).where(table._meta.primary_key == row_id)
    for row_id in await _referred(table, list(going)):
        undoing.stays(going.pop(row_id), _stayed(table, _("đã có dữ liệu khác gắn vào")))
    ids = sorted(going)
    for start in range(0, len(ids), PIECE):
        await table.delete().where(table._meta.primary_key.is_in(ids[start : start + PIECE]))


def _restored(table: type[Table], before: dict[Any, Any]) -> dict[Any, Any]:
    days = {column._meta.name for column in table._meta.columns if isinstance(column, Date)}
    moments = {column._meta.name for column in table._meta.columns if isinstance(column, Timestamptz)}

    def typed(name: str, value: Any) -> Any:
        if value and name in days:
            return date.fromisoformat(value)
        return datetime.fromisoformat(value) if value and name in moments else value

    return {name: typed(name, value) for name, value in before.items()}


async def _referred(table: type[Table], ids: list[int]) -> set[int]:
    """Which of these rows something else refers to by now."""
    found: set[int] = set()
    for column in table._meta.foreign_key_references:
        owner = column._meta.table
        if isinstance(column, ForeignKey) and owner not in FOLLOWERS.get(table, frozenset()):
            name = column._meta.name
            found |= {row[name] async for row in rows_with(owner, column, ids, (column,))}
    return found


def _stayed(table: type[Table], why: str) -> str:
    words = {
        Participation: _("Việc tham gia hội chợ được giữ: %(why)s."),
        Delegate: _("Người liên hệ được giữ: %(why)s."),
        CompanyKey: _("Mã riêng được giữ: %(why)s."),
        Company: _("Đơn vị được giữ: %(why)s."),
        Product: _("Sản phẩm được giữ: %(why)s."),
        ProductKey: _("Mã riêng được giữ: %(why)s."),
        MeetingRequest: _("Yêu cầu gặp được giữ: %(why)s."),
        CraftVillage: _("Làng nghề được giữ: %(why)s."),
    }[table]
    return words % {"why": why}
