"""Sheets turned into rows of text, whatever program wrote them; everything here is pure and never awaits."""

from chophien.exchange.reading.delimited import read_delimited
from chophien.exchange.reading.sheet import MOST_BYTES, BadFile, Sheet
from chophien.exchange.reading.workbook import read_workbook
from chophien.support.language import _

ZIP = b"PK\x03\x04"
PICTURES_AND_PAPERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_sheet(content: bytes, words: frozenset[str]) -> Sheet:
    """Read an .xlsx or .csv file by what it is, not by its name. Raises BadFile with a sentence for a person.

    `words` are the folded headers that are known; the row with most of them is the header.
    """
    if len(content) > MOST_BYTES:
        raise BadFile(_("Tệp quá lớn: nhiều nhất %(most)s MB.") % {"most": MOST_BYTES // 1_000_000})
    if not content.strip():
        raise BadFile(_("Tệp này trống."))
    if content.startswith(OLD_EXCEL):
        raise BadFile(_("Đây là tệp Excel kiểu cũ hoặc có mật khẩu. Xin lưu lại thành .xlsx không mật khẩu."))
    if content.startswith(PICTURES_AND_PAPERS):
        raise BadFile(_("Đây không phải tệp CSV hay Excel."))
    if content.startswith(ZIP):
        return read_workbook(content, words)
    return read_delimited(content, words)


__all__ = ["MOST_BYTES", "BadFile", "Sheet", "read_sheet"]
