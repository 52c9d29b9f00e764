"""The best timetable by trying everything, written without a line of the solver."""

from collections.abc import Iterator

from chophien.engine.conflicts import broken_rules
from chophien.engine.numbered import number
from chophien.engine.preferences import costs
from chophien.engine.problem import Problem
from chophien.engine.timetable import Placement

# These can only get worse when more meetings are added, so a branch that breaks one is cut off.
ONLY_WORSE = {
    "participant_busy",
    "participant_away",
    "place_busy",
    "place_closed",
    "wrong_slot",
    "wrong_place",
    "not_consecutive",
    "too_many_meetings",
    "too_many_in_a_day",
    "order_broken",
    "pin_broken",
    "interpreter_busy",
    "interpreter_missing",
}


def best_costs(problem: Problem) -> list[int] | None:
    """The costs of the best timetable in the order of the objectives, None when there is no timetable."""
    numbered = number(problem)
    places: list[str | None] = [place.id for place in problem.places] or [None]
    interpreters: list[str | None] = [interpreter.id for interpreter in problem.interpreters]

    def extended(at: int, placements: tuple[Placement, ...]) -> Iterator[list[int]]:
        if at == len(problem.requests):
            if not broken_rules(numbered, placements):
                yield list(costs(numbered, placements).values())
            return
        yield from extended(at + 1, placements)
        request = problem.requests[at]
        for slot in problem.slots:
            for place in places:
                for interpreter in interpreters if request.interpreting else [None]:
                    more = (*placements, Placement(request.id, slot.id, place, interpreter))
                    if not any(conflict.rule in ONLY_WORSE for conflict in broken_rules(numbered, more)):
                        yield from extended(at + 1, more)

    return min(extended(0, ()), default=None)
