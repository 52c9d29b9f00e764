"""How a place is named in both languages."""

from chophien.places.hanoi import DISTRICTS
from chophien.support.folding import folded
from chophien.support.language import spoken_language

_ENGLISH_KINDS = {
    "quận": "District",
    "huyện": "District",
    "thị xã": "Town",
    "phường": "Ward",
    "xã": "Commune",
    "tỉnh": "Province",
    "thành phố": "City",
}


def place_words(kind: str, name: str) -> str:
    """`huyện Thường Tín` or `Thường Tín District`."""
    if spoken_language() == "vi":
        return f"{kind} {name}".strip()
    return f"{name} {_ENGLISH_KINDS.get(kind, '')}".strip()


def district_choices() -> list[tuple[str, str]]:
    """Hanoi's districts of 2023 as (code, words), in the order of their names."""
    ordered = sorted(DISTRICTS, key=lambda district: folded(district.name))
    return [(district.code, place_words(district.kind, district.name)) for district in ordered]


def district_words(code: str) -> str:
    """The district behind `code` in words; empty for an unknown code."""
    return next((words for known, words in district_choices() if known == code), "")
