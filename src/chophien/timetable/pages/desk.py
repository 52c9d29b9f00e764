"""What the interpreter desk's pages may see."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

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


@dataclass(frozen=True)
class DeskPage(Page):
    """Interpreters by slot on one day; to read, not to change."""

    template: ClassVar[str] = "timetable/desk.html"
    url: str
    timezone: str
    day: date | None
    slots: list[DeskSlot]
    published: bool

    @property
    def days(self) -> list[Link]:
        """A tab for each day, with how many meetings are interpreted."""
        counts: dict[date, int] = {}
        for line in self.slots:
            counts[line.slot.day] = counts.get(line.slot.day, 0) + len(line.assignments)
        moments = {line.slot.day: line.slot.starts_at for line in self.slots}
        return [
            Link(day_short(moments[day], self.timezone), f"{self.url}?day={day}", current=day == self.day, count=count)
            for day, count in counts.items()
        ]

    @property
    def lines(self) -> list[DeskSlot]:
        """The slots of the chosen day."""
        return [line for line in self.slots if line.slot.day == self.day]

    def hall(self, one: Assignment) -> str:
        """The hall's name in the spoken language."""
        return spoken(one.hall_vi, one.hall_en)
