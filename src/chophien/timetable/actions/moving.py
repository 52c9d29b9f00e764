"""Changing a timetable by hand: placing, moving and dropping one meeting. A published version is never changed."""

import asyncio
from datetime import datetime

from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal
from chophien.timetable.changes import Spot
from chophien.timetable.checking import fault_sentence
from chophien.timetable.choosing import Refused, place_in
from chophien.timetable.engine_ids import as_spot, row_number
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.notes import ByHand, Note
from chophien.timetable.queries.boards import board_of
from chophien.timetable.queries.versions import VersionLine, spots_of, version_of
from chophien.timetable.reasoning import reasons_and_changes
from chophien.timetable.save_timetable import add_placements, save_draft
from chophien.timetable.tables import Placement, VersionState

_DOUBLED = (
    "unique_placement__version__slot__meeting_table",
    "unique_placement__version__slot__producer",
    "unique_placement__version__slot__distributor",
    "unique_placement__version__slot__interpreter",
)


class CellRefused(Refusal):
    """The meeting cannot be held there; the sentence names what collides."""


async def place_meeting(
    fair_id: int,
    number: int,
    request_id: int,
    *,
    slot_id: int,
    table_id: int,
    at: datetime,
    moved_by: int | None = None,
) -> int:
    """Put a request's meeting into a cell, from wherever it was; returns the number of the version that now holds it.

    A draft is changed itself; of any other version a new draft is made. Every hard rule is checked on the whole
    timetable first. Raises CellRefused and NotFound.
    """
    taken = CellRefused(_("Ô này vừa có cuộc gặp khác. Xin chọn ô khác."))
    async with refusing(**dict.fromkeys(_DOUBLED, taken)), transaction():
        await lock("timetable", fair_id)
        version = await version_of(fair_id, number)
        spots = await spots_of(version.id)
        board = await board_of(fair_id)
        if request_id not in board.wishes or slot_id not in board.slots or table_id not in board.tables:
            raise NotFound(_("Hội chợ này không có cuộc gặp, giờ hoặc bàn đó."))
        spot = place_in(await fair_problem(fair_id), spots, request_id, slot_id=slot_id, table_id=table_id)
        if isinstance(spot, Refused):
            after = {**spots, request_id: Spot(slot_id, table_id)}
            sentences = [fault_sentence(fault, board, after) for fault in spot.faults]
            raise CellRefused(" ".join([_("Không chuyển vào đây được."), *sentences]))
        note = ByHand("moved", request_id)
        return await _write(version, {**spots, request_id: spot}, note=note, at=at, by=moved_by)


class ChangedMeanwhile(Refusal):
    """The timetable is no longer the one the change was tried on."""


async def take_change(
    fair_id: int, number: int, request_id: int, *, kind: str, at: datetime, taken_by: int | None = None
) -> int:
    """Carry out the change of this kind that would place a request, tried anew; returns the number of the version.

    Only changes that move meetings can be carried out here. Raises ChangedMeanwhile and NotFound.
    """
    version = await version_of(fair_id, number)
    spots = await spots_of(version.id)
    if request_id not in (await board_of(fair_id)).wishes:
        raise NotFound(_("Hội chợ này không có cuộc gặp đó."))
    told = await asyncio.to_thread(reasons_and_changes, await fair_problem(fair_id), spots, request_id)
    change = next((one for one in told.changes if one.kind == kind), None) if told else None
    meanwhile = ChangedMeanwhile(_("Lịch vừa đổi nên cách này không còn dùng được. Xin xem lại các cách khác."))
    if change is None or kind not in {"place", "move"}:
        raise meanwhile
    changed = {**spots, **{row_number(one.request): as_spot(one) for one in change.placements}}
    doubled = dict.fromkeys(_DOUBLED, meanwhile)
    async with refusing(**doubled), transaction():
        await lock("timetable", fair_id)
        if await spots_of(version.id) != spots:
            raise meanwhile
        return await _write(version, changed, note=ByHand("added", request_id), at=at, by=taken_by)


async def drop_meeting(
    fair_id: int, number: int, request_id: int, *, at: datetime, dropped_by: int | None = None
) -> int:
    """Take a meeting out of a timetable; returns the number of the version without it. Raises NotFound."""
    async with transaction():
        await lock("timetable", fair_id)
        version = await version_of(fair_id, number)
        spots = await spots_of(version.id)
        if request_id not in spots:
            raise NotFound(_("Bản lịch này không có cuộc gặp đó."))
        del spots[request_id]
        return await _write(version, spots, note=ByHand("dropped", request_id), at=at, by=dropped_by)


async def _write(version: VersionLine, spots: dict[int, Spot], *, note: Note, at: datetime, by: int | None) -> int:
    if version.state != VersionState.DRAFT:
        return await save_draft(version.fair_id, spots, at=at, note=note, based_on=version.id, created_by=by)
    before = await spots_of(version.id)
    changed = [id_ for id_ in before.keys() | spots.keys() if before.get(id_) != spots.get(id_)]
    # Out first, then in: within one statement the unique indexes would see a cell that is just being left.
    await Placement.delete().where(Placement.version == version.id, Placement.request.is_in(changed))
    added = {id_: spots[id_] for id_ in changed if id_ in spots}
    await add_placements(version.id, version.fair_id, added)
    return version.number
