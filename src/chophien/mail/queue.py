"""The outbox as a queue: claiming what is due so that two workers never share it, and writing what became of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from piccolo.columns.combination import And, Or, Where

from chophien.mail.tables import MessageState, OutgoingMessage
from chophien.support.database import on_postgresql, transaction

OPEN = (MessageState.WAITING, MessageState.SENDING)
"""The states in which a message may still leave."""

_CLAIM = (
    "UPDATE outgoing_message SET state = 'sending', worker = {}, lease_until = {}, attempts = attempts + 1 "
    "WHERE id = (SELECT id FROM outgoing_message WHERE (state = 'waiting' AND try_at <= {}) "
    "OR (state = 'sending' AND lease_until < {}) ORDER BY try_at, id LIMIT 1) RETURNING id"
)
_CLAIM_SKIPPING = _CLAIM.replace("LIMIT 1", "LIMIT 1 FOR UPDATE SKIP LOCKED")
"""PostgreSQL lets many write at once, so one that another is just claiming is passed over."""


async def count_due(at: datetime) -> int:
    """How many messages could be claimed now."""
    return int(await OutgoingMessage.count().where(_claimable(at)))


async def claim_message(worker: str, at: datetime, lease: timedelta) -> OutgoingMessage | None:
    """Take the message that has been due longest, for `lease`; none when nothing is due.

    A message whose worker died is taken over once its lease is over. `attempts` rises with every claim, so that a
    worker that comes back late can be told from the one that holds the message now.
    """
    async with transaction():
        claimed = await OutgoingMessage.raw(_CLAIM_SKIPPING if on_postgresql() else _CLAIM, worker, at + lease, at, at)
        if not claimed:
            return None
        return await OutgoingMessage.objects().get(OutgoingMessage.id == claimed[0]["id"])


async def is_held(message: OutgoingMessage) -> bool:
    """Whether the claim still stands: nobody cancelled the message and nobody took it over."""
    return await OutgoingMessage.exists().where(_mine(message), OutgoingMessage.state == MessageState.SENDING)


async def finish(message: OutgoingMessage, state: MessageState, *, error: str = "") -> None:
    """Write that a claimed message has come to its end without being sent."""
    async with transaction():
        await OutgoingMessage.update(
            {OutgoingMessage.state: state, OutgoingMessage.last_error: error, OutgoingMessage.lease_until: None}
        ).where(_mine(message), OutgoingMessage.state == MessageState.SENDING)


async def finish_as_sent(message: OutgoingMessage, at: datetime) -> None:
    """Write that a message is out; also when it was cancelled while the server was already reading it."""
    async with transaction():
        await OutgoingMessage.update(
            {
                OutgoingMessage.state: MessageState.SENT,
                OutgoingMessage.sent_at: at,
                OutgoingMessage.last_error: "",
                OutgoingMessage.lease_until: None,
            }
        ).where(_mine(message))


async def try_later(message: OutgoingMessage, try_at: datetime, *, error: str) -> None:
    """Give a claimed message back to be tried at `try_at`."""
    async with transaction():
        await OutgoingMessage.update(
            {
                OutgoingMessage.state: MessageState.WAITING,
                OutgoingMessage.try_at: try_at,
                OutgoingMessage.last_error: error,
                OutgoingMessage.lease_until: None,
            }
        ).where(_mine(message), OutgoingMessage.state == MessageState.SENDING)


async def cancel_messages(meeting_ids: Iterable[int], *, kind: str) -> None:
    """Cancel what was to be sent about these meetings and has not left; joins the caller's transaction."""
    wanted = sorted(set(meeting_ids))
    for start in range(0, len(wanted), 1000):
        await OutgoingMessage.update(
            {OutgoingMessage.state: MessageState.CANCELLED, OutgoingMessage.lease_until: None}
        ).where(
            OutgoingMessage.meeting_id.is_in(wanted[start : start + 1000]),
            OutgoingMessage.kind == kind,
            OutgoingMessage.state.is_in(list(OPEN)),
        )


async def send_again(message_id: int, *, fair_id: int, at: datetime) -> bool:
    """Put a failed message back into the queue; false when it is not a failed one of this fair."""
    async with transaction():
        changed = await (
            OutgoingMessage.update(
                {
                    OutgoingMessage.state: MessageState.WAITING,
                    OutgoingMessage.try_at: at,
                    OutgoingMessage.due_at: at,
                    OutgoingMessage.attempts: 0,
                }
            )
            .where(
                OutgoingMessage.id == message_id,
                OutgoingMessage.fair_id == fair_id,
                OutgoingMessage.state == MessageState.FAILED,
            )
            .returning(OutgoingMessage.id)
        )
    return bool(changed)


def _claimable(at: datetime) -> Or:
    return Or(
        And(OutgoingMessage.state == MessageState.WAITING, OutgoingMessage.try_at <= at),
        And(OutgoingMessage.state == MessageState.SENDING, OutgoingMessage.lease_until < at),
    )


def _mine(message: OutgoingMessage) -> And | Where:
    return And(
        OutgoingMessage.id == message.id,
        And(OutgoingMessage.worker == message.worker, OutgoingMessage.attempts == message.attempts),
    )
