"""How many places there are for a kind of company, and how many are taken."""

from dataclasses import dataclass

from chophien.fairs.rules import HOLDS_PLACE
from chophien.fairs.tables import Intake, Participation, ParticipationState


@dataclass(frozen=True)
class Places:
    """The places of one kind; `capacity` none for no limit."""

    capacity: int | None
    taken: int
    queued: int

    @property
    def are_full(self) -> bool:
        """Whether whoever comes now has to wait."""
        return self.capacity is not None and self.taken >= self.capacity


async def places_of(fair_id: int, kind: str) -> Places:
    """How the places of a kind stand now."""
    of_kind = (Participation.fair == fair_id, Participation.kind == kind)
    taken: int = await Participation.count().where(*of_kind, Participation.state.is_in(list(HOLDS_PLACE)))
    queued: int = await Participation.count().where(*of_kind, Participation.state == ParticipationState.QUEUED)
    row = await Intake.select(Intake.capacity).where(Intake.fair == fair_id, Intake.kind == kind).first()
    return Places(row["capacity"] if row else None, taken, queued)


async def free_places(fair_id: int, kind: str) -> int | None:
    """How many places are free; none for no limit, below zero when the limit was lowered."""
    places = await places_of(fair_id, kind)
    return None if places.capacity is None else places.capacity - places.taken
