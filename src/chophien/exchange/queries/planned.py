"""What an import would do at this moment: asked by the preview, and again inside the transaction that writes."""

import asyncio
import json
from collections.abc import Sequence

from chophien.exchange.queries.imports import sheet_of
from chophien.exchange.queries.known import known_companies
from chophien.exchange.queries.known_products import known_products
from chophien.exchange.queries.known_requests import known_requests
from chophien.exchange.rules import (
    Plan,
    ProductPlan,
    ReadRow,
    RequestPlan,
    RowPlan,
    plan_products,
    plan_requests,
    plan_rows,
    read_rows,
)
from chophien.exchange.rules.cells import company_kind
from chophien.exchange.rules.products import read_product_rows
from chophien.exchange.rules.requests import read_request_rows
from chophien.exchange.tables import SheetImport, SheetKind
from chophien.fairs.tables import Fair
from chophien.support.clock import now


async def planned_rows(fair: Fair, sheet_import: SheetImport) -> Sequence[Plan]:
    """What becomes of each row, whatever the rows are."""
    match sheet_import.kind:
        case SheetKind.PRODUCTS:
            return await planned_products(fair, sheet_import)
        case SheetKind.REQUESTS:
            return await planned_requests(fair, sheet_import)
    return await planned_participants(fair, sheet_import)


async def planned_participants(fair: Fair, sheet_import: SheetImport) -> list[RowPlan]:
    """What becomes of each row. The work on the rows is done in a thread, so that other pages go on."""
    rows: list[ReadRow] = await asyncio.to_thread(_read, sheet_import)
    codes = [row.values["tax_code"] for row in rows if "tax_code" in row.values]
    known = await known_companies(fair, codes)
    return await asyncio.to_thread(plan_rows, rows, known, company_kind(sheet_import.kind))


def _read(sheet_import: SheetImport) -> list[ReadRow]:
    columns = json.loads(sheet_import.columns)
    return read_rows(sheet_of(sheet_import), columns, SheetKind(sheet_import.kind))


async def planned_products(fair: Fair, sheet_import: SheetImport) -> list[ProductPlan]:
    """What becomes of each row of products."""
    columns, today = json.loads(sheet_import.columns), now().date()
    rows = await asyncio.to_thread(read_product_rows, sheet_of(sheet_import), columns, today=today)
    return await asyncio.to_thread(plan_products, rows, await known_products(fair))


async def planned_requests(fair: Fair, sheet_import: SheetImport) -> list[RequestPlan]:
    """What becomes of each row of meeting requests."""
    columns = json.loads(sheet_import.columns)
    rows = await asyncio.to_thread(read_request_rows, sheet_of(sheet_import), columns)
    return await asyncio.to_thread(plan_requests, rows, await known_requests(fair))
