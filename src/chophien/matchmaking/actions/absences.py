"""Saying when a participant cannot meet."""

from collections.abc import Collection
from datetime import datetime

from chophien.fairs.queries import slots_of
from chophien.fairs.tables import Fair, Participation
from chophien.matchmaking.forms import Presence
from chophien.matchmaking.queries import own_absences
from chophien.matchmaking.rules import RequestsClosed, absences_are_open
from chophien.matchmaking.tables import Absence
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _


async def save_absences(fair: Fair, participation: Participation, presence: Presence, *, at: datetime) -> set[int]:
    """Replace the participant's absences in one transaction; returns the slots in which it is away now.

    A slot that the page did not show (the organizer added it meanwhile) stays as it was. Raises RequestsClosed.
    """
    if not absences_are_open(fair, participation, at):
        raise RequestsClosed(_("Báo giờ vắng được từ khi đăng ký được duyệt đến khi hội chợ kết thúc."))
    away = await away_with(fair.id, presence)
    async with transaction():
        await lock("absences of participation", participation.id)
        unseen = await own_absences(participation.id) - presence.shown
        away = frozenset(away | unseen)
        await Absence.delete().where(Absence.participation == participation.id)
        if away:
            await Absence.insert(*[Absence(participation=participation.id, slot=slot) for slot in sorted(away)])
    return set(away)


async def away_with(fair_id: int, presence: Presence) -> frozenset[int]:
    """The slots of a fair in which a participant is away if its page is saved so."""
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
