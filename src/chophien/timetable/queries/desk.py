"""Reading what the interpreter desk needs: who interprets where in each slot, and who is free."""

from dataclasses import dataclass

from chophien.fairs.queries import InterpreterLine, SlotLine, interpreters_of, slots_of
from chophien.matchmaking.tables import InterpreterAbsence
from chophien.timetable.queries.meetings import MeetingLine, meetings_of_fair


@dataclass(frozen=True, slots=True)
class Assignment:
    """An interpreter at a table."""

    interpreter: str
    pair: str
    table: str
    hall_vi: str
    hall_en: str
    producer: str
    distributor: str


@dataclass(frozen=True, slots=True)
class DeskSlot:
    """A slot with its assignments and the interpreters who are there and free."""

    slot: SlotLine
    assignments: list[Assignment]
    free: list[InterpreterLine]


async def desk_slots(fair_id: int) -> list[DeskSlot]:
    """Every slot of a fair, as the published timetable has it."""
    interpreters = await interpreters_of(fair_id)
    absent = await InterpreterAbsence.select(InterpreterAbsence.interpreter, InterpreterAbsence.slot).where(
        InterpreterAbsence.interpreter.fair == fair_id
    )
    away = {(row["interpreter"], row["slot"]) for row in absent}
    lines: dict[int, list[tuple[MeetingLine, MeetingLine]]] = {}
    for producer, distributor in await meetings_of_fair(fair_id):
        if producer.interpreter_id:
            lines.setdefault(producer.slot_id, []).append((producer, distributor))
    return [_desk_slot(slot, lines.get(slot.id, []), interpreters, away) for slot in await slots_of(fair_id)]


def _desk_slot(
    slot: SlotLine,
    meetings: list[tuple[MeetingLine, MeetingLine]],
    interpreters: list[InterpreterLine],
    away: set[tuple[int, int]],
) -> DeskSlot:
    busy = {producer.interpreter_id for producer, _ in meetings}
    assignments = [
        Assignment(
            interpreter=producer.interpreter_name or "",
            pair=producer.pair or "",
            table=producer.table_code,
            hall_vi=producer.hall_vi,
            hall_en=producer.hall_en,
            producer=distributor.partner_name,
            distributor=producer.partner_name,
        )
        for producer, distributor in meetings
    ]
    free = [one for one in interpreters if one.id not in busy and (one.id, slot.id) not in away]
    return DeskSlot(slot, sorted(assignments, key=lambda one: one.interpreter), free)
