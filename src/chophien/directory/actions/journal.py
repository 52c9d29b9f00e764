"""Every step of a merge as it is made, kept as JSON, and the way back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from piccolo.columns import Column, ForeignKey
from piccolo.table import Table

from chophien.accounts.tables import AuditEntry, SignInSession
from chophien.booths.tables import BoothBooking
from chophien.calendars.tables import CalendarLink
from chophien.catalogue.tables import FormerProduct, Paper, Product, ProductPicture, Want
from chophien.companies.tables import Company, Delegate, DelegateInvitation, FormerCompany
from chophien.directory.tables import DistinctPair, MergedCompany
from chophien.exchange.tables import CompanyKey, ImportedParticipation, ProductKey
from chophien.fairs.questions.tables import Answer
from chophien.fairs.tables import ApprovalCondition, MeetingTable, Participation
from chophien.matchmaking.tables import Absence, DelegateAbsence, MeetingRequest, NotMeeting
from chophien.timetable.tables import Meeting, Placement

TABLES: dict[str, type[Table]] = {
    table._meta.tablename: table
    for table in (
        Absence,
        Answer,
        ApprovalCondition,
        AuditEntry,
        BoothBooking,
        CalendarLink,
        Company,
        CompanyKey,
        Delegate,
        DelegateAbsence,
        DelegateInvitation,
        DistinctPair,
        FormerCompany,
        FormerProduct,
        ImportedParticipation,
        Meeting,
        MeetingRequest,
        MeetingTable,
        MergedCompany,
        NotMeeting,
        Paper,
        Participation,
        Placement,
        Product,
        ProductKey,
        ProductPicture,
        SignInSession,
        Want,
    )
}
"""Every table that a merge may touch, by name."""

PIECE = 500
"""Ids in one statement; SQLite takes some thousands of values at most."""


@dataclass
class Journal:
    """Changes rows and notes how they were."""

    steps: list[dict[str, Any]] = field(default_factory=list)

    async def move(self, column: Column, before: int, after: int, *, only: Iterable[int] | None = None) -> int:
        """Let the rows that point to `before` point to `after`, all of them or `only` these; returns how many."""
        table, key = column._meta.table, column._meta.table._meta.primary_key
        rows = await table.select(key).where(column == before).order_by(key)
        wanted = None if only is None else set(only)
        ids = [row["id"] for row in rows if wanted is None or row["id"] in wanted]
        for piece in _pieces(ids):
            await table.update({column: after}).where(key.is_in(piece))
        if ids:
            name = column._meta.name
            self.steps.append(
                {"table": table._meta.tablename, "column": name, "ids": ids, "before": before, "after": after}
            )
        return len(ids)

    async def change(self, table: type[Table], row_id: int, after: Mapping[str, Any]) -> None:
        """Write columns of one row anew."""
        row = await table.select().where(table._meta.primary_key == row_id).first()
        if row is None or not after:
            return
        columns: dict[Any, Any] = dict(after)
        await table.update(columns).where(table._meta.primary_key == row_id)
        self.steps.append(
            {
                "table": table._meta.tablename,
                "changed": row_id,
                "before": {name: _packed(row[name]) for name in after},
                "after": {name: _packed(value) for name, value in after.items()},
            }
        )

    async def add(self, row: Table) -> None:
        """Write a row that the merge itself needs."""
        await row.save()
        self.steps.append({"table": row._meta.tablename, "added": row.id})  # type: ignore[attr-defined]

    async def remove(self, table: type[Table], ids: Iterable[int]) -> None:
        """Take rows away that have been folded into others."""
        for piece in _pieces(sorted(ids)):
            rows = await table.select().where(table._meta.primary_key.is_in(piece))
            await table.delete().where(table._meta.primary_key.is_in(piece))
            packed = [{name: _packed(value) for name, value in row.items()} for row in rows]
            self.steps.append({"table": table._meta.tablename, "removed": packed})

    def as_json(self) -> str:
        """The steps, to be kept."""
        return json.dumps(self.steps, ensure_ascii=False)


async def play_back(kept: str) -> bool:
    """Undo the steps, the last one first; returns whether all of it went back.

    What somebody has changed since stays as it is now. A row that comes back gets a new number when its own was given
    to another one in the meantime; what it pointed to and is gone since it does without, or else it stays away. Joins
    the caller's transaction; a broken constraint is the caller's to tell.
    """
    back = _WayBack()
    for step in reversed(json.loads(kept)):
        table = TABLES[step["table"]]
        if "added" in step:
            await table.delete().where(table._meta.primary_key == step["added"])
        elif "removed" in step:
            await back.restore(table, step["removed"])
        elif "changed" in step:
            await back.change(table, step)
        else:
            await back.move(table, step)
    return back.whole


@dataclass
class _WayBack:
    whole: bool = True
    renumbered: dict[tuple[str, int], int] = field(default_factory=dict)
    lost: set[tuple[str, int]] = field(default_factory=set)
    """Rows that did not come back."""

    def _now(self, table: str, row_id: int) -> int:
        return self.renumbered.get((table, row_id), row_id)

    async def _standing(self, table: type[Table], packed: dict[str, Any]) -> tuple[dict[Any, Any], bool]:
        """The values of columns with what they point to as it is now, and whether it is all still there."""
        values, whole = {name: _unpacked(value) for name, value in packed.items()}, True
        for column in table._meta.foreign_key_columns:
            at = column._meta.name
            if values.get(at) is None:
                continue
            parent = column._foreign_key_meta.resolved_references
            name, before = parent._meta.tablename, values[at]
            values[at] = self._now(name, before)
            there = await parent.exists().where(parent._meta.primary_key == values[at])
            if (name, before) in self.lost or not there:
                self.whole = False
                whole = whole and column._meta.null
                values[at] = None
        return values, whole

    async def restore(self, table: type[Table], rows: list[dict[str, Any]]) -> None:
        key, name = table._meta.primary_key, table._meta.tablename
        for row in rows:
            values, stands = await self._standing(table, row)
            row_id = values.pop("id")
            if not stands:
                self.lost.add((name, row_id))
                continue
            if not await table.exists().where(key == row_id):
                values["id"] = row_id
            written = await table.insert(table(**values)).returning(key)
            if written[0]["id"] != row_id:
                self.renumbered[name, row_id] = written[0]["id"]

    async def change(self, table: type[Table], step: dict[str, Any]) -> None:
        key = table._meta.primary_key
        row_id = self._now(step["table"], step["changed"])
        row = await table.select().where(key == row_id).first()
        if row is None or (step["table"], step["changed"]) in self.lost:
            self.whole = False
            return
        same = [name for name, value in step["after"].items() if _packed(row[name]) == value]
        self.whole = self.whole and len(same) == len(step["after"])
        back, stands = await self._standing(table, {name: step["before"][name] for name in same})
        if back and stands:
            await table.update(back).where(key == row_id)

    async def move(self, table: type[Table], step: dict[str, Any]) -> None:
        key = table._meta.primary_key
        column = table._meta.get_column_by_name(step["column"])
        before, after = step["before"], step["after"]
        if isinstance(column, ForeignKey):
            parent = column._foreign_key_meta.resolved_references._meta.tablename
            if (parent, before) in self.lost:
                self.whole = False
                return
            before, after = self._now(parent, before), self._now(parent, after)
        known = [row_id for row_id in step["ids"] if (step["table"], row_id) not in self.lost]
        for piece in _pieces([self._now(step["table"], row_id) for row_id in known]):
            done = await table.update({column: before}).where(key.is_in(piece), column == after).returning(key)
            self.whole = self.whole and len(done) == len(piece)


def _packed(value: Any) -> Any:
    """A value as JSON can hold it: moments and days with their sign."""
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"on": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])


def _pieces(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + PIECE] for start in range(0, len(ids), PIECE))
