"""What approved participants must still bring, and ticking it off."""

from datetime import datetime

from chophien.fairs.actions.telling import tell_participants
from chophien.fairs.forms import ConditionDetails
from chophien.fairs.queries import participant
from chophien.fairs.tables import ApprovalCondition, Fair
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import NotFound


async def set_conditions(participation_ids: list[int], condition: ConditionDetails, *, by: int, at: datetime) -> None:
    """Write the same condition for these participations, inside the caller's transaction."""
    if participation_ids:
        await ApprovalCondition.insert(
            *[
                ApprovalCondition(
                    participation=id_, words=condition.words, due_on=condition.due_on, set_at=at, set_by=by
                )
                for id_ in participation_ids
            ]
        )


async def add_condition(
    fair: Fair, participation_id: int, condition: ConditionDetails, *, by: int, at: datetime
) -> None:
    """Ask one participant for something more, and tell it. Raises NotFound."""
    await participant(fair.id, participation_id)
    async with transaction():
        await set_conditions([participation_id], condition, by=by, at=at)
        told = {"conditions": [condition]}
        await tell_participants("condition_set", fair, [participation_id], at=at, more=told)


async def tick_condition(
    fair: Fair, participation_id: int, condition_id: int, *, met: bool, by: int, at: datetime
) -> None:
    """Note that a condition is met, and tell the participant; or take that back. Raises NotFound."""
    async with transaction():
        rows = (
            await ApprovalCondition.update(
                {
                    ApprovalCondition.met_at: at if met else None,
                    ApprovalCondition.met_by: by if met else None,
                }
            )
            .where(
                ApprovalCondition.id == condition_id,
                ApprovalCondition.participation == (await participant(fair.id, participation_id)).id,
            )
            .returning(ApprovalCondition.words, ApprovalCondition.due_on)
        )
        if not rows:
            raise NotFound(_("Không có điều kiện này."))
        if met:
            told = {"conditions": [ConditionDetails(rows[0]["words"], rows[0]["due_on"])]}
            await tell_participants("condition_met", fair, [participation_id], at=at, more=told)
