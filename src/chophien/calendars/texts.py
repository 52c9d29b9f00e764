"""The words of a calendar entry."""

from dataclasses import dataclass

from chophien.calendars.queries import CalendarFair
from chophien.fairs.registering.rules import pair_words
from chophien.fairs.rules import spoken
from chophien.support.language import _, speaking
from chophien.timetable.queries import MeetingLine


@dataclass(frozen=True)
class CalendarText:
    """What a calendar entry says of a meeting, in one language."""

    summary: str
    location: str
    description: str


def text_of(line: MeetingLine, fair: CalendarFair, language: str) -> CalendarText:
    """The words of one calendar entry: partner and table first, nobody's address or number."""
    with speaking(language):
        table = _("bàn %(table)s") % {"table": line.table_code}
        rows = [_("Hội chợ: %(fair)s") % {"fair": fair.name}]
        if line.interpreter_name:
            words = _("Phiên dịch: %(name)s") % {"name": line.interpreter_name}
            rows.append(f"{words} ({pair_words(line.pair)})" if line.pair else words)
        hall = hall_of(line)
    spot = ", ".join(part for part in (table[:1].upper() + table[1:], hall, fair.spot) if part)
    return CalendarText(f"{line.partner_name} · {table}", spot, "\n".join(rows))


def hall_of(line: MeetingLine) -> str:
    """The hall's name in the spoken language."""
    return spoken(line.hall_vi, line.hall_en)
