"""When what happens by itself; no logic. The scheduler only ticks: what is due are rows, and workers claim them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from litestar import Litestar

from chophien.directory.actions.undoing import forget_merges
from chophien.mail.delivery import Delivery, deliver_due
from chophien.privacy.actions.retaining import erase_old_contacts
from chophien.reminders.papers import remind_of_papers
from chophien.reminders.queries import is_wanted
from chophien.support.clock import now

MAIL_EVERY_SECONDS = 3
PAPERS_EVERY_MINUTES = 60
CONTACTS_EVERY_MINUTES = 60
MERGES_EVERY_MINUTES = 60
LAST_MAIL_SECONDS = 10
"""How long a process that is told to stop waits for the mails under way. What it cuts off is sent after its lease."""

log = logging.getLogger("chophien.clockwork")


class MailClock:
    """Delivers what is due at every tick, never twice at once, and stops between two mails."""

    def __init__(self, delivery: Delivery) -> None:
        """Deliver as `delivery` says."""
        self._delivery = delivery
        self._busy = asyncio.Lock()

    async def tick(self) -> None:
        """Deliver what is due. A database that is away for a moment is found again at the next tick."""
        async with self._busy:
            try:
                await deliver_due(self._delivery)
            except Exception:
                log.exception("Mails could not be looked up; the next tick tries again.")

    async def stop(self) -> None:
        """Claim nothing more, and let the mails under way end. Raises TimeoutError when they take too long."""
        self._delivery.stopping.set()
        async with asyncio.timeout(LAST_MAIL_SECONDS):
            await self._busy.acquire()


async def look_at_papers() -> None:
    """Call to mind the papers that run out. What goes wrong is tried again at the next tick."""
    try:
        await remind_of_papers(now())
    except Exception:
        log.exception("Papers could not be looked at; the next tick tries again.")


async def look_at_contacts() -> None:
    """Erase the contact details that are kept no longer. What goes wrong is tried again at the next tick."""
    try:
        await erase_old_contacts(now())
    except Exception:
        log.exception("Old contact details could not be erased; the next tick tries again.")


async def look_at_merges() -> None:
    """Forget what merges replaced that cannot be taken back any more. What goes wrong is tried at the next tick."""
    try:
        await forget_merges(now())
    except Exception:
        log.exception("Merges could not be forgotten; the next tick tries again.")


@asynccontextmanager
async def ticks(delivery: Delivery, *, every_seconds: float) -> AsyncIterator[None]:
    """Tick inside the block."""
    clock = MailClock(delivery)
    # A tick that comes while the last one still works is skipped, as it should be; that is no warning.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # By default a tick that comes a second late is dropped; ours may come late, and many late ones are one.
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    scheduler.add_job(clock.tick, "interval", seconds=every_seconds)
    scheduler.add_job(look_at_papers, "interval", minutes=PAPERS_EVERY_MINUTES, next_run_time=now())
    scheduler.add_job(look_at_contacts, "interval", minutes=CONTACTS_EVERY_MINUTES, next_run_time=now())
    scheduler.add_job(look_at_merges, "interval", minutes=MERGES_EVERY_MINUTES, next_run_time=now())
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        try:
            await clock.stop()
        except TimeoutError:
            log.warning("Mails were still under way; they are sent again after their lease.")
        # Only now: shutting down cancels what is still running.
        scheduler.shutdown(wait=False)


@asynccontextmanager
async def ticking(_app: Litestar) -> AsyncIterator[None]:
    """Tick while the application runs; plugged into its lifespan. A server of many processes ticks in each of them."""
    async with ticks(Delivery(is_wanted=is_wanted), every_seconds=MAIL_EVERY_SECONDS):
        yield
