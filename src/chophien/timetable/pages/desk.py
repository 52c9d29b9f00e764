"""What the interpreter desk's pages may see."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from chophien.fairs.pages.dates import span_of
from chophien.fairs.registering.rules import interpreting_words
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.timetable.queries.desk import Assignment, DeskSlot
from chophien.web.formats import day_short
from chophien.web.pages import Link, Page


@dataclass(frozen=True)
class DeskFairsPage(Page):
    """The fairs whose desk the person watches."""

    template: ClassVar[str] = "timetable/desk_fairs.html"
    fairs: list[Fair]

    def name(self, fair: Fair) -> str:
        """The fair's name in the spoken language."""
        return spoken(fair.name_vi, fair.name_en)

    def when(self, fair: Fair) -> str:
        """The fair's days in words."""
        return span_of(fair).words


@dataclass(frozen=True)
class DeskPage(Page):
    """Interpreters by slot on one day; to read, not to change."""

    template: ClassVar[str] = "timetable/desk.html"
    timezone: str
    days: list[Link]
    """A tab for each day, with how many meetings are interpreted."""
    lines: list[DeskSlot]
    """The slots of the chosen day."""
    published: bool

    @staticmethod
    def languages(*pairs: str) -> str:
        """The languages interpreted from, in words."""
        return ", ".join(interpreting_words(pair) for pair in pairs if pair)

    def hall(self, one: Assignment) -> str:
        """The hall's name in the spoken language."""
        return spoken(one.hall_vi, one.hall_en)


def desk_days(slots: list[DeskSlot], chosen: date | None, *, url: str, timezone: str) -> list[Link]:
    """A tab for each day, with how many meetings are interpreted."""
    counts: dict[date, int] = {}
    for line in slots:
        counts[line.slot.day] = counts.get(line.slot.day, 0) + len(line.assignments)
    moments = {line.slot.day: line.slot.starts_at for line in slots}
    return [
        Link(day_short(moments[day], timezone), f"{url}?day={day}", current=day == chosen, count=count)
        for day, count in counts.items()
    ]
