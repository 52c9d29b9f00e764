"""Announced meetings that cannot be held as they stand."""

from datetime import datetime
from typing import Any

from chophien.fairs.tables import Interpreter
from chophien.matchmaking.queries import absences_of, interpreter_absences_of
from chophien.timetable.tables import Meeting, MeetingState


async def meetings_while_away(fair_id: int, at: datetime) -> int:
    """How many announced meetings still to come lie in a slot in which one of the two sides has said to be away."""
    away = await absences_of(fair_id)
    if not away:
        return 0
    rows = await Meeting.select(Meeting.slot, Meeting.producer, Meeting.distributor).where(*_coming(fair_id, at))
    return sum(any(row["slot"] in away.get(row[side], ()) for side in ("producer", "distributor")) for row in rows)


async def meetings_without_interpreter(fair_id: int, at: datetime) -> int:
    """How many announced meetings still to come count on an interpreter who is away then or speaks the language no
    more, or need one by now and have none."""
    staff = await Interpreter.select(Interpreter.id, Interpreter.pairs).where(Interpreter.fair == fair_id)
    pairs = {row["id"]: row["pairs"].split(",") for row in staff}
    away = await interpreter_absences_of(fair_id)
    producer, distributor = Meeting.producer, Meeting.distributor
    rows = await Meeting.select(
        Meeting.slot,
        Meeting.interpreter,
        producer.interpreting.as_alias("producer_pair"),
        distributor.interpreting.as_alias("distributor_pair"),
    ).where(*_coming(fair_id, at))

    def stands(row: dict[str, Any]) -> bool:
        pair = row["distributor_pair"] or row["producer_pair"]
        spoken = pair is None or pair in pairs.get(row["interpreter"], ())
        return spoken and (pair is None or row["slot"] not in away.get(row["interpreter"], ()))

    return sum(not stands(row) for row in rows)


def _coming(fair_id: int, at: datetime) -> tuple[Any, ...]:
    return Meeting.fair == fair_id, Meeting.state == MeetingState.CONFIRMED, Meeting.slot.starts_at > at
