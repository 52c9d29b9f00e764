"""Sheets for tests: workbooks and text with delimiters, right ones and hostile ones."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook, load_workbook

HEADERS = ("Tên đơn vị", "Mã số thuế", "Điện thoại", "Người liên hệ")


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A workbook with these rows on its first sheet."""
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cells_of(content: bytes) -> list[tuple[Any, ...]]:
    """The first sheet's values."""
    page: Any = load_workbook(io.BytesIO(content)).worksheets[0]
    return [tuple(row) for row in page.iter_rows(values_only=True)]


def formulas_of(content: bytes) -> list[str]:
    """The addresses of every cell that is a formula."""
    book = load_workbook(io.BytesIO(content))
    return [
        cell.coordinate for page in book.worksheets for row in page.iter_rows() for cell in row if cell.data_type == "f"
    ]


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one of its parts replaced, or one more."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info.filename))
        new.writestr(name, part)
    return buffer.getvalue()


def tax_code(number: int) -> str:
    """A tax code with a right check digit, another one for every number."""
    start = f"{10_000_000 + number:09}"
    while True:
        total = sum(weight * int(digit) for weight, digit in zip((31, 29, 23, 19, 17, 13, 7, 5, 3), start, strict=True))
        if (check := 10 - total % 11) < 10:
            return f"{start}{check}"
        start = f"{int(start) + 100_000:09}"
