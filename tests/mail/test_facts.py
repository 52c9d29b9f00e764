"""Mails are written down as values inside a transaction, and worded after it."""

import asyncio
import dataclasses
from datetime import UTC, date, datetime

import pytest

from chophien.mail.facts import Facts, kept, read
from chophien.mail.outbox import Announcement, write_messages
from chophien.mail.tables import MessageState, OutgoingMessage
from chophien.mail.wording import WORDLESS, word_waiting
from chophien.support.database import after_commit, transaction
from chophien.support.ics import CalendarContent, CalendarEvent

AT = datetime(2026, 12, 5, 1, 30, tzinfo=UTC)


@dataclasses.dataclass(frozen=True)
class Spot:
    table: str
    starts_at: datetime


def letters(count: int, **changes: object) -> list[Announcement]:
    given: dict[str, object] = {
        "kind": "password_changed",
        "to_name": "Lan",
        "language": "vi",
        "due_at": AT,
        "context": {"changed_at": AT},
    }
    return [
        Announcement(unique_key=f"k{n}", to_address=f"p{n}@thu.example", **(given | changes))  # type: ignore[arg-type]
        for n in range(count)
    ]


async def worded() -> list[bool]:
    """Of each message whether its words are written; one that has both facts and words, or neither, is wrong."""
    rows = await OutgoingMessage.select().order_by(OutgoingMessage.id)
    assert all(bool(row["facts"]) != bool(row["subject"] and row["body_text"]) for row in rows)
    return [not row["facts"] for row in rows]


def test_facts_come_back_as_the_templates_need_them() -> None:
    calendar = CalendarContent(
        "Lịch", "vi", "Sở", "so@thu.example", "", (CalendarEvent("u", 1, False, AT, AT, AT, "A", "B"),)
    )
    context = {"spot": Spot("T1", AT), "days": [date(2026, 12, 5)], "reason": "", "at": None, "of": {"at": "x"}}
    facts = read(kept(Facts(context, calendar)))
    assert facts == Facts({**context, "spot": {"table": "T1", "starts_at": AT}}, calendar)
    with pytest.raises(TypeError, match="not from function"):
        kept(Facts({"words": letters}))


async def test_no_word_is_written_before_the_transaction_is_over(database: str) -> None:
    async with transaction():
        await write_messages(letters(2))
        async with transaction():
            pass
        assert await worded() == [False, False]
    assert await worded() == [True, True]


async def test_many_letters_are_left_to_the_clock(database: str) -> None:
    await write_messages(letters(450))
    assert await worded() == [False] * 450
    assert [await word_waiting(), await word_waiting(), await word_waiting(), await word_waiting()] == [
        True, True, False, False,
    ]  # fmt: skip
    assert await worded() == [True] * 450


async def test_a_letter_that_cannot_be_worded_stops_no_other(database: str) -> None:
    await write_messages([*letters(1, context={}), *letters(2)[1:]])
    assert await worded() == [False, True]
    assert [row["last_error"] for row in await OutgoingMessage.select().order_by(OutgoingMessage.id)] == [WORDLESS, ""]
    assert await word_waiting() is False


async def test_what_nobody_waits_for_any_more_is_not_worded(database: str) -> None:
    await write_messages(letters(50))
    await OutgoingMessage.update({OutgoingMessage.state: MessageState.CANCELLED}).where(
        OutgoingMessage.unique_key != "k7"
    )
    await word_waiting()
    assert sum(await worded()) == 1


async def test_a_step_follows_its_own_commit_alone(database: str) -> None:
    done: list[str] = []

    async def step(name: str) -> None:
        done.append(name)

    async def one(name: str, *, fails: bool) -> None:
        async with transaction():
            await after_commit(lambda: step(name))
            await asyncio.sleep(0)
            assert name not in done
            if fails:
                raise KeyError(name)

    await asyncio.gather(*[one(f"{n}", fails=n % 2 == 1) for n in range(4)], return_exceptions=True)
    await after_commit(lambda: step("alone"))
    assert (sorted(done[:-1]), done[-1]) == (["0", "2"], "alone")
