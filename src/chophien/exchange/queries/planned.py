"""What an import would do at this moment: asked by the preview, and again inside the transaction that writes."""

import asyncio
import json

from chophien.exchange.queries.imports import sheet_of
from chophien.exchange.queries.known import known_companies
from chophien.exchange.rules import ReadRow, RowPlan, plan_rows, read_rows
from chophien.exchange.rules.cells import company_kind
from chophien.exchange.tables import SheetImport, SheetKind
from chophien.fairs.tables import Fair


async def planned_rows(fair: Fair, sheet_import: SheetImport) -> list[RowPlan]:
    """What becomes of each row. The work on the rows is done in a thread, so that other pages go on."""
    rows: list[ReadRow] = await asyncio.to_thread(_read, sheet_import)
    codes = [row.values["tax_code"] for row in rows if "tax_code" in row.values]
    known = await known_companies(fair, codes)
    return await asyncio.to_thread(plan_rows, rows, known, company_kind(sheet_import.kind))


def _read(sheet_import: SheetImport) -> list[ReadRow]:
    columns = json.loads(sheet_import.columns)
    return read_rows(sheet_of(sheet_import), columns, SheetKind(sheet_import.kind))
