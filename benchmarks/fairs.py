"""Runs fairs through the engine and prints a table of costs, proved bounds and times.

usage: python -m benchmarks.fairs PROBLEM.json... [--seconds 30] [--workers 2] [--json FILE]
"""

import argparse
import json
from pathlib import Path

from benchmarks.measuring import HEAD, Measured, as_rows, measure

from chophien.engine.wire import read_problem


def main() -> None:
    """One row a fair: when the first timetable stood and when its weight met the bound, costs and bounds at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problems", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows: list[Measured] = []
    print(HEAD, flush=True)
    for path in arguments.problems:
        problem = read_problem(path.read_bytes())
        rows.append(measure(path.stem, problem, seconds=arguments.seconds, workers=arguments.workers))
        print(rows[-1].row(), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(as_rows(rows), indent=1))


if __name__ == "__main__":
    main()
