"""Saying when a participant cannot meet, and who of its delegates is there."""

from collections.abc import Collection
from datetime import datetime

from chophien.fairs.queries import slots_of
from chophien.fairs.tables import Fair, Participation
from chophien.matchmaking.forms import Presence
from chophien.matchmaking.queries import delegation_of, own_absences
from chophien.matchmaking.rules import Delegation, RequestsClosed, SomebodyMustMeet, absences_are_open
from chophien.matchmaking.tables import Absence, DelegateAbsence, NotMeeting
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import NotFound


async def save_absences(
    fair: Fair, participation: Participation, presence: Presence, *, at: datetime, delegate: int | None = None
) -> Delegation:
    """Replace the absences of one delegate, or of the participant as a whole, in one transaction.

    A slot that the page did not show (the organizer added it meanwhile) stays as it was. Raises RequestsClosed, and
    NotFound for somebody else's delegate.
    """
    _check_open(fair, participation, at)
    typed = await away_with(fair.id, presence)
    async with transaction():
        await lock("absences of participation", participation.id)
        before = await delegation_of(participation.id)
        away = typed | (away_before(before, delegate) - presence.shown)
        if delegate is None:
            await Absence.delete().where(Absence.participation == participation.id)
            if away:
                await Absence.insert(*[Absence(participation=participation.id, slot=slot) for slot in sorted(away)])
        else:
            await DelegateAbsence.delete().where(
                DelegateAbsence.participation == participation.id, DelegateAbsence.delegate == delegate
            )
            rows = [
                DelegateAbsence(participation=participation.id, delegate=delegate, slot=slot) for slot in sorted(away)
            ]
            if rows:
                await DelegateAbsence.insert(*rows)
    return before.with_absences(delegate, away)


async def save_meeting(
    fair: Fair, participation: Participation, delegate: int, *, meets: bool, at: datetime
) -> Delegation:
    """Say whether a delegate holds meetings at this fair. Raises SomebodyMustMeet, RequestsClosed, NotFound."""
    _check_open(fair, participation, at)
    async with transaction():
        await lock("absences of participation", participation.id)
        before = await delegation_of(participation.id)
        away_before(before, delegate)
        after = before.with_meeting(delegate, meets=meets)
        if not any(each.meets for each in after.delegates):
            raise SomebodyMustMeet(_("Cần ít nhất một người gặp khách. Nếu không ai đến được, xin báo vắng cả đơn vị."))
        await NotMeeting.delete().where(NotMeeting.participation == participation.id, NotMeeting.delegate == delegate)
        if not meets:
            await NotMeeting(participation=participation.id, delegate=delegate).save()
    return after


def away_before(delegation: Delegation, delegate: int | None) -> frozenset[int]:
    """The absences of one delegate, or of the participant as a whole. Raises NotFound."""
    if delegate is None:
        return delegation.away
    for each in delegation.delegates:
        if each.id == delegate:
            return each.away
    raise NotFound(_("Không tìm thấy người đại diện này."))


def _check_open(fair: Fair, participation: Participation, at: datetime) -> None:
    if not absences_are_open(fair, participation, at):
        raise RequestsClosed(_("Báo giờ vắng được từ khi đăng ký được duyệt đến khi hội chợ kết thúc."))


async def away_with(fair_id: int, presence: Presence) -> frozenset[int]:
    """The slots of a fair in which somebody is away if the page is saved so."""
    slots = await slots_of(fair_id)
    away = (presence.shown - presence.present) & {slot.id for slot in slots}
    if presence.session is not None:
        whole = {slot.id for slot in slots if slot.session_id == presence.session}
        away = away - whole if presence.whole_session_present else away | whole
    return frozenset(away)


async def mark_absent(fair_id: int, participations: Collection[int], slots: Collection[int]) -> None:
    """Write down that these participants of a fair are away in these slots too; joins the caller's transaction."""
    if not participations or not slots:
        return
    rows = await Participation.select(Participation.id).where(
        Participation.fair == fair_id, Participation.id.is_in(sorted(participations))
    )
    for row in sorted(row["id"] for row in rows):
        await lock("absences of participation", row)
        missing = sorted(set(slots) - await own_absences(row))
        if missing:
            await Absence.insert(*[Absence(participation=row, slot=slot) for slot in missing])
