"""`demo`: the sample fair from an empty machine to a published timetable and its pages."""

import asyncio
import os
import shutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

import chophien.piccolo_app  # noqa: F401 - every table must be known before the database is opened.
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import password_hash
from chophien.cli.serving import be_reached_at, refuse_taken_port, run_server
from chophien.engine.timetable import Timetable
from chophien.engine.wire import read_timetable
from chophien.reminders.actions import announce_changes
from chophien.sample.fair import saturday_ahead
from chophien.sample.load import DEMO_PASSWORD, Loaded, load_world
from chophien.sample.shapes import World
from chophien.sample.world import build_world
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.database import close_database, open_database
from chophien.support.database.migrating import migrate
from chophien.support.language import speaking
from chophien.support.refusal import Refusal
from chophien.timetable.actions import ask_for_run, cancel_run, keep_answer, publish_version
from chophien.timetable.jobs import work_once
from chophien.timetable.queries.runs import RunLine, answer_file, problem_file, run_of, runs_of
from chophien.timetable.queries.versions import VersionLine, published_version, versions_of
from chophien.timetable.rules import failure_words
from chophien.timetable.tables import RunState, VersionState

_GLANCE = 0.25
"""Seconds between two looks at a run."""
_LINE_EVERY = 5.0
"""Seconds between two lines where no bar can be drawn."""

_COSTS = {"unplaced_weight": "weight not placed", "breaks": "idle spells between meetings"}
_REASONS = {
    "participant_full": "somebody's slots are all taken",
    "no_common_slot": "no slot is free for both",
    "no_free_place": "no table is free then",
    "no_interpreter": "no interpreter is free then",
    "quota_reached": "somebody has enough meetings",
    "lost_to_heavier": "heavier requests took the time",
    "left_over": "not placed yet",
}
_ROLES = {
    "organizer": "Organizer",
    "producer": "Producer",
    "distributor": "Distributor",
    "interpreter_desk": "Interpreter desk",
    "cohost": "Co-host",
}


@dataclass(frozen=True)
class Outcome:
    """What stands in the database when the demo is ready."""

    loaded: Loaded
    version: VersionLine
    answer: Timetable | None
    """The run's answer; none for a version made by hand."""
    files: Path | None


@click.command()
@click.option("--serve/--no-serve", "serving", default=True, help="Serve the pages at the end, until Ctrl-C.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option(
    "--seconds", default=60, show_default=True, type=click.IntRange(1, 3600), help="How long the timetable may take."
)
def demo(serving: bool, host: str, port: int, seconds: int) -> None:
    """Load the sample fair, compute its timetable, publish it and serve it. What is there already is kept."""
    if serving:
        refuse_taken_port(host, port)
    be_reached_at(host, port)
    console = Console(highlight=False, soft_wrap=True)
    try:
        with speaking("en"):
            world = build_world(saturday=saturday_ahead(now().date()))
            outcome = asyncio.run(_prepare(world, seconds, console))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    _show(console, world, outcome)
    if serving:
        console.print(f"\nServing on [bold]{settings().public_url}[/bold]  (Ctrl-C to stop)")
        run_server(host, port)


async def _prepare(world: World, seconds: int, console: Console) -> Outcome:
    console.print("[bold]Chợ Phiên[/bold], the sample fair")
    await migrate()
    await open_database()
    try:
        hashed = await asyncio.to_thread(password_hash, DEMO_PASSWORD)
        loaded = await load_world(world, hashed_password=hashed, at=now())
        if loaded.is_new:
            console.print(f"  Loaded {loaded.name_en} into {settings().database_url}")
        else:
            console.print(f"  {loaded.name_en} is here already: its people, bookings and requests are kept.")
        version = await published_version(loaded.fair_id)
        if version is not None:
            console.print(f"  Version {version.number} of its timetable is published already and is kept.")
        else:
            version = await _publish(world, loaded.fair_id, seconds, console)
        answer, files = await _keep_files(loaded.fair_id, version)
    finally:
        await close_database()
    return Outcome(loaded, version, answer, files)


async def _publish(world: World, fair_id: int, seconds: int, console: Console) -> VersionLine:
    organizer = await person_by_email(world.demo[0].email)
    person_id = organizer.id if organizer else None
    drafts = [one for one in await versions_of(fair_id) if one.state == VersionState.DRAFT and one.run_id]
    if drafts:
        number = drafts[0].number
        console.print(f"  Draft {number} was computed already and is kept.")
    else:
        number = await _compute(fair_id, person_id, seconds, console)
    began = time.monotonic()
    with console.status("Publishing: meetings, calendars, reminders …"):
        changes = await publish_version(fair_id, number, announce=announce_changes, at=now(), published_by=person_id)
    console.print(
        f"  Published version {number}: {len(changes):,} meetings, with calendars and reminders, "
        f"in {time.monotonic() - began:.0f} s"
    )
    version = await published_version(fair_id)
    assert version is not None  # noqa: S101 - it has just been published.
    return version


async def _compute(fair_id: int, person_id: int | None, seconds: int, console: Console) -> int:
    """Compute a timetable, or see one through that was begun; Ctrl-C keeps the best so far. The draft's number."""
    waiting = [run.id for run in await runs_of(fair_id) if run.is_open]
    run_id = waiting[0] if waiting else await ask_for_run(fair_id, at=now(), asked_by=person_id, seconds=seconds)
    enough = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, enough.set)
    try:
        run = await _watch(fair_id, run_id, enough, console)
    finally:
        loop.remove_signal_handler(signal.SIGINT)
    if run.state == RunState.CANCELLED:
        return await keep_answer(fair_id, run_id, at=now(), created_by=person_id)
    if run.version is None:
        raise Refusal(failure_words(run.failure) or "The timetable could not be computed.")
    return run.version


async def _watch(fair_id: int, run_id: int, enough: asyncio.Event, console: Console) -> RunLine:
    """Work on the run here, unless another worker has it, and show how far it is until it has ended."""
    bar = Progress(
        BarColumn(bar_width=16),
        TextColumn("{task.fields[left]:>3} s left"),
        TextColumn("{task.fields[said]}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    said_at = time.monotonic()
    name = f"demo-{os.getpid()}"
    working = asyncio.create_task(work_once(name))
    with bar:
        task = bar.add_task("timetable", total=None, left="", said="starting")
        while (run := await run_of(fair_id, run_id)).is_open:
            if working.done():
                working.result()
                working = asyncio.create_task(work_once(name))
            if enough.is_set() and not run.cancel_asked:
                await cancel_run(fair_id, run_id, at=now())
                console.print("  Stopping with the best timetable so far …")
            left = max(0, round(run.seconds - run.progress.seconds))
            bar.update(task, total=run.seconds, completed=run.progress.seconds, left=left, said=_said(run))
            if not console.is_terminal and time.monotonic() - said_at >= _LINE_EVERY:
                said_at = time.monotonic()
                console.print(f"  {run.progress.seconds:.0f} s of {run.seconds} s: {_said(run)}")
            await asyncio.sleep(_GLANCE)
    await working
    return run


def _said(run: RunLine) -> str:
    """What is being improved: `idle spells between meetings 310, bound 12, gap 96.1 %`."""
    costs, bounds = run.progress.objective, run.progress.bounds or {}
    if costs is None:
        return "looking for a first timetable"
    name, value = list(costs.items())[-1]
    bound = bounds.get(name, 0)
    return f"{_COSTS.get(name, name)} {value:,}, bound {bound:,}, gap {_gap(value, bound)}"


def _gap(value: int, bound: int) -> str:
    return "0 %" if value <= bound else f"{100 * (value - bound) / value:.1f} %"


async def _keep_files(fair_id: int, version: VersionLine) -> tuple[Timetable | None, Path | None]:
    """Write the run's problem and answer where `chophien check` can read them."""
    if version.run_id is None:
        return None, None
    problem = await problem_file(fair_id, version.run_id)
    answer = await answer_file(fair_id, version.run_id)
    if answer is None:
        return None, None
    folder = settings().var / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "problem.json").write_text(problem, encoding="utf-8")
    (folder / "timetable.json").write_text(answer, encoding="utf-8")
    return read_timetable(answer), folder


def _show(console: Console, world: World, outcome: Outcome) -> None:
    console.print()
    console.print(_tally(outcome))
    if outcome.answer is not None:
        for line in _verdict(outcome.answer):
            console.print(line)
    console.print("\n[bold]Where to look[/bold]")
    for line in _addresses(outcome.loaded.slug):
        console.print(line)
    console.print(f"\n[bold]Who signs in[/bold], with the password [bold]{DEMO_PASSWORD}[/bold]")
    for line in _sign_ins(world):
        console.print(line)
    if outcome.files is not None:
        files = _short(outcome.files)
        program = "chophien" if shutil.which("chophien") else _short(Path(sys.executable).with_name("chophien"))
        console.print(
            f"\nCheck it yourself: {program} check {files}/problem.json {files}/timetable.json", soft_wrap=True
        )


def _tally(outcome: Outcome) -> Table:
    table = Table(title="The fair", title_justify="left", title_style="bold")
    table.add_column("what")
    table.add_column("how many", justify="right")
    for what, count in outcome.loaded.counts.items():
        table.add_row(what, f"{count:,}")
    table.add_section()
    table.add_row("meetings published", f"{outcome.version.placed:,}", style="bold")
    if outcome.answer is not None:
        for name, value in outcome.answer.objective.items():
            bound = outcome.answer.bounds.get(name, 0)
            table.add_row(_COSTS.get(name, name), f"{value:,} (proved: at least {bound:,}, gap {_gap(value, bound)})")
    return table


def _verdict(answer: Timetable) -> list[str]:
    placed, unplaced = len(answer.placements), len(answer.unplaced)
    lines = [f"{placed:,} of {placed + unplaced:,} accepted requests have a place; {unplaced:,} have none:"]
    reasons: dict[str, int] = {}
    for request in answer.unplaced:
        first = request.reasons[0] if request.reasons else "left_over"
        reasons[first] = reasons.get(first, 0) + 1
    lines += [f"  {count:>4,}  {_REASONS.get(why, why)}" for why, count in sorted(reasons.items(), key=lambda r: -r[1])]
    first = next(iter(answer.objective), "")
    if answer.status == "optimal":
        lines.append("No better timetable exists.")
    elif answer.objective and answer.objective[first] == answer.bounds.get(first):
        lines.append("No timetable places more; whether one with fewer idle spells exists is open.")
    else:
        lines.append("A better timetable may exist; the bound says by how much at most.")
    return lines


def _addresses(slug: str) -> list[str]:
    pages = {
        "Public page": f"/fairs/{slug}",
        "Sign in": "/sign-in",
        "Organizer, timetable": f"/organizer/fairs/{slug}/timetable",
        "Participant, schedule": f"/my/fairs/{slug}/schedule",
        "Interpreter desk": f"/desk/fairs/{slug}",
    }
    return [f"  {what:<24}{settings().public_url}{path}" for what, path in pages.items()]


def _sign_ins(world: World) -> list[str]:
    return [f"  {_ROLES[one.role]:<18}{one.email:<42}{one.name}, {one.works_for}" for one in world.demo]


def _short(path: Path) -> str:
    """The path as one would type it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
