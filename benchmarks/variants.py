"""Runs fairs under the rules of real ones (pinned, booths, quotas, …) and prints a table of costs, bounds and times.

usage: python -m benchmarks.variants PROBLEM.json... [--seconds 20] [--only TEXT] [--json FILE]
"""

import argparse
import json
from pathlib import Path

from benchmarks.measuring import HEAD, Measured, as_rows, measure
from benchmarks.mixtures import MIXTURES, mixed

from chophien.engine.wire import read_problem


def main() -> None:
    """One row for each fair and mixture of rules."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problems", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="run only mixtures with this in their name")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows: list[Measured] = []
    print(HEAD, flush=True)
    for path in arguments.problems:
        for name in MIXTURES:
            if arguments.only in name:
                problem = mixed(read_problem(path.read_bytes()), name)
                label = f"{path.stem}, {name}"
                rows.append(measure(label, problem, seconds=arguments.seconds, workers=arguments.workers))
                print(rows[-1].row(), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(as_rows(rows), indent=1))


if __name__ == "__main__":
    main()
