"""Workbooks that are downloaded: empty templates, and reports. No cell of them is ever a formula."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from chophien.catalogue.rules import groups_ever, level_choices, market_choices, stars_choices
from chophien.companies.rules import company_form_choices
from chophien.exchange.reading import Sheet
from chophien.exchange.rules import FIELDS_OF, kind_words, verdict_words
from chophien.exchange.rules.cells import company_kind
from chophien.exchange.tables import SheetKind
from chophien.matchmaking.rules import state_words, weight_words
from chophien.matchmaking.tables import RequestState
from chophien.places.rules import either_time
from chophien.support.language import _

WIDEST = 60

_HEAD = PatternFill("solid", fgColor="E8EEF4")
_BOLD = Font(bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)


def template_workbook(kind: SheetKind) -> bytes:
    """A sheet with nothing but headers in the spoken language, and a second one that says what to write."""
    book = Workbook(write_only=True)
    fields = FIELDS_OF[kind]
    _fill(book, kind_words(kind), [[f"{field.words} *" if field.required else field.words for field in fields]])
    told = [[_("Cột"), _("Điền gì")], *([field.words, _told(field.help_words, field.required)] for field in fields)]
    told += [["", ""], *([label, ", ".join(words for _value, words in choices)] for label, choices in _choices(kind))]
    if kind != SheetKind.REQUESTS:
        told += [[_("Địa phương"), ", ".join(words for _key, words in choices)] for _heading, choices in either_time()]
    _fill(book, _("Hướng dẫn"), told)
    return _packed(book)


def _choices(kind: SheetKind) -> list[tuple[str, list[tuple[Any, str]]]]:
    """The columns that take one of a few words."""
    if kind == SheetKind.PRODUCTS:
        return [
            (_("Nhóm sản phẩm"), groups_ever()),
            (_("Hạng sao OCOP"), stars_choices()),
            (_("Cấp công nhận"), level_choices()),
            (_("Đã xuất sang"), market_choices()),
        ]
    if kind == SheetKind.REQUESTS:
        answers = (RequestState.ACCEPTED, RequestState.DECLINED, RequestState.WITHDRAWN)
        return [
            (_("Mức độ"), [(weight, f"{weight} – {weight_words(weight)}") for weight in range(5, 0, -1)]),
            (_("Trả lời"), [(state, state_words(state)) for state in answers]),
        ]
    return [(_("Loại hình"), company_form_choices(company_kind(kind)))]


def _told(help_words: str, required: bool) -> str:
    return " ".join(part for part in (_("Bắt buộc.") if required else "", help_words) if part)


def requests_workbook(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Meeting requests under the headers of their template, so that the sheet can be corrected and sent again."""
    book = Workbook(write_only=True)
    fields = FIELDS_OF[SheetKind.REQUESTS]
    _fill(book, kind_words(SheetKind.REQUESTS), [[field.words for field in fields], *(list(row) for row in rows)])
    return _packed(book)


def report_workbook(
    sheet: Sheet, report: Iterable[Mapping[str, Any]], labels: Mapping[str, str], *, written: bool
) -> bytes:
    """The sheet as it was sent, with what became of each row before it."""
    by_line = {row["line"]: row for row in report}
    rows = [[_("Dòng"), _("Kết quả"), _("Ghi chú"), *sheet.headers]]
    for line, cells in zip(sheet.lines, sheet.rows, strict=True):
        row = by_line.get(line)
        result = verdict_words(row["verdict"], written=written) if row else ""
        notes = [_noted(problem, labels) for problem in row["problems"]] if row else []
        rows.append([str(line), result, "\n".join(notes), *cells])
    book = Workbook(write_only=True)
    _fill(book, _("Kết quả nhập"), rows)
    return _packed(book)


def _noted(problem: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    label = labels.get(problem["key"], "")
    return f"{label}: {problem['sentence']}" if label else str(problem["sentence"])


def _fill(book: Any, title: str, rows: list[list[str]]) -> None:
    page = book.create_sheet(title=title[:31])
    widths = [max((len(line) for row in rows for line in row[at : at + 1]), default=0) for at in range(len(rows[0]))]
    for at, width in enumerate(widths):
        letter = _letter(at)
        page.column_dimensions[letter].width = min(max(width + 2, 10), WIDEST)
        # Telephone numbers and tax codes that are typed in later keep their first nought.
        page.column_dimensions[letter].number_format = "@"
    page.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(page, value="")
            cell.value = text
            # Text stays text, also when it begins as a formula does.
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = _TOP
            if number == 0:
                cell.font, cell.fill = _BOLD, _HEAD
            cells.append(cell)
        page.append(cells)


def _letter(at: int) -> str:
    return chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)


def _packed(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
