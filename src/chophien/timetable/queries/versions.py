"""Reading versions of a timetable and what is placed in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.query.functions.aggregate import Count

from chophien.matchmaking.tables import MeetingRequest
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.timetable.changes import Spot
from chophien.timetable.notes import ByHand, note_words, read_note
from chophien.timetable.tables import Placement, RunState, TimetableVersion, VersionState


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in a list."""

    id: int
    fair_id: int
    number: int
    state: VersionState
    note: str
    """How it was made, in the spoken language."""
    created_at: datetime
    creator: str | None
    published_at: datetime | None
    based_on: int | None
    """The number of the version it was changed from."""
    run_id: int | None
    stale: bool
    """Whether it was computed from rows that changed meanwhile."""
    placed: int


@dataclass(frozen=True, slots=True)
class PlacementLine:
    """One placed meeting of a version."""

    id: int
    request_id: int
    spot: Spot
    producer_id: int
    distributor_id: int


async def versions_of(fair_id: int) -> list[VersionLine]:
    """Every version of a fair, newest first."""
    rows = await _rows().where(TimetableVersion.fair == fair_id).order_by(TimetableVersion.number, ascending=False)
    counts = (
        await Placement.select(Placement.version, Count())
        .where(Placement.version.fair == fair_id)
        .group_by(Placement.version)
    )
    placed = {row["version"]: row["count"] for row in counts}
    pairs = await _pairs(rows)
    return [_line(row, placed.get(row["id"], 0), pairs) for row in rows]


async def version_of(fair_id: int, number: int) -> VersionLine:
    """One version of a fair. Raises NotFound."""
    row = await _rows().where(TimetableVersion.fair == fair_id, TimetableVersion.number == number).first()
    if row is None:
        raise NotFound(_("Hội chợ này không có bản lịch đó."))
    return await _one(row)


async def published_version(fair_id: int) -> VersionLine | None:
    """The version that is in force, if one is."""
    row = (
        await _rows().where(TimetableVersion.fair == fair_id, TimetableVersion.state == VersionState.PUBLISHED).first()
    )
    return await _one(row) if row else None


async def published_before(version: VersionLine) -> VersionLine | None:
    """The version that was in force when this one was published."""
    if version.published_at is None:
        return await published_version(version.fair_id)
    row = (
        await _rows()
        .where(TimetableVersion.fair == version.fair_id, TimetableVersion.published_at < version.published_at)
        .order_by(TimetableVersion.published_at, ascending=False)
        .first()
    )
    return await _one(row) if row else None


async def placements_of(version_id: int) -> list[PlacementLine]:
    """Everything placed in a version, in order of request."""
    rows = await Placement.select().where(Placement.version == version_id).order_by(Placement.request)
    return [
        PlacementLine(
            id=row["id"],
            request_id=row["request"],
            spot=Spot(row["slot"], row["meeting_table"], row["interpreter"]),
            producer_id=row["producer"],
            distributor_id=row["distributor"],
        )
        for row in rows
    ]


async def spots_of(version_id: int) -> dict[int, Spot]:
    """Where each request lies in a version."""
    return {line.request_id: line.spot for line in await placements_of(version_id)}


def _rows() -> Any:
    return TimetableVersion.select(
        TimetableVersion.id,
        TimetableVersion.fair,
        TimetableVersion.number,
        TimetableVersion.state,
        TimetableVersion.note,
        TimetableVersion.created_at,
        TimetableVersion.created_by.name,
        TimetableVersion.published_at,
        TimetableVersion.based_on.number,
        TimetableVersion.run,
        TimetableVersion.run.state,
    )


async def _one(row: dict[str, Any]) -> VersionLine:
    return _line(row, await Placement.count().where(Placement.version == row["id"]), await _pairs([row]))


async def _pairs(rows: list[dict[str, Any]]) -> dict[int, str]:
    """The two sides of the requests that the notes of these versions speak of."""
    notes = [read_note(row["note"]) for row in rows]
    wanted = sorted({note.request for note in notes if isinstance(note, ByHand)})
    if not wanted:
        return {}
    found = await MeetingRequest.select(
        MeetingRequest.id,
        MeetingRequest.producer._.company.name.as_alias("producer"),
        MeetingRequest.distributor._.company.name.as_alias("distributor"),
    ).where(MeetingRequest.id.is_in(wanted))
    return {row["id"]: f"{row['producer']} – {row['distributor']}" for row in found}


def _line(row: dict[str, Any], placed: int, pairs: dict[int, str]) -> VersionLine:
    return VersionLine(
        id=row["id"],
        fair_id=row["fair"],
        number=row["number"],
        state=VersionState(row["state"]),
        note=note_words(read_note(row["note"]), pairs),
        created_at=row["created_at"],
        creator=row["created_by.name"],
        published_at=row["published_at"],
        based_on=row["based_on.number"],
        run_id=row["run"],
        stale=row["run.state"] == RunState.STALE,
        placed=placed,
    )
