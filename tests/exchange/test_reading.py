"""Sheets are read whatever program wrote them; hostile ones are refused in time."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from chophien.exchange.reading import BadFile, Sheet, read_sheet
from chophien.exchange.rules import known_words
from chophien.exchange.tables import SheetKind
from tests.exchange.sheets import HEADERS, with_part, workbook

WORDS = known_words(SheetKind.DISTRIBUTORS)
ROW = ("Siêu thị Sen Hồng", "0100109106", "0912 345 678", "Lê Thị Mai")
TEXT = "Tên đơn vị;Mã số thuế;Điện thoại;Người liên hệ\nSiêu thị Sen Hồng;0100109106;0912 345 678;Lê Thị Mai\n"


def _read(content: bytes) -> Sheet:
    return read_sheet(content, WORDS)


@pytest.mark.parametrize(
    "content",
    [
        workbook(HEADERS, ROW),
        workbook(("SỞ CÔNG THƯƠNG",), ("Danh sách nhà phân phối",), (), HEADERS, ROW),
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        b"sep=;\r\n" + TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_the_same_rows_are_read_from_every_format(content: bytes) -> None:
    sheet = _read(content)
    assert (sheet.headers, sheet.rows, sheet.formulas) == (list(HEADERS), [list(ROW)], [])


def test_windows_1258_is_recognised() -> None:
    # The code page writes tones as marks after the vowel: a name typed in an old program.
    content = "Tên;Điê\u0323n thoa\u0323i\nHô\u0323i Ca\u0301;0912345678\n".encode("cp1258")
    assert _read(content).rows == [["Hội Cá", "0912345678"]]


def test_numbers_come_as_a_person_would_type_them_and_formulas_are_marked() -> None:
    sheet = _read(workbook(("Tên đơn vị", "Điện thoại", "Mã số"), ("An", 912345678, "=1+1"), ("Bình", 1.5, True)))
    assert sheet.rows == [["An", "912345678", "=…"], ["Bình", "1.5", "x"]]
    assert sheet.formulas == [(0, 2)]
    assert _read("Tên,Mã\nAn,=1+1\n".encode()).formulas == [(0, 1)]


def test_cells_that_are_merged_downwards_count_for_every_row_they_cover() -> None:
    book = Workbook()
    page: Any = book.active
    for row in (
        ("Danh sách", None, None),
        ("Tên đơn vị", "Liên hệ", None),
        (None, "Điện thoại", "Email"),
        ("An", "1", "a@a.vn"),
        (None, "2", "b@b.vn"),
        (None, None, None),
        ("Bình", "=1+1", None),
        ("Chi", None, "c@c.vn"),
    ):
        page.append(row)
    for merged in ("A1:C1", "A2:A3", "B2:C2", "A4:A6", "B7:B8"):
        page.merge_cells(merged)
    buffer = io.BytesIO()
    book.save(buffer)
    sheet = _read(buffer.getvalue())
    assert sheet.headers == ["Tên đơn vị", "Điện thoại", "Email"]
    assert dict(zip(sheet.lines, sheet.rows, strict=True)) == {
        4: ["An", "1", "a@a.vn"],
        5: ["An", "2", "b@b.vn"],
        7: ["Bình", "=…", ""],
        8: ["Chi", "=…", "c@c.vn"],
    }
    assert sheet.formulas == [(2, 1), (3, 1)]


def test_hidden_and_empty_sheets_are_passed_over_and_days_come_as_they_are_written() -> None:
    book = Workbook()
    hidden: Any = book.active
    hidden.append(["Tên đơn vị", "Điện thoại"])
    hidden.append(["Không ai thấy", "1"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Trống")
    page: Any = book.create_sheet("Danh sách")
    page.append(["Tên đơn vị", "Điện thoại", "Ngày"])
    page.append(["An", "0912", date(2026, 12, 5)])
    page.append(["Bình", "0913", "05/12/2026"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert _read(buffer.getvalue()).rows == [["An", "0912", "2026-12-05"], ["Bình", "0913", "05/12/2026"]]


def _archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return buffer.getvalue()


def _bomb() -> bytes:
    start = b'<?xml version="1.0"?><worksheet><sheetData>'
    return with_part(workbook(HEADERS, ROW), "xl/worksheets/sheet1.xml", start + b" " * 130_000_000)


def _many_parts() -> bytes:
    return with_part(_archive(**{f"part{n}": b"" for n in range(10_000)}), "more", b"")


def _laughs() -> bytes:
    entities = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
    return with_part(workbook(HEADERS, ROW), "xl/worksheets/sheet1.xml", entities)


def _link() -> bytes:
    buffer = io.BytesIO(workbook(HEADERS, ROW))
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("xl/media/picture")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def _sheet_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb": _bomb,
    "ten thousand parts": _many_parts,
    "billion laughs": _laughs,
    "a symlink": _link,
    "a path outside": lambda: with_part(workbook(HEADERS, ROW), "../../evil.xml", b"x"),
    "macros": lambda: with_part(workbook(HEADERS, ROW), "xl/vbaProject.bin", b"x"),
    "an archive in an archive": lambda: _archive(inner=workbook(HEADERS, ROW)),
    "ranges merged without end": lambda: with_part(
        workbook(HEADERS, ROW, *[ROW] * 50),
        "xl/worksheets/sheet1.xml",
        _sheet_of(workbook(HEADERS, ROW, *[ROW] * 50)).replace(
            b"</sheetData>",
            b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:A1048576"/>' * 20_000 + b"</mergeCells>",
        ),
    ),
    "cut off": lambda: workbook(HEADERS, ROW)[:-200],
    "broken inside": lambda: with_part(
        workbook(HEADERS, ROW), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"
    ),
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 500,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "nothing": lambda: b"",
    "headers only": lambda: workbook(HEADERS),
    "an old font": lambda: "T\xaan \xae\xacn v\xde,M\xb7 s\xe8\n\xa7\xab Thanh,1\n".encode("latin-1"),
    "too many rows": lambda: b"Ten don vi,Ma\n" + b"a,b\n" * 10_100,
    "too large": lambda: b"a" * 10_000_001,
    "one endless cell": lambda: b'Ten,Ma\n"' + b"a" * 1_000_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused_within_a_second_and_without_filling_the_memory(kind: str) -> None:
    content = HOSTILE[kind]()
    tracemalloc.start()
    begun = time.process_time()
    with pytest.raises(BadFile) as refused:
        _read(content)
    seconds, (_now, peak) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.field == "file"
    assert seconds < 5, "a second without the measuring"
    assert peak < 50_000_000
