"""Reading meetings as they were announced, each from the view of one side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.columns.combination import And, Or, Where

from chophien.timetable.changes import Announced, Spot
from chophien.timetable.tables import Meeting, MeetingState


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting from one side's view: calendars, mails and schedules show it."""

    meeting_id: int
    fair_id: int
    participation_id: int
    """Whose view this is."""
    uid: str
    sequence: int
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    slot_id: int
    table_code: str
    hall_vi: str
    hall_en: str
    partner_name: str
    partner_id: int
    """The partner's participation."""
    interpreter_id: int | None
    interpreter_name: str | None
    pair: str | None
    """The language pair that is interpreted, such as `ja-vi`."""
    revised_at: datetime
    note: str
    """What was written when the meeting was asked for."""


async def meetings_of(participation_id: int) -> list[MeetingLine]:
    """Every meeting a participant was ever told of, cancelled ones too, in time order."""
    rows = await _rows(Or(Meeting.producer == participation_id, Meeting.distributor == participation_id))
    return [line for row in rows for line in _lines(row) if line.participation_id == participation_id]


async def meetings_by_ids(meeting_ids: Iterable[int]) -> list[MeetingLine]:
    """The meetings with these ids, two lines each: the producer's view, then the distributor's."""
    wanted = sorted(set(meeting_ids))
    if not wanted:
        return []
    return [line for row in await _rows(Meeting.id.is_in(wanted)) for line in _lines(row)]


async def meetings_of_fair(fair_id: int) -> list[tuple[MeetingLine, MeetingLine]]:
    """The fair's meetings that take place, in time order, each as the producer's and the distributor's view."""
    rows = await _rows(And(Meeting.fair == fair_id, Meeting.state == MeetingState.CONFIRMED))
    return [(_line(row, "producer", "distributor"), _line(row, "distributor", "producer")) for row in rows]


async def announced_meetings(fair_id: int) -> dict[int, Announced]:
    """Every meeting of a fair that people were told of, keyed by request id."""
    rows = await Meeting.select(
        Meeting.id,
        Meeting.request,
        Meeting.sequence,
        Meeting.state,
        Meeting.slot,
        Meeting.meeting_table,
        Meeting.interpreter,
    ).where(Meeting.fair == fair_id)
    return {
        row["request"]: Announced(
            meeting_id=row["id"],
            sequence=row["sequence"],
            confirmed=row["state"] == MeetingState.CONFIRMED,
            spot=Spot(row["slot"], row["meeting_table"], row["interpreter"]),
        )
        for row in rows
    }


async def _rows(where: Where | And | Or) -> list[dict[str, Any]]:
    return (
        await Meeting.select(
            Meeting.id,
            Meeting.fair,
            Meeting.uid,
            Meeting.sequence,
            Meeting.state,
            Meeting.revised_at,
            Meeting.slot,
            Meeting.slot.starts_at,
            Meeting.slot.ends_at,
            Meeting.meeting_table.code,
            Meeting.meeting_table._.hall.name_vi,
            Meeting.meeting_table._.hall.name_en,
            Meeting.producer,
            Meeting.producer._.company.name,
            Meeting.producer.interpreting,
            Meeting.distributor,
            Meeting.distributor._.company.name,
            Meeting.distributor.interpreting,
            Meeting.interpreter,
            Meeting.interpreter.name,
            Meeting.request.note,
        )
        .where(where)
        .order_by(Meeting.slot.starts_at)
        .order_by(Meeting.id)
    )


def _lines(row: dict[str, Any]) -> list[MeetingLine]:
    return [_line(row, "producer", "distributor"), _line(row, "distributor", "producer")]


def _line(row: dict[str, Any], side: str, other: str) -> MeetingLine:
    return MeetingLine(
        meeting_id=row["id"],
        fair_id=row["fair"],
        participation_id=row[side],
        uid=row["uid"],
        sequence=row["sequence"],
        state=MeetingState(row["state"]),
        starts_at=row["slot.starts_at"],
        ends_at=row["slot.ends_at"],
        slot_id=row["slot"],
        table_code=row["meeting_table.code"],
        hall_vi=row["meeting_table.hall.name_vi"],
        hall_en=row["meeting_table.hall.name_en"] or row["meeting_table.hall.name_vi"],
        partner_name=row[f"{other}.company.name"],
        partner_id=row[other],
        interpreter_id=row["interpreter"],
        interpreter_name=row["interpreter.name"],
        pair=row["distributor.interpreting"] or row["producer.interpreting"],
        revised_at=row["revised_at"],
        note=row["request.note"],
    )
