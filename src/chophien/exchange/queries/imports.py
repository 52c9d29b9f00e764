"""The sheets that were sent for a fair."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import msgspec

from chophien.accounts.identity import Identity
from chophien.exchange.reading import Sheet
from chophien.exchange.tables import SheetImport
from chophien.fairs.queries import organizer_fair
from chophien.fairs.tables import Fair
from chophien.support.language import _
from chophien.support.refusal import NotFound


@dataclass(frozen=True)
class ImportLine:
    """A sheet in the list of a fair's imports."""

    id: int
    kind: str
    state: str
    file_name: str
    made_at: datetime
    made_by: str
    counts: Counter[str]
    """Rows by verdict, once they were written."""


async def organizer_import(identity: Identity, slug: str, import_id: int) -> tuple[Fair, SheetImport]:
    """A fair that the person plans and one of its imports; raises NotFound for any other."""
    fair = await organizer_fair(identity, slug)
    found = await SheetImport.objects().where(SheetImport.id == import_id, SheetImport.fair == fair.id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lần nhập này."))
    return fair, found


async def imports_of(fair_id: int) -> list[ImportLine]:
    """The fair's imports, the latest first."""
    rows = (
        await SheetImport.select(
            SheetImport.id,
            SheetImport.kind,
            SheetImport.state,
            SheetImport.file_name,
            SheetImport.made_at,
            SheetImport.made_by.name.as_alias("made_by"),
            SheetImport.report,
        )
        .where(SheetImport.fair == fair_id)
        .order_by(SheetImport.id, ascending=False)
    )
    return [
        ImportLine(
            id=row["id"],
            kind=row["kind"],
            state=row["state"],
            file_name=row["file_name"],
            made_at=row["made_at"],
            made_by=row["made_by"] or "",
            counts=Counter(line["verdict"] for line in json.loads(row["report"])),
        )
        for row in rows
    ]


def sheet_of(sheet_import: SheetImport) -> Sheet:
    """The cells that were sent."""
    return msgspec.json.decode(sheet_import.sheet, type=Sheet)
