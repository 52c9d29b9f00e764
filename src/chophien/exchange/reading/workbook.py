"""Workbooks (.xlsx): the archive is inspected before anything in it is unpacked, then read row by row."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from chophien.exchange.reading.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadFile,
    Sheet,
    as_sheet,
    tidy,
    too_many_rows,
)
from chophien.support.language import _

MOST_PARTS = 500
MOST_UNPACKED = 60_000_000
MOST_TIMES_LARGER = 200
"""A sheet of text packs to a tenth or a twentieth; a bomb to a thousandth."""
SMALL = 2_000_000
"""Below this many bytes nothing is a bomb, however well it packs."""
_LINK = 0o120000
MOST_MERGED = 100_000
"""Cells that are filled from the one they are merged with; a list has some hundreds."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')


def read_workbook(content: bytes, words: frozenset[str]) -> Sheet:
    """Read the first sheet that is not empty. Raises BadFile."""
    inspect_archive(content)
    try:
        with warnings.catch_warnings():
            # Styles and validations that openpyxl does not know do not matter here.
            warnings.simplefilter("ignore")
            return _first_sheet(content, words)
    except BadFile:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,  # A broken part of XML is one, by its parser's lights.
        EOFError,
        OSError,
    ) as error:
        raise _broken() from error


def inspect_archive(content: bytes) -> None:
    """Refuse an archive that is no workbook or would grow too large, without unpacking a whole part. Raises BadFile."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or len(names) < len(parts):
                raise _suspicious()
            for part in parts:
                _inspect(part)
            declared = sum(part.file_size for part in parts)
            if declared > MOST_UNPACKED or (declared > SMALL and declared > MOST_TIMES_LARGER * len(content)):
                raise _suspicious()
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                raise BadFile(_("Đây không phải tệp Excel (.xlsx)."))
            _no_entities(archive, parts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _broken() from error
    except ValueError as error:
        raise _broken() from error


def _inspect(part: ZipInfo) -> None:
    outside = part.filename.startswith(("/", "\\")) or ".." in part.filename.split("/") or ":" in part.filename
    link = (part.external_attr >> 16) & 0o170000 == _LINK
    macro = part.filename.lower().endswith((".bin", ".zip", ".xlsx", ".exe")) and "vba" in part.filename.lower()
    locked = bool(part.flag_bits & 1)
    packed = part.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    grown = part.file_size > SMALL and part.file_size > MOST_TIMES_LARGER * max(part.compress_size, 1)
    if outside or link or macro or locked or not packed or grown:
        raise _suspicious()


def _no_entities(archive: ZipFile, parts: list[ZipInfo]) -> None:
    """No part declares entities: these alone let a short text grow without end. The true size is counted, too."""
    unpacked = 0
    for part in parts:
        is_text = part.filename.endswith((".xml", ".rels", ".vml"))
        if not is_text:
            continue
        with archive.open(part) as stream:
            tail, first = b"", True
            while piece := stream.read(1 << 16):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED or (first and b"\x00" in piece[:64]):
                    raise _suspicious()
                if b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece:
                    raise _suspicious()
                tail, first = piece[-16:], False


def _first_sheet(content: bytes, words: frozenset[str]) -> Sheet:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        empty: BadFile | None = None
        for page in book.worksheets:
            if page.sheet_state != "visible":
                continue
            raw, formulas = _cells(page)
            try:
                return as_sheet(raw, formulas, words)
            except BadFile as nothing:
                if raw:
                    raise
                empty = empty or nothing
        raise empty or _broken()
    finally:
        book.close()


def _cells(page: Any) -> tuple[list[tuple[int, list[str]]], set[tuple[int, int]]]:
    raw: list[tuple[int, list[str]]] = []
    formulas: set[tuple[int, int]] = set()
    silent = 0
    for line, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), start=1):
        texts = []
        for at, cell in enumerate(cells):
            if cell.data_type == "f":
                formulas.add((line, at))
                texts.append("=…")
            else:
                texts.append(cell_text(cell.value))
        silent = 0 if any(texts) else silent + 1
        if silent > MOST_ROWS:
            break
        if not silent:
            raw.append((line, texts))
        if len(raw) > MOST_ROWS + 20:
            raise too_many_rows()
    _fill_merged(page, raw, formulas)
    return raw, formulas


def _fill_merged(page: Any, raw: list[tuple[int, list[str]]], formulas: set[tuple[int, int]]) -> None:
    """Give the value of a cell that is merged downwards to every row it covers: a district that stands once for ten."""
    at_line = dict(raw)
    left = MOST_MERGED
    for at, first, last in _merged_downwards(page):
        covered = range(first + 1, min(last, raw[-1][0] if raw else 0) + 1)
        left -= len(covered)
        if left < 0:
            raise _suspicious()
        above = at_line.get(first, [])
        value = above[at] if at < len(above) else ""
        for line in covered if value else ():
            texts = at_line.get(line)
            if texts is not None and at < len(texts) and not texts[at]:
                texts[at] = value
                if (first, at) in formulas:
                    formulas.add((line, at))


def _merged_downwards(page: Any) -> Iterator[tuple[int, int, int]]:
    """Column from 0, first and last line of every range of merged cells; reading row by row leaves them out."""
    with page._get_source() as stream:
        tail = b""
        while piece := stream.read(1 << 16):
            text = tail + piece
            end = 0
            for found in _MERGED.finditer(text):
                end = found.end()
                at, first, last = column_index_from_string(found[1].decode()) - 1, int(found[2]), int(found[3])
                if last > first and at < MOST_COLUMNS:
                    yield at, first, last
            tail = text[max(end, len(text) - 200) :]


def cell_text(value: object) -> str:
    """A cell's value as a person would type it: whole numbers without a point, dates as 2026-12-05."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return tidy(str(value))


def _suspicious() -> BadFile:
    return BadFile(_("Tệp này không an toàn để mở (nén bất thường, có khóa hoặc có mã lệnh), nên đã bị từ chối."))


def _broken() -> BadFile:
    return BadFile(_("Không đọc được tệp này. Xin mở bằng Excel, lưu lại thành .xlsx rồi gửi lại."))
