"""Applying: placements written as a draft version."""

from collections.abc import Mapping
from datetime import datetime

from chophien.matchmaking.tables import MeetingRequest
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.timetable.changes import Spot
from chophien.timetable.notes import Note, written_note
from chophien.timetable.tables import Placement, TimetableVersion


async def save_draft(
    fair_id: int,
    spots: Mapping[int, Spot],
    *,
    at: datetime,
    note: Note | None = None,
    run_id: int | None = None,
    based_on: int | None = None,
    created_by: int | None = None,
) -> int:
    """Write `spots`, keyed by request id, as the fair's next version; joins the caller's transaction.

    Returns the version's number. The unique indexes refuse a double booking.
    """
    async with transaction():
        await lock("timetable", fair_id)
        newest = (
            await TimetableVersion.select(TimetableVersion.number)
            .where(TimetableVersion.fair == fair_id)
            .order_by(TimetableVersion.number, ascending=False)
            .first()
        )
        version = TimetableVersion(
            fair=fair_id,
            number=newest["number"] + 1 if newest else 1,
            run=run_id,
            based_on=based_on,
            note=written_note(note),
            created_at=at,
            created_by=created_by,
        )
        await version.save()
        await add_placements(version.id, fair_id, spots)
    return version.number


async def add_placements(version_id: int, fair_id: int, spots: Mapping[int, Spot]) -> None:
    """Add meetings to a version; joins the caller's transaction."""
    rows = await MeetingRequest.select(MeetingRequest.id, MeetingRequest.producer, MeetingRequest.distributor).where(
        MeetingRequest.fair == fair_id
    )
    sides = {row["id"]: (row["producer"], row["distributor"]) for row in rows}
    placements = [
        Placement(
            version=version_id,
            request=request_id,
            slot=spot.slot_id,
            meeting_table=spot.table_id,
            interpreter=spot.interpreter_id,
            producer=sides[request_id][0],
            distributor=sides[request_id][1],
        )
        for request_id, spot in sorted(spots.items())
    ]
    # SQLite takes at most 32,766 values in one statement, older ones 999; seven go into a row.
    for start in range(0, len(placements), 140):
        await Placement.insert(*placements[start : start + 140])
