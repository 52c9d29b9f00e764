"""Delivering what is due: claim, look again whether it is wanted, send, write down what happened.

Every due message is sent at least once. It can be sent twice only when the process dies between the server's 250 and
our writing it down; all copies carry one Message-ID. No transaction is open while a server is spoken to.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from chophien.mail.composing import put_together
from chophien.mail.postbox import Postbox, Undelivered, make_postbox
from chophien.mail.queue import claim_message, count_due, finish, finish_as_sent, is_held, try_later
from chophien.mail.rules import GIVE_UP_AFTER, LEASE, MOST_ATTEMPTS_AT_WRITING, SEND_TIMEOUT, pause_before
from chophien.mail.tables import MessageState, OutgoingMessage
from chophien.mail.wording import keep_words, word_waiting, worded
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.crash_points import crash_point

log = logging.getLogger("chophien.mail")

Claim = Callable[[str, datetime, timedelta], Awaitable[OutgoingMessage | None]]


async def always_wanted(_message: OutgoingMessage) -> bool:
    """For messages that nothing can make stale."""
    return True


@dataclass(frozen=True)
class Delivery:
    """How one process delivers. Raises ValueError when a send could outlive its lease: two workers would share it."""

    is_wanted: Callable[[OutgoingMessage], Awaitable[bool]] = always_wanted
    """Asked right before sending: a reminder of a meeting that was moved since is not."""
    slots: int = 4
    """How many mails are under way at once."""
    lease: timedelta = LEASE
    send_timeout: timedelta = SEND_TIMEOUT
    open_postbox: Callable[[timedelta], Postbox] = make_postbox
    claim: Claim = claim_message
    first_pause: timedelta | None = None
    """Instead of the growing pause before the next try."""
    worker: str = field(default_factory=lambda: secrets.token_hex(12))
    """New for every process: a name that came back after a restart would look like a claim of one's own."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Once set, nothing more is claimed."""

    def __post_init__(self) -> None:
        """Refuse a lease that is too short."""
        if self.send_timeout >= self.lease * 0.75:
            raise ValueError("A mail's lease must be well over the time that sending may take.")


async def deliver_due(delivery: Delivery) -> None:
    """Send everything that is due, up to `slots` at once, until nothing is left or the process is to stop; then word
    what is due later, so that nobody waits for it then."""
    due = await count_due(now())
    work = [_run_slot(delivery) for _ in range(min(delivery.slots, due))]
    for result in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(result, BaseException):
            log.error("Delivering mail was interrupted; what was claimed is tried again.", exc_info=result)
    while not delivery.stopping.is_set() and await word_waiting():
        pass


async def _run_slot(delivery: Delivery) -> None:
    postbox = delivery.open_postbox(delivery.send_timeout)
    try:
        while not delivery.stopping.is_set():
            message = await delivery.claim(delivery.worker, now(), delivery.lease)
            if message is None:
                return
            await _deliver(delivery, postbox, message)
    finally:
        await postbox.close()


async def _deliver(delivery: Delivery, postbox: Postbox, message: OutgoingMessage) -> None:
    crash_point("after lease")
    at = now()
    if message.expires_at is not None and message.expires_at <= at:
        await finish(message, MessageState.EXPIRED)
        return
    mail = await _written(delivery, message, at)
    if mail is None:
        return
    try:
        async with asyncio.timeout(delivery.send_timeout.total_seconds()):
            await postbox.open()
            if not await _may_still_go(delivery, message):
                return
            crash_point("before sending")
            await postbox.post(mail, message.to_address, f"{message.id:08d}-{message.kind}")
    except Undelivered as failure:
        await _note_failure(delivery, message, failure)
        return
    except TimeoutError:
        await _note_failure(delivery, message, Undelivered("no answer in time"))
        return
    crash_point("after 250")
    await finish_as_sent(message, now())
    crash_point("after mark")


async def _written(delivery: Delivery, message: OutgoingMessage, at: datetime) -> EmailMessage | None:
    """The mail, or none when it cannot be worded or put together; one such row must not stop the others."""
    try:
        if message.facts:
            await keep_words(message, await asyncio.to_thread(worded, message))
        return put_together(message, sender=settings().mail_from, at=at)
    except Exception as error:
        log.exception("Message %s cannot be put together.", message.id)
        final = message.attempts >= MOST_ATTEMPTS_AT_WRITING
        await _note_failure(delivery, message, Undelivered(f"{type(error).__name__}: {error}", for_good=final))
        return None


async def _may_still_go(delivery: Delivery, message: OutgoingMessage) -> bool:
    """Look again as late as possible: after the connection stands, right before the mail is handed over."""
    if not await delivery.is_wanted(message):
        await finish(message, MessageState.CANCELLED)
        return False
    return await is_held(message)


async def _note_failure(delivery: Delivery, message: OutgoingMessage, failure: Undelivered) -> None:
    if failure.ours:
        log.error("The mail server refuses us, not the address; mails wait: %s", failure.reason)
    at = now()
    if failure.for_good or at > message.due_at + GIVE_UP_AFTER:
        await finish(message, MessageState.FAILED, error=failure.reason)
        return
    pause = pause_before(message.attempts) if delivery.first_pause is None else delivery.first_pause
    await try_later(message, at + pause, error=failure.reason)
