"""Asking for a run, calling it off, and keeping what it had found."""

from datetime import datetime

from chophien.engine.wire import read_timetable, write_problem
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal
from chophien.timetable.engine_ids import as_spot, row_number
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.notes import Kept
from chophien.timetable.rules import USUAL_SECONDS
from chophien.timetable.save_timetable import save_draft
from chophien.timetable.tables import RunState, TimetableRun, TimetableVersion


class RunAlreadyOpen(Refusal):
    """The fair's timetable is being computed already."""


class NothingToPlace(Refusal):
    """The fair has no accepted request, no slot or no table."""


class RunIsOver(Refusal):
    """A run that has ended cannot be called off."""


class NothingToKeep(Refusal):
    """The run found no timetable, or its timetable is a version already."""


async def ask_for_run(
    fair_id: int,
    *,
    at: datetime,
    asked_by: int | None = None,
    seconds: int = USUAL_SECONDS,
    seed: int = 1,
    spare_halls: bool = False,
    spread: bool = False,
) -> int:
    """Write a run for a worker to take, with its input as a problem file; returns its id.

    Raises RunAlreadyOpen and NothingToPlace.
    """
    problem = await fair_problem(fair_id, spare_halls=spare_halls, spread=spread)
    if not (problem.requests and problem.slots and problem.places):
        raise NothingToPlace(_("Chưa xếp được: cần có lượt gặp, bàn gặp và ít nhất một yêu cầu đã được nhận lời."))
    run = TimetableRun(
        fair=fair_id, asked_by=asked_by, asked_at=at, seconds=seconds, seed=seed, problem=write_problem(problem)
    )
    open_already = RunAlreadyOpen(_("Lịch của hội chợ này đang được xếp. Xin chờ xong hoặc dừng lần đang chạy."))
    async with refusing(unique_timetable_run__fair=open_already), transaction():
        await run.save()
    return run.id


async def cancel_run(fair_id: int, run_id: int, *, at: datetime) -> RunState:
    """Call a run off: at once while it waits, within about a second while it runs. Raises RunIsOver."""
    async with transaction():
        waiting = (
            await TimetableRun.update({TimetableRun.state: RunState.CANCELLED, TimetableRun.finished_at: at})
            .where(TimetableRun.id == run_id, TimetableRun.fair == fair_id, TimetableRun.state == RunState.WAITING)
            .returning(TimetableRun.id)
        )
        if waiting:
            return RunState.CANCELLED
        running = (
            await TimetableRun.update({TimetableRun.cancel_asked: True})
            .where(TimetableRun.id == run_id, TimetableRun.fair == fair_id, TimetableRun.state == RunState.RUNNING)
            .returning(TimetableRun.id)
        )
    if not running:
        raise RunIsOver(_("Lần xếp lịch này đã kết thúc rồi."))
    return RunState.RUNNING


async def keep_answer(fair_id: int, run_id: int, *, at: datetime, created_by: int | None = None) -> int:
    """Keep the best timetable that a cancelled run had found, as a draft; returns its number. Raises NothingToKeep."""
    async with transaction():
        # Two clicks at once must not keep it twice.
        await lock("timetable", fair_id)
        run = await TimetableRun.objects().where(TimetableRun.id == run_id, TimetableRun.fair == fair_id).first()
        if run is None:
            raise NotFound(_("Hội chợ này không có lần xếp lịch đó."))
        kept = await TimetableVersion.exists().where(TimetableVersion.run == run_id)
        if kept or run.state != RunState.CANCELLED or not run.answer:
            raise NothingToKeep(_("Lần xếp lịch này không còn lịch nào để giữ lại."))
        spots = {row_number(line.request): as_spot(line) for line in read_timetable(run.answer).placements}
        return await save_draft(fair_id, spots, at=at, note=Kept(), run_id=run_id, created_by=created_by)
