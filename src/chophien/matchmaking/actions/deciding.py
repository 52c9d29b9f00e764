"""The organizer's word on a request, for either side, whatever the dates say."""

from datetime import datetime
from typing import Any

from piccolo.columns import Column

from chophien.fairs.tables import Fair
from chophien.matchmaking.actions.announcing import announce_decided
from chophien.matchmaking.queries import request_at
from chophien.matchmaking.rules import REQUEST_STEPS, RequestMoved, RequestsClosed, organizer_may_add, state_words
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.database import transaction
from chophien.support.language import _


async def decide_request(fair: Fair, request_id: int, *, seen: RequestState, to: RequestState, at: datetime) -> None:
    """Accept, decline or withdraw a request that the organizer saw in the state `seen`; both sides are told.

    Raises RequestsClosed once the fair is over, RequestMoved when somebody was faster or the step is none, NotFound.
    """
    if not organizer_may_add(fair, at):
        raise RequestsClosed(_("Hội chợ đã kết thúc."))
    line = await request_at(fair.id, request_id)
    asking_again = to is RequestState.WAITING
    async with transaction():
        values: dict[Column | str, Any] = {MeetingRequest.state: to, MeetingRequest.answered_at: at}
        if to is not RequestState.ACCEPTED:
            values |= {MeetingRequest.pinned_slot: None, MeetingRequest.pinned_table: None}
        rows = []
        if to in REQUEST_STEPS[seen] and not asking_again:
            rows = (
                await MeetingRequest.update(values)
                .where(MeetingRequest.id == line.id, MeetingRequest.fair == fair.id, MeetingRequest.state == seen)
                .returning(MeetingRequest.id)
            )
        if rows:
            await announce_decided(fair, [await request_at(fair.id, line.id)], at=at)
    if not rows:
        words = _("Yêu cầu này vừa thay đổi trong lúc bạn xem: nay %(state)s. Xin xem lại.")
        raise RequestMoved(words % {"state": state_words((await request_at(fair.id, line.id)).state)})
