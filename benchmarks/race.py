"""Races our portfolio, RC2 on clauses alone and CP-SAT alone on published problems, all three on each in turn.

usage: python benchmarks/race.py DIR [--seconds 60] [--only TEXT] [--ranges]
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.b2b import timed

from chophien.engine.budget import Budget
from chophien.engine.effort import Effort
from chophien.engine.numbered import number
from chophien.engine.problem import Problem
from chophien.engine.proving import prove
from chophien.engine.wire import read_problem, write_problem


def main() -> None:
    """A row for each problem, and the medians of the ratios; "-" is one that found no proof in time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", default="", help="run only problems with this in their name")
    parser.add_argument("--ranges", action="store_true", help="also the originals at break ranges 0, 1 and 3")
    arguments = parser.parse_args()
    rows = [
        row
        for row in json.loads((arguments.folder / "published.json").read_text())
        if arguments.only in row["instance"] and (arguments.ranges or row["break_range"] == 2)
    ]
    runners: dict[str, Callable[[Problem, float], float]] = {"ours": ours, "RC2": rc2, "CP-SAT": cp_sat}
    took: dict[str, list[float]] = {name: [] for name in runners}
    print(f"{'problem':28} {'range':>5}" + "".join(f" {name:>8}" for name in runners))
    for row in rows:
        problem = read_problem((arguments.folder / f"{row['instance']}.json").read_bytes())
        problem = replace(problem, limits=replace(problem.limits, break_range=row["break_range"]))
        for name, run in runners.items():
            took[name].append(run(problem, arguments.seconds))
        shown = "".join(f" {times[-1]:8.2f}" if math.isfinite(times[-1]) else f" {'-':>8}" for times in took.values())
        print(f"{row['instance']:28} {row['break_range']:5}{shown}", flush=True)
    for name, times in took.items():
        proved = sum(map(math.isfinite, times))
        ratios = [theirs / own for theirs, own in zip(times, took["ours"], strict=True)]
        most = f"median {statistics.median(times):.2f} s, most {max(times):.2f} s"
        print(f"{name}: proved {proved} of {len(rows)}, {most}, median ratio to ours {statistics.median(ratios):.2f}")


def ours(problem: Problem, seconds: float) -> float:
    """Seconds until the portfolio has its proof, infinite without one."""
    took, timetable = timed(problem, seconds, workers=2)
    return took if timetable.status in {"optimal", "infeasible"} else math.inf


def rc2(problem: Problem, seconds: float) -> float:
    """The same for the clauses alone, the start of their process included."""
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "chophien.engine.sat.apart", str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdin as entry:
            entry.write(write_problem(problem))
        for line in process.stdout:
            if "best" in line or "impossible" in line:
                process.kill()
                return time.monotonic() - began
    return math.inf


def cp_sat(problem: Problem, seconds: float) -> float:
    """The same for the model of CP-SAT with eight strategies and nothing in front of it."""
    with Budget(seconds) as budget:
        clash_began: list[float] = []
        effort = Effort(
            number(problem), budget, lambda at: clash_began.append(at.seconds) if at.phase == "clash" else None
        )
        clash = prove(effort, 2, 1, seconds)
        proved = clash is not None or all(effort.proved(name) for name in effort.objective)
        return min([budget.seconds, *clash_began]) if proved else math.inf


if __name__ == "__main__":
    main()
