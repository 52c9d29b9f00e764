"""Wording mails that the outbox holds as facts. Never inside a transaction: thousands of letters take seconds."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from chophien.mail.facts import read
from chophien.mail.letters import Letter, write_letter
from chophien.mail.queue import OPEN
from chophien.mail.tables import OutgoingMessage
from chophien.support.crash_points import crash_point
from chophien.support.database import transaction
from chophien.support.ics import calendar_bytes

log = logging.getLogger("chophien.mail")

AT_ONCE = 200
WORDLESS = "wording"
"""The last error of a message whose words cannot be written; delivering tries again and then gives up."""


@dataclass(frozen=True)
class Worded:
    """A mail's words and its calendar."""

    letter: Letter
    calendar: str | None


def worded(message: OutgoingMessage) -> Worded:
    """The words of a message that holds its facts. Takes about a millisecond, with a calendar half a one an event."""
    facts = read(message.facts)
    letter = write_letter(message.kind, message.language, message.to_name, facts.context)
    return Worded(letter, calendar_bytes(facts.calendar).decode() if facts.calendar else None)


async def word_messages(keys: Sequence[str]) -> None:
    """Write the words of these messages, named by their unique keys, where that has not been done yet."""
    found = await OutgoingMessage.objects().where(
        OutgoingMessage.unique_key.is_in(list(keys)), OutgoingMessage.facts != ""
    )
    await _word(found)


async def word_waiting() -> bool:
    """Write the words of the open messages that are due next; whether there may be more to write."""
    found = (
        await OutgoingMessage.objects()
        .where(
            OutgoingMessage.facts != "",
            OutgoingMessage.state.is_in(list(OPEN)),
            OutgoingMessage.last_error != WORDLESS,
        )
        .order_by(OutgoingMessage.try_at)
        .order_by(OutgoingMessage.id)
        .limit(AT_ONCE)
    )
    if found:
        await _word(found)
    return len(found) == AT_ONCE


async def keep_words(message: OutgoingMessage, words: Worded) -> None:
    """Write the words of a message where its facts stood, into the row and into `message`."""
    crash_point("before words are kept")
    message.subject, message.body_text = words.letter.subject, words.letter.text
    message.body_html, message.calendar, message.facts = words.letter.html, words.calendar, ""
    await OutgoingMessage.update(
        {
            OutgoingMessage.subject: message.subject,
            OutgoingMessage.body_text: message.body_text,
            OutgoingMessage.body_html: message.body_html,
            OutgoingMessage.calendar: message.calendar,
            OutgoingMessage.facts: "",
        }
    ).where(OutgoingMessage.id == message.id, OutgoingMessage.facts != "")


async def _word(messages: list[OutgoingMessage]) -> None:
    written = await asyncio.to_thread(lambda: [(message, _tried(message)) for message in messages])
    async with transaction():
        for message, words in written:
            if words is not None:
                await keep_words(message, words)
            else:
                await OutgoingMessage.update({OutgoingMessage.last_error: WORDLESS}).where(
                    OutgoingMessage.id == message.id, OutgoingMessage.state.is_in(list(OPEN))
                )


def _tried(message: OutgoingMessage) -> Worded | None:
    try:
        return worded(message)
    except Exception:
        log.exception("Message %s cannot be worded.", message.id)
        return None
