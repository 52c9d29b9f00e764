"""Who is told what when a timetable is published, moved and cancelled (B13, B14, B20, B22)."""

from collections import Counter
from datetime import timedelta

import pytest
from aiosmtpd.smtp import Envelope

from chophien.accounts.tables import Person
from chophien.companies.tables import Delegate
from chophien.fairs.tables import Fair
from chophien.mail.delivery import deliver_due
from chophien.mail.tables import OutgoingMessage
from chophien.reminders.actions import announce_changes
from chophien.reminders.queries import is_wanted
from chophien.reminders.rules import mail_kind, reminder_due
from chophien.support.clock import now
from chophien.timetable.actions.publishing import publish_version
from chophien.timetable.changes import MeetingChange
from chophien.timetable.tables import Meeting
from tests.factories.timetable import MeetingFair, make_draft, make_meeting_fair
from tests.mail.smtp_sink import OK, smtp_sink
from tests.mail.test_delivery import delivery
from tests.reminders.publishing import publish


async def told(kind: str | None = None) -> Counter[tuple[str, str, str]]:
    """Kind, first name of the address, and state of each message."""
    rows = await OutgoingMessage.select()
    return Counter(
        (row["kind"], row["to_address"], row["state"]) for row in rows if kind is None or row["kind"] == kind
    )


async def make_due() -> None:
    await OutgoingMessage.update({OutgoingMessage.try_at: now()}).where(OutgoingMessage.state == "waiting")


def addresses(fair: MeetingFair) -> list[str]:
    return [participant.person.email for participant in (*fair.producers, *fair.distributors)]


async def test_each_person_gets_one_mail_a_publication_and_a_reminder_for_each_meeting(database: str) -> None:
    fair = await make_meeting_fair()
    first, second, buyer, other = addresses(fair)
    await publish(fair, (0, 0), (1, 0), (1, 1))
    assert await told() == {
        ("schedule_published", first, "waiting"): 1,
        ("meeting_new", second, "waiting"): 1,
        ("schedule_published", buyer, "waiting"): 1,
        ("meeting_new", other, "waiting"): 1,
        ("reminder", first, "waiting"): 2,
        ("reminder", second, "waiting"): 1,
        ("reminder", buyer, "waiting"): 2,
        ("reminder", other, "waiting"): 1,
    }
    reminders = await OutgoingMessage.select().where(OutgoingMessage.kind == "reminder")
    meetings = {row["id"]: row for row in await Meeting.select(Meeting.id, Meeting.slot.starts_at)}
    assert {
        (row["expires_at"], row["due_at"])
        == (meetings[row["meeting_id"]]["slot.starts_at"], row["expires_at"] - timedelta(minutes=30))
        for row in reminders
    } == {True}
    await OutgoingMessage.delete(force=True)
    await publish(fair, (2, 0), (1, 0), (1, 1))
    assert await told() == {
        ("meeting_moved", first, "waiting"): 1,
        ("meeting_moved", buyer, "waiting"): 1,
        ("reminder", first, "waiting"): 1,
        ("reminder", buyer, "waiting"): 1,
    }
    await OutgoingMessage.delete(force=True)
    await publish(fair, (3, 0))
    assert await told() == {
        ("schedule_changed", first, "waiting"): 1,
        ("meeting_cancelled", second, "waiting"): 1,
        ("schedule_changed", buyer, "waiting"): 1,
        ("meeting_cancelled", other, "waiting"): 1,
        ("reminder", first, "waiting"): 1,
        ("reminder", buyer, "waiting"): 1,
    }


async def test_a_mail_says_what_was_and_what_is_in_the_persons_language(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    await Person.update({Person.language: "en"}).where(Person.id == fair.distributors[0].person.id)
    await publish(fair, (0, 0), (1, 0))
    await publish(fair, (2, 1))
    rows = await OutgoingMessage.select().where(OutgoingMessage.kind != "reminder").order_by(OutgoingMessage.id)
    mails = {(row["kind"], row["to_address"]): row for row in rows}
    changed = mails["schedule_changed", fair.producers[0].person.email]["body_text"]
    for words in (
        "Cuộc gặp bị hủy (1)\n- Siêu thị 2",
        "Đổi giờ hoặc đổi chỗ (1)\n- Siêu thị 1\n  trước: ",
        "bàn T2, Nhà 1",
    ):
        assert words in changed
    moved = mails["meeting_moved", fair.distributors[0].person.email]
    assert moved["subject"].startswith("Moved: meeting with Gốm 1 is now ")
    assert moved["subject"].endswith("09:40, table T2")
    assert "table T1, Hall 1" in moved["body_text"]
    assert "Capital OCOP fair" in moved["body_text"]
    assert moved["calendar"].count("BEGIN:VEVENT") == 1


async def test_delegates_without_an_account_are_written_to_and_closed_accounts_are_not(sqlite_database: str) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1)
    company = fair.producers[0].company.id
    await Delegate(company=company, name="Bà Tư", email="tu@gom.example").save()
    await Delegate(company=company, name="Không có thư", email="").save()
    await Delegate(company=company, name="Hai lần", email="TU@gom.example").save()
    await Person.update({Person.disabled_at: now()}).where(Person.id == fair.distributors[0].person.id)
    await publish(fair, (0, 0))
    assert {row[1] for row in await told()} == {fair.producers[0].person.email, "tu@gom.example"}


async def test_a_meeting_moved_again_and_again_reminds_only_of_how_it_is(database: str) -> None:
    """B14: twelve moves instead of a hundred, with mails going out in between."""
    fair = await make_meeting_fair(producers=1, distributors=1)
    async with smtp_sink() as sink:
        worker = delivery(sink.port, is_wanted=is_wanted)
        for number in range(12):
            await publish(fair, (number, 0))
            if number % 3 == 0:
                await make_due()
                await deliver_due(worker)
        await make_due()
        await deliver_due(worker)
    reminders = await OutgoingMessage.select().where(OutgoingMessage.kind == "reminder")
    ends = Counter((row["meeting_sequence"], row["state"]) for row in reminders)
    sent = {0, 3, 6, 9, 11}
    assert ends == {(number, "sent" if number in sent else "cancelled"): 2 for number in range(12)}
    assert max(sink.copies().values()) == 1


async def test_a_reminder_that_was_cancelled_is_not_sent_unless_its_text_was_already_on_its_way(database: str) -> None:
    """B13: cancelled before the claim, after the claim, and while the server reads."""
    fair = await make_meeting_fair(producers=1, distributors=3)
    await publish(fair, (0, 0), (1, 0), (2, 0))
    buyers = [participant.person.email for participant in fair.distributors]
    await OutgoingMessage.delete().where(
        OutgoingMessage.kind != "reminder", OutgoingMessage.kind.is_in(["meeting_new", "schedule_published"])
    )
    await OutgoingMessage.delete().where(OutgoingMessage.to_address.not_in(buyers))
    await publish(fair, (0, 0), (1, 0))
    await make_due()
    await OutgoingMessage.update({OutgoingMessage.try_at: now() - timedelta(minutes=1)}).where(
        OutgoingMessage.to_address == buyers[1]
    )

    async def cancelled_after_claim(message: OutgoingMessage) -> bool:
        if message.kind == "reminder" and message.to_address == buyers[1]:
            await publish(fair, (0, 0))
        return await is_wanted(message)

    async def cancel_while_reading(envelope: Envelope) -> str:
        if envelope.rcpt_tos == [buyers[0]] and sink.copies().total() == 0:
            await publish(fair)
        return OK

    async with smtp_sink() as sink:
        sink.on_data = cancel_while_reading
        await deliver_due(delivery(sink.port, is_wanted=cancelled_after_claim, slots=1))
    assert await told("reminder") == {
        ("reminder", buyers[0], "sent"): 1,
        ("reminder", buyers[1], "cancelled"): 1,
        ("reminder", buyers[2], "cancelled"): 1,
    }


async def test_a_publication_that_fails_after_all_tells_nobody(database: str) -> None:
    """B20."""
    fair = await make_meeting_fair()

    async def announce_then_fail(changes: list[MeetingChange]) -> None:
        await announce_changes(changes)
        raise KeyError

    number = await make_draft(fair, (0, 0), (1, 0))
    for _ in range(20):
        with pytest.raises(KeyError):
            await publish_version(fair.fair.id, number, announce=announce_then_fail, at=now())
    assert (await OutgoingMessage.count(), await Meeting.count()) == (0, 0)


async def test_a_person_whose_account_is_closed_gets_nothing_that_still_waits(sqlite_database: str) -> None:
    """B22."""
    fair = await make_meeting_fair(producers=1, distributors=1)
    await publish(fair, (0, 0))
    await Person.update({Person.disabled_at: now()}).where(Person.id == fair.producers[0].person.id)
    await make_due()
    async with smtp_sink() as sink:
        await deliver_due(delivery(sink.port, is_wanted=is_wanted))
    buyer = fair.distributors[0].person.email
    assert {mail["To"].addresses[0].addr_spec for mail in sink.mails} == {buyer}


async def test_a_meeting_that_is_near_is_reminded_of_at_once_and_one_that_has_begun_is_not(
    sqlite_database: str,
) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1)
    await Fair.update({Fair.reminder_minutes: 60 * 24 * 60}).where(Fair.id == fair.fair.id)
    before = now()
    await publish(fair, (0, 0))
    rows = await OutgoingMessage.select().where(OutgoingMessage.kind == "reminder")
    assert [before <= row["due_at"] <= now() for row in rows] == [True, True]
    assert reminder_due(before, 30, before) is None


def test_one_change_has_its_own_mail_and_many_share_one() -> None:
    assert mail_kind(["moved"], is_first=False) == "meeting_moved"
    assert mail_kind(["new", "new"], is_first=True) == "schedule_published"
    assert mail_kind(["new", "new"], is_first=False) == "schedule_changed"
    assert mail_kind(["new", "moved"], is_first=False) == "schedule_changed"
