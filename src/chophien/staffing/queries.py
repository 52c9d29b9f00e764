"""Reading a fair's staff: accounts, absences, and what each interprets."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from piccolo.query.functions.aggregate import Count

from chophien.accounts.identity import Identity
from chophien.fairs.queries import InterpreterLine, staff_of
from chophien.fairs.queries.tenants import no_such_fair
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, Interpreter
from chophien.staffing.rules import Interpreted
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.timetable.queries.meetings import MeetingLine, meetings_of_fair
from chophien.timetable.tables import Meeting, MeetingState


@dataclass(frozen=True)
class Account:
    """With what somebody of the staff signs in."""

    person_id: int
    email: str


async def member_of(fair_id: int, interpreter_id: int) -> InterpreterLine:
    """One of a fair's staff. Raises NotFound."""
    found = next((each for each in await staff_of(fair_id) if each.id == interpreter_id), None)
    if found is None:
        raise NotFound(_("Hội chợ này không có người đó."))
    return found


async def accounts_of(fair_id: int) -> dict[int, Account]:
    """Who of a fair's staff signs in, by number."""
    rows = await Interpreter.select(
        Interpreter.id, Interpreter.person.as_alias("person"), Interpreter.person.email.as_alias("email")
    ).where(Interpreter.fair == fair_id, Interpreter.person.is_not_null())
    return {row["id"]: Account(row["person"], row["email"]) for row in rows}


async def interpreted_by(fair_id: int, interpreter_id: int) -> list[Interpreted]:
    """The announced meetings that somebody interprets, in time order."""
    return [_interpreted(*sides) for sides in await sides_interpreted(fair_id, interpreter_id)]


async def sides_interpreted(fair_id: int, interpreter_id: int) -> list[tuple[MeetingLine, MeetingLine]]:
    """The same, each from the producer's view and from the distributor's."""
    return [sides for sides in await meetings_of_fair(fair_id) if sides[0].interpreter_id == interpreter_id]


async def interpreted_counts(interpreter_ids: Collection[int]) -> Counter[int]:
    """How many announced meetings each of these people interprets, by number. One query."""
    rows = (
        await Meeting.select(Meeting.interpreter, Count())
        .where(Meeting.state == MeetingState.CONFIRMED, Meeting.interpreter.is_in(sorted(interpreter_ids) or [0]))
        .group_by(Meeting.interpreter)
    )
    return Counter({row["interpreter"]: row["count"] for row in rows})


async def staffed_fairs(identity: Identity) -> list[tuple[Fair, int]]:
    """The fairs of whose staff the person is, the latest first, each with the person's number there."""
    if identity.acting is not None:
        return []
    rows = await Interpreter.select(Interpreter.id, Interpreter.fair).where(Interpreter.person == identity.person_id)
    if not rows:
        return []
    members = {row["fair"]: row["id"] for row in rows}
    fairs = await Fair.objects().where(Fair.id.is_in(sorted(members))).order_by(Fair.starts_on, ascending=False)
    return [(fair, members[fair.id]) for fair in fairs]


async def staffed_fair(identity: Identity, slug: str) -> tuple[Fair, InterpreterLine]:
    """One fair of whose staff the person is. Raises NotFound."""
    for fair, member in await staffed_fairs(identity):
        if fair.slug == slug:
            return fair, await member_of(fair.id, member)
    raise no_such_fair()


def _interpreted(producer: MeetingLine, distributor: MeetingLine) -> Interpreted:
    return Interpreted(
        slot_id=producer.slot_id,
        starts_at=producer.starts_at,
        ends_at=producer.ends_at,
        table=producer.table_code,
        hall=spoken(producer.hall_vi, producer.hall_en),
        pair=producer.pair or "",
        producer=distributor.partner_name,
        distributor=producer.partner_name,
    )
