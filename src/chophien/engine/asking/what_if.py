"""What if the circumstances were others: the best timetable then beside the best one now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from chophien.engine.asking.changing import Changes, changed
from chophien.engine.conflicts import broken_rules
from chophien.engine.numbered import number
from chophien.engine.preferences import costs
from chophien.engine.problem import Problem
from chophien.engine.solve import solve
from chophien.engine.timetable import Placement, Progress, Status
from chophien.engine.validity import validate


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a timetable stands: meetings placed, costs and proved bounds."""

    status: Status
    placed: int
    objective: Mapping[str, int]
    bounds: Mapping[str, int]
    placements: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """The best timetable found as things are and as they would be, and the problem that would be."""

    now: Outcome
    then: Outcome
    problem: Problem


def what_if(
    problem: Problem,
    changes: Changes,
    *,
    seconds: float = 10.0,
    today: Sequence[Placement] | None = None,
    workers: int = 2,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Effect:
    """Solve the changed problem, and the present one too where no timetable of `today` is given.

    Both without looking back at an earlier timetable. What may still be used of today's is, so that more tables or
    more time never seem to be worse. Raises CannotChange and BadProblem.
    """
    validate(problem)
    fresh = replace(problem, previous={}, objective=tuple(name for name in problem.objective if name != "moved"))
    other = changed(fresh, changes)
    validate(other)

    def best(of: Problem, share: float, known: Sequence[Placement] | None) -> Outcome:
        answer = solve(of, seconds=share, workers=workers, seed=seed, on_progress=on_progress, should_stop=should_stop)
        found = Outcome(answer.status, len(answer.placements), answer.objective, answer.bounds, answer.placements)
        if known is None:
            return found
        kept = _as_outcome(of, known, answer.bounds)
        if kept.status == "unknown" or answer.status == "infeasible":
            return found
        # Where nothing is gained today's timetable stays, so that no difference is seen where there is none.
        gained = found.objective and list(found.objective.values()) < list(kept.objective.values())
        return found if gained else replace(kept, status="optimal" if answer.status == "optimal" else "feasible")

    now = best(fresh, seconds / 2, None) if today is None else _as_outcome(fresh, today, {})
    then = best(other, seconds / 2 if today is None else seconds, now.placements if now.placed else None)
    return Effect(now, then, other)


def _as_outcome(problem: Problem, placements: Sequence[Placement], bounds: Mapping[str, int]) -> Outcome:
    """A timetable made elsewhere as an outcome for this problem; `unknown` when it does not fit it."""
    slots = {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    fits = all(one.slot in slots and (one.place is None or one.place in places) for one in placements)
    numbered = number(problem)
    if not fits or broken_rules(numbered, placements):
        return Outcome("unknown", 0, {}, {})
    return Outcome("feasible", len(placements), costs(numbered, placements), dict(bounds), tuple(placements))
