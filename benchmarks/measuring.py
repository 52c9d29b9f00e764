"""One measured solve: what was found when, how good it is proved to be, and that every rule is kept."""

import resource
import time
from dataclasses import asdict, dataclass

from chophien.engine.conflicts import broken_rules
from chophien.engine.problem import Problem
from chophien.engine.solve import solve
from chophien.engine.timetable import Progress


@dataclass(frozen=True)
class Measured:
    """`first` and `met` are seconds, None for never; `off` is the placed weight below the bound in per cent."""

    name: str
    status: str
    requests: int
    placed: int
    first: float | None
    met: float | None
    lost: int
    lost_bound: int
    off: float
    breaks: int
    breaks_bound: int
    seconds: float
    megabytes: int

    def cells(self) -> tuple[str, ...]:
        """The row of a table."""
        return (
            self.name,
            str(self.requests),
            str(self.placed),
            f"{self.first:.1f} s" if self.first is not None else "–",
            f"{self.met:.1f} s" if self.met is not None else "–",
            f"{self.lost} ({self.lost_bound})",
            f"{self.off:.2f} %",
            f"{self.breaks} ({self.breaks_bound})",
            f"{self.seconds:.0f} s",
            str(self.megabytes),
        )

    def row(self) -> str:
        return f"| {' | '.join(self.cells())} |"


HEAD = (
    "| fair | requests | placed | first | weight met | weight lost (bound) | off | breaks (bound) | time | MB |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def measure(name: str, problem: Problem, *, seconds: float, workers: int = 2, seed: int = 1) -> Measured:
    """Solve and check; an answer that breaks a rule ends the benchmark."""
    first: list[float] = []
    met: list[float] = []

    def look(progress: Progress) -> None:
        if progress.objective is None or progress.bounds is None:
            return
        if not first:
            first.append(progress.seconds)
        if not met and progress.objective.get("unplaced_weight", 0) <= progress.bounds.get("unplaced_weight", 0):
            met.append(progress.seconds)

    began = time.monotonic()
    timetable = solve(problem, seconds=seconds, workers=workers, seed=seed, on_progress=look)
    took = time.monotonic() - began
    broken = broken_rules(problem, timetable.placements) if timetable.objective else ()
    if broken:
        raise SystemExit(f"{name}: {timetable.status} {broken[0]}")
    asked = sum(request.weight for request in problem.requests)
    lost, bound = (table.get("unplaced_weight", 0) for table in (timetable.objective, timetable.bounds))
    if timetable.objective and not first:
        first.append(took)
    if timetable.objective and not met and lost <= bound:
        met.append(took)
    return Measured(
        name=name,
        status=timetable.status,
        requests=len(problem.requests),
        placed=len(timetable.placements),
        first=first[0] if first else None,
        met=met[0] if met else None,
        lost=lost,
        lost_bound=bound,
        off=100 * (lost - bound) / max(1, asked - bound),
        breaks=timetable.objective.get("breaks", 0),
        breaks_bound=timetable.bounds.get("breaks", 0),
        seconds=took,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def as_rows(measured: list[Measured]) -> list[dict[str, object]]:
    """For a JSON file."""
    return [asdict(one) for one in measured]
