"""Delivering to a real SMTP server that is slow, refuses, hangs up or is not there (B8, B9, B18, B19 and the rest)."""

import asyncio
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from chophien.mail.composing import put_together
from chophien.mail.delivery import Delivery, deliver_due
from chophien.mail.postbox import FolderPostbox, SmtpPostbox, SmtpServer, read_smtp_url
from chophien.mail.queue import claim_message, finish_as_sent
from chophien.mail.rules import message_id, pause_before
from chophien.mail.tables import MessageState, OutgoingMessage
from chophien.support.clock import now
from tests.mail.smtp_sink import OK, smtp_sink

FAST = timedelta(milliseconds=50)


async def due(number: int, **values: Any) -> None:
    """A message that is due now, to person<number>@thu.example."""
    at = now()
    given: dict[str, Any] = {
        "kind": "reminder",
        "unique_key": f"k{number}",
        "to_address": f"person{number}@thu.example",
        "to_name": "Nguyễn Thị Lan",
        "subject": "Nhắc lịch: 09:00 gặp Hợp tác xã Miến dong, bàn T7",
        "body_text": "Kính gửi bà Lan\n",
        "body_html": "<p>Kính gửi bà Lan</p>",
        "message_id": message_id(f"k{number}", "lich@fair.test"),
        "due_at": at - timedelta(minutes=number),
        "try_at": at - timedelta(minutes=number),
        "created_at": at,
    }
    await OutgoingMessage(**(given | values)).save()


def delivery(port: int, **changes: Any) -> Delivery:
    """Delivers to the sink, and tries again almost at once."""
    server = SmtpServer("127.0.0.1", port, tls="none", **changes.pop("server", {}))
    given: dict[str, Any] = {
        "open_postbox": partial(SmtpPostbox, server, "lich@fair.test"),
        "send_timeout": timedelta(seconds=2),
        "lease": timedelta(seconds=3),
        "first_pause": FAST,
    }
    return Delivery(**(given | changes))


async def deliver_all(given: Delivery, *, seconds: float = 10) -> None:
    """Tick until nothing is open any more."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        await deliver_due(given)
        if not await OutgoingMessage.exists().where(OutgoingMessage.state.is_in(["waiting", "sending"])):
            return
        await asyncio.sleep(0.03)
    raise AssertionError("Messages are still open.")


async def states() -> dict[str, str]:
    rows = await OutgoingMessage.select(OutgoingMessage.to_address, OutgoingMessage.state)
    return {row["to_address"].split("@")[0]: row["state"] for row in rows}


async def test_a_mail_arrives_whole_with_text_html_and_calendar(database: str) -> None:
    calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Chợ Phiên\r\nEND:VCALENDAR\r\n"
    async with smtp_sink() as sink:
        await due(1, calendar=calendar, calendar_method="PUBLISH")
        await deliver_all(delivery(sink.port))
    (mail,) = sink.taken
    assert str(mail["To"]) == "Nguyễn Thị Lan <person1@thu.example>"
    assert str(mail["Subject"]) == "Nhắc lịch: 09:00 gặp Hợp tác xã Miến dong, bàn T7"
    assert mail["Message-ID"] == message_id("k1", "lich@fair.test")
    parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
    assert (
        parts["text/plain"].get_content() == "Kính gửi bà Lan\r\n"
        or "Kính gửi bà Lan" in parts["text/plain"].get_content()
    )
    assert "<p>Kính gửi bà Lan</p>" in parts["text/html"].get_content()
    attached = parts["text/calendar"]
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_payload(decode=True) == calendar.encode()
    (row,) = await OutgoingMessage.select()
    assert (row["state"], row["attempts"], row["lease_until"], row["last_error"]) == ("sent", 1, None, "")


async def test_what_a_server_says_decides_whether_a_mail_is_tried_again(
    database: str, caplog: pytest.LogCaptureFixture
) -> None:
    """B8: passing refusals are delivered in the end, a refused address fails once and is visible."""
    refused_once: set[str] = set()

    def on_rcpt(address: str) -> str:
        if address.startswith("person3@"):
            return "550 no such person"
        if address.startswith("person2@") and address not in refused_once:
            refused_once.add(address)
            return "451 busy"
        return OK

    async with smtp_sink() as sink:
        sink.on_rcpt = on_rcpt
        for number in range(1, 5):
            await due(number)
        await deliver_all(delivery(sink.port, slots=2))
    assert await states() == {"person1": "sent", "person2": "sent", "person3": "failed", "person4": "sent"}
    rows = await OutgoingMessage.select().order_by(OutgoingMessage.id)
    assert [row["attempts"] for row in rows] == [1, 2, 1, 1]
    assert rows[2]["last_error"] == "550 no such person"
    assert sink.copies().most_common(1)[0][1] == 1
    assert "refuses us" not in caplog.text


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_a_refused_sign_in_is_ours_so_mails_wait_and_an_alarm_is_logged(
    database: str, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: object) -> bool:
        return False

    async with smtp_sink(auth_require_tls=False, auth_callback=refuse, auth_required=True) as sink:
        await due(1)
        await deliver_due(
            delivery(sink.port, server={"username": "fair", "password": "wrong"}, first_pause=timedelta(hours=1))
        )
    assert await states() == {"person1": "waiting"}
    assert "refuses us, not the address" in caplog.text
    assert "wrong" not in caplog.text


async def test_a_line_cut_after_the_text_gives_at_most_one_more_copy_with_the_same_id(database: str) -> None:
    """B9: nobody knows whether the server took it, so it goes out again."""
    cut: set[str] = set()

    async def cut_once(envelope: Envelope) -> str:
        to = envelope.rcpt_tos[0]
        if to in cut:
            return OK
        cut.add(to)
        return "drop"

    async with smtp_sink() as sink:
        sink.on_data = cut_once
        for number in range(1, 4):
            await due(number)
        await deliver_all(delivery(sink.port, slots=1))
    assert set((await states()).values()) == {"sent"}
    assert sorted(sink.copies().values()) == [2, 2, 2]


async def test_a_server_that_is_away_or_silent_costs_no_mail(database: str) -> None:
    async with smtp_sink() as gone:
        port = gone.port
    await due(1)
    await deliver_due(delivery(port, first_pause=timedelta(hours=1)))
    (row,) = await OutgoingMessage.select()
    assert (row["state"], row["attempts"]) == ("waiting", 1)
    await OutgoingMessage.update({OutgoingMessage.try_at: now()}, force=True)

    async def silent(_envelope: Envelope) -> str:
        await asyncio.sleep(1)
        return "451 too late"

    async with smtp_sink() as sink:
        sink.on_data = silent
        await deliver_due(delivery(sink.port, send_timeout=timedelta(seconds=0.4), first_pause=timedelta(hours=1)))
        assert await states() == {"person1": "waiting"}
        await OutgoingMessage.update({OutgoingMessage.try_at: now()}, force=True)
        sink.on_data = None
        await deliver_all(delivery(sink.port))
    assert await states() == {"person1": "sent"}


async def test_one_row_that_cannot_be_put_together_hurts_no_other_and_is_shown_in_the_end(database: str) -> None:
    """B18."""
    async with smtp_sink() as sink:
        await due(1)
        await due(2, to_address="not an address")
        await due(3)
        await deliver_all(delivery(sink.port, slots=1))
    assert await states() == {"person1": "sent", "not an address": "failed", "person3": "sent"}
    row = await OutgoingMessage.objects().get(OutgoingMessage.state == MessageState.FAILED)
    assert row is not None
    assert row.attempts == 5


async def test_what_a_dead_worker_held_is_taken_over_and_a_late_one_is_fenced_off(database: str) -> None:
    """B19: also a worker that comes back under its old name cannot finish what another holds now."""
    await due(1)
    held = await claim_message("old worker", now(), timedelta(milliseconds=500))
    assert held is not None
    assert await claim_message("another", now(), timedelta(seconds=9)) is None
    await asyncio.sleep(0.6)
    taken = await claim_message("old worker", now(), timedelta(seconds=9))
    assert taken is not None
    assert (taken.id, taken.attempts) == (held.id, 2)
    await finish_as_sent(held, now())
    assert await states() == {"person1": "sending"}
    await finish_as_sent(taken, now())
    assert await states() == {"person1": "sent"}


async def test_what_is_of_no_use_any_more_expires_and_what_is_not_wanted_is_cancelled(database: str) -> None:
    async def first_is_not(message: OutgoingMessage) -> bool:
        return message.unique_key != "k1"

    async with smtp_sink() as sink:
        await due(1)
        await due(2, expires_at=now() - timedelta(seconds=1))
        await due(3)
        await deliver_all(delivery(sink.port, is_wanted=first_is_not))
    assert await states() == {"person1": "cancelled", "person2": "expired", "person3": "sent"}


async def test_without_a_server_mails_become_files_that_mail_programs_open(
    sqlite_database: str, tmp_path: Path
) -> None:
    await due(1)
    await deliver_all(Delivery(open_postbox=lambda _timeout: FolderPostbox(tmp_path / "mail")))
    (written,) = (tmp_path / "mail").iterdir()
    assert written.name == "00000001-reminder.eml"
    assert b"Message-ID: <" in written.read_bytes()
    assert await states() == {"person1": "sent"}


async def test_the_longest_due_go_first(sqlite_database: str) -> None:
    async with smtp_sink() as sink:
        for number in (2, 9, 5):
            await due(number)
        await deliver_all(delivery(sink.port, slots=1))
    assert [str(mail["To"]).split("<")[1].split("@")[0] for mail in sink.taken] == ["person9", "person5", "person2"]


def test_a_lease_must_outlast_a_send() -> None:
    with pytest.raises(ValueError, match="lease"):
        Delivery(lease=timedelta(seconds=60), send_timeout=timedelta(seconds=59))


def test_pauses_double_up_to_four_minutes_and_are_spread() -> None:
    for attempt, steady in ((1, 20), (2, 40), (3, 80), (4, 160), (5, 240), (50, 240)):
        pauses = {pause_before(attempt).total_seconds() for _ in range(50)}
        assert steady * 0.75 <= min(pauses) < max(pauses) <= steady


def test_a_mail_server_is_named_by_one_address() -> None:
    assert read_smtp_url("smtp://u%40x:p%2Fw@mail.example:587?tls=starttls") == SmtpServer(
        "mail.example", 587, "u@x", "p/w", "starttls"
    )
    assert read_smtp_url("smtps://mail.example") == SmtpServer("mail.example", 465, tls="whole")
    assert read_smtp_url("smtp://localhost:1025?tls=none") == SmtpServer("localhost", 1025, tls="none")
    for wrong in ("http://mail.example", "smtp://", "smtp://u:secret@mail.example?tls=maybe"):
        with pytest.raises(ValueError, match="CHOPHIEN_SMTP_URL") as refused:
            read_smtp_url(wrong)
        assert "secret" not in str(refused.value)


async def test_no_blank_of_a_long_subject_or_name_is_lost_on_the_way(sqlite_database: str) -> None:
    subjects = [f"{'Đổi lịch gặp ' * n}: nay là thứ Năm, 24/12/2026 · 10:00, bàn T{n}" for n in range(1, 12)]
    name = "Nguyễn Phúc Vĩnh Thụy Hoàng Phương Anh Thị Bích Ngọc Trần Lê"
    async with smtp_sink() as sink:
        for number, subject in enumerate(subjects):
            await due(number, subject=subject, to_name=name)
        await deliver_all(delivery(sink.port))
    assert sorted(str(mail["Subject"]) for mail in sink.taken) == sorted(subjects)
    assert {mail["To"].addresses[0].display_name for mail in sink.taken} == {name}


def test_no_header_can_be_slipped_in_by_a_name_or_a_subject() -> None:
    message = OutgoingMessage(
        to_name="Lan\r\nBcc: x@y.example",
        to_address="lan@muoi.example",
        subject="Chào\nX-Evil: 1",
        body_text="…",
        message_id="<a@b>",
    )
    mail = put_together(message, sender="lich@fair.test", at=now())
    assert [mail["Bcc"], mail["X-Evil"], mail["Subject"]] == [None, None, "Chào X-Evil: 1"]
