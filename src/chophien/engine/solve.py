"""The portfolio: find a timetable, improve it objective by objective, prove how good it is."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from chophien.engine.budget import Budget, GiveUp
from chophien.engine.clash import smallest_clash
from chophien.engine.conflicts import broken_rules
from chophien.engine.explain import unplaced_requests
from chophien.engine.numbered import Numbered, number
from chophien.engine.preferences import costs
from chophien.engine.problem import Problem
from chophien.engine.timetable import Clash, Placement, Progress, Status, Timetable
from chophien.engine.validity import validate


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Timetable:
    """The best timetable found within `seconds`, proved as far as the time allowed.

    `on_progress` is called from other threads, at most five times a second; `should_stop` is asked ten times a second
    and ends the search with the best timetable so far. Raises BadProblem for a problem that is not well-formed.
    """
    validate(problem)
    numbered = number(problem)
    with Budget(seconds, should_stop) as budget:
        effort = Effort(numbered, budget, on_progress)
        clash = None
        with suppress(GiveUp):
            clash = _pursue(effort, workers, seed)
        return effort.answer(clash, workers, seed)


class Effort:
    """The best timetable and the best proved bounds so far, and where the search stands."""

    def __init__(
        self, numbered: Numbered, budget: Budget, on_progress: Callable[[Progress], None] | None = None
    ) -> None:
        self.numbered = numbered
        self.budget = budget
        self.objective = numbered.problem.objective
        self.phase = "building"
        self.placements: tuple[Placement, ...] | None = None
        self.costs: dict[str, int] = {}
        self.bounds: dict[str, int] = dict.fromkeys(self.objective, 0)
        self.glimpse: Mapping[str, int] | None = None
        if on_progress is not None:
            self._report(on_progress)

    def offer(self, placements: tuple[Placement, ...]) -> bool:
        """Keep this timetable if it is better than the best so far in the order of the objectives."""
        found = costs(self.numbered, placements)
        if self.placements is not None and list(found.values()) >= list(self.costs.values()):
            return False
        conflicts = broken_rules(self.numbered, placements)
        assert not conflicts, conflicts[0]  # noqa: S101 - a broken rule here is a bug, not an answer
        self.placements, self.costs, self.glimpse = placements, found, found
        return True

    def prove(self, name: str, bound: int) -> None:
        """Raise the proved bound of an objective."""
        self.bounds[name] = max(self.bounds[name], bound)

    def proved(self, name: str) -> bool:
        """Whether no timetable that is as good in the earlier objectives costs less in this one."""
        return self.placements is not None and self.costs[name] <= self.bounds[name]

    def answer(self, clash: Clash | None, workers: int, seed: int) -> Timetable:
        """The finished timetable, checked against every rule."""
        status: Status
        if clash is not None:
            status = "infeasible"
        elif self.placements is None:
            status = "unknown"
        else:
            status = "optimal" if all(self.proved(name) for name in self.objective) else "feasible"
        placements = self.placements or ()
        return Timetable(
            status=status,
            placements=placements,
            unplaced=() if self.placements is None else unplaced_requests(self.numbered, placements),
            objective=self.costs,
            bounds={} if self.placements is None else dict(self.bounds),
            seconds=self.budget.seconds,
            seed=seed,
            workers=workers,
            clash=clash,
        )

    def _report(self, on_progress: Callable[[Progress], None]) -> None:
        last = [-1.0]

        def report(_: bool) -> None:
            now = self.budget.seconds
            if now - last[0] >= 0.2:
                last[0] = now
                on_progress(
                    Progress(
                        self.phase,
                        now,
                        self.budget.left,
                        self.glimpse,
                        None if self.glimpse is None else dict(self.bounds),
                    )
                )

        self.budget.listen(report)


def _pursue(effort: Effort, workers: int, seed: int) -> Clash | None:
    """Minimise objective after objective; a clash when the problem is proved impossible."""
    from chophien.engine.cpsat.model import Model
    from chophien.engine.cpsat.search import search

    budget, objective = effort.budget, effort.objective
    model = Model(effort.numbered, look_up=budget.look_up)
    for at, name in enumerate(objective or (None,)):
        budget.look_up()
        effort.phase = name or "searching"
        if name is None or not effort.proved(name):
            # An objective that resists may use most of the time that is left, but not all while others wait.
            share = 1.0 if at == len(objective) - 1 else 0.6
            if name is not None:
                model.term(name)
            if effort.placements is not None:
                model.hint(effort.placements)
            outcome = search(
                model,
                name,
                budget,
                seconds=share * budget.left,
                workers=workers,
                seed=seed,
                on_found=partial(_glimpse, effort, name),
                on_bound=partial(effort.prove, name or ""),
            )
            if outcome.placements is not None:
                effort.offer(outcome.placements)
            if outcome.proved and outcome.placements is None and effort.placements is None:
                effort.phase = "clash"
                return smallest_clash(effort.numbered.problem, budget, seconds=10.0)
            if effort.placements is None:
                return None
            if name is not None:
                effort.prove(name, effort.costs[name] if outcome.proved else outcome.bound)
        if name is not None:
            model.hold(name, effort.costs[name])
    return None


def _glimpse(effort: Effort, name: str | None, value: int, bound: int) -> None:
    """Show a cost that the solver has found and not handed over yet."""
    if name is not None:
        effort.prove(name, bound)
        before = {other: effort.costs[other] for other in effort.objective if other in effort.costs}
        effort.glimpse = {**before, name: min(value, before.get(name, value))}
