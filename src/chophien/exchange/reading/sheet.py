"""What was read: the header, the rows under it as text, and which cells were formulas."""

import unicodedata
from collections.abc import Iterable

import msgspec

from chophien.support.folding import folded
from chophien.support.language import _
from chophien.support.refusal import Refusal

MOST_BYTES = 10_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 60
LONGEST_CELL = 4_000
HEADER_WITHIN = 15
"""How many rows may stand above the header: titles, the name of the office, a date."""


class BadFile(Refusal):
    """This file cannot be read as a sheet."""

    status = 422

    def __init__(self, sentence: str) -> None:
        """Say it beside the file."""
        super().__init__(sentence, field="file")


class Sheet(msgspec.Struct, frozen=True):
    """The rows under the header, as text without blanks around it; `lines` numbers them as the sheet's program does."""

    headers: list[str]
    rows: list[list[str]]
    lines: list[int]
    formulas: list[tuple[int, int]]
    """Cells that held a formula, as (row, column) from 0."""


def too_many_rows() -> BadFile:
    """The refusal of a sheet that does not end."""
    return BadFile(_("Tệp có quá nhiều dòng: nhiều nhất %(most)s dòng mỗi lần nhập.") % {"most": MOST_ROWS})


def tidy(text: str) -> str:
    """A cell's text in composed letters, without blanks around it and without control characters."""
    composed = unicodedata.normalize("NFC", text.replace("\u00a0", " "))
    return "".join(letter for letter in composed if letter == "\n" or letter.isprintable()).strip()[:LONGEST_CELL]


def as_sheet(raw: Iterable[tuple[int, list[str]]], formulas: set[tuple[int, int]], words: frozenset[str]) -> Sheet:
    """Cut numbered rows into header and rows; empty ones are left out. `formulas` names cells by (line, column).

    Raises BadFile when nothing stands under a header.
    """
    rows = [(line, cells) for line, cells in raw if any(cells)]
    if not rows:
        raise BadFile(_("Tệp này không có dòng nào."))
    start = max(range(min(len(rows), HEADER_WITHIN)), key=lambda at: (_known(rows[at][1], words), -at))
    header = rows[start][1]
    width = max((at + 1 for at, text in enumerate(header) if text), default=0)
    if len(rows) - start - 1 > MOST_ROWS:
        raise too_many_rows()
    below = rows[start + 1 :]
    if not below:
        raise BadFile(_("Tệp này chỉ có dòng tiêu đề, chưa có dòng dữ liệu nào."))
    padded = [(line, (cells + [""] * width)[:width]) for line, cells in below]
    at_line = {line: number for number, (line, _cells) in enumerate(padded)}
    return Sheet(
        headers=header[:width],
        rows=[cells for _line, cells in padded],
        lines=[line for line, _cells in padded],
        formulas=sorted((at_line[line], at) for line, at in formulas if line in at_line and at < width),
    )


def _known(cells: list[str], words: frozenset[str]) -> int:
    return sum(folded(text) in words for text in cells)
