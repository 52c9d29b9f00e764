"""Lists that go out as files: what people typed never becomes a formula in them, and numbers stay numbers."""

import csv
import io
from typing import Any

from litestar import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError

from chophien.web.downloads import download

Table = list[list[str | int]]
"""Rows of cells, the first row the heads."""

FORMS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these a spreadsheet program begins a formula, or may."""


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula: an apostrophe stands before what looks like one."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_STARTS) else text


def sheet_reply(table: Table, form: str, *, name: str, title: str) -> Response[bytes]:
    """The table as a csv or xlsx file called `name`; `title` names the sheet."""
    content, media = (_as_csv(table), "text/csv; charset=utf-8") if form == "csv" else (_as_xlsx(table, title), XLSX)
    return download(content, media, f"{name}.{form}")


def _as_csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in table)
    # With the mark at the start spreadsheet programs read the letters right.
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(table: Table, title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for row in table:
        sheet.append([_text_cell(sheet, harmless(cell)) if isinstance(cell, str) else cell for cell in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    try:
        cell = WriteOnlyCell(sheet, value=text)
    except IllegalCharacterError:
        cell = WriteOnlyCell(sheet, value="".join(letter for letter in text if letter.isprintable()))
    cell.data_type = "s"
    return cell
