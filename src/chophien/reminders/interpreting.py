"""Telling interpreters what they are to interpret: their whole list, and what changed in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chophien.calendars.interpreting import Sides, duty_content, parties_words
from chophien.calendars.queries import CalendarFair
from chophien.fairs.rules import spoken
from chophien.mail.outbox import Announcement
from chophien.reminders.queries import FairFacts, SpotNames, StaffRecipient
from chophien.reminders.rules import MailChange, publication_key
from chophien.reminders.spots import spot_before, spot_now
from chophien.settings import settings
from chophien.support.language import speaking
from chophien.timetable.changes import MeetingChange
from chophien.timetable.queries import MeetingLine
from chophien.timetable.tables import MeetingState


@dataclass(frozen=True)
class Duties:
    """What the letters to a fair's interpreters are written from."""

    fair: FairFacts
    calendar_fairs: Mapping[str, CalendarFair]
    """By language."""
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
    gone = [duties.sides[change.meeting_id] for change in told if change.new_interpreter_id != own]
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
                MailChange("new", parties_words(sides), None, spot_now(sides[0], names_interpreter=False))
                for sides in now_theirs
            ],
            "page_url": page,
        },
        calendar=duty_content(
            own, now_theirs, duties.calendar_fairs[recipient.language], recipient.language, gone=gone
        ),
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
        "new" if before is None else "cancelled" if after is None else "moved", parties_words(sides), before, after
    )


def _stands(line: MeetingLine) -> bool:
    return line.state == MeetingState.CONFIRMED
