"""Deciding who takes part; each decision writes its mail in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from chophien.fairs.queries import addressees_of, decider_name, participant
from chophien.fairs.rules import spoken, state_words, states_before
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.mail.outbox import Announcement, write_messages
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _, speaking
from chophien.support.refusal import NotFound, Refusal


class AlreadyDecided(Refusal):
    """Somebody else decided first."""


@dataclass(frozen=True)
class Decided:
    """How many participations were decided now, and how many had been decided before or withdrawn."""

    now: int
    before: int


async def decide_one(
    fair: Fair, participation_id: int, state: ParticipationState, *, reason: str, by: int, at: datetime
) -> None:
    """Approve or refuse one participation. Raises AlreadyDecided, with who did so, and NotFound."""
    decided = await decide_many(fair, [participation_id], state, reason=reason, by=by, at=at)
    if decided.now:
        return
    line = await participant(fair.id, participation_id)
    name = await decider_name(participation_id)
    raise AlreadyDecided(
        _("%(who)s đã quyết định trước: %(state)s.")
        % {"who": name or _("Người khác"), "state": state_words(line.state).lower()}
    )


async def decide_many(
    fair: Fair, participation_ids: list[int], state: ParticipationState, *, reason: str, by: int, at: datetime
) -> Decided:
    """Approve or refuse participations of this fair that may still step to `state`; the others stay as they are.

    Raises NotFound when none of them is of this fair.
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
        await lock("fair", fair.id)
        rows = (
            await Participation.update(
                {
                    Participation.state: state,
                    Participation.decided_at: at,
                    Participation.decided_by: by,
                    Participation.reason: reason,
                }
            )
            .where(
                Participation.fair == fair.id,
                Participation.id.is_in(sorted(own)),
                Participation.state.is_in(states_before(state)),
            )
            .returning(Participation.id)
        )
        changed = [row["id"] for row in rows]
        await _announce(fair, changed, state, reason=reason, at=at)
    return Decided(len(changed), len(wanted) - len(changed))


async def _announce(fair: Fair, changed: list[int], state: ParticipationState, *, reason: str, at: datetime) -> None:
    kind = "participation_approved" if state == ParticipationState.APPROVED else "participation_refused"
    letters = []
    for to in await addressees_of(changed):
        with speaking(to.language):
            fair_name = spoken(fair.name_vi, fair.name_en)
        letters.append(
            Announcement(
                kind=kind,
                unique_key=f"{kind}:{to.participation_id}:{at.isoformat()}:{to.email}",
                to_address=to.email,
                to_name=to.name,
                language=to.language,
                due_at=at,
                context={
                    "fair_name": fair_name,
                    "company": to.company,
                    "kind": str(to.kind),
                    "reason": reason,
                    "slug": fair.slug,
                    "starts_on": fair.starts_on,
                    "ends_on": fair.ends_on,
                    "venue": fair.venue,
                    "requests_from": fair.requests_from,
                    "requests_until": fair.requests_until,
                },
                organizer_id=fair.organizer,
                fair_id=fair.id,
                person_id=to.person_id,
            )
        )
    await write_messages(letters)
