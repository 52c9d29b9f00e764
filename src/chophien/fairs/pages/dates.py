"""A fair's days and meetings as its cover says them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from chophien.fairs.tables import Fair
from chophien.support.language import _, spoken_language
from chophien.web.formats import day as day_words


@dataclass(frozen=True)
class Span:
    """The days of a fair: `big` 5–6, `month` tháng 12, 2026, `weekdays` thứ Bảy và Chủ nhật."""

    big: str
    month: str
    weekdays: str

    @property
    def words(self) -> str:
        """`5–6 tháng 12, 2026`."""
        return f"{self.big} {self.month}"


def span_of(fair: Fair) -> Span:
    """The fair's days in the spoken language."""
    return _span(fair.starts_on, fair.ends_on)


def _span(first: date, last: date) -> Span:
    weekdays = day_words(first).split(",")[0]
    if first != last:
        names = {"first": weekdays, "last": day_words(last).split(",")[0]}
        near = (last - first).days == 1
        weekdays = (_("%(first)s và %(last)s") if near else _("%(first)s đến %(last)s")) % names
    if (first.year, first.month) == (last.year, last.month):
        big = str(first.day) if first == last else f"{first.day}–{last.day}"
        english = spoken_language() == "en"
        month = format_date(last, "MMMM y", locale="en") if english else f"tháng {last.month}, {last.year}"
        return Span(big, month, weekdays)
    return Span(f"{first.day}/{first.month}–{last.day}/{last.month}", str(last.year), weekdays)


def lengths_words(minutes: Iterable[int]) -> str:
    """How many minutes a meeting lasts: `20`, or `20–30` where sessions differ."""
    found = sorted(minutes)
    return "–".join(dict.fromkeys(str(each) for each in (*found[:1], *found[-1:])))
