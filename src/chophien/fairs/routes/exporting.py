"""The list of participants as a file: what people typed never becomes a formula in it."""

import csv
import io
from typing import Any

from litestar import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError

from chophien.catalogue.queries import products_of
from chophien.companies.rules import country_name
from chophien.companies.tables import Company, Delegate
from chophien.fairs.pages.participants import ParticipantRow, View, Wanted, rows_wanted
from chophien.fairs.questions.queries import answers_at
from chophien.fairs.tables import Fair
from chophien.support.language import _
from chophien.web.formats import day_and_clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these a spreadsheet program begins a formula, or may."""


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula: an apostrophe stands before what looks like one."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_STARTS) else text


async def exported(fair: Fair, view: View, wanted: Wanted, form: str) -> Response[bytes]:
    """The participants that `wanted` leaves, as csv or xlsx."""
    rows, _places = await rows_wanted(fair, view, wanted)
    table = await _table(fair, rows)
    content, media = (_as_csv(table), "text/csv; charset=utf-8") if form == "csv" else (_as_xlsx(table), XLSX)
    name = f"{fair.slug}-participants.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=media, headers=headers)


async def _table(fair: Fair, rows: list[ParticipantRow]) -> list[list[str]]:
    ids = [row.line.company_id for row in rows]
    companies = {row["id"]: row for row in await Company.select().where(Company.id.is_in(ids))} if ids else {}
    people = await Delegate.select().where(Delegate.company.is_in(ids)).order_by(Delegate.id) if ids else []
    products = await products_of(ids)
    questions, answers = await answers_at(fair.id)
    heads = [
        _("Đơn vị"),
        _("Bên"),
        _("Loại hình"),
        _("Trạng thái"),
        _("Nơi"),
        _("Nước"),
        _("Địa chỉ"),
        _("Mã số thuế"),
        _("Thư điện tử"),
        _("Điện thoại"),
        _("Người đại diện"),
        _("Sản phẩm"),
        _("Cần phiên dịch"),
        _("Đăng ký lúc"),
        _("Lý do"),
        *questions.values(),
    ]
    table = [heads]
    for row in rows:
        told = [answers.get((row.line.id, question), "") for question in questions]
        offers = "; ".join(product.name for product in products[row.line.company_id])
        known = _cells(fair, row, companies[row.line.company_id], people, offers)
        table.append([*known, *told])
    return table


def _cells(
    fair: Fair, row: ParticipantRow, company: dict[str, Any], people: list[dict[str, Any]], offers: str
) -> list[str]:
    line = row.line
    mine = [each for each in people if each["company"] == line.company_id]
    return [
        line.company,
        row.kind_words,
        row.form_words,
        row.state_words,
        row.place,
        country_name(line.country),
        company["address"],
        company["tax_code"] or "",
        company["email"],
        company["phone"],
        "; ".join(", ".join(part for part in (each["name"], each["email"], each["phone"]) if part) for each in mine),
        offers,
        line.interpreting or "",
        day_and_clock(line.applied_at, fair.timezone),
        line.reason,
    ]


def _as_csv(table: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([harmless(cell) for cell in row] for row in table)
    # With the mark at the start spreadsheet programs read the letters right.
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(table: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Người tham gia"))
    for row in table:
        sheet.append([_text_cell(sheet, harmless(cell)) for cell in row])
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
