"""Reading runs: where each stands, how far it is, what it found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from chophien.fairs.tables import MeetingTable, Slot
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.timetable.rules import OPEN_STATES
from chophien.timetable.tables import RunKind, RunState, TimetableRun, TimetableVersion


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a running solve is; costs and bounds by objective, none before the first timetable."""

    phase: str = ""
    seconds: float = 0.0
    seconds_left: float | None = None
    objective: Mapping[str, int] | None = None
    bounds: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run without its files."""

    id: int
    state: RunState
    kind: RunKind
    asked_at: datetime
    asked_by: str | None
    seconds: int
    attempts: int
    started_at: datetime | None
    finished_at: datetime | None
    cancel_asked: bool
    failure: str
    progress: RunProgress
    version: int | None
    """The number of the version it drafted."""

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a fair has to make a timetable of."""

    accepted: int
    waiting: int
    slots: int
    tables: int

    @property
    def is_enough(self) -> bool:
        """Whether there is anything to place and somewhere to place it."""
        return bool(self.accepted and self.slots and self.tables)


async def readiness(fair_id: int) -> Readiness:
    """How many requests, slots and tables there are."""
    request = MeetingRequest.fair == fair_id
    return Readiness(
        accepted=await MeetingRequest.count().where(request, MeetingRequest.state == RequestState.ACCEPTED),
        waiting=await MeetingRequest.count().where(request, MeetingRequest.state == RequestState.WAITING),
        slots=await Slot.count().where(Slot.fair == fair_id),
        tables=await MeetingTable.count().where(MeetingTable.fair == fair_id),
    )


async def runs_of(fair_id: int, most: int = 10) -> list[RunLine]:
    """The latest runs of a fair, newest first."""
    rows = await _rows().where(TimetableRun.fair == fair_id).order_by(TimetableRun.id, ascending=False).limit(most)
    numbers = await _versions_by_run([row["id"] for row in rows])
    return [_line(row, numbers.get(row["id"])) for row in rows]


async def run_of(fair_id: int, run_id: int) -> RunLine:
    """One run of a fair. Raises NotFound."""
    row = await _rows().where(TimetableRun.fair == fair_id, TimetableRun.id == run_id).first()
    if row is None:
        raise _no_such_run()
    return _line(row, (await _versions_by_run([run_id])).get(run_id))


async def problem_file(fair_id: int, run_id: int) -> str:
    """The run's input, as it was asked for. Raises NotFound."""
    return str((await _file(TimetableRun.problem, fair_id, run_id))["problem"])


async def answer_file(fair_id: int, run_id: int) -> str | None:
    """The engine's answer, if there is one. Raises NotFound when there is no such run."""
    written = (await _file(TimetableRun.answer, fair_id, run_id))["answer"]
    return str(written) if written else None


async def question_file(fair_id: int, run_id: int) -> tuple[str, str | None]:
    """What the run was asked beside its problem, and its answer if that is no timetable. Raises NotFound."""
    asked = await _file(TimetableRun.question, fair_id, run_id)
    found = await _file(TimetableRun.finding, fair_id, run_id)
    return str(asked["question"]), str(found["finding"]) if found["finding"] else None


async def _file(column: Any, fair_id: int, run_id: int) -> dict[str, Any]:
    row = await TimetableRun.select(column).where(TimetableRun.fair == fair_id, TimetableRun.id == run_id).first()
    if row is None:
        raise _no_such_run()
    return row


async def _versions_by_run(run_ids: list[int]) -> dict[int, int]:
    if not run_ids:
        return {}
    rows = (
        await TimetableVersion.select(TimetableVersion.run, TimetableVersion.number)
        .where(TimetableVersion.run.is_in(run_ids))
        .order_by(TimetableVersion.number, ascending=False)
    )
    return {row["run"]: row["number"] for row in rows}


def _rows() -> Any:
    return TimetableRun.select(
        TimetableRun.id,
        TimetableRun.state,
        TimetableRun.kind,
        TimetableRun.asked_at,
        TimetableRun.asked_by.name,
        TimetableRun.seconds,
        TimetableRun.attempts,
        TimetableRun.started_at,
        TimetableRun.finished_at,
        TimetableRun.cancel_asked,
        TimetableRun.failure,
        TimetableRun.progress,
    )


def _line(row: dict[str, Any], version: int | None) -> RunLine:
    return RunLine(
        id=row["id"],
        state=RunState(row["state"]),
        kind=RunKind(row["kind"]),
        asked_at=row["asked_at"],
        asked_by=row["asked_by.name"],
        seconds=row["seconds"],
        attempts=row["attempts"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        cancel_asked=row["cancel_asked"],
        failure=row["failure"],
        progress=msgspec.json.decode(row["progress"] or "{}", type=RunProgress),
        version=version,
    )


def _no_such_run() -> NotFound:
    return NotFound(_("Hội chợ này không có lần xếp lịch đó."))
