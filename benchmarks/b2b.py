"""Runs a folder of published B2B meeting problems and prints a table against its published.json.

usage: python benchmarks/b2b.py DIR [--seconds 60] [--only TEXT] [--ranges]
"""

import argparse
import json
import statistics
import time
from dataclasses import replace
from pathlib import Path

from chophien.engine.problem import Problem
from chophien.engine.solve import solve
from chophien.engine.timetable import Progress, Timetable
from chophien.engine.wire import read_problem


def main() -> None:
    """Solve each published problem in turn; the last line counts what agrees with the published optimum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="run only problems with this in their name")
    parser.add_argument("--ranges", action="store_true", help="also the originals at break ranges 0, 1 and 3")
    arguments = parser.parse_args()
    published = json.loads((arguments.folder / "published.json").read_text())
    rows = [row for row in published if arguments.only in row["instance"]]
    if not arguments.ranges:
        rows = [row for row in rows if row["break_range"] == 2]
    seconds, agreed = [], 0
    print(f"{'problem':28} {'range':>5} {'ours':>12} {'published':>9} {'seconds':>8}")
    for row in rows:
        problem = read_problem((arguments.folder / f"{row['instance']}.json").read_bytes())
        problem = replace(problem, limits=replace(problem.limits, break_range=row["break_range"]))
        took, timetable = timed(problem, arguments.seconds, arguments.workers)
        if timetable.status == "infeasible":
            ours = "UNSAT"
        elif timetable.status == "optimal":
            ours = str(timetable.objective["breaks"])
        elif timetable.status == "feasible":
            ours = f"{timetable.bounds['breaks']}..{timetable.objective['breaks']}"
        else:
            ours = "unknown"
        theirs = "/".join(map(str, row["optimum"]))
        agreed += ours == theirs
        seconds.append(took)
        print(f"{row['instance']:28} {row['break_range']:5} {ours:>12} {theirs:>9} {took:8.2f}", flush=True)
    print(f"{agreed} of {len(rows)} agree; median {statistics.median(seconds):.2f} s, most {max(seconds):.2f} s")


def timed(problem: Problem, seconds: float, workers: int) -> tuple[float, Timetable]:
    """How long the proof took: the search for a smallest clash, a service after it, is not counted."""
    clash_began: list[float] = []

    def look(progress: Progress) -> None:
        if progress.phase == "clash":
            clash_began.append(progress.seconds)

    began = time.monotonic()
    timetable = solve(problem, seconds=seconds, workers=workers, on_progress=look)
    return min([time.monotonic() - began, *clash_began]), timetable


if __name__ == "__main__":
    main()
