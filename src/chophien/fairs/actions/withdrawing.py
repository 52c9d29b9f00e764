"""Taking a participation back: the place becomes free, and what other features hold for it is given up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from chophien.fairs.actions.places import hold_places, move_up
from chophien.fairs.actions.telling import tell_participants
from chophien.fairs.rules import Phase, phase, states_before
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import Refusal


class CannotWithdraw(Refusal):
    """The participation is already withdrawn or refused, or the fair is over."""


@dataclass(frozen=True)
class Leaving:
    """What features above fairs do when a participant leaves; the application plugs it in."""

    losses_of: Callable[[Fair, int], Awaitable[list[str]]]
    """What a participation would lose, in sentences."""
    leave: Callable[[Fair, int, datetime], Awaitable[None]]
    """Gives it all up, inside the caller's transaction."""


def may_withdraw(fair: Fair, state: str, at: datetime) -> bool:
    """Whether a participation in `state` can still be withdrawn."""
    return ParticipationState(state) in states_before(ParticipationState.WITHDRAWN) and phase(fair, at) != Phase.OVER


async def withdraw_participation(
    fair: Fair, participation_id: int, *, leaving: Leaving, reason: str, by: int, at: datetime, tell: bool
) -> None:
    """Withdraw a participation of this fair, free what it holds and let the next one on the waiting list move up.

    `tell` writes to the participant, when somebody else withdrew it. Raises CannotWithdraw.
    """
    if phase(fair, at) == Phase.OVER:
        raise CannotWithdraw(_("Hội chợ đã kết thúc."))
    async with transaction():
        await hold_places(fair.id)
        rows = (
            await Participation.update(
                {
                    Participation.state: ParticipationState.WITHDRAWN,
                    Participation.decided_at: at,
                    Participation.decided_by: by,
                    Participation.reason: reason,
                }
            )
            .where(
                Participation.id == participation_id,
                Participation.fair == fair.id,
                Participation.state.is_in(states_before(ParticipationState.WITHDRAWN)),
            )
            .returning(Participation.id, Participation.kind)
        )
        if not rows:
            raise CannotWithdraw(_("Đăng ký này không còn rút được: đã rút hoặc đã bị từ chối."))
        await leaving.leave(fair, participation_id, at)
        if tell:
            await tell_participants("participation_withdrawn", fair, [participation_id], at=at, more={"reason": reason})
        await move_up(fair, rows[0]["kind"], at=at)
