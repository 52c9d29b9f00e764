"""Making, renewing and revoking calendar links."""

from datetime import datetime

from chophien.calendars.rules import new_token
from chophien.calendars.tables import CalendarLink
from chophien.fairs.tables import Participation, ParticipationState
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.support.tokens import token_hash


class NotYetApproved(Refusal):
    """Only those who take part have a calendar."""


async def make_link(participation: Participation, *, person_id: int, at: datetime) -> str:
    """Make a new secret address for the person's calendar; an older one is dead from this moment.

    Returns the token, which is kept nowhere: whoever loses it makes a new one. Raises NotYetApproved.
    """
    if participation.state != ParticipationState.APPROVED:
        raise NotYetApproved(_("Đơn vị của bạn chưa được duyệt tham gia nên chưa có lịch để đăng ký theo dõi."))
    token = new_token()
    async with transaction():
        await lock("calendar_link", person_id)
        await _revoke(participation.id, person_id, at)
        await CalendarLink(
            participation=participation.id, person=person_id, token_hash=token_hash(token), created_at=at
        ).save()
    return token


async def revoke_link(participation: Participation, *, person_id: int, at: datetime) -> None:
    """Close the person's calendar address at once."""
    async with transaction():
        await _revoke(participation.id, person_id, at)


async def _revoke(participation_id: int, person_id: int, at: datetime) -> None:
    await CalendarLink.update({CalendarLink.revoked_at: at}).where(
        CalendarLink.participation == participation_id,
        CalendarLink.person == person_id,
        CalendarLink.revoked_at.is_null(),
    )
