"""What the calendar of an interpreter carries: the meetings of others that it interprets."""

from collections.abc import Iterable

from chophien.calendars.queries import CalendarFair
from chophien.calendars.texts import hall_of
from chophien.fairs.registering.rules import interpreting_words
from chophien.settings import settings
from chophien.support.ics import CalendarContent, CalendarEvent
from chophien.support.language import _, speaking
from chophien.timetable.queries import MeetingLine

Sides = tuple[MeetingLine, MeetingLine]
"""A meeting from the producer's view and from the distributor's."""


def parties_words(sides: Sides) -> str:
    """Both companies, the producer first, and the language that is interpreted."""
    language = interpreting_words(sides[0].pair) if sides[0].pair else ""
    return " · ".join(part for part in (f"{sides[1].partner_name} – {sides[0].partner_name}", language) if part)


def duty_content(
    interpreter_id: int, meetings: Iterable[Sides], fair: CalendarFair, language: str, *, gone: Iterable[Sides] = ()
) -> CalendarContent:
    """What is written, as plain values; `gone` are meetings that are not to be interpreted any more."""
    with speaking(language):
        told = [(sides, False) for sides in meetings] + [(sides, True) for sides in gone]
        return CalendarContent(
            name=_("Phiên dịch tại %(fair)s") % {"fair": fair.name},
            language=language,
            organizer_name=fair.organizer_name,
            organizer_email=settings().mail_from,
            url=f"{settings().public_url}/interpreting/fairs/{fair.slug}",
            events=tuple(_event(interpreter_id, sides, fair, cancelled) for sides, cancelled in told),
        )


def _event(interpreter_id: int, sides: Sides, fair: CalendarFair, cancelled: bool) -> CalendarEvent:
    line = sides[0]
    table = _("bàn %(table)s") % {"table": line.table_code}
    return CalendarEvent(
        # Other than the meeting's own: whoever has both calendars keeps two entries.
        uid=f"interpreting-{interpreter_id}-{line.uid}",
        sequence=line.sequence,
        cancelled=cancelled,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        revised_at=line.revised_at,
        summary=_("Phiên dịch: %(parties)s") % {"parties": parties_words(sides)},
        location=", ".join(part for part in (table[:1].upper() + table[1:], hall_of(line), fair.spot) if part),
        description=_("Hội chợ: %(fair)s") % {"fair": fair.name},
    )
