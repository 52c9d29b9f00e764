"""Asking for meetings, answering and withdrawing: every step is an UPDATE that names the state it starts from."""

from dataclasses import dataclass
from datetime import datetime

from chophien.companies.tables import CompanyKind
from chophien.fairs.queries.participants import ParticipantLine, participant
from chophien.fairs.queries.plans import quotas_of
from chophien.fairs.tables import Acceptance, Fair, Participation, ParticipationState
from chophien.matchmaking.actions.announcing import announce_answered, announce_asked
from chophien.matchmaking.forms import AddedRequest, Answer, Wish
from chophien.matchmaking.queries import no_such_request, request_at, request_of, requests_sent, requests_with
from chophien.matchmaking.rules import (
    AlreadyAsked,
    QuotaReached,
    RequestMoved,
    RequestsClosed,
    Side,
    check_asking,
    check_requests,
    may_step,
    organizer_may_add,
    other_kind,
    state_words,
)
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _, ngettext
from chophien.support.refusal import NotFound


@dataclass(frozen=True)
class Answered:
    """How many requests took the step, and how many had moved on in the meantime."""

    taken: int
    moved_on: int


async def ask_for_meeting(fair: Fair, asking: Participation, partner_id: int, wish: Wish, *, at: datetime) -> int:
    """Ask a participant of the other kind for a meeting; returns the request. A withdrawn one is asked anew.

    Where the fair accepts by itself the request is accepted at once; the other side is told and may still decline.
    Raises RequestsClosed, AlreadyAsked, QuotaReached, NotFound for anybody who is not an approved participant here.
    """
    check_asking(fair, asking, at)
    partner = await approved_partner(fair, partner_id, other_kind(asking.kind))
    producer, distributor = (asking.id, partner.id) if asking.kind == CompanyKind.PRODUCER else (partner.id, asking.id)
    kind = CompanyKind(asking.kind)
    agreed = fair.acceptance == Acceptance.AUTOMATIC
    added = AddedRequest(producer, distributor, kind, wish.weight, wish.note, agreed=agreed)
    async with refusing(unique_meeting_request__producer__distributor=_already(partner.company)), transaction():
        # Two delegates of one company ask in turn, so that both together stay within its bound.
        await lock("requests of participation", asking.id)
        await _check_quota(fair, asking)
        request_id = await _write(fair, added, at=at)
        await announce_asked(fair, [await request_of(asking, request_id)], at=at)
    return request_id


async def _check_quota(fair: Fair, asking: Participation) -> None:
    most = (await quotas_of(fair.id))[asking.kind].most_requests
    if most is not None and await requests_sent(asking) >= most:
        words = ngettext(
            "Ở hội chợ này mỗi đơn vị gửi nhiều nhất một yêu cầu gặp. Rút yêu cầu cũ để gửi yêu cầu khác.",
            "Ở hội chợ này mỗi đơn vị gửi nhiều nhất %(num)s yêu cầu gặp. Rút bớt yêu cầu cũ để gửi yêu cầu khác.",
            most,
        )
        raise QuotaReached(words % {"num": most})


async def add_request(fair: Fair, added: AddedRequest, *, at: datetime) -> int:
    """Write a request down for two participants as their organizer, whatever the dates say; returns it.

    Raises RequestsClosed once the fair is over, AlreadyAsked, NotFound for participants of another fair.
    """
    if not organizer_may_add(fair, at):
        raise RequestsClosed(_("Hội chợ đã kết thúc."))
    await approved_partner(fair, added.producer, CompanyKind.PRODUCER)
    buyer = await approved_partner(fair, added.distributor, CompanyKind.DISTRIBUTOR)
    async with refusing(unique_meeting_request__producer__distributor=_already(buyer.company)), transaction():
        request_id = await _write(fair, added, at=at)
        line = await request_at(fair.id, request_id)
        await announce_asked(fair, [line], at=at)
        if added.agreed:
            await announce_answered(fair, [line], at=at)
    return request_id


async def approved_partner(fair: Fair, participation_id: int, kind: CompanyKind) -> ParticipantLine:
    """An approved participant of `kind`; raises NotFound for anybody else, so that nothing is told about them."""
    line = await participant(fair.id, participation_id)
    if line.kind != kind or line.state != ParticipationState.APPROVED:
        raise NotFound(_("Không có đơn vị này trong hội chợ."))
    return line


async def _write(fair: Fair, added: AddedRequest, *, at: datetime) -> int:
    state = RequestState.ACCEPTED if added.agreed else RequestState.WAITING
    answered_at = at if added.agreed else None
    # A pair has one row for good: a withdrawn request is taken up again, and whoever does so is the asking side then.
    rows = (
        await MeetingRequest.update(
            {
                MeetingRequest.state: state,
                MeetingRequest.asked_by: added.asked_by,
                MeetingRequest.weight: added.weight,
                MeetingRequest.note: added.note,
                MeetingRequest.answer: "",
                MeetingRequest.sent_at: at,
                MeetingRequest.answered_at: answered_at,
            }
        )
        .where(
            MeetingRequest.fair == fair.id,
            MeetingRequest.producer == added.producer,
            MeetingRequest.distributor == added.distributor,
            MeetingRequest.state == RequestState.WITHDRAWN,
        )
        .returning(MeetingRequest.id)
    )
    if rows:
        return int(rows[0]["id"])
    request = MeetingRequest(
        fair=fair.id,
        producer=added.producer,
        distributor=added.distributor,
        asked_by=added.asked_by,
        weight=added.weight,
        note=added.note,
        state=state,
        sent_at=at,
        answered_at=answered_at,
    )
    await request.save()
    return request.id


async def answer_requests(fair: Fair, participation: Participation, answer: Answer, *, at: datetime) -> Answered:
    """Accept or decline the requests that the participant saw waiting (or answered otherwise), many at once.

    Those that moved on in the meantime are left as they are and counted. Raises RequestsClosed; RequestMoved when a
    single one had moved on; NotFound when none of them is the participant's own.
    """
    check_requests(fair, participation, at)
    lines = await requests_with(participation, answer.request_ids)
    asked = [line for line in lines if line.side(participation.kind) is Side.ASKED]
    if not asked or len(lines) < len(answer.request_ids):
        raise no_such_request()
    if not may_step(answer.seen, answer.to, Side.ASKED):
        raise _moved(asked[0].state)
    own = MeetingRequest.producer if participation.kind == CompanyKind.PRODUCER else MeetingRequest.distributor
    async with transaction():
        # Two delegates of one company answer in turn, so that neither holds rows that the other waits for.
        await lock("answers of participation", participation.id)
        rows = (
            await MeetingRequest.update(
                {
                    MeetingRequest.state: answer.to,
                    MeetingRequest.answer: answer.words,
                    MeetingRequest.answered_at: at,
                }
            )
            .where(
                MeetingRequest.id.is_in([line.id for line in asked]),
                MeetingRequest.fair == fair.id,
                own == participation.id,
                MeetingRequest.asked_by == other_kind(participation.kind),
                MeetingRequest.state == answer.seen,
            )
            .returning(MeetingRequest.id)
        )
        taken = [row["id"] for row in rows]
        await announce_answered(fair, await requests_with(participation, taken), at=at)
    if not taken and len(asked) == 1:
        raise _moved((await request_of(participation, asked[0].id)).state)
    return Answered(taken=len(taken), moved_on=len(asked) - len(taken))


async def withdraw_request(
    fair: Fair, participation: Participation, request_id: int, *, seen: RequestState, at: datetime
) -> None:
    """Take back a request that the participant sent and saw in the state `seen`.

    Raises RequestsClosed, RequestMoved when it was answered in the meantime, NotFound for somebody else's.
    """
    check_requests(fair, participation, at)
    line = await request_of(participation, request_id)
    if line.side(participation.kind) is not Side.ASKING:
        raise no_such_request()
    if not may_step(seen, RequestState.WITHDRAWN, Side.ASKING):
        raise _moved(line.state)
    own = MeetingRequest.producer if participation.kind == CompanyKind.PRODUCER else MeetingRequest.distributor
    async with transaction():
        rows = (
            await MeetingRequest.update(
                {
                    MeetingRequest.state: RequestState.WITHDRAWN,
                    MeetingRequest.pinned_slot: None,
                    MeetingRequest.pinned_table: None,
                }
            )
            .where(
                MeetingRequest.id == request_id,
                MeetingRequest.fair == fair.id,
                own == participation.id,
                MeetingRequest.asked_by == participation.kind,
                MeetingRequest.state == seen,
            )
            .returning(MeetingRequest.id)
        )
    if not rows:
        raise _moved((await request_of(participation, request_id)).state)


def _already(company: str) -> AlreadyAsked:
    return AlreadyAsked(_("Đã có yêu cầu gặp với %(company)s; mỗi cặp gặp một lần.") % {"company": company})


def _moved(state: RequestState) -> RequestMoved:
    words = _("Yêu cầu này vừa thay đổi trong lúc bạn xem: nay %(state)s. Xin xem lại.")
    return RequestMoved(words % {"state": state_words(state)})
