"""Writing mails into the outbox."""

from datetime import UTC, datetime

from chophien.mail.letters import write_letter
from chophien.mail.outbox import write_message
from chophien.mail.rules import address_is_usable, one_line
from chophien.mail.tables import OutgoingMessage
from chophien.reminders.rules import MailSpot
from chophien.support.database import transaction

AT = datetime(2026, 12, 5, 1, 30, tzinfo=UTC)
SPOT = MailSpot(datetime(2026, 12, 5, 2, 0, tzinfo=UTC), datetime(2026, 12, 5, 2, 20, tzinfo=UTC), "T7", "Nhà A", "")
CONTEXT = {
    "meeting": SPOT,
    "partner": "Muối & <Mắm>\r\nBcc: x@y.example",
    "fair_name": "OCOP",
    "fair_timezone": "Asia/Ho_Chi_Minh",
    "schedule_url": "http://fair.test/my/fairs/ocop/schedule",
}


async def write(**changes: object) -> None:
    given: dict[str, object] = {
        "kind": "reminder",
        "unique_key": "reminder:1",
        "to_address": "lan@muoi.example",
        "to_name": "Lan",
        "language": "vi",
        "due_at": AT,
        "context": CONTEXT,
    }
    await write_message(**(given | changes))  # type: ignore[arg-type]


async def rows() -> list[tuple[str, str, str]]:
    found = await OutgoingMessage.select().order_by(OutgoingMessage.id)
    return [(row["unique_key"], row["to_address"], row["state"]) for row in found]


async def test_the_same_announcement_is_written_once(database: str) -> None:
    for _ in range(2):
        async with transaction():
            await write()
    await write(unique_key="x" * 300)
    await write(unique_key="x" * 300)
    await write(unique_key="x" * 299)
    assert len(await rows()) == 3


async def test_a_transaction_that_fails_leaves_no_mail(database: str) -> None:
    for number in range(20):
        try:
            async with transaction():
                await write(unique_key=f"k{number}")
                raise KeyError(number)
        except KeyError:
            pass
    assert await rows() == []


async def test_an_address_that_cannot_be_used_stops_nobody_and_is_shown_as_failed(database: str) -> None:
    await write(unique_key="good")
    await write(unique_key="bad", to_address="lan@muoi.example\r\nBcc: all@thu.example")
    await write(unique_key="empty", to_address="")
    assert await rows() == [
        ("good", "lan@muoi.example", "waiting"),
        ("bad", "lan@muoi.example Bcc: all@thu.example", "failed"),
        ("empty", "", "failed"),
    ]


def test_only_one_plain_address_is_usable() -> None:
    usable = ["lan@muoi.example", "a.b+c@x-y.co.example", "x@localhost"]
    not_usable = [
        "",
        "lan",
        "a@b@c",
        "a@b.example,c@d.example",
        "a b@c.example",
        "<a@b.example>",
        "a@b.example\n",
        "lân@m.example",
    ]
    assert [a for a in usable + not_usable if address_is_usable(a)] == usable
    assert one_line("Chợ\r\nBcc: x\x00\u2028y", 200) == "Chợ Bcc: x y"


def test_a_letter_has_one_line_as_subject_plain_text_as_it_is_and_html_that_is_escaped() -> None:
    letter = write_letter("reminder", "vi", "Lan", CONTEXT)
    assert letter.subject == "Nhắc lịch: 09:00 gặp Muối & <Mắm> Bcc: x@y.example, bàn T7"
    assert "Muối & <Mắm>" in letter.text
    assert "Muối &amp; &lt;Mắm&gt;" in letter.html
    assert "<Mắm>" not in letter.html
    assert "thứ Bảy, 5/12/2026 · 09:00–09:20, bàn T7, Nhà A" in letter.text
    assert write_letter("reminder", "en", "Lan", CONTEXT).text.startswith("Dear Lan,\n\nYour meeting with")
