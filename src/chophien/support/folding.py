"""Text folded for searching, so that "mien dong" finds "Miến dong"."""

import re
import unicodedata

_STROKE = str.maketrans({"đ": "d", "Đ": "D"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Return `text` in lower case, without diacritics, words separated by single blanks."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKE))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare.casefold()).strip()


def slug(text: str) -> str:
    """Return `text` folded for an address: "Hội chợ Xuân 2026" becomes "hoi-cho-xuan-2026"."""
    return folded(text).replace(" ", "-")
