"""Writing what people must be told into the outbox, in the transaction that changes their meetings."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chophien.calendars.feed import calendar_content
from chophien.calendars.interpreting import Sides
from chophien.calendars.queries import CalendarFair, calendar_fair, carried
from chophien.fairs.rules import spoken
from chophien.mail.outbox import Announcement, write_messages
from chophien.mail.queue import cancel_messages, send_again
from chophien.reminders.interpreting import Duties, concerned, duty_letters
from chophien.reminders.queries import (
    FairFacts,
    Recipient,
    SpotNames,
    facts_of_fair,
    meeting_ids_of_fair,
    recipients_of,
    spot_names,
    staff_recipients,
)
from chophien.reminders.rules import MailChange, mail_kind, publication_key, reminder_due
from chophien.reminders.spots import spot_before, spot_now
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.crash_points import crash_point
from chophien.support.language import LANGUAGES, _, speaking
from chophien.support.refusal import Refusal
from chophien.timetable.changes import MeetingChange
from chophien.timetable.queries import MeetingLine, meetings_by_ids
from chophien.timetable.tables import MeetingState


class NothingToSendAgain(Refusal):
    """Only a message that failed can be sent again."""


@dataclass(frozen=True)
class _Publication:
    """Everything that the mails of one publication are written from."""

    fair: FairFacts
    calendar_fairs: dict[str, CalendarFair]
    names: SpotNames
    changes: dict[int, MeetingChange]
    """Keyed by meeting."""
    told: dict[int, list[MeetingLine]]
    """The changed meetings from each participation's view."""
    known: dict[int, list[MeetingLine]]
    """Every meeting from each participation's view."""
    recipients: dict[int, list[Recipient]]
    duties: Duties
    at: datetime


async def announce_changes(changes: list[MeetingChange]) -> None:
    """Tell everybody concerned of a publication, inside its transaction: one mail a person however many changes it
    brings, a reminder for each meeting that stands, and no reminder for how things were before. Interpreters whose list
    changes get it whole."""
    if not changes:
        return
    await cancel_messages((change.meeting_id for change in changes), kind="reminder")
    crash_point("before reminder rows")
    gathered = await _gather(changes)
    # Values alone: what takes seconds, wording them and writing calendars, waits until the transaction is over.
    announcements = await asyncio.to_thread(_announcements, gathered)
    await write_messages(announcements)
    crash_point("after reminder rows")


async def send_message_again(message_id: int, *, fair_id: int, at: datetime) -> None:
    """Put a message that failed back into the queue. Raises NothingToSendAgain."""
    if not await send_again(message_id, fair_id=fair_id, at=at):
        raise NothingToSendAgain(_("Thư này không ở trạng thái lỗi nên không cần gửi lại."))


async def _gather(changes: list[MeetingChange]) -> _Publication:
    fair_id = changes[0].fair_id
    changed = {change.meeting_id: change for change in changes}
    told: dict[int, list[MeetingLine]] = defaultdict(list)
    known: dict[int, list[MeetingLine]] = defaultdict(list)
    views: dict[int, list[MeetingLine]] = defaultdict(list)
    for line in sorted(
        await meetings_by_ids(await meeting_ids_of_fair(fair_id)), key=lambda line: (line.starts_at, line.meeting_id)
    ):
        known[line.participation_id].append(line)
        views[line.meeting_id].append(line)
        if line.meeting_id in changed:
            told[line.participation_id].append(line)
    # The producer's view comes first, also after sorting.
    sides: dict[int, Sides] = {meeting_id: (lines[0], lines[1]) for meeting_id, lines in views.items()}
    fair, at = await facts_of_fair(fair_id), now()
    calendar_fairs = {language: await calendar_fair(fair_id, language) for language in LANGUAGES}
    names = await spot_names(
        (change.old_slot_id for change in changes),
        (change.old_table_id for change in changes),
        (change.old_interpreter_id for change in changes),
    )
    return _Publication(
        fair=fair,
        calendar_fairs=calendar_fairs,
        names=names,
        changes=changed,
        told=told,
        known=known,
        recipients=await recipients_of(told),
        duties=Duties(fair, calendar_fairs, names, changes, sides, await staff_recipients(concerned(changes)), at),
        at=at,
    )


def _announcements(publication: _Publication) -> list[Announcement]:
    written = duty_letters(publication.duties)
    for participation_id, lines in publication.told.items():
        for recipient in publication.recipients.get(participation_id, []):
            with speaking(recipient.language):
                written.append(_news(publication, recipient, lines))
                written += _reminders(publication, recipient, lines)
    return written


def _news(publication: _Publication, recipient: Recipient, lines: list[MeetingLine]) -> Announcement:
    """The one mail that tells a person what is new, moved and cancelled, with the whole calendar as it is now."""
    changes = [_mail_change(publication, line) for line in lines]
    known = publication.known[recipient.participation_id]
    kind = mail_kind((change.kind for change in changes), is_first=len(known) == len(lines))
    key = publication_key((line.meeting_id, line.sequence) for line in lines)
    content = calendar_content(
        carried(known, publication.at), publication.calendar_fairs[recipient.language], recipient.language
    )
    context = _shared(publication, recipient) | (
        {"change": changes[0]} if kind.startswith("meeting_") else {"changes": changes}
    )
    return Announcement(
        kind=kind,
        unique_key=f"news:{recipient.participation_id}:{recipient.key}:{key}",
        due_at=publication.at,
        context=context,
        calendar=content,
        **_addressed(publication, recipient),
    )


def _reminders(publication: _Publication, recipient: Recipient, lines: Iterable[MeetingLine]) -> list[Announcement]:
    shared = _shared(publication, recipient)
    due = [
        (line, reminder_due(line.starts_at, publication.fair.reminder_minutes, publication.at))
        for line in lines
        if line.state == MeetingState.CONFIRMED
    ]
    return [
        Announcement(
            kind="reminder",
            unique_key=f"reminder:{line.meeting_id}:{recipient.participation_id}:{recipient.key}:{line.sequence}",
            meeting_id=line.meeting_id,
            meeting_sequence=line.sequence,
            due_at=due_at,
            expires_at=line.starts_at,
            context=shared | {"meeting": spot_now(line), "partner": line.partner_name},
            **_addressed(publication, recipient),
        )
        for line, due_at in due
        if due_at is not None
    ]


def _addressed(publication: _Publication, recipient: Recipient) -> dict[str, Any]:
    return {
        "to_address": recipient.address,
        "to_name": recipient.name,
        "language": recipient.language,
        "person_id": recipient.person_id,
        "fair_id": publication.fair.id,
        "organizer_id": publication.fair.organizer_id,
    }


def _shared(publication: _Publication, recipient: Recipient) -> dict[str, Any]:
    fair = publication.fair
    return {
        "fair_name": spoken(fair.name_vi, fair.name_en),
        "fair_timezone": fair.timezone,
        "company": recipient.company,
        "schedule_url": f"{settings().public_url}/my/fairs/{fair.slug}/schedule",
    }


def _mail_change(publication: _Publication, line: MeetingLine) -> MailChange:
    change = publication.changes[line.meeting_id]
    return MailChange(
        kind=change.kind,
        partner=line.partner_name,
        old=spot_before(publication.names, change),
        new=spot_now(line) if change.new_slot_id is not None else None,
    )
