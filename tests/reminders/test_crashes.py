"""Workers in processes of their own, killed and stopped, against a real SMTP server (B0–B5, B15).

The reliability plan asks for 600 due mails and 20 kills; here 65 are due and three workers are killed, so that the
whole stays under a minute on two cores. After every test due = sent + cancelled, and everything sent was received.
"""

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable

import pytest
from aiosmtpd.smtp import Envelope

from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from chophien.support.crash_points import VARIABLE
from chophien.timetable.tables import Meeting
from tests.factories.timetable import MeetingFair, make_draft, make_meeting_fair
from tests.mail.smtp_sink import OK, Sink, slowly, smtp_sink
from tests.reminders.publishing import publish


class Workers:
    """Worker processes on one database and one mail server."""

    def __init__(self, database: str, sink: Sink) -> None:
        self._environment = {
            **os.environ,
            "CHOPHIEN_DATABASE_URL": database,
            "CHOPHIEN_SMTP_URL": f"smtp://127.0.0.1:{sink.port}?tls=none",
        }
        self.running: list[Process] = []

    async def start(self, *words: str, slots: int = 4, crash_at: str = "") -> Process:
        """Start one; it is ready when this returns."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.reminders.worker_program", str(slots), *words,
            env={**self._environment, VARIABLE: crash_at}, stdout=PIPE,
        )  # fmt: skip
        self.running.append(process)
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 20) == b"ready\n"
        return process

    async def end(self, process: Process, how: signal.Signals) -> float:
        """Send a signal and wait; returns the seconds it took."""
        began = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        await asyncio.wait_for(process.wait(), 30)
        self.running.remove(process)
        return time.monotonic() - began


@contextlib.asynccontextmanager
async def workers_of(database: str, sink: Sink) -> AsyncIterator[Workers]:
    """Workers that are gone at the end, whatever happens."""
    workers = Workers(database, sink)
    try:
        yield workers
    finally:
        for process in list(workers.running):
            await workers.end(process, signal.SIGKILL)


async def due_mails() -> MeetingFair:
    """A published fair of 30 meetings, then 3 of them cancelled; every mail still wanted is due now."""
    fair = await make_meeting_fair(producers=6, distributors=5, tables=5)
    cells = [((maker + buyer) % 6, buyer) for maker in range(6) for buyer in range(5)]
    await publish(fair, *cells)
    await publish(fair, *cells[:-3])
    await OutgoingMessage.update({OutgoingMessage.try_at: now()}, force=True)
    return fair


async def until(reached: Callable[[], bool], seconds: float = 25) -> None:
    """Wait until `reached`."""
    async with asyncio.timeout(seconds):
        while not reached():  # noqa: ASYNC110 - what is waited for happens in other processes.
            await asyncio.sleep(0.01)


async def until_nothing_is_open(seconds: float = 25) -> None:
    """Wait until every message has come to its end."""
    async with asyncio.timeout(seconds):
        while await OutgoingMessage.exists().where(OutgoingMessage.state.is_in(["waiting", "sending"])):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def extra_copies(sink: Sink) -> Counter[str]:
    """Check the accounts, and return which mails came more than once and how much more."""
    rows = await OutgoingMessage.select(OutgoingMessage.message_id, OutgoingMessage.state)
    states = Counter(row["state"] for row in rows)
    # 30 meetings make 60 reminders and 11 mails of news; 3 cancelled ones take 6 reminders back and make 4 mails more.
    assert states == {"sent": 60 - 6 + 11 + 4, "cancelled": 6}
    received = Counter(mail["Message-ID"] for mail in sink.mails)
    assert set(received) == {row["message_id"] for row in rows if row["state"] == "sent"}
    return Counter({name: count - 1 for name, count in received.items() if count > 1})


async def test_without_claims_two_workers_send_the_same_mail_twice(sqlite_database: str) -> None:
    """B0: were there no second copy here, the tests below would prove nothing."""
    await due_mails()
    async with smtp_sink() as sink, workers_of(sqlite_database, sink) as workers:
        sink.on_data = slowly
        await asyncio.gather(workers.start("careless"), workers.start("careless"))
        await until_nothing_is_open()
        await asyncio.sleep(0.3)
        received = Counter(mail["Message-ID"] for mail in sink.mails)
    assert max(received.values()) > 1


async def test_three_processes_that_all_tick_send_each_mail_once(database: str) -> None:
    """B1 and B5."""
    await due_mails()
    async with smtp_sink() as sink, workers_of(database, sink) as workers:
        sink.on_data = slowly
        await asyncio.gather(*(workers.start() for _ in range(3)))
        await until_nothing_is_open()
        assert await extra_copies(sink) == {}


async def test_killed_workers_lose_nothing_and_repeat_no_more_than_they_held(database: str) -> None:
    """B2 with three kills: a copy more at most for each mail that the killed worker was just sending."""
    await due_mails()
    async with smtp_sink() as sink, workers_of(database, sink) as workers:
        sink.on_data = slowly
        await asyncio.gather(workers.start(slots=2), workers.start(slots=2))
        for received in (8, 25, 42):
            await until(lambda received=received: len(sink.mails) >= received)  # type: ignore[misc]
            await workers.end(random.choice(workers.running), signal.SIGKILL)
            if received < 42:
                await workers.start(slots=2)
        await until_nothing_is_open()
        extra = await extra_copies(sink)
    assert sum(extra.values()) <= 3 * 2
    assert max(extra.values(), default=0) <= 2


@pytest.mark.parametrize(
    ("place", "copies"),
    [
        ("after lease", 0),
        ("before words are kept", 0),
        ("before sending", 0),
        ("after data", 1),
        ("after 250", 1),
        ("after mark", 0),
    ],
)
async def test_a_worker_that_dies_at_a_named_place_costs_no_mail(sqlite_database: str, place: str, copies: int) -> None:
    """B3: a second copy only when it dies between the text and our writing down that it was taken."""
    await due_mails()
    async with smtp_sink() as sink, workers_of(sqlite_database, sink) as workers:
        dying = await workers.start(slots=1, crash_at=place)

        async def kill_once(_envelope: Envelope) -> str:
            if place == "after data" and dying.returncode is None:
                dying.send_signal(signal.SIGKILL)
                await dying.wait()
            return OK

        sink.on_data = kill_once
        await asyncio.wait_for(dying.wait(), 20)
        await workers.start(slots=4)
        await until_nothing_is_open()
        assert sum((await extra_copies(sink)).values()) == copies


async def test_workers_that_are_asked_to_stop_finish_their_mail_and_nothing_is_sent_twice(database: str) -> None:
    """B4 with two rolling restarts."""
    await due_mails()
    async with smtp_sink() as sink, workers_of(database, sink) as workers:
        sink.on_data = slowly
        await workers.start(slots=2)
        for received in (10, 30):
            await until(lambda received=received: len(sink.mails) >= received)  # type: ignore[misc]
            await workers.start(slots=2)
            assert await workers.end(workers.running[0], signal.SIGTERM) < 30
        await until_nothing_is_open()
        assert await extra_copies(sink) == {}


@pytest.mark.parametrize(
    ("place", "stays"),
    [("before reminder rows", False), ("after reminder rows", False), ("after meeting commit", True)],
)
async def test_meetings_and_their_mails_are_there_together_or_not_at_all(
    database: str, place: str, stays: bool
) -> None:
    """B15, with a real death of the process at each place."""
    fair = await make_meeting_fair()
    number = await make_draft(fair, (0, 0), (1, 0))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.reminders.publish_program", str(fair.fair.id), str(number),
        env={**os.environ, "CHOPHIEN_DATABASE_URL": database, VARIABLE: place},
    )  # fmt: skip
    assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGKILL
    meetings = await Meeting.count()
    rows = Counter(row["kind"] for row in await OutgoingMessage.select(OutgoingMessage.kind))
    there = (2, {"reminder": 4, "meeting_new": 2, "schedule_published": 1})
    assert (meetings, rows) == (there if stays else (0, {}))
