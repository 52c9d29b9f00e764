"""How many companies of a kind a fair takes, who waits for a place, and who moves up when one becomes free."""

from datetime import datetime

from chophien.companies.tables import CompanyKind
from chophien.fairs.actions.telling import tell_participants
from chophien.fairs.queries.places import free_places
from chophien.fairs.tables import Fair, Intake, Participation, ParticipationState
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock


async def hold_places(fair_id: int) -> None:
    """Let nobody else take or free a place of this fair until the caller's transaction ends."""
    await lock("fair", fair_id)


async def state_on_entry(fair_id: int, kind: str) -> ParticipationState:
    """In which state a registration comes in: waiting for its decision, or on the waiting list when all is taken.

    The caller holds the places.
    """
    free = await free_places(fair_id, kind)
    return ParticipationState.QUEUED if free is not None and free <= 0 else ParticipationState.WAITING


async def move_up(fair: Fair, kind: str, *, at: datetime) -> list[int]:
    """Give every free place to those who have waited longest, and tell them; returns their participations.

    The caller holds the places.
    """
    free = await free_places(fair.id, kind)
    if free is not None and free <= 0:
        return []
    queue = (
        await Participation.select(Participation.id)
        .where(
            Participation.fair == fair.id,
            Participation.kind == kind,
            Participation.state == ParticipationState.QUEUED,
        )
        .order_by(Participation.applied_at)
        .order_by(Participation.id)
    )
    up = [row["id"] for row in queue][: len(queue) if free is None else free]
    if not up:
        return []
    await Participation.update({Participation.state: ParticipationState.WAITING}).where(Participation.id.is_in(up))
    await tell_participants("participation_moved_up", fair, up, at=at)
    return up


async def set_capacity(fair: Fair, kind: CompanyKind, capacity: int | None, *, at: datetime) -> int:
    """Say how many companies of a kind the fair takes; none for no limit. Returns how many moved up.

    Nobody who has a place loses it when there are fewer places than before.
    """
    async with transaction():
        await hold_places(fair.id)
        changed = (
            await Intake.update({Intake.capacity: capacity})
            .where(Intake.fair == fair.id, Intake.kind == kind)
            .returning(Intake.id)
        )
        if not changed:
            await Intake(fair=fair.id, kind=kind, capacity=capacity).save()
        return len(await move_up(fair, kind, at=at))
