"""What a timetable is made from: accepted requests."""

from dataclasses import dataclass

from chophien.fairs.tables import ParticipationState
from chophien.matchmaking.tables import MeetingRequest, RequestState


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
