"""Reading whom to tell, whether a reminder is still true, and what has gone out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.columns.combination import And, Or, Where
from piccolo.query import OrderByRaw

from chophien.accounts.tables import Person
from chophien.companies.tables import Delegate
from chophien.fairs.tables import Fair, Interpreter, MeetingTable, Participation, ParticipationState, Slot
from chophien.mail.tables import MessageState, OutgoingMessage
from chophien.support.refusal import NotFound
from chophien.timetable.tables import Meeting, MeetingState


@dataclass(frozen=True, slots=True)
class Recipient:
    """A delegate who can be written to."""

    key: str
    """`p12` for a person who signs in, `d5` for a delegate who does not."""
    participation_id: int
    person_id: int | None
    address: str
    name: str
    language: str
    company: str


@dataclass(frozen=True, slots=True)
class StaffRecipient:
    """An interpreter who can be written to; `person_id` none for one who does not sign in."""

    interpreter_id: int
    person_id: int | None
    address: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class FairFacts:
    """What mails say of a fair, in both languages."""

    id: int
    organizer_id: int
    organizer_name: str
    slug: str
    name_vi: str
    name_en: str
    timezone: str
    reminder_minutes: int


@dataclass(frozen=True, slots=True)
class SpotNames:
    """Slots, tables and interpreters by id, for saying where a meeting was."""

    slots: dict[int, tuple[datetime, datetime]]
    tables: dict[int, tuple[str, str, str]]
    """Code, and the hall's name in Vietnamese and in English."""
    interpreters: dict[int, str]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message in the organizer's list."""

    id: int
    state: MessageState
    to_name: str
    to_address: str
    subject: str
    language: str
    due_at: datetime
    try_at: datetime
    sent_at: datetime | None
    attempts: int
    last_error: str


async def facts_of_fair(fair_id: int) -> FairFacts:
    """The fair as mails name it."""
    row = await (
        Fair.select(
            Fair.id,
            Fair.organizer.as_alias("organizer_id"),
            Fair.organizer.name.as_alias("organizer_name"),
            Fair.slug,
            Fair.name_vi,
            Fair.name_en,
            Fair.timezone,
            Fair.reminder_minutes,
        )
        .where(Fair.id == fair_id)
        .first()
    )
    if row is None:
        raise NotFound("")
    return FairFacts(**row)


async def recipients_of(participation_ids: Iterable[int]) -> dict[int, list[Recipient]]:
    """Everybody to write to about these participations; nobody twice, and no person whose account is closed."""
    wanted = sorted(set(participation_ids))
    if not wanted:
        return {}
    rows = await Participation.select(
        Participation.id, Participation.company, Participation.company.name, Participation.company.country
    ).where(Participation.id.is_in(wanted))
    companies = {row["company"]: row for row in rows}
    delegates = (
        await Delegate.select(
            Delegate.id,
            Delegate.company,
            Delegate.name,
            Delegate.email,
            Delegate.person,
            Delegate.person.email,
            Delegate.person.name,
            Delegate.person.language,
            Delegate.person.disabled_at,
        )
        .where(Delegate.company.is_in(list(companies)))
        .order_by(Delegate.id)
    )
    found: dict[int, list[Recipient]] = {participation_id: [] for participation_id in wanted}
    for row in delegates:
        company = companies[row["company"]]
        recipient = _recipient(row, company)
        if recipient and all(known.address != recipient.address for known in found[company["id"]]):
            found[company["id"]].append(recipient)
    return found


def _recipient(row: dict[str, Any], company: dict[str, Any]) -> Recipient | None:
    if row["person"] is not None:
        if row["person.disabled_at"] is not None:
            return None
        key, address, name = f"p{row['person']}", row["person.email"], row["person.name"]
        language = row["person.language"]
    else:
        key, address, name = f"d{row['id']}", row["email"].strip().lower(), row["name"]
        language = "vi" if company["company.country"] == "VN" else "en"
    if not address:
        return None
    return Recipient(key, company["id"], row["person"], address, name, language, company["company.name"])


async def staff_recipients(interpreter_ids: Iterable[int]) -> list[StaffRecipient]:
    """Those of these interpreters who have an address, in the order of their numbers; no closed account."""
    wanted = sorted(set(interpreter_ids))
    if not wanted:
        return []
    rows = (
        await Interpreter.select(
            Interpreter.id,
            Interpreter.name,
            Interpreter.email,
            Interpreter.person,
            Interpreter.person.email,
            Interpreter.person.language,
            Interpreter.person.disabled_at,
        )
        .where(Interpreter.id.is_in(wanted))
        .order_by(Interpreter.id)
    )
    return [
        StaffRecipient(row["id"], row["person"], address, row["name"], row["person.language"] or "vi")
        for row in rows
        if row["person.disabled_at"] is None and (address := row["person.email"] or row["email"].strip().lower())
    ]


async def spot_names(
    slot_ids: Iterable[int | None], table_ids: Iterable[int | None], interpreter_ids: Iterable[int | None]
) -> SpotNames:
    """The named slots, tables and interpreters; none among the ids are passed over."""
    slots, tables, interpreters = (sorted({i for i in ids if i}) for ids in (slot_ids, table_ids, interpreter_ids))
    found = SpotNames({}, {}, {})
    if slots:
        for row in await Slot.select(Slot.id, Slot.starts_at, Slot.ends_at).where(Slot.id.is_in(slots)):
            found.slots[row["id"]] = (row["starts_at"], row["ends_at"])
    if tables:
        halls = MeetingTable.select(
            MeetingTable.id, MeetingTable.code, MeetingTable.hall.name_vi, MeetingTable.hall.name_en
        )
        for row in await halls.where(MeetingTable.id.is_in(tables)):
            vietnamese = row["hall.name_vi"]
            found.tables[row["id"]] = (row["code"], vietnamese, row["hall.name_en"] or vietnamese)
    if interpreters:
        for row in await Interpreter.select(Interpreter.id, Interpreter.name).where(Interpreter.id.is_in(interpreters)):
            found.interpreters[row["id"]] = row["name"]
    return found


async def meeting_ids_of_fair(fair_id: int) -> list[int]:
    """Every meeting of the fair that people were ever told of."""
    return [row["id"] for row in await Meeting.select(Meeting.id).where(Meeting.fair == fair_id)]


async def is_wanted(message: OutgoingMessage) -> bool:
    """Whether a message is still true: a reminder of a meeting that was moved or cancelled since is not, nor is one to
    somebody whose account was closed or whose company no longer takes part."""
    if message.person_id is not None and await Person.exists().where(
        Person.id == message.person_id, Person.disabled_at.is_not_null()
    ):
        return False
    if message.kind != "reminder":
        return True
    return await Meeting.exists().where(
        Meeting.id == message.meeting_id,
        Meeting.sequence == message.meeting_sequence,
        Meeting.state == MeetingState.CONFIRMED,
        Meeting.producer.state == ParticipationState.APPROVED,
        Meeting.distributor.state == ParticipationState.APPROVED,
    )


async def counts_of_messages(fair_id: int) -> Counter[MessageState]:
    """How many of the fair's messages stand in each state."""
    rows = await OutgoingMessage.raw(
        "SELECT state, COUNT(*) AS number FROM outgoing_message WHERE fair_id = {} GROUP BY state", fair_id
    )
    return Counter({MessageState(row["state"]): int(row["number"]) for row in rows})


async def messages_of(
    fair_id: int, *, state: MessageState | None, search: str, page: int, at_once: int
) -> list[MessageLine]:
    """One page of the fair's messages, the newest first; one more than `at_once` when there is another page."""
    where: list[Where | Or | And] = [OutgoingMessage.fair_id == fair_id]
    if state is not None:
        where.append(OutgoingMessage.state == state)
    if search:
        pattern = f"%{search}%"
        where.append(
            Or(
                OutgoingMessage.to_address.like(pattern.lower()),
                Or(OutgoingMessage.to_name.like(pattern), OutgoingMessage.subject.like(pattern)),
            )
        )
    rows = (
        await OutgoingMessage.select(
            OutgoingMessage.id,
            OutgoingMessage.state,
            OutgoingMessage.to_name,
            OutgoingMessage.to_address,
            OutgoingMessage.subject,
            OutgoingMessage.language,
            OutgoingMessage.due_at,
            OutgoingMessage.try_at,
            OutgoingMessage.sent_at,
            OutgoingMessage.attempts,
            OutgoingMessage.last_error,
        )
        .where(*where)
        # What happened last comes first; what is still to come follows, the nearest first.
        .order_by(OrderByRaw("CASE WHEN state IN ('waiting', 'sending') THEN 1 ELSE 0 END"))
        .order_by(OutgoingMessage.sent_at, ascending=False)
        .order_by(OutgoingMessage.due_at)
        .order_by(OutgoingMessage.id, ascending=False)
        .limit(at_once + 1)
        .offset((page - 1) * at_once)
    )
    return [MessageLine(**{**row, "state": MessageState(row["state"])}) for row in rows]


async def message_of(fair_id: int, message_id: int) -> OutgoingMessage | None:
    """One of the fair's messages."""
    return await OutgoingMessage.objects().get(
        (OutgoingMessage.id == message_id) & (OutgoingMessage.fair_id == fair_id)
    )
