"""Writing rows of participants: companies, their contact persons, and that they take part."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chophien.companies.rules import MOST_DELEGATES
from chophien.companies.short_names import named
from chophien.companies.tables import Company, Delegate
from chophien.exchange.actions.noting import PIECE, Notes, Tell
from chophien.exchange.rules import KnownCompany, Problem, RowPlan, Verdict
from chophien.exchange.rules.cells import company_kind
from chophien.exchange.rules.planning import new_company_form
from chophien.exchange.tables import CompanyKey, ImportedParticipation, SheetImport
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.places.actions import place_of
from chophien.support.language import _


@dataclass
class ParticipantsWriting:
    """The rows of one import on their way into the tables."""

    fair: Fair
    sheet_import: SheetImport
    by: int
    at: datetime
    tell: Tell
    notes: Notes
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

    async def _write_piece(self, plans: list[RowPlan]) -> None:
        ids: dict[int, int] = {plan.line: plan.company.id for plan in plans if plan.company is not None}
        new = [plan for plan in plans if plan.company is None]
        for plan, company in zip(new, await self.notes.add(new, [self._company(plan) for plan in new]), strict=True):
            ids[plan.line] = company.id
        for plan in plans:
            if plan.company is not None and plan.company_changes:
                await self._change_company(plan, plan.company)
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
            columns |= named(columns["name"])
        if "district" in changes:
            columns["place"] = self.places.get(changes["district"])
        return columns

    async def _contacts(self, plans: list[RowPlan], ids: dict[int, int]) -> None:
        new = []
        for plan in plans:
            if plan.contact_changes and plan.contact is not None:
                before = {name: getattr(plan.contact, name) for name in plan.contact_changes}
                await self.notes.change(plan, Delegate, plan.contact.id, before, plan.contact_changes)
            elif plan.contact_changes and plan.company is not None and len(plan.company.contacts) >= MOST_DELEGATES:
                words = _("Mỗi đơn vị có nhiều nhất %(most)s người đại diện.") % {"most": MOST_DELEGATES}
                plan.problems.append(Problem("contact_name", words))
            elif plan.contact_changes:
                new.append(plan)
        await self.notes.add(new, [_delegate(ids[plan.line], plan.contact_changes) for plan in new])

    async def _participations(self, plans: list[RowPlan], ids: dict[int, int]) -> None:
        joining = [plan for plan in plans if plan.joins]
        waits = self.sheet_import.confirm_first
        added = await self.notes.add(
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
                await self.notes.change(plan, Participation, plan.company.participation, before, after)

    async def _keys(self, plans: list[RowPlan], ids: dict[int, int]) -> None:
        new = []
        for plan in plans:
            of = (CompanyKey.organizer == self.fair.organizer, CompanyKey.company == ids[plan.line])
            old = await CompanyKey.objects().where(*of).first() if plan.company is not None else None
            if old is None:
                new.append(plan)
            else:
                await self.notes.change(plan, CompanyKey, old.id, {"key": old.key}, {"key": plan.key})
        rows = [CompanyKey(organizer=self.fair.organizer, company=ids[plan.line], key=plan.key) for plan in new]
        await self.notes.add(new, rows)

    async def _change_company(self, plan: RowPlan, company: KnownCompany) -> None:
        before = self._columns({name: company.columns[name] for name in plan.company_changes})
        after = self._columns(plan.company_changes)
        if "place" in after:
            row = await Company.select(Company.place).where(Company.id == company.id).first()
            before["place"] = row["place"] if row else None
        await self.notes.change(plan, Company, company.id, before, after)


def _delegate(company_id: int, columns: dict[str, Any]) -> Delegate:
    return Delegate(company=company_id, **columns)
