"""Runs fairs through the engine and prints a table of costs, proved bounds and times.

usage: python benchmarks/fairs.py PROBLEM.json... [--seconds 30] [--workers 2]
"""

import argparse
import resource
import time
from pathlib import Path

from chophien.engine.conflicts import broken_rules
from chophien.engine.solve import solve
from chophien.engine.timetable import Progress
from chophien.engine.wire import read_problem


def main() -> None:
    """One row a fair: when the first timetable stood and when its weight met the bound, costs and bounds at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problems", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    print("| fair | requests | placed | first | weight met | weight lost (bound) | off | breaks (bound) | MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for path in arguments.problems:
        print(_row(path, arguments.seconds, arguments.workers), flush=True)


def _row(path: Path, seconds: float, workers: int) -> str:
    problem = read_problem(path.read_bytes())
    first: list[float] = []
    met: list[float] = []

    def look(progress: Progress) -> None:
        if progress.objective is None or progress.bounds is None:
            return
        if not first:
            first.append(progress.seconds)
        lost = progress.objective.get("unplaced_weight", 0)
        if not met and lost <= progress.bounds.get("unplaced_weight", 0):
            met.append(progress.seconds)

    began = time.monotonic()
    timetable = solve(problem, seconds=seconds, workers=workers, on_progress=look)
    took = time.monotonic() - began
    broken = broken_rules(problem, timetable.placements)
    if broken:
        raise SystemExit(f"{path.stem}: {timetable.status} {broken[0]}")
    asked = sum(request.weight for request in problem.requests)
    lost, bound = (table.get("unplaced_weight", 0) for table in (timetable.objective, timetable.bounds))
    off = 100 * (lost - bound) / max(1, asked - bound)
    cells = (
        path.stem,
        len(problem.requests),
        len(timetable.placements),
        f"{first[0] if first else took:.1f} s",
        f"{met[0]:.1f} s" if met else "–",
        f"{lost} ({bound})",
        f"{off:.2f} %",
        f"{timetable.objective.get('breaks', 0)} ({timetable.bounds.get('breaks', 0)})",
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
