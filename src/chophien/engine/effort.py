"""The state of a solve: the best timetable and bounds so far, and what is told about them."""

import threading
from collections.abc import Callable, Mapping

from chophien.engine.budget import Budget
from chophien.engine.conflicts import broken_rules
from chophien.engine.explain import unplaced_requests
from chophien.engine.numbered import Numbered
from chophien.engine.preferences import costs
from chophien.engine.timetable import Clash, Placement, Progress, Status, Timetable

# Beyond so many start literals a model takes longer to build than it earns in a minute.
LARGEST_MODEL = 150_000


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
        self._keeping = threading.Lock()
        if on_progress is not None:
            self._report(on_progress)

    def offer(self, placements: tuple[Placement, ...], *, trusted: bool = True) -> bool:
        """Keep this timetable if it is better than the best so far in the order of the objectives; from any thread.

        One that is not `trusted` may break rules, such as a demand not met yet, and is then left aside.
        """
        found = costs(self.numbered, placements)
        with self._keeping:
            return self._keep(placements, found, trusted)

    def _keep(self, placements: tuple[Placement, ...], found: dict[str, int], trusted: bool) -> bool:
        if self.placements is not None and list(found.values()) >= list(self.costs.values()):
            return False
        conflicts = broken_rules(self.numbered, placements)
        if conflicts and not trusted:
            return False
        assert not conflicts, conflicts[0]  # noqa: S101 - a broken rule here is a bug, not an answer
        self.placements, self.costs, self.glimpse = placements, found, found
        return True

    def prove(self, name: str, bound: int) -> None:
        """Raise the proved bound of an objective."""
        self.bounds[name] = max(self.bounds[name], bound)

    def proved(self, name: str) -> bool:
        """Whether no timetable that is as good in the earlier objectives costs less in this one."""
        return self.placements is not None and self.costs[name] <= self.bounds[name]

    @property
    def settled(self) -> bool:
        """Whether there is a timetable and every objective is proved."""
        return self.placements is not None and all(self.proved(name) for name in self.objective)

    def answer(self, clash: Clash | None, workers: int, seed: int) -> Timetable:
        """The finished timetable, checked against every rule."""
        status: Status
        if clash is not None:
            status = "infeasible"
        elif self.placements is None:
            status = "unknown"
        else:
            status = "optimal" if self.settled else "feasible"
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
        # The searches may be given parts of the time; what is told is about all of it.
        last, budget = [-1.0], self.budget

        def report(_: bool) -> None:
            now = budget.seconds
            if now - last[0] >= 0.2:
                last[0] = now
                on_progress(
                    Progress(
                        self.phase,
                        now,
                        0.0 if budget.stopped else max(0.0, budget.whole - now),
                        self.glimpse,
                        None if self.glimpse is None else dict(self.bounds),
                    )
                )

        budget.listen(report)
