"""What a timetable is made from: accepted requests and absences."""

from collections import defaultdict
from dataclasses import dataclass

from chophien.fairs.tables import ParticipationState
from chophien.matchmaking.tables import Absence, InterpreterAbsence, MeetingRequest, RequestState


@dataclass(frozen=True)
class AcceptedRequest:
    """A meeting that both sides want."""

    id: int
    producer: int
    distributor: int
    weight: int
    interpreting: str | None
    """The language pair that the meeting needs; where both sides name one, the distributor's."""
    pinned_slot: int | None
    pinned_table: int | None


async def accepted_requests(fair_id: int) -> list[AcceptedRequest]:
    """The accepted requests between participants who are still approved, in order of their ids."""
    rows = (
        await MeetingRequest.select(
            MeetingRequest.id,
            MeetingRequest.producer,
            MeetingRequest.distributor,
            MeetingRequest.weight,
            MeetingRequest.pinned_slot,
            MeetingRequest.pinned_table,
            MeetingRequest.producer.interpreting,
            MeetingRequest.distributor.interpreting,
        )
        .where(
            MeetingRequest.fair == fair_id,
            MeetingRequest.state == RequestState.ACCEPTED,
            MeetingRequest.producer.state == ParticipationState.APPROVED,
            MeetingRequest.distributor.state == ParticipationState.APPROVED,
        )
        .order_by(MeetingRequest.id)
    )
    return [
        AcceptedRequest(
            id=row["id"],
            producer=row["producer"],
            distributor=row["distributor"],
            weight=row["weight"],
            interpreting=row["distributor.interpreting"] or row["producer.interpreting"],
            pinned_slot=row["pinned_slot"],
            pinned_table=row["pinned_table"],
        )
        for row in rows
    ]


async def absences_of(fair_id: int) -> dict[int, set[int]]:
    """The slots in which each participant cannot meet, by participation."""
    rows = await Absence.select(Absence.participation, Absence.slot).where(Absence.slot.fair == fair_id)
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[row["participation"]].add(row["slot"])
    return dict(found)


async def interpreter_absences_of(fair_id: int) -> dict[int, set[int]]:
    """The slots in which each interpreter is not there, by interpreter."""
    rows = await InterpreterAbsence.select(InterpreterAbsence.interpreter, InterpreterAbsence.slot).where(
        InterpreterAbsence.slot.fair == fair_id
    )
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[row["interpreter"]].add(row["slot"])
    return dict(found)


async def own_absences(participation_id: int) -> set[int]:
    """The slots in which one participant cannot meet."""
    rows = await Absence.select(Absence.slot).where(Absence.participation == participation_id)
    return {row["slot"] for row in rows}
