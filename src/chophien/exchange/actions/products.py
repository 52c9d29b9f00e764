"""Writing rows of products."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chophien.catalogue.tables import CraftVillage, Product
from chophien.companies.tables import Company
from chophien.exchange.actions.noting import PIECE, Notes, Tell
from chophien.exchange.queries import rows_with
from chophien.exchange.rules import ProductPlan, Verdict
from chophien.exchange.tables import ProductKey
from chophien.fairs.tables import Fair
from chophien.places.actions import place_of
from chophien.support.collation import sort_key
from chophien.support.folding import folded


@dataclass
class ProductsWriting:
    """The rows of one import on their way into the tables."""

    fair: Fair
    notes: Notes
    tell: Tell
    places: dict[str, int | None] = field(default_factory=dict)
    homes: dict[int, int | None] = field(default_factory=dict)
    """The place of each company."""
    villages: dict[tuple[int, str], int] = field(default_factory=dict)
    """By place and folded name."""

    async def write(self, plans: list[ProductPlan]) -> None:
        """Write the rows that change something."""
        active = [plan for plan in plans if plan.verdict in {Verdict.NEW, Verdict.CHANGE}]
        for code in sorted({plan.changes.get("district", "") for plan in active} - {""}):
            self.places[code] = await place_of(code)
        await self._look_up(active)
        for start in range(0, len(active), PIECE):
            await self._write_piece(active[start : start + PIECE])
            self.tell(min(start + PIECE, len(active)), len(active))
            # The transaction holds its own connection; other requests may run between two pieces.
            await asyncio.sleep(0)

    async def _look_up(self, active: list[ProductPlan]) -> None:
        if not any("village" in plan.changes for plan in active):
            return
        companies = [plan.company.id for plan in active if plan.company is not None]
        async for row in rows_with(Company, Company.id, companies, (Company.id, Company.place)):
            self.homes[row["id"]] = row["place"]
        for row in await CraftVillage.select().order_by(CraftVillage.id, ascending=False):
            self.villages[row["place"], folded(row["name"])] = row["id"]

    async def _write_piece(self, plans: list[ProductPlan]) -> None:
        ids: dict[int, int] = {plan.line: plan.product.id for plan in plans if plan.product is not None}
        new = [plan for plan in plans if plan.product is None]
        rows = []
        for plan in new:
            assert plan.company is not None  # noqa: S101 - no plan is without one.
            rows.append(Product(company=plan.company.id, **await self._columns(plan, None)))
        for plan, product in zip(new, await self.notes.add(new, rows), strict=True):
            ids[plan.line] = product.id
        for plan in plans:
            if plan.product is not None and plan.changes:
                old = await Product.select().where(Product.id == plan.product.id).first()
                after = await self._columns(plan, old)
                before = {name: old[name] for name in after} if old else {}
                await self.notes.change(plan, Product, plan.product.id, before, after)
        await self._keys([plan for plan in plans if plan.key], ids)

    async def _columns(self, plan: ProductPlan, old: dict[str, Any] | None) -> dict[str, Any]:
        """Changes of fields as those of columns."""
        columns = {name: value for name, value in plan.changes.items() if name not in {"district", "village"}}
        if "name" in columns:
            columns["folded_name"] = folded(columns["name"])
            columns["sort_name"] = sort_key(columns["name"])
        if "recognised_on" in columns:
            columns["recognised_on"] = date.fromisoformat(columns["recognised_on"])
        if "district" in plan.changes:
            columns["place"] = self.places[plan.changes["district"]]
        if "village" in plan.changes:
            place = columns.get("place") or (old or {}).get("place")
            columns["craft_village"] = await self._village(plan, place)
        return columns

    async def _village(self, plan: ProductPlan, place: int | None) -> int | None:
        at = place or (self.homes.get(plan.company.id) if plan.company else None)
        if at is None:
            return None
        name = plan.changes["village"]
        mark = (at, folded(name))
        if mark not in self.villages:
            (village,) = await self.notes.add([plan], [CraftVillage(name=name, place=at, recognised=False)])
            self.villages[mark] = village.id
        return self.villages[mark]

    async def _keys(self, plans: list[ProductPlan], ids: dict[int, int]) -> None:
        new = []
        for plan in plans:
            of = (ProductKey.organizer == self.fair.organizer, ProductKey.product == ids[plan.line])
            old = await ProductKey.objects().where(*of).first() if plan.product is not None else None
            if old is None:
                new.append(plan)
            else:
                await self.notes.change(plan, ProductKey, old.id, {"key": old.key}, {"key": plan.key})
        rows = [ProductKey(organizer=self.fair.organizer, product=ids[plan.line], key=plan.key) for plan in new]
        await self.notes.add(new, rows)
