"""Writing what a sheet says: every row in one transaction, with a note of each change so that it can be undone."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from piccolo.table import Table

from chophien.companies.rules import MOST_DELEGATES
from chophien.companies.tables import Company, Delegate
from chophien.exchange.queries import planned_rows
from chophien.exchange.rules import Problem, RowPlan, Verdict
from chophien.exchange.rules.cells import company_kind
from chophien.exchange.rules.planning import new_company_form
from chophien.exchange.tables import CompanyKey, ImportChange, ImportedParticipation, ImportState, SheetImport
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.places.actions import place_of
from chophien.support.collation import sort_key
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.folding import folded
from chophien.support.language import _
from chophien.support.refusal import Refusal

T = TypeVar("T", bound=Table)

PIECE = 200
"""Rows in one statement."""
FORGOTTEN_AFTER = timedelta(seconds=90)
"""An attempt that is older and still not over was cut off: 5,000 rows take seconds."""

Tell = Callable[[int, int], None]
"""Told how many rows of how many are done."""


class NothingToWrite(Refusal):
    """No row would change anything, or the import has been begun already."""


class Overtaken(Refusal):
    """Another attempt writes the same import."""


class JustTaken(Refusal):
    """Somebody added the same company at this very moment."""


@dataclass(frozen=True)
class Attempt:
    """One attempt to write an import; a later one fences it off."""

    import_id: int
    number: int


async def ask_to_write(sheet_import: SheetImport, *, at: datetime) -> Attempt:
    """Begin an attempt. Raises NothingToWrite unless the import is checked, or an attempt was cut off."""
    async with transaction():
        found = await SheetImport.objects().get(SheetImport.id == sheet_import.id)
        waits = found is not None and (
            found.state == ImportState.CHECKED or (found.state == ImportState.WRITING and is_forgotten(found, at))
        )
        if found is None or not waits:
            raise NothingToWrite(_("Tệp này đang được nhập hoặc đã nhập rồi."))
        found.attempts += 1
        found.state = ImportState.WRITING
        found.started_at = at
        found.failure = ""
        await found.save()
    return Attempt(found.id, found.attempts)


def is_forgotten(sheet_import: SheetImport, at: datetime) -> bool:
    """Whether the attempt that is noted as under way cannot be."""
    return sheet_import.started_at is not None and at - sheet_import.started_at > FORGOTTEN_AFTER


async def note_failure(attempt: Attempt, failure: str) -> None:
    """Say why an attempt came to nothing, and let the import be confirmed again."""
    await SheetImport.update({SheetImport.state: ImportState.CHECKED, SheetImport.failure: failure}).where(
        SheetImport.id == attempt.import_id,
        SheetImport.attempts == attempt.number,
        SheetImport.state == ImportState.WRITING,
    )


async def write_import(attempt: Attempt, *, by: int, at: datetime, tell: Tell = lambda _done, _of: None) -> None:
    """Write every row that has nothing grave, all or none. Raises JustTaken, Overtaken."""
    taken = JustTaken(_("Trong lúc nhập, có người vừa ghi cùng một đơn vị."))
    broken = {
        "unique_company__tax_code": taken,
        "unique_participation__fair__company": taken,
        "unique_company_key__organizer__key": taken,
    }
    async with refusing(**broken), transaction():
        sheet_import = await SheetImport.objects().get(SheetImport.id == attempt.import_id)
        if sheet_import is None or not _is_current(sheet_import, attempt):
            raise Overtaken(_("Lần nhập này đã được bắt đầu lại."))
        fair = await Fair.objects().get(Fair.id == sheet_import.fair)
        assert fair is not None  # noqa: S101 - an import belongs to its fair.
        await lock("imports", fair.organizer)
        plans = await planned_rows(fair, sheet_import)
        await _Writing(fair, sheet_import, by, at, tell).write(plans)
        done = (
            await SheetImport.update(
                {
                    SheetImport.state: ImportState.WRITTEN,
                    SheetImport.written_at: at,
                    SheetImport.report: json.dumps([_reported(plan) for plan in plans]),
                }
            )
            .where(SheetImport.id == attempt.import_id, SheetImport.attempts == attempt.number)
            .returning(SheetImport.id)
        )
        if not done:
            raise Overtaken(_("Lần nhập này đã được bắt đầu lại."))


def _is_current(sheet_import: SheetImport, attempt: Attempt) -> bool:
    return sheet_import.state == ImportState.WRITING and sheet_import.attempts == attempt.number


def _reported(plan: RowPlan) -> dict[str, Any]:
    problems = [{"key": each.key, "sentence": each.sentence, "grave": each.grave} for each in plan.problems]
    return {"line": plan.line, "verdict": plan.verdict, "problems": problems}


@dataclass
class _Writing:
    """The rows of one import on their way into the tables."""

    fair: Fair
    sheet_import: SheetImport
    by: int
    at: datetime
    tell: Tell
    changes: list[ImportChange] = field(default_factory=list)
    places: dict[str, int | None] = field(default_factory=dict)

    async def write(self, plans: list[RowPlan]) -> None:
        active = [plan for plan in plans if plan.verdict in {Verdict.NEW, Verdict.CHANGE}]
        for code in sorted({plan.company_changes.get("district", "") for plan in active}):
            self.places[code] = await place_of(code) if code else None
        for start in range(0, len(active), PIECE):
            await self._write_piece(active[start : start + PIECE])
            self.tell(min(start + PIECE, len(active)), len(active))
            # The transaction holds its own connection; other requests may run between two pieces.
            await asyncio.sleep(0)
        for start in range(0, len(self.changes), PIECE):
            await ImportChange.insert(*self.changes[start : start + PIECE])

    async def _write_piece(self, plans: list[RowPlan]) -> None:
        ids: dict[int, int] = {plan.line: plan.company.id for plan in plans if plan.company is not None}
        new = [plan for plan in plans if plan.company is None]
        for plan, company in zip(new, await self._add(new, [self._company(plan) for plan in new]), strict=True):
            ids[plan.line] = company.id
        for plan in plans:
            if plan.company is not None and plan.company_changes:
                before = {name: plan.company.columns[name] for name in plan.company_changes}
                await self._change(plan, Company, plan.company.id, self._columns(before), plan.company_changes)
        await self._contacts(plans, ids)
        await self._participations(plans, ids)
        await self._keys([plan for plan in plans if plan.key], ids)

    def _company(self, plan: RowPlan) -> Company:
        kind = company_kind(self.sheet_import.kind)
        columns = self._columns(plan.company_changes)
        columns["form"] = new_company_form(plan.company_changes, kind)
        return Company(kind=kind, created_at=self.at, **columns)

    def _columns(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Changes of fields as those of columns."""
        columns = {name: value for name, value in changes.items() if name != "district"}
        if "name" in columns:
            columns["folded_name"] = folded(columns["name"])
            columns["sort_name"] = sort_key(columns["name"])
        if "district" in changes:
            columns["place"] = self.places.get(changes["district"])
        return columns

    async def _contacts(self, plans: list[RowPlan], ids: dict[int, int]) -> None:
        new = []
        for plan in plans:
            if plan.contact_changes and plan.contact is not None:
                before = {name: getattr(plan.contact, name) for name in plan.contact_changes}
                await self._change(plan, Delegate, plan.contact.id, before, plan.contact_changes)
            elif plan.contact_changes and plan.company is not None and len(plan.company.contacts) >= MOST_DELEGATES:
                words = _("Mỗi đơn vị có nhiều nhất %(most)s người đại diện.") % {"most": MOST_DELEGATES}
                plan.problems.append(Problem("contact_name", words))
            elif plan.contact_changes:
                new.append(plan)
        await self._add(new, [_delegate(ids[plan.line], plan.contact_changes) for plan in new])

    async def _participations(self, plans: list[RowPlan], ids: dict[int, int]) -> None:
        joining = [plan for plan in plans if plan.joins]
        waits = self.sheet_import.confirm_first
        added = await self._add(
            joining,
            [
                Participation(
                    fair=self.fair.id,
                    company=ids[plan.line],
                    kind=company_kind(self.sheet_import.kind),
                    state=ParticipationState.WAITING if waits else ParticipationState.APPROVED,
                    interpreting=plan.interpreting,
                    applied_at=self.at,
                    decided_at=None if waits else self.at,
                    decided_by=None if waits else self.by,
                )
                for plan in joining
            ],
        )
        marks = [
            ImportedParticipation(participation=each.id, sheet_import=self.sheet_import.id, confirm_first=waits)
            for each in added
        ]
        if marks:
            await ImportedParticipation.insert(*marks)
        for plan in plans:
            if plan.interpreting and not plan.joins and plan.company is not None and plan.company.participation:
                before = {"interpreting": plan.company.interpreting}
                after = {"interpreting": plan.interpreting}
                await self._change(plan, Participation, plan.company.participation, before, after)

    async def _keys(self, plans: list[RowPlan], ids: dict[int, int]) -> None:
        new = []
        for plan in plans:
            of = (CompanyKey.organizer == self.fair.organizer, CompanyKey.company == ids[plan.line])
            old = await CompanyKey.objects().where(*of).first() if plan.company is not None else None
            if old is None:
                new.append(plan)
            else:
                await self._change(plan, CompanyKey, old.id, {"key": old.key}, {"key": plan.key})
        rows = [CompanyKey(organizer=self.fair.organizer, company=ids[plan.line], key=plan.key) for plan in new]
        await self._add(new, rows)

    async def _add(self, plans: Sequence[RowPlan], rows: list[T]) -> list[T]:
        """Insert the rows of these plans, each with its id, and note them."""
        if rows:
            await type(rows[0]).insert(*rows)
        for plan, row in zip(plans, rows, strict=True):
            self._note(plan, type(row), row.id, created=True, before={}, after=_kept(row))  # type: ignore[attr-defined]
        return rows

    async def _change(
        self, plan: RowPlan, table: type[Table], row_id: int, before: dict[str, Any], changes: dict[str, Any]
    ) -> None:
        after: dict[Any, Any] = self._columns(changes) if table is Company else changes
        if table is Company and "place" in after:
            row = await Company.select(Company.place).where(Company.id == row_id).first()
            before["place"] = row["place"] if row else None
        await table.update(after).where(table._meta.primary_key == row_id)
        self._note(plan, table, row_id, created=False, before=before, after=after)

    def _note(
        self,
        plan: RowPlan,
        table: type[Table],
        row_id: int,
        *,
        created: bool,
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> None:
        self.changes.append(
            ImportChange(
                sheet_import=self.sheet_import.id,
                line=plan.line,
                table_name=table._meta.tablename,
                row_id=row_id,
                created=created,
                before=json.dumps(before, ensure_ascii=False),
                after=json.dumps(after, ensure_ascii=False),
            )
        )


def _delegate(company_id: int, columns: dict[str, Any]) -> Delegate:
    return Delegate(company=company_id, **columns)


def _kept(row: Table) -> dict[str, Any]:
    """A row's columns as JSON can hold them; moments and its number are left out."""
    names = [column._meta.name for column in row._meta.columns]
    values = {name: getattr(row, name) for name in names if name != "id"}
    return {name: value for name, value in values.items() if value is None or isinstance(value, str | int | bool)}
