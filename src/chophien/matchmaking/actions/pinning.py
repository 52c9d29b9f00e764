"""Pinning a request to a slot, a table or both."""

from datetime import datetime

from chophien.fairs.queries import slots_of, tables_of
from chophien.fairs.tables import Fair
from chophien.matchmaking.forms import PinnedTo
from chophien.matchmaking.queries import RequestLine, delegation_of, pinned_requests, request_at
from chophien.matchmaking.rules import RequestMoved, RequestsClosed, SpotTaken, organizer_may_add
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import NotFound


async def pin_request(fair: Fair, request_id: int, to: PinnedTo, *, at: datetime) -> None:
    """Say where and when a meeting must lie; nothing given frees it again.

    Raises SpotTaken when another pinned meeting or an absence stands in the way, RequestMoved for a request that
    nobody wants any more, RequestsClosed once the fair is over, NotFound for things of another fair.
    """
    if not organizer_may_add(fair, at):
        raise RequestsClosed(_("Hội chợ đã kết thúc."))
    async with transaction():
        # No index can hold this rule across columns that may be empty, so pins of one fair are set in turn.
        await lock("pins of fair", fair.id)
        line = await request_at(fair.id, request_id)
        if (to.slot or to.table) and line.state not in {RequestState.WAITING, RequestState.ACCEPTED}:
            raise RequestMoved(_("Yêu cầu này đã bị từ chối hoặc rút nên không ghim được."))
        await _check_known(fair, to)
        if to.slot is not None:
            await _check_free(fair, line, to)
        await MeetingRequest.update({MeetingRequest.pinned_slot: to.slot, MeetingRequest.pinned_table: to.table}).where(
            MeetingRequest.id == request_id, MeetingRequest.fair == fair.id
        )


async def _check_known(fair: Fair, to: PinnedTo) -> None:
    slots = {slot.id for slot in await slots_of(fair.id)}
    tables = {table.id for table in await tables_of(fair.id)}
    if (to.slot is not None and to.slot not in slots) or (to.table is not None and to.table not in tables):
        raise NotFound(_("Lượt gặp hoặc bàn này không thuộc hội chợ."))


async def _check_free(fair: Fair, line: RequestLine, to: PinnedTo) -> None:
    away = [
        name
        for participation_id, name in ((line.producer, line.producer_name), (line.distributor, line.distributor_name))
        if to.slot in (await delegation_of(participation_id)).unable
    ]
    if away:
        raise SpotTaken(_("%(company)s báo vắng vào lượt ấy.") % {"company": away[0]}, field="slot")
    for other in await pinned_requests(fair.id):
        if other.id == line.id or other.pinned_slot != to.slot:
            continue
        names = {"producer": other.producer_name, "distributor": other.distributor_name}
        if to.table is not None and other.pinned_table == to.table:
            sentence = _("Bàn ấy đã ghim cho %(producer)s và %(distributor)s vào lượt này.")
            raise SpotTaken(sentence % names, field="table")
        if other.producer == line.producer or other.distributor == line.distributor:
            sentence = _("Vào lượt ấy đã ghim cuộc gặp của %(producer)s và %(distributor)s.")
            raise SpotTaken(sentence % names, field="slot")
