"""Asking the engine to mend the published timetable or to answer a question; a worker takes the run."""

from collections.abc import Collection
from datetime import datetime

from chophien.engine.asking.changing import Changes
from chophien.engine.wire import write_problem
from chophien.fairs.queries import slots_of
from chophien.matchmaking.actions.absences import mark_absent
from chophien.support.database import transaction
from chophien.support.database.conflicts import refusing
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.timetable.actions.runs import NothingToPlace, RunAlreadyOpen
from chophien.timetable.engine_ids import as_placement
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.queries.versions import VersionLine, published_version, spots_of, versions_of
from chophien.timetable.questions import RepairQuestion, WhatIfQuestion, written
from chophien.timetable.tables import RunKind, TimetableRun

REPAIR_SECONDS = 10
QUESTION_SECONDS = 30


class NothingToMend(Refusal):
    """The fair has no timetable yet."""


async def ask_for_repair(
    fair_id: int,
    *,
    at: datetime,
    asked_by: int | None = None,
    absent: Collection[int] = (),
    absent_until: int | None = None,
    lost_tables: Collection[int] = (),
    make_room: bool = False,
) -> int:
    """Write a run that mends the timetable in force, or else the newest one, with the rows as they are now.

    `absent` participations are written down as away in every slot that has not begun, or in those before the slot
    `absent_until`, in the same transaction. Returns the run's id. Raises NothingToMend and RunAlreadyOpen.
    """
    version = await timetable_at_hand(fair_id)
    if version is None:
        raise NothingToMend(_("Chưa có bản lịch nào để sửa. Xin xếp lịch trước."))
    slots = await slots_of(fair_id)
    begun = tuple(slot.id for slot in slots if slot.starts_at <= at)
    later = [slot.id for slot in slots if slot.starts_at > at]
    away = later[: later.index(absent_until)] if absent_until in later else later
    spots = await spots_of(version.id)
    question = RepairQuestion(
        based_on=version.id,
        before=tuple(as_placement(request_id, spot) for request_id, spot in spots.items()),
        begun=begun,
        lost_tables=tuple(sorted(lost_tables)),
        make_room=make_room,
    )
    async with refusing(unique_timetable_run__fair=_open_already()), transaction():
        if absent:
            await mark_absent(fair_id, absent, away)
        return await _write(
            fair_id, RunKind.REPAIR, written(question), seconds=REPAIR_SECONDS, at=at, asked_by=asked_by
        )


async def ask_what_if(fair_id: int, changes: Changes, *, at: datetime, asked_by: int | None = None) -> int:
    """Write a run that compares the timetable in force, or else the newest, with the best under other circumstances."""
    version = await timetable_at_hand(fair_id)
    spots = await spots_of(version.id) if version else {}
    known = {request.id for request in (await fair_problem(fair_id)).requests}
    today = tuple(one for one in (as_placement(id_, spot) for id_, spot in spots.items()) if one.request in known)
    question = written(WhatIfQuestion(changes, today))
    async with refusing(unique_timetable_run__fair=_open_already()), transaction():
        return await _write(fair_id, RunKind.WHAT_IF, question, seconds=QUESTION_SECONDS, at=at, asked_by=asked_by)


async def ask_for_tables(fair_id: int, *, at: datetime, asked_by: int | None = None) -> int:
    """Write a run that finds out how many tables each session needs."""
    async with refusing(unique_timetable_run__fair=_open_already()), transaction():
        return await _write(fair_id, RunKind.TABLES, "", seconds=2 * QUESTION_SECONDS, at=at, asked_by=asked_by)


async def timetable_at_hand(fair_id: int) -> VersionLine | None:
    """The version in force, or the newest one before any was published."""
    published = await published_version(fair_id)
    return published or next(iter(await versions_of(fair_id)), None)


async def _write(
    fair_id: int, kind: RunKind, question: str, *, seconds: int, at: datetime, asked_by: int | None
) -> int:
    problem = await fair_problem(fair_id)
    if not (problem.requests and problem.slots and problem.places):
        raise NothingToPlace(_("Chưa xếp được: cần có lượt gặp, bàn gặp và ít nhất một yêu cầu đã được nhận lời."))
    run = TimetableRun(
        fair=fair_id,
        asked_by=asked_by,
        asked_at=at,
        seconds=seconds,
        problem=write_problem(problem),
        kind=kind,
        question=question,
    )
    await run.save()
    return run.id


def _open_already() -> RunAlreadyOpen:
    return RunAlreadyOpen(_("Lịch của hội chợ này đang được xếp. Xin chờ xong hoặc dừng lần đang chạy."))
