"""Telling interpreters what they are to interpret: their whole list, and what changed in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chophien.fairs.registering.rules import interpreting_words
from chophien.fairs.rules import spoken
from chophien.mail.outbox import Announcement
from chophien.reminders.queries import FairFacts, SpotNames, StaffRecipient
from chophien.reminders.rules import MailChange, publication_key
from chophien.reminders.spots import spot_before, spot_now
from chophien.settings import settings
from chophien.support.ics import CalendarContent, CalendarEvent
from chophien.support.language import _, speaking
from chophien.timetable.changes import MeetingChange
from chophien.timetable.queries import MeetingLine
from chophien.timetable.tables import MeetingState

Sides = tuple[MeetingLine, MeetingLine]
"""A meeting from the producer's view and from the distributor's."""


@dataclass(frozen=True)
class Duties:
    """What the letters to a fair's interpreters are written from."""

    fair: FairFacts
    names: SpotNames
    changes: list[MeetingChange]
    sides: Mapping[int, Sides]
    """Every meeting that people were ever told of, by number."""
    recipients: list[StaffRecipient]
    at: datetime


def concerned(changes: Iterable[MeetingChange]) -> set[int]:
    """The interpreters whose list changes."""
    return {who for change in changes for who in (change.old_interpreter_id, change.new_interpreter_id) if who}


def duty_letters(duties: Duties) -> list[Announcement]:
    """One letter to each interpreter who can be written to and whose list changed."""
    written = []
    for recipient in duties.recipients:
        with speaking(recipient.language):
            written.append(_letter(duties, recipient))
    return written


def _letter(duties: Duties, recipient: StaffRecipient) -> Announcement:
    own = recipient.interpreter_id
    told = [change for change in duties.changes if own in {change.old_interpreter_id, change.new_interpreter_id}]
    now_theirs = sorted(
        (sides for sides in duties.sides.values() if _stands(sides[0]) and sides[0].interpreter_id == own),
        key=lambda sides: (sides[0].starts_at, sides[0].meeting_id),
    )
    changes = [_change(duties, change, own) for change in told]
    first = len(told) == len(now_theirs) and {change.kind for change in changes} == {"new"}
    fair = duties.fair
    name = spoken(fair.name_vi, fair.name_en)
    page = f"{settings().public_url}/interpreting/fairs/{fair.slug}" if recipient.person_id else ""
    key = publication_key((change.meeting_id, change.sequence) for change in told)
    return Announcement(
        kind="interpreting_published" if first else "interpreting_changed",
        unique_key=f"interpreting:{own}:{key}",
        to_address=recipient.address,
        to_name=recipient.name,
        language=recipient.language,
        due_at=duties.at,
        context={
            "fair_name": name,
            "fair_timezone": fair.timezone,
            "changes": [] if first else changes,
            "meetings": [
                MailChange("new", _parties(sides), None, spot_now(sides[0], names_interpreter=False))
                for sides in now_theirs
            ],
            "page_url": page,
        },
        calendar=_calendar(duties, recipient, told, now_theirs),
        fair_id=fair.id,
        organizer_id=fair.organizer_id,
        person_id=recipient.person_id,
    )


def _change(duties: Duties, change: MeetingChange, own: int) -> MailChange:
    """The change as this interpreter sees it: a meeting taken over is new, one given to somebody else is gone."""
    sides = duties.sides[change.meeting_id]
    before = spot_before(duties.names, change, names_interpreter=False) if change.old_interpreter_id == own else None
    after = spot_now(sides[0], names_interpreter=False) if change.new_interpreter_id == own else None
    return MailChange(
        "new" if before is None else "cancelled" if after is None else "moved", _parties(sides), before, after
    )


def _parties(sides: Sides) -> str:
    producer, distributor = sides[1].partner_name, sides[0].partner_name
    language = interpreting_words(sides[0].pair) if sides[0].pair else ""
    return " · ".join(part for part in (f"{producer} – {distributor}", language) if part)


def _stands(line: MeetingLine) -> bool:
    return line.state == MeetingState.CONFIRMED


def _calendar(
    duties: Duties, recipient: StaffRecipient, told: list[MeetingChange], now_theirs: list[Sides]
) -> CalendarContent:
    """Everything to interpret, and what was taken away just now as cancelled."""
    own = recipient.interpreter_id
    gone = [duties.sides[change.meeting_id] for change in told if change.new_interpreter_id != own]
    return CalendarContent(
        name=_("Phiên dịch tại %(fair)s") % {"fair": spoken(duties.fair.name_vi, duties.fair.name_en)},
        language=recipient.language,
        organizer_name=duties.fair.organizer_name,
        organizer_email=settings().mail_from,
        url=f"{settings().public_url}/interpreting/fairs/{duties.fair.slug}",
        events=tuple(
            CalendarEvent(
                # Other than the meeting's own: one who has both calendars keeps two entries.
                uid=f"interpreting-{own}-{sides[0].uid}",
                sequence=sides[0].sequence,
                cancelled=sides in gone,
                starts_at=sides[0].starts_at,
                ends_at=sides[0].ends_at,
                revised_at=sides[0].revised_at,
                summary=_("Phiên dịch: %(parties)s") % {"parties": _parties(sides)},
                location=_("bàn %(table)s") % {"table": sides[0].table_code}
                + f", {spoken(sides[0].hall_vi, sides[0].hall_en)}",
                description="",
            )
            for sides in [*now_theirs, *gone]
        ),
    )
