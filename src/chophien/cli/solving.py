"""`chophien solve` and `chophien check`: the engine on files, without the rest of the product."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from chophien.cli import NO_ANSWER
from chophien.engine.conflicts import broken_rules
from chophien.engine.preferences import costs
from chophien.engine.problem import Problem
from chophien.engine.slotwise import left_behind
from chophien.engine.solve import solve as solve_problem
from chophien.engine.timetable import Progress, Timetable
from chophien.engine.wire import BadProblem, read_problem, read_timetable, write_timetable
from chophien.engine.wire.strict import LARGEST_FILE

BROKEN, BAD_INPUT, INFEASIBLE = 1, 2, 3


@click.command()
@click.argument("problem_file", metavar="PROBLEM.json", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="TIMETABLE.json", type=click.Path(path_type=Path), help="Where the answer goes."
)
@click.option("--seconds", type=click.FloatRange(min=0, max=1e7), default=60.0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1, max=256), default=2, show_default=True)
@click.option("--seed", type=click.IntRange(min=0, max=2**31 - 1), default=1, show_default=True)
def solve(problem_file: Path, output: Path | None, seconds: float, workers: int, seed: int) -> None:
    """Compute a timetable for PROBLEM.json and say how good it is.

    Without -o the answer goes to standard output and the summary to standard error. Exit code 0 with an answer,
    3 when proved impossible, 4 without an answer in time, 2 for bad input. Ctrl-C ends with the best answer so far.
    """
    to_stdout = output is None or str(output) == "-"
    problem = read_problem_file(problem_file)
    if output is not None and not to_stdout and not output.absolute().parent.is_dir():
        refuse(f"{output}: there is no such folder")
    console = Console(stderr=to_stdout)
    with _solvers_speak_to_stderr() if to_stdout else nullcontext():
        timetable = _run(problem, seconds, workers, seed, Console(stderr=True))
    hand_over(timetable, output)
    _summarise(console, problem, timetable)
    leave({"infeasible": INFEASIBLE, "unknown": NO_ANSWER}.get(timetable.status, 0))


@click.command()
@click.argument("problem_file", metavar="PROBLEM.json", type=click.Path(path_type=Path))
@click.argument("timetable_file", metavar="TIMETABLE.json", type=click.Path(path_type=Path))
def check(problem_file: Path, timetable_file: Path) -> None:
    """Recompute rules and objective of a timetable from nothing but the two files.

    Exit code 0 when all is right, 1 with one line for each broken rule, 2 for bad input.
    """
    problem = read_problem_file(problem_file)
    try:
        timetable = read_timetable(file_text(timetable_file), problem)
    except BadProblem as error:
        refuse(f"{timetable_file}: {error}")
    lines = [f"{c.rule}: {c.sentence}" for c in broken_rules(problem, timetable.placements)]
    if timetable.status in {"optimal", "feasible"}:
        lines += _untrue(problem, timetable)
    for line in lines:
        click.echo(line)
    if lines:
        sys.exit(BROKEN)
    found = ", ".join(f"{name} {value}" for name, value in costs(problem, timetable.placements).items())
    click.echo(f"every rule holds; {len(timetable.placements)} placed{', ' if found else ''}{found}")


@contextmanager
def _solvers_speak_to_stderr() -> Iterator[None]:
    """Solver libraries print a line to standard output now and then, past Python; there it would spoil the answer."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _untrue(problem: Problem, timetable: Timetable) -> list[str]:
    """What the file says about itself and is not so."""
    lines = []
    found = costs(problem, timetable.placements)
    for name, value in timetable.objective.items():
        if found[name] != value:
            lines.append(f"objective: {name} is {found[name]}, not {value}")
    for name, bound in timetable.bounds.items():
        if bound > found[name]:
            lines.append(f"bounds: {name} is {found[name]}, less than the bound {bound}")
    if timetable.status == "optimal" and any(timetable.bounds.get(name) != value for name, value in found.items()):
        lines.append("status: optimal needs every objective to equal its bound")
    told = {placement.request for placement in timetable.placements} | {u.request for u in timetable.unplaced}
    silent = [request.id for request in problem.requests if request.id not in told]
    if silent:
        lines.append(f"unplaced: {len(silent)} requests stand nowhere, first {silent[0]}")
    return lines


def _run(problem: Problem, seconds: float, workers: int, seed: int, console: Console) -> Timetable:
    """Solve in a thread of its own, so that this one is free to hear Ctrl-C and to draw."""
    stop, finished = threading.Event(), threading.Event()
    results: list[Timetable] = []
    failures: list[BaseException] = []
    latest = [Progress("reading", 0.0, seconds)]

    def work() -> None:
        try:
            results.append(
                solve_problem(
                    problem,
                    seconds=seconds,
                    workers=workers,
                    seed=seed,
                    on_progress=lambda progress: latest.__setitem__(0, progress),
                    should_stop=stop.is_set,
                )
            )
        except BaseException as error:
            failures.append(error)
        finally:
            finished.set()

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = signal.signal(signal.SIGINT, interrupt)
    thread = threading.Thread(target=work, name="solve")
    thread.start()
    try:
        if console.is_terminal:
            with Live(console=console, refresh_per_second=5, transient=True) as live:
                while not finished.wait(0.2):
                    live.update(_line(latest[0], problem))
        else:
            while not finished.wait(0.2):
                pass
        thread.join()
    finally:
        signal.signal(signal.SIGINT, before)
    if failures:
        raise failures[0]
    return results[0]


def _line(progress: Progress, problem: Problem) -> Text:
    parts = [f"{progress.phase}  {progress.seconds:.0f} s, {progress.seconds_left:.0f} s left"]
    for name in problem.objective:
        if progress.objective is not None and name in progress.objective:
            value, bound = progress.objective[name], (progress.bounds or {}).get(name, 0)
            parts.append(f"{name} {value} (bound {bound}, gap {_gap(value, bound)})")
    return Text("  ".join(parts), overflow="ellipsis", no_wrap=True)


def _gap(value: int, bound: int) -> str:
    return "0 %" if value == bound else f"{100 * (value - bound) / max(1, value):.1f} %"


def _summarise(console: Console, problem: Problem, timetable: Timetable) -> None:
    table = Table(title=f"{timetable.status} after {timetable.seconds:.1f} s", title_justify="left")
    for head in ("objective", "ours", "bound", "gap"):
        table.add_column(head, justify="left" if head == "objective" else "right")
    for name, value in timetable.objective.items():
        bound = timetable.bounds.get(name, 0)
        table.add_row(name, str(value), str(bound), _gap(value, bound))
    table.add_row("placed", f"{len(timetable.placements)} of {len(problem.requests)}", "", "")
    console.print(table)
    if timetable.clash is not None:
        console.print(Text(timetable.clash.sentence))


def hand_over(timetable: Timetable, output: Path | None) -> None:
    """Write the answer to its file, or to standard output without one."""
    if output is None or str(output) == "-":
        click.echo(write_timetable(timetable), nl=False)
        return
    try:
        output.write_text(write_timetable(timetable), encoding="utf-8")
    except OSError as error:
        refuse(f"{output}: {error.strerror}")


def leave(code: int) -> NoReturn:
    """End with this code, also where a solver that cannot be interrupted still counts in a thread nobody waits for."""
    if left_behind():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def read_problem_file(path: Path) -> Problem:
    """The problem in a file; a line and exit code 2 for bad input."""
    try:
        return read_problem(file_text(path))
    except BadProblem as error:
        refuse(f"{path}: {error}")


def file_text(path: Path) -> bytes:
    """The file's bytes, never more than a problem can have."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE + 1)
    except OSError as error:
        refuse(f"{path}: {error.strerror}")
    return text


def refuse(line: str) -> NoReturn:
    """One line on what is wrong with the input, and the exit code that says so."""
    click.echo(" ".join(line.split()), err=True)
    sys.exit(BAD_INPUT)
