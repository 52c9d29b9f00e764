"""Dates, clocks, numbers and money as people of the spoken language write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from chophien.support.language import spoken_language

HANOI = "Asia/Ho_Chi_Minh"


def local(moment: datetime, timezone: str = HANOI) -> datetime:
    """`moment` in the fair's own time."""
    return moment.astimezone(ZoneInfo(timezone))


def day(when: date | datetime, timezone: str = HANOI) -> str:
    """`thứ Bảy, 5/12/2026` or `Saturday, 5 December 2026`."""
    if isinstance(when, datetime):
        when = local(when, timezone).date()
    if spoken_language() == "en":
        return format_date(when, "EEEE, d MMMM y", locale="en")
    return _vietnamese_weekday(when) + format_date(when, ", d/M/y", locale="vi")


def day_short(when: date | datetime, timezone: str = HANOI) -> str:
    """`thứ Bảy, 5/12` or `Sat, 5 Dec`."""
    if isinstance(when, datetime):
        when = local(when, timezone).date()
    if spoken_language() == "en":
        return format_date(when, "EEE, d MMM", locale="en")
    return _vietnamese_weekday(when) + format_date(when, ", d/M", locale="vi")


def clock(moment: datetime, timezone: str = HANOI) -> str:
    """`09:20`."""
    return format_time(local(moment, timezone), "HH:mm", locale="en")


def day_and_clock(moment: datetime, timezone: str = HANOI) -> str:
    """`thứ Bảy, 5/12/2026 · 09:20`."""
    return f"{day(moment, timezone)} · {clock(moment, timezone)}"


def number(value: float) -> str:
    """`1.369` in Vietnamese, `1,369` in English."""
    return format_decimal(value, locale=spoken_language())


def money(dong: int) -> str:
    """`120.000 ₫` or `₫120,000`."""
    return f"{number(dong)} ₫" if spoken_language() == "vi" else f"₫{number(dong)}"


def _vietnamese_weekday(when: date) -> str:
    return ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")[when.weekday()]
