"""What a worker does to a run: claim it, keep hold of it, end it. A worker that lost its hold changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from chophien.engine.timetable import Timetable
from chophien.engine.wire import read_problem, write_problem, write_timetable
from chophien.support.database import on_postgresql, transaction
from chophien.timetable.engine_ids import as_spot, row_number
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.notes import Note
from chophien.timetable.rules import LEASE, MOST_ATTEMPTS, Failure
from chophien.timetable.save_timetable import save_draft
from chophien.timetable.tables import RunKind, RunState, TimetableRun


@dataclass(frozen=True, slots=True)
class ClaimedRun:
    """A run that a worker holds; `attempts` is the number that fences off whoever held it before."""

    id: int
    fair_id: int
    worker: str
    attempts: int
    seconds: int
    seed: int
    problem: str
    kind: RunKind = RunKind.SOLVE
    question: str = ""


class Word(Enum):
    """What a worker hears when it reports."""

    GO_ON = "go on"
    STOP = "stop"
    LOST = "lost"


async def claim_run(worker: str, *, at: datetime, lease: timedelta = LEASE) -> ClaimedRun | None:
    """Take the oldest run that waits or whose worker fell silent; no two workers ever take the same one.

    A run that three workers lost is given up with a sentence, one that was called off meanwhile ends as cancelled.
    """
    await _end_abandoned(at)
    # On SQLite one statement is one write; on PostgreSQL rows that another worker is just taking are passed by.
    skip = "FOR UPDATE SKIP LOCKED" if on_postgresql() else ""
    rows = await TimetableRun.raw(
        f"""
        UPDATE timetable_run
        SET state = 'running', worker = {{}}, attempts = attempts + 1, lease_until = {{}},
            started_at = COALESCE(started_at, {{}}), progress = {{}}
        WHERE id = (
            SELECT id FROM timetable_run
            WHERE state = 'waiting' OR (state = 'running' AND lease_until < {{}} AND attempts < {{}})
            ORDER BY id LIMIT 1 {skip}
        )
        RETURNING id, fair, worker, attempts, seconds, seed, problem, kind, question
        """,  # noqa: S608 - nothing but our own words is put in.
        worker,
        at + lease,
        at,
        "{}",
        at,
        MOST_ATTEMPTS,
    )
    return _claimed(rows[0]) if rows else None


def _claimed(row: dict[str, Any]) -> ClaimedRun:
    return ClaimedRun(
        id=row["id"],
        fair_id=row["fair"],
        worker=row["worker"],
        attempts=row["attempts"],
        seconds=row["seconds"],
        seed=row["seed"],
        problem=row["problem"],
        kind=RunKind(row["kind"]),
        question=row["question"],
    )


async def _end_abandoned(at: datetime) -> None:
    silent = (TimetableRun.state == RunState.RUNNING) & (TimetableRun.lease_until < at)
    if not await TimetableRun.exists().where(silent):
        return
    ended: dict[Any, Any] = {TimetableRun.finished_at: at}
    await TimetableRun.update({TimetableRun.state: RunState.CANCELLED, **ended}).where(
        silent & (TimetableRun.cancel_asked == True)  # noqa: E712 - a column, not a value.
    )
    await TimetableRun.update(
        {TimetableRun.state: RunState.FAILED, TimetableRun.failure: Failure.LOST_TOO_OFTEN, **ended}
    ).where(silent & (TimetableRun.attempts >= MOST_ATTEMPTS))


async def report_progress(run: ClaimedRun, progress: str, *, at: datetime, lease: timedelta = LEASE) -> Word:
    """Say that the worker is alive and how far it is; hear whether it should go on."""
    rows = (
        await TimetableRun.update({TimetableRun.lease_until: at + lease, TimetableRun.progress: progress})
        .where(_held(run))
        .returning(TimetableRun.cancel_asked)
    )
    if not rows:
        return Word.LOST
    return Word.STOP if rows[0]["cancel_asked"] else Word.GO_ON


async def give_back(run: ClaimedRun) -> None:
    """Let another worker take the run at once, because this one has been told to end."""
    await TimetableRun.update({TimetableRun.state: RunState.WAITING, TimetableRun.worker: ""}).where(_held(run))


async def fail_run(run: ClaimedRun, why: Failure, *, at: datetime) -> None:
    """End a run without an answer; `why` becomes a sentence on its page."""
    await _end(run, RunState.FAILED, at, {TimetableRun.failure: why})


async def finish_run(
    run: ClaimedRun,
    answer: Timetable,
    *,
    cancelled: bool,
    at: datetime,
    note: Note | None = None,
    based_on: int | None = None,
) -> RunState | None:
    """Write the answer and its draft version; returns how the run ended, none when it was no longer held.

    Stale: the rows it was computed from changed meanwhile. The draft is kept and marked, publishing checks it anyway.
    A cancelled run writes no draft; its best timetable stays with it, to be kept if somebody wants it.
    """
    written = {TimetableRun.answer: write_timetable(answer)}
    if cancelled:
        return await _end(run, RunState.CANCELLED, at, written if answer.placements else {})
    if answer.status in {"infeasible", "unknown"}:
        why = Failure.IMPOSSIBLE if answer.status == "infeasible" else Failure.NO_ANSWER
        return await _end(run, RunState.FAILED, at, {**written, TimetableRun.failure: why})
    spots = {row_number(line.request): as_spot(line) for line in answer.placements}
    async with transaction():
        state = RunState.FINISHED if await _input_stands(run) else RunState.STALE
        ended = await _end(run, state, at, written)
        if ended:
            await save_draft(run.fair_id, spots, at=at, run_id=run.id, note=note, based_on=based_on)
    return ended


async def finish_question(run: ClaimedRun, finding: str | None, *, at: datetime) -> RunState | None:
    """Write the answer to a question, none when it was called off; returns how the run ended."""
    if finding is None:
        return await _end(run, RunState.CANCELLED, at, {})
    return await _end(run, RunState.FINISHED, at, {TimetableRun.finding: finding})


async def _input_stands(run: ClaimedRun) -> bool:
    """Whether the rows would make the same problem file as when the run was asked for."""
    objective = read_problem(run.problem).objective
    spare_halls, spread = "zone_changes" in objective, "worst_share" in objective
    return write_problem(await fair_problem(run.fair_id, spare_halls=spare_halls, spread=spread)) == run.problem


async def _end(run: ClaimedRun, state: RunState, at: datetime, values: dict[Any, Any]) -> RunState | None:
    rows = (
        await TimetableRun.update({TimetableRun.state: state, TimetableRun.finished_at: at, **values})
        .where(_held(run))
        .returning(TimetableRun.id)
    )
    return state if rows else None


def _held(run: ClaimedRun) -> Any:
    return (
        (TimetableRun.id == run.id)
        & (TimetableRun.worker == run.worker)
        & (TimetableRun.attempts == run.attempts)
        & (TimetableRun.state == RunState.RUNNING)
    )
