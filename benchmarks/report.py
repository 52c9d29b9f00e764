"""Runs every benchmark and writes the tables and the picture of `benchmarks/README.md` anew.

usage: python -m benchmarks.report [--only fairs,growth] [--seconds-of-fairs 30] [--also PROBLEM.json...]

`CHOPHIEN_DATA` names the folder of the benchmark data; without it, what needs it is skipped and stays as it was.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring import HEAD, Measured

HERE = Path(__file__).parent
README = HERE / "README.md"
# Fairs where nearly everybody is over-asked get a minute, as organizers of such fairs would give them.
TIGHT = ("h1", "h2", "h3", "xl")


def main() -> None:
    """Run what can be run, then write the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of parts, with commas between")
    parser.add_argument("--seconds-of-fairs", type=float, default=30.0)
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="more problems for the table of fairs")
    arguments = parser.parse_args()
    named = os.environ.get("CHOPHIEN_DATA")
    data = Path(named) if named else None
    wanted = set(filter(None, arguments.only.split(",")))
    with tempfile.TemporaryDirectory() as folder:
        for part, run in PARTS.items():
            if wanted and part not in wanted:
                continue
            table = run(data, Path(folder) / f"{part}.json", arguments)
            if table is None:
                print(f"{part}: skipped, CHOPHIEN_DATA names no folder that has its problems")
            else:
                write_between(part, table)
                print(f"{part}: written", flush=True)


def write_between(part: str, table: str) -> None:
    """Put the table between the markers of that part."""
    marked = re.compile(rf"(<!-- {part} -->\n).*?(<!-- /{part} -->)", re.DOTALL)
    text, count = marked.subn(lambda found: f"{found[1]}{table.strip()}\n{found[2]}", README.read_text())
    if not count:
        raise SystemExit(f"{README} has no place marked {part}")
    README.write_text(text)


def _run(module: str, *arguments: object) -> str:
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    print("$", " ".join(command[1:]), flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parent)
    return done.stdout


def _problems(data: Path | None) -> list[Path]:
    return [] if data is None else sorted((data / "fairs").glob("*.json"))


def _large(data: Path | None) -> list[Path]:
    return [path for path in _problems(data) if path.stem in {"b", "c"}]


def _measured(path: Path) -> list[Measured]:
    return [Measured(**row) for row in json.loads(path.read_text())]


def _table(rows: list[Measured]) -> str:
    return "\n".join([HEAD, *(row.row() for row in rows)])


def fairs(data: Path | None, output: Path, arguments: Any) -> str | None:
    """Each fair in a process of its own, so that memory is its own."""
    rows = []
    for path in [*_problems(data), *arguments.also]:
        seconds = 60.0 if path.stem in TIGHT else arguments.seconds_of_fairs
        _run("fairs", path, "--seconds", seconds, "--json", output)
        rows += _measured(output)
    return _table(rows) if rows else None


def variants(data: Path | None, output: Path, arguments: Any) -> str | None:
    """The middle and the large fair under every mixture of rules."""
    chosen = _large(data)
    if not chosen:
        return None
    _run("variants", *chosen, "--seconds", arguments.seconds_of_fairs, "--json", output)
    return _table(_measured(output))


def growth(data: Path | None, output: Path, arguments: Any) -> str | None:  # noqa: ARG001 - needs no data folder
    """Time and memory by size, and the picture of it."""
    _run("growth", "--json", output, "--picture", HERE / "growth.svg")
    return _table(_measured(output))


def repairs(data: Path | None, output: Path, arguments: Any) -> str | None:  # noqa: ARG001 - takes its own time
    """The middle and the large fair after each kind of incident."""
    chosen = _large(data)
    return _run("repairs", *chosen) if chosen else None


def _printed(module: str, *options: object) -> Callable[[Path | None, Path, Any], str | None]:
    """A part that prints its own lines, which are quoted as they are."""

    def run(data: Path | None, output: Path, arguments: Any) -> str | None:  # noqa: ARG001 - like the others
        if data is None or not (data / "b2b").is_dir():
            return None
        return f"```\n{_run(module, data / 'b2b', *options).strip()}\n```"

    return run


PARTS: dict[str, Callable[[Path | None, Path, Any], str | None]] = {
    "b2b": _printed("b2b", "--ranges"),
    "race": _printed("race", "--seconds", 30),
    "fairs": fairs,
    "variants": variants,
    "growth": growth,
    "repairs": repairs,
}


if __name__ == "__main__":
    main()
