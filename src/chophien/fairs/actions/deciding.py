"""Deciding who takes part; each decision writes its mail in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chophien.fairs.actions.conditions import set_conditions
from chophien.fairs.actions.places import hold_places, move_up
from chophien.fairs.actions.telling import tell_participants
from chophien.fairs.forms import ConditionDetails
from chophien.fairs.queries import decider_name, participant
from chophien.fairs.queries.places import free_places
from chophien.fairs.rules import state_words, states_before
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal


class AlreadyDecided(Refusal):
    """Somebody else decided first."""


class NoPlaceLeft(Refusal):
    """Every place of the kind is taken."""


@dataclass(frozen=True)
class Decided:
    """How many participations were decided now, and how many had been decided before or found no place."""

    now: int
    before: int
    full: int = 0


async def decide_one(
    fair: Fair,
    participation_id: int,
    state: ParticipationState,
    *,
    reason: str,
    by: int,
    at: datetime,
    condition: ConditionDetails | None = None,
) -> None:
    """Approve or refuse one participation. Raises AlreadyDecided, with who did so, NoPlaceLeft and NotFound."""
    decided = await decide_many(fair, [participation_id], state, reason=reason, by=by, at=at, condition=condition)
    if decided.now:
        return
    if decided.full:
        raise NoPlaceLeft(_("Hội chợ đã đủ chỗ cho bên này. Xin tăng số chỗ, hoặc đợi có đơn vị rút."))
    line = await participant(fair.id, participation_id)
    name = await decider_name(participation_id)
    raise AlreadyDecided(
        _("%(who)s đã quyết định trước: %(state)s.")
        % {"who": name or _("Người khác"), "state": state_words(line.state).lower()}
    )


async def decide_many(
    fair: Fair,
    participation_ids: list[int],
    state: ParticipationState,
    *,
    reason: str,
    by: int,
    at: datetime,
    condition: ConditionDetails | None = None,
) -> Decided:
    """Approve or refuse participations of this fair that may still step to `state`; the others stay as they are.

    A refusal frees a place, and the next one on the waiting list moves up. Raises NotFound when none of them is of
    this fair.
    """
    wanted = list(dict.fromkeys(participation_ids))
    if not wanted:
        return Decided(0, 0)
    # Compared here: no database takes as many numbers at once as a crafted form can hold.
    rows = await Participation.select(Participation.id).where(Participation.fair == fair.id)
    own = {row["id"] for row in rows}.intersection(wanted)
    if not own:
        raise NotFound(_("Không có đơn vị này trong hội chợ."))
    async with transaction():
        # Whoever takes rooms or hours away at this moment must know whether somebody was just approved.
        await hold_places(fair.id)
        found = (
            await Participation.select(Participation.id, Participation.kind, Participation.state)
            .where(
                Participation.fair == fair.id,
                Participation.id.is_in(sorted(own)),
                Participation.state.is_in(states_before(state)),
            )
            .order_by(Participation.applied_at)
        )
        chosen, full = (found, 0) if state != ParticipationState.APPROVED else await _with_places(fair.id, found)
        changed = [row["id"] for row in chosen]
        if changed:
            await Participation.update(
                {
                    Participation.state: state,
                    Participation.decided_at: at,
                    Participation.decided_by: by,
                    Participation.reason: reason,
                }
            ).where(Participation.id.is_in(changed))
        approved = state == ParticipationState.APPROVED
        conditions = [condition] if condition and approved else []
        for each in conditions:
            await set_conditions(changed, each, by=by, at=at)
        kind = "participation_approved" if approved else "participation_refused"
        await tell_participants(kind, fair, changed, at=at, more={"reason": reason, "conditions": conditions})
        for side in sorted({row["kind"] for row in chosen}) if not approved else []:
            await move_up(fair, side, at=at)
    return Decided(len(changed), len(wanted) - len(changed) - full, full)


async def _with_places(fair_id: int, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """Those of `rows` that may be approved: who waits has a place already, who was refused needs a free one."""
    chosen: list[dict[str, Any]] = []
    full = 0
    for row in rows:
        if row["state"] != ParticipationState.WAITING:
            kind = str(row["kind"])
            free = await free_places(fair_id, kind)
            before = sum(each["kind"] == kind and each["state"] != ParticipationState.WAITING for each in chosen)
            if free is not None and free - before <= 0:
                full += 1
                continue
        chosen.append(row)
    return chosen, full
