"""One worker process of the crash tests: ticks until it is told to stop, or dies where CHOPHIEN_CRASH_AT says.

Arguments: how many mails at once, and `careless` for the negative control that claims nothing.
"""

import asyncio
import signal
import sys
from datetime import datetime, timedelta

import chophien.piccolo_app  # noqa: F401 - every table must be known before an engine is chosen.
from chophien.clockwork import ticks
from chophien.mail.delivery import Delivery
from chophien.mail.queue import claim_message
from chophien.mail.tables import MessageState, OutgoingMessage
from chophien.reminders.queries import is_wanted
from chophien.support.database import close_database, open_database


async def claim_carelessly(worker: str, at: datetime, lease: timedelta) -> OutgoingMessage | None:
    """Look, then take, under a name that every process shares: what leases and process names are there to prevent."""
    del worker
    found = (
        await OutgoingMessage.objects()
        .where(OutgoingMessage.state == MessageState.WAITING, OutgoingMessage.try_at <= at)
        .order_by(OutgoingMessage.try_at)
        .order_by(OutgoingMessage.id)
        .first()
    )
    if found is None:
        return None
    await asyncio.sleep(0.02)
    await OutgoingMessage.update(
        {
            OutgoingMessage.state: MessageState.SENDING,
            OutgoingMessage.worker: "everybody",
            OutgoingMessage.lease_until: at + lease,
        }
    ).where(OutgoingMessage.id == found.id)
    found.worker = "everybody"
    return found


async def work(slots: int, *, careless: bool) -> None:
    """Deliver until SIGTERM."""
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    await open_database()
    delivery = Delivery(
        is_wanted=is_wanted,
        slots=slots,
        lease=timedelta(seconds=2),
        send_timeout=timedelta(seconds=1.4),
        first_pause=timedelta(seconds=0.3),
        claim=claim_carelessly if careless else claim_message,
    )
    async with ticks(delivery, every_seconds=0.1):
        print("ready", flush=True)  # noqa: T201 - the test waits for it.
        await asked.wait()
    await close_database()


asyncio.run(work(int(sys.argv[1]), careless="careless" in sys.argv))
