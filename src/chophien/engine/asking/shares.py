"""Who asked for how much and got how much, participant by participant."""

from collections.abc import Iterable
from dataclasses import dataclass

from chophien.engine.numbered import number
from chophien.engine.problem import Problem
from chophien.engine.timetable import Placement


@dataclass(frozen=True, slots=True)
class Share:
    """One participant's meetings asked for, placed and lost, and the same in weight; `lost_share` in thousandths."""

    participant: str
    asked: int
    placed: int
    asked_weight: int
    placed_weight: int

    @property
    def lost(self) -> int:
        return self.asked - self.placed

    @property
    def lost_weight(self) -> int:
        return self.asked_weight - self.placed_weight

    @property
    def lost_share(self) -> int:
        return 1000 * self.lost_weight // self.asked_weight if self.asked_weight else 0


def shares(problem: Problem, placements: Iterable[Placement]) -> tuple[Share, ...]:
    """Everybody who asked for a meeting or was asked for one, whoever lost the largest share first."""
    numbered = number(problem)
    placed = {numbered.request_of[one.request] for one in placements}
    weight = [request.weight for request in problem.requests]
    found = [
        Share(
            person.id,
            len(mine),
            len(placed.intersection(mine)),
            sum(weight[r] for r in mine),
            sum(weight[r] for r in mine if r in placed),
        )
        for person, mine in zip(problem.participants, numbered.of, strict=True)
        if mine
    ]
    return tuple(sorted(found, key=lambda share: (-share.lost_share, -share.lost, share.participant)))
