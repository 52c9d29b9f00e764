"""Columns of outgoing messages."""

from enum import StrEnum

from piccolo.columns import Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table


class MessageState(StrEnum):
    """Where an outgoing message stands. Due ones end as sent, cancelled, expired or failed; none is forgotten."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"


class OutgoingMessage(Table):
    """A mail to one person, written in the same transaction as what it announces.

    The features that write it stand above this one, so organizer, fair, person and meeting are plain numbers here.
    """

    id: Serial
    kind = Varchar(length=30)
    """What it is about: reminder, meeting_moved, participation_approved …; also the folder of its template."""
    unique_key = Varchar(length=120)
    """The same announcement is never written twice."""
    organizer_id = Integer(null=True, default=None, index=True)
    fair_id = Integer(null=True, default=None, index=True)
    person_id = Integer(null=True, default=None, index=True)
    meeting_id = Integer(null=True, default=None, index=True)
    meeting_sequence = Integer(null=True, default=None)
    """The meeting's sequence that it speaks of; a later one makes it stale."""
    to_address = Varchar(length=254)
    to_name = Varchar(length=200, default="")
    language = Varchar(length=2, default="vi")
    facts = Text(default="")
    """What its words are written from, as JSON; empty once they are written."""
    subject = Varchar(length=300)
    body_text = Text()
    body_html = Text(default="")
    calendar = Text(null=True, default=None)
    """An iCalendar part to go along."""
    calendar_method = Varchar(length=10, default="")
    message_id = Varchar(length=200)
    """Made from the unique key, so that every copy carries the same one."""
    state = Varchar(length=10, choices=MessageState, default=MessageState.WAITING)
    due_at = Timestamptz()
    try_at = Timestamptz()
    """The next attempt; moves back after a passing failure."""
    expires_at = Timestamptz(null=True, default=None)
    """After this moment it is of no use: a reminder for a meeting that has begun."""
    worker = Varchar(length=40, default="")
    lease_until = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)
    last_error = Text(default="")
    created_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)
