"""`chophien repair`, `why`, `what-if`, `tables` and `shares`: what an organizer asks, on files."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from chophien.cli import NO_ANSWER
from chophien.cli.solving import INFEASIBLE, file_text, hand_over, leave, read_problem_file, refuse
from chophien.engine.asking.changing import CannotChange, Changes
from chophien.engine.asking.repairing import repair as repair_timetable
from chophien.engine.asking.shares import shares as shares_of
from chophien.engine.asking.tables_advice import tables_advice
from chophien.engine.asking.what_if import Outcome
from chophien.engine.asking.what_if import what_if as ask_what_if
from chophien.engine.asking.why_not import Change, why_not
from chophien.engine.conflicts import broken_rules
from chophien.engine.problem import Problem
from chophien.engine.timetable import Placement, Timetable
from chophien.engine.wire import BadProblem, read_timetable

_PROBLEM = click.argument("problem_file", metavar="PROBLEM.json", type=click.Path(path_type=Path))
_TIMETABLE = click.argument("timetable_file", metavar="TIMETABLE.json", type=click.Path(path_type=Path))


@click.command()
@_PROBLEM
@_TIMETABLE
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Where the mended one goes.")
@click.option(
    "--begun", metavar="SLOT", multiple=True, help="A slot that has begun: what lies there stays. Repeatable."
)
@click.option("--make-room", is_flag=True, help="Move meetings, never drop any, to place requests that had no place.")
@click.option("--seconds", type=click.FloatRange(min=0, max=1e6), default=10.0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1, max=256), default=2, show_default=True)
@click.option("--seed", type=click.IntRange(min=0, max=2**31 - 1), default=1, show_default=True)
def repair(  # noqa: PLR0917 - as click hands them over
    problem_file: Path,
    timetable_file: Path,
    output: Path | None,
    begun: tuple[str, ...],
    make_room: bool,
    seconds: float,
    workers: int,
    seed: int,
) -> None:
    """Mend TIMETABLE.json, made for an earlier state of the fair, so that it fits PROBLEM.json; change few meetings.

    Exit code 0 with an answer, 3 when proved impossible, 4 without an answer in time, 2 for bad input.
    """
    problem = read_problem_file(problem_file)
    before = _timetable(timetable_file, None)
    unknown = sorted(set(begun) - {slot.id for slot in problem.slots})
    if unknown:
        refuse(f"--begun: there is no slot {unknown[0]!r}")
    done = repair_timetable(
        problem,
        before.placements,
        begun=frozenset(begun),
        make_room=make_room,
        seconds=seconds,
        workers=workers,
        seed=seed,
    )
    hand_over(done.timetable, output)
    console = Console(stderr=output is None or str(output) == "-")
    if done.timetable.clash is not None:
        console.print(done.timetable.clash.sentence, markup=False)
    table = Table(title=f"{done.timetable.status} after {done.timetable.seconds:.1f} s", title_justify="left")
    for head in ("", "requests", ""):
        table.add_column(head)
    rows = [("kept", done.kept), ("moved", done.moved), ("dropped", done.dropped), ("gone", done.gone)]
    for words, names in [*rows, ("added", done.added)]:
        listed = "" if words == "kept" else ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
        table.add_row(words, str(len(names)), listed)
    console.print(table)
    if done.proved:
        console.print("proved: no other drops less, or moves fewer without dropping more")
    leave({"infeasible": INFEASIBLE, "unknown": NO_ANSWER}.get(done.timetable.status, 0))


@click.command()
@_PROBLEM
@_TIMETABLE
@click.option("--request", metavar="ID", multiple=True, help="Only this request. Repeatable.")
@click.option("--seconds", type=click.FloatRange(min=0, max=1e6), default=20.0, show_default=True)
def why(problem_file: Path, timetable_file: Path, request: tuple[str, ...], seconds: float) -> None:
    """Say for each request without a place why, and which changes, each tried, would give it one."""
    problem = read_problem_file(problem_file)
    timetable = _timetable(timetable_file, problem)
    _whole(problem, timetable.placements)
    unknown = sorted(set(request) - {each.id for each in problem.requests})
    if unknown:
        refuse(f"--request: there is no request {unknown[0]!r}")
    lines = why_not(problem, timetable.placements, request or None, seconds=seconds)
    for line in lines:
        click.echo(f"{line.request}: {'; '.join(reason.sentence for reason in line.reasons)}")
        for change in line.changes:
            click.echo(f"  would fit: {_said(change)}")
    if not lines:
        click.echo("every one of them has a place")
    leave(0)


@click.command(name="what-if")
@_PROBLEM
@click.argument("timetable_file", metavar="[TIMETABLE.json]", required=False, type=click.Path(path_type=Path))
@click.option("--tables", type=click.IntRange(min=0, max=1000), default=0, help="So many tables more.")
@click.option("--slots", type=click.IntRange(min=0, max=100), default=0, help="So many slots more at each day's end.")
@click.option("--no-lunch", is_flag=True, help="Slots in the gaps within days.")
@click.option("--minutes", type=click.IntRange(min=1, max=1440), default=None, help="Slots of so many minutes.")
@click.option("--seconds", type=click.FloatRange(min=0, max=1e6), default=20.0, show_default=True)
def what_if(  # noqa: PLR0917 - as click hands them over
    problem_file: Path,
    timetable_file: Path | None,
    tables: int,
    slots: int,
    no_lunch: bool,
    minutes: int | None,
    seconds: float,
) -> None:
    """Compare the best timetable as things are (or TIMETABLE.json) with the best under other circumstances."""
    problem = read_problem_file(problem_file)
    today = None if timetable_file is None else _timetable(timetable_file, problem).placements
    changes = Changes(more_places=tables, more_slots=slots, no_lunch=no_lunch, minutes=minutes)
    if not changes:
        refuse("say what would be different: --tables, --slots, --no-lunch, --minutes")
    try:
        effect = ask_what_if(problem, changes, seconds=seconds, today=today)
    except CannotChange as error:
        refuse(str(error))
    table = Table()
    for head in ("", "now", "then", "proved least"):
        table.add_column(head, justify="left" if not head else "right")
    table.add_row("placed", str(effect.now.placed), str(effect.then.placed), "")
    for name in effect.then.objective or effect.now.objective:
        table.add_row(name, _cost(effect.now, name), _cost(effect.then, name), str(effect.then.bounds.get(name, "")))
    Console().print(table)
    leave(0)


@click.command()
@_PROBLEM
@click.option("--fewer", type=click.IntRange(min=0, max=50), default=3, show_default=True, help="Prices to compute.")
@click.option("--seconds", type=click.FloatRange(min=0, max=1e6), default=60.0, show_default=True)
def tables(problem_file: Path, fewer: int, seconds: float) -> None:
    """Say how many tables each session needs so that nothing is lost, and what each fewer would cost."""
    advice = tables_advice(read_problem_file(problem_file), fewer=fewer, seconds=seconds)
    for session in advice.sessions:
        click.echo(
            f"{session.slots[0]} … {session.slots[-1]}: {session.enough} of {session.tables} tables are enough "
            f"(unplaced weight {advice.unplaced_weight})"
        )
        for price in session.prices:
            least = "" if price.proved else "at most "
            click.echo(f"  {price.tables} tables: {least}{price.lost_weight} more weight without a place")
    if not advice.complete:
        click.echo("the time was too short to try everything")
    leave(0 if advice.sessions else NO_ANSWER)


@click.command()
@_PROBLEM
@_TIMETABLE
def shares(problem_file: Path, timetable_file: Path) -> None:
    """List who asked for how much and got how much, the largest loss first."""
    problem = read_problem_file(problem_file)
    timetable = _timetable(timetable_file, problem)
    table = Table()
    for head in ("participant", "asked", "placed", "lost", "weight asked", "lost", "share lost"):
        table.add_column(head, justify="left" if head == "participant" else "right")
    for one in shares_of(problem, timetable.placements):
        figures = (one.asked, one.placed, one.lost, one.asked_weight, one.lost_weight)
        table.add_row(one.participant, *map(str, figures), f"{one.lost_share / 10:.1f} %")
    Console().print(table)


def _timetable(path: Path, problem: Problem | None) -> Timetable:
    try:
        return read_timetable(file_text(path), problem)
    except BadProblem as error:
        refuse(f"{path}: {error}")


def _whole(problem: Problem, placements: tuple[Placement, ...]) -> None:
    broken = broken_rules(problem, placements)
    if broken:
        refuse(f"the timetable breaks {broken[0].rule}: {broken[0].sentence}; mend it first with `chophien repair`")


def _cost(outcome: Outcome, name: str) -> str:
    return str(outcome.objective.get(name, "–"))


def _said(change: Change) -> str:
    where = f"at {change.slot}" + (f", {change.place}" if change.place else "")
    moves = "; ".join(f"{one.request} to {one.slot}" + (f", {one.place}" if one.place else "") for one in change.moves)
    people = ", ".join(change.participants)
    return {
        "place": f"{where}, as the timetable is",
        "move": f"{where}, when {moves} moves",
        "quota": f"{where}, when {people} may have one meeting more",
        "presence": f"{where}, when {people} is there then",
        "table": f"{where}, with one more table then",
        "interpreter": f"{where}, with one more interpreter then",
        "slot": f"{where}, a slot more at the end of the day",
    }[change.kind]
