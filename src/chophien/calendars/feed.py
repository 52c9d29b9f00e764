"""What a calendar carries: rows gathered and written as a file, for the feed, the download and mails alike."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from chophien.calendars.queries import CalendarFair, calendar_fair, shown_meetings
from chophien.calendars.texts import text_of
from chophien.settings import settings
from chophien.support.ics import CalendarContent, CalendarEvent, calendar_bytes
from chophien.timetable.queries import MeetingLine
from chophien.timetable.tables import MeetingState


async def calendar_of(participation_id: int, fair_id: int, language: str, at: datetime) -> bytes:
    """A participant's calendar as a file. Written in a thread, and only once for the same content."""
    fair = await calendar_fair(fair_id, language)
    content = calendar_content(await shown_meetings(participation_id, at), fair, language)
    return await asyncio.to_thread(calendar_bytes, content)


def calendar_content(lines: Iterable[MeetingLine], fair: CalendarFair, language: str) -> CalendarContent:
    """What is written, as plain values."""
    return CalendarContent(
        name=fair.name,
        language=language,
        organizer_name=fair.organizer_name,
        organizer_email=settings().mail_from,
        url=f"{settings().public_url}/my/fairs/{fair.slug}/schedule",
        events=tuple(_event(line, fair, language) for line in lines),
    )


def _event(line: MeetingLine, fair: CalendarFair, language: str) -> CalendarEvent:
    text = text_of(line, fair, language)
    return CalendarEvent(
        uid=line.uid,
        sequence=line.sequence,
        cancelled=line.state == MeetingState.CANCELLED,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        revised_at=line.revised_at,
        summary=text.summary,
        location=text.location,
        description=text.description,
    )
