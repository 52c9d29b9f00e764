"""The markets that products reach or want, and how lists of codes stand in a column."""

from collections.abc import Iterable

from chophien.support.language import _

MARKETS = ("JP", "KR", "CN", "TW", "ASEAN", "AU", "EU", "GB", "US", "RU", "GULF")
"""Codes: ISO 3166 for countries, a word for regions."""


def market_words(code: str) -> str:
    """A market in words."""
    return {
        "JP": _("Nhật Bản"),
        "KR": _("Hàn Quốc"),
        "CN": _("Trung Quốc"),
        "TW": _("Đài Loan"),
        "ASEAN": _("Đông Nam Á"),
        "AU": _("Úc"),
        "EU": _("Liên minh châu Âu"),
        "GB": _("Vương quốc Anh"),
        "US": _("Hoa Kỳ"),
        "RU": _("Nga"),
        "GULF": _("Trung Đông"),
    }.get(code, code)


def market_choices() -> list[tuple[str, str]]:
    """Every market as (code, words)."""
    return [(code, market_words(code)) for code in MARKETS]


def packed(codes: Iterable[str]) -> str:
    """Codes as a column keeps them: `,JP,EU,`, so that one can be looked for with its commas; empty for none."""
    listed = ",".join(codes)
    return f",{listed}," if listed else ""


def unpacked(column: str) -> list[str]:
    """The codes that a column keeps, in their order."""
    return [code for code in column.split(",") if code]
