"""Text with delimiters (.csv): which encoding it is in, and what stands between two cells."""

import csv
import io
import unicodedata

from chophien.exchange.reading.sheet import MOST_COLUMNS, MOST_ROWS, BadFile, Sheet, as_sheet, tidy, too_many_rows
from chophien.support.language import _

DELIMITERS = (",", ";", "\t", "|")
FORMULA_STARTS = ("=", "@", "＝")
"""How a cell begins that a spreadsheet program would compute; a plus or minus may begin a telephone number."""

_LETTERS = frozenset("àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹäçëîïñöûüœæß")
_SIGNS = frozenset("“”‘’–—…°×€₫•·£§®©™ \u00a0")
_VOWELS = frozenset("aăâeêioôơuưy")


def read_delimited(content: bytes, words: frozenset[str]) -> Sheet:
    """Read text with delimiters. Raises BadFile for other encodings and for what is no text."""
    text = decoded(content)
    said, _newline, rest = text.partition("\n")
    if said.strip().lower().startswith("sep=") and len(said.strip()) == 5:
        delimiter, text, skipped = said.strip()[4], rest, 1
    else:
        delimiter, skipped = delimiter_of(text), 0
    raw: list[tuple[int, list[str]]] = []
    formulas: set[tuple[int, int]] = set()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1 + skipped
    try:
        for cells in reader:
            if any(cells):
                raw.append((begins, [tidy(cell) for cell in cells[:MOST_COLUMNS]]))
                formulas |= {(begins, at) for at, cell in enumerate(raw[-1][1]) if cell.startswith(FORMULA_STARTS)}
            if len(raw) > MOST_ROWS + 20:
                raise too_many_rows()
            begins = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise BadFile(_("Dòng %(line)s của tệp CSV bị hỏng.") % {"line": begins}) from error
    return as_sheet(raw, formulas, words)


def decoded(content: bytes) -> str:
    """The text in UTF-8, UTF-16 or Windows-1258, whichever it is. Raises BadFile for any other encoding."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\x00" in content[:4_000]:
        evens, odds = content[:4_000:2].count(0), content[1:4_000:2].count(0)
        if evens == odds or b"\x00" not in content[:200]:
            raise _no_text()
        return _strictly(content, "utf-16-be" if evens > odds else "utf-16-le")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = _strictly(content, "cp1258")
    if not _is_vietnamese(text):
        raise _wrong_encoding()
    return unicodedata.normalize("NFC", text)


def delimiter_of(text: str) -> str:
    """The sign that cuts the first lines into most cells of equal number."""
    lines = [line for line in text.split("\n", 30)[:30] if line.strip()]

    def cells(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        most = max(counts, default=1)
        return (sum(count == most for count in counts) if most > 1 else 0, most)

    try:
        return max(DELIMITERS, key=cells)
    except csv.Error:
        return ","


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding() from error
    if "\x00" in text:
        raise _no_text()
    return text


def _is_vietnamese(text: str) -> bool:
    """Whether every accent stands on a vowel and every letter is one that Vietnamese (or a neighbour) writes.

    Old fonts such as TCVN3 and VNI, and other countries' encodings, turn into signs in the middle of words.
    """
    before = " "
    for letter in text:
        if unicodedata.combining(letter):
            # Windows-1258 writes the five tones as marks after the vowel.
            bare = unicodedata.normalize("NFD", before)[0].lower()
            if bare not in _VOWELS and before.lower() not in _VOWELS:
                return False
        elif (ord(letter) > 127 and letter.lower() not in _LETTERS and letter not in _SIGNS) or (
            ord(letter) < 32 and letter not in "\r\n\t"
        ):
            return False
        before = letter
    return True


def _wrong_encoding() -> BadFile:
    return BadFile(_("Không nhận ra bảng mã của tệp. Trong Excel, xin lưu thành “CSV UTF-8” hoặc .xlsx rồi gửi lại."))


def _no_text() -> BadFile:
    return BadFile(_("Đây không phải tệp CSV hay Excel."))
