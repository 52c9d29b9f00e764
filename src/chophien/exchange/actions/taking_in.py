"""Taking a sheet in, and saying which of its columns holds what. Nothing else is written before it is confirmed."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime

import msgspec

from chophien.exchange.reading import read_sheet
from chophien.exchange.rules import known_words, suggested_columns
from chophien.exchange.tables import ImportState, SheetImport, SheetKind
from chophien.fairs.tables import Fair
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.web.forms import Upload

READING_SECONDS = 20
"""What takes longer was made to take long."""


class TooLate(Refusal):
    """The import has gone a step further in the meantime."""


class TakesTooLong(Refusal):
    """The file cannot be read in decent time."""

    status = 422


@dataclass(frozen=True)
class ColumnsChosen:
    """Which column holds each field, whether companies wait for their own word, whether asked ones get a mail."""

    columns: dict[str, int]
    confirm_first: bool = False
    tells: bool = True


async def take_sheet(fair: Fair, kind: SheetKind, upload: Upload, *, by: int, at: datetime) -> SheetImport:
    """Read a file and keep its cells, with suggestions for its columns. Raises BadFile, TakesTooLong."""
    reading = asyncio.to_thread(read_sheet, upload.content, known_words(kind))
    try:
        async with asyncio.timeout(READING_SECONDS):
            sheet = await reading
    except TimeoutError as error:
        raise TakesTooLong(_("Tệp này mất quá nhiều thời gian để đọc, nên đã bị từ chối."), field="file") from error
    name = upload.name.replace("\\", "/").rpartition("/")[2]
    taken = SheetImport(
        fair=fair.id,
        kind=kind,
        file_name="".join(letter for letter in name if letter.isprintable())[:200],
        sheet=msgspec.json.encode(sheet).decode(),
        columns=json.dumps(suggested_columns(kind, sheet.headers)),
        made_by=by,
        made_at=at,
    )
    await taken.save()
    return taken


async def choose_columns(sheet_import: SheetImport, chosen: ColumnsChosen) -> bool:
    """Keep which column holds what. Raises TooLate once writing has begun."""
    async with transaction():
        changed = (
            await SheetImport.update(
                {
                    SheetImport.columns: json.dumps(chosen.columns),
                    SheetImport.confirm_first: chosen.confirm_first,
                    SheetImport.tells: chosen.tells,
                    SheetImport.state: ImportState.CHECKED,
                }
            )
            .where(
                SheetImport.id == sheet_import.id, SheetImport.state.is_in([ImportState.MAPPING, ImportState.CHECKED])
            )
            .returning(SheetImport.id)
        )
        if not changed:
            raise TooLate(_("Tệp này đã được nhập rồi."))
    return True


async def remove_import(sheet_import: SheetImport) -> None:
    """Forget a sheet of which nothing was written, or all of which was undone. Raises TooLate."""
    forgettable = [ImportState.MAPPING, ImportState.CHECKED, ImportState.UNDONE]
    async with transaction():
        gone = (
            await SheetImport.delete()
            .where(SheetImport.id == sheet_import.id, SheetImport.state.is_in(forgettable))
            .returning(SheetImport.id)
        )
        if not gone:
            raise TooLate(_("Tệp này đã được nhập; hãy hoàn tác trước."))
