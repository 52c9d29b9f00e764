"""What becomes of a participant's meeting requests when it leaves the fair."""

from piccolo.columns.combination import And, Or

from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.database import transaction


async def open_requests_with(participation_id: int) -> int:
    """How many requests of a participant, on either side, are waiting or accepted."""
    found: int = await MeetingRequest.count().where(_open(participation_id))
    return found


async def end_requests_with(participation_id: int) -> None:
    """Withdraw every open request of a participant, on either side; joins the caller's transaction."""
    async with transaction():
        await MeetingRequest.update(
            {
                MeetingRequest.state: RequestState.WITHDRAWN,
                MeetingRequest.pinned_slot: None,
                MeetingRequest.pinned_table: None,
            }
        ).where(_open(participation_id))


def _open(participation_id: int) -> And:
    return And(
        Or(MeetingRequest.producer == participation_id, MeetingRequest.distributor == participation_id),
        MeetingRequest.state.is_in([RequestState.WAITING, RequestState.ACCEPTED]),
    )
