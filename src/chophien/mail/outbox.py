"""Putting mails into the outbox, in the same transaction as what they announce; nothing is sent here."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from chophien.mail.facts import Facts, kept
from chophien.mail.rules import address_is_usable, message_id, one_line, short_key
from chophien.mail.tables import MessageState, OutgoingMessage
from chophien.mail.wording import word_messages
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.database import after_commit
from chophien.support.ics import CalendarContent

_ROWS_AT_ONCE = 400
"""Both databases take about 32,000 values in one statement; a row has 29."""
_WORDED_AT_ONCE = 40
"""So many letters are written in a blink; for more nobody should wait."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """One mail to one person, before it is written."""

    kind: str
    """The folder of its templates under `templates/mail/`."""
    unique_key: str
    to_address: str
    to_name: str
    language: str
    due_at: datetime
    context: dict[str, Any] = field(default_factory=dict)
    organizer_id: int | None = None
    fair_id: int | None = None
    person_id: int | None = None
    meeting_id: int | None = None
    meeting_sequence: int | None = None
    expires_at: datetime | None = None
    calendar: CalendarContent | None = None


async def write_message(
    *,
    kind: str,
    unique_key: str,
    to_address: str,
    to_name: str,
    language: str,
    due_at: datetime,
    context: dict[str, Any],
    organizer_id: int | None = None,
    fair_id: int | None = None,
    person_id: int | None = None,
    meeting_id: int | None = None,
    meeting_sequence: int | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Write one mail into the outbox, inside the caller's transaction; the same `unique_key` is written only once.

    An address that cannot be used does not stop the caller: the row is kept as failed, for the organizer to see.
    """
    await write_messages(
        [
            Announcement(
                kind=kind,
                unique_key=unique_key,
                to_address=to_address,
                to_name=to_name,
                language=language,
                due_at=due_at,
                context=context,
                organizer_id=organizer_id,
                fair_id=fair_id,
                person_id=person_id,
                meeting_id=meeting_id,
                meeting_sequence=meeting_sequence,
                expires_at=expires_at,
            )
        ]
    )


async def write_messages(announcements: list[Announcement]) -> None:
    """Write many mails at once, as `write_message` does. No word is rendered before the transaction is committed:
    afterwards a handful is worded at once, and many are left to the clock."""
    if not announcements:
        return
    at = now()
    rows = await asyncio.to_thread(lambda: [_row(announcement, at) for announcement in announcements])
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        await OutgoingMessage.insert(*rows[start : start + _ROWS_AT_ONCE]).on_conflict(action="DO NOTHING")
    if len(rows) <= _WORDED_AT_ONCE:
        await after_commit(partial(word_messages, [row.unique_key for row in rows]))


def _row(announcement: Announcement, at: datetime) -> OutgoingMessage:
    usable = address_is_usable(announcement.to_address)
    return OutgoingMessage(
        kind=announcement.kind,
        unique_key=short_key(announcement.unique_key),
        organizer_id=announcement.organizer_id,
        fair_id=announcement.fair_id,
        person_id=announcement.person_id,
        meeting_id=announcement.meeting_id,
        meeting_sequence=announcement.meeting_sequence,
        to_address=one_line(announcement.to_address, 254),
        to_name=one_line(announcement.to_name, 200),
        language="en" if announcement.language == "en" else "vi",
        facts=kept(Facts(announcement.context, announcement.calendar)),
        calendar_method="PUBLISH" if announcement.calendar is not None else "",
        message_id=message_id(announcement.unique_key, settings().mail_from),
        state=MessageState.WAITING if usable else MessageState.FAILED,
        due_at=announcement.due_at,
        try_at=announcement.due_at,
        expires_at=announcement.expires_at,
        last_error="" if usable else "address",
        created_at=at,
    )
