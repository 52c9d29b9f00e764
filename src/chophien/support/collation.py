"""The order of names: that of the Vietnamese alphabet, or the English one when English is spoken."""

import unicodedata

from chophien.support.language import spoken_language

# The marks that make another letter of the Vietnamese alphabet: breve, circumflex and horn, in its order.
_LETTERS = {"a\u0306": "a2", "a\u0302": "a3", "e\u0302": "e2", "o\u0302": "o2", "o\u031b": "o3", "u\u031b": "u2"}
# Tones in the order of Vietnamese dictionaries: none, grave, hook, tilde, acute, dot below.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_MARKS = {"\u0306", "\u0302", "\u031b"}
MOST_LETTERS = 90


def sort_key(text: str) -> str:
    """Text that stands among its like as `text` does in a Vietnamese list: letters first, tones where letters agree.

    At most 300 characters, all of them figures and small letters of ASCII, so that every collation of every database
    orders them alike: a list may be ordered and paged by a column that holds it.
    """
    letters: list[str] = []
    tones: list[str] = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        base, *marks = list(unicodedata.normalize("NFD", letter))
        if base == "đ":
            letters.append("d2")
        elif "a" <= base <= "z":
            mark = next((mark for mark in marks if mark in _MARKS), "")
            letters.append(_LETTERS.get(base + mark, f"{base}1"))
        elif "0" <= base <= "9":
            letters.append(f"1{base}")
        elif letters and letters[-1] != "01":
            letters.append("01")
            tones.append("0")
            continue
        else:
            continue
        tones.append(next((_TONES[mark] for mark in marks if mark in _TONES), "0"))
    return "".join(letters[:MOST_LETTERS]) + "00" + "".join(tones[:MOST_LETTERS])


def alphabetical(text: str) -> str:
    """The key by which Python sorts names in the spoken language; English takes no notice of the marks on letters."""
    if spoken_language() == "vi":
        return sort_key(text)
    bare = (letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter))
    return "".join(bare).replace("đ", "d") + " " + sort_key(text)
