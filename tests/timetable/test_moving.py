"""Moving by hand: only legal cells are offered, others are refused with what collides."""

import pytest

from chophien.matchmaking.tables import Absence, MeetingRequest
from chophien.support.clock import now
from chophien.support.refusal import NotFound
from chophien.timetable.actions import drop_meeting, place_meeting, publish_version
from chophien.timetable.actions.moving import CellRefused
from chophien.timetable.changes import Spot, announce_nothing
from chophien.timetable.choosing import Refused, open_cells, place_in
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.queries.versions import spots_of, version_of, versions_of
from chophien.timetable.tables import VersionState
from tests.factories.timetable import MeetingFair, make_draft, make_meeting_fair


async def _spots(fair: MeetingFair, number: int) -> dict[int, Spot]:
    return await spots_of((await version_of(fair.fair.id, number)).id)


async def test_open_cells_are_exactly_those_that_every_rule_allows(sqlite_database: str) -> None:
    """The quick way through free cells finds what trying every single cell finds."""
    fair = await make_meeting_fair(producers=3, distributors=3, interpreting="ja-vi")
    await Absence(participation=fair.producers[0].id, slot=fair.slots[5]).save()
    number = await make_draft(fair, (0, 0), (1, 1), (2, 0), (3, 1))
    problem = await fair_problem(fair.fair.id)
    spots = await _spots(fair, number)
    moved = fair.requests[0]
    tried: dict[int, list[int]] = {}
    for slot in fair.slots:
        for table in fair.tables:
            legal = not isinstance(place_in(problem, spots, moved, slot_id=slot, table_id=table), Refused)
            if legal and (slot, table) != (spots[moved].slot_id, spots[moved].table_id):
                tried.setdefault(slot, []).append(table)
    assert open_cells(problem, spots, moved) == tried
    assert fair.slots[5] not in tried
    assert fair.slots[1] not in tried
    assert tried[fair.slots[0]] == [fair.tables[1]]


async def test_a_pinned_meeting_moves_only_within_its_pin(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    await MeetingRequest.update({MeetingRequest.pinned_slot: fair.slots[3]}).where(
        MeetingRequest.id == fair.requests[0]
    )
    number = await make_draft(fair, (3, 0))
    cells = open_cells(await fair_problem(fair.fair.id), await _spots(fair, number), fair.requests[0])
    assert cells == {fair.slots[3]: [fair.tables[1]]}


async def test_a_draft_is_changed_itself_and_a_published_version_never(database: str) -> None:
    fair = await make_meeting_fair()
    number = await make_draft(fair, (0, 0), (1, 0))
    cell = {"slot_id": fair.slots[4], "table_id": fair.tables[1]}
    assert await place_meeting(fair.fair.id, number, fair.requests[0], **cell, at=now()) == number
    assert (await _spots(fair, number))[fair.requests[0]] == Spot(cell["slot_id"], cell["table_id"], None)
    await publish_version(fair.fair.id, number, announce=announce_nothing, at=now())
    changed = await drop_meeting(fair.fair.id, number, fair.requests[0], at=now())
    assert changed == number + 1
    assert set(await _spots(fair, number)) == {fair.requests[0], fair.requests[1]}
    assert set(await _spots(fair, changed)) == {fair.requests[1]}
    assert [line.state for line in await versions_of(fair.fair.id)] == [VersionState.DRAFT, VersionState.PUBLISHED]


async def test_a_request_without_a_place_is_placed_with_a_free_interpreter(sqlite_database: str) -> None:
    fair = await make_meeting_fair(interpreting="en-vi")
    number = await make_draft(fair)
    for request, table in ((fair.requests[0], fair.tables[0]), (fair.requests[3], fair.tables[1])):
        await place_meeting(fair.fair.id, number, request, slot_id=fair.slots[0], table_id=table, at=now())
    used = {spot.interpreter_id for spot in (await _spots(fair, number)).values()}
    assert len(used) == 2
    assert None not in used


@pytest.mark.parametrize(
    ("slot", "table", "said"),
    [
        pytest.param(1, 1, "Gốm 1 có hơn một cuộc gặp lúc 09:20", id="the producer meets somebody else"),
        pytest.param(2, 0, "Bàn T1 có hơn một cuộc gặp lúc 09:40", id="the table is taken"),
        pytest.param(5, 0, "có bên vắng mặt lúc 10:40", id="one side is away"),
    ],
)
async def test_a_cell_that_collides_is_refused_with_what_collides(
    database: str, slot: int, table: int, said: str
) -> None:
    fair = await make_meeting_fair()
    await Absence(participation=fair.distributors[0].id, slot=fair.slots[5]).save()
    # Requests: Gốm 1 – Siêu thị 1, Gốm 1 – Siêu thị 2, Gốm 2 – Siêu thị 1, Gốm 2 – Siêu thị 2.
    number = await make_draft(fair, (0, 0), (1, 0))
    await place_meeting(
        fair.fair.id, number, fair.requests[3], slot_id=fair.slots[2], table_id=fair.tables[0], at=now()
    )
    before = await _spots(fair, number)
    with pytest.raises(CellRefused) as refused:
        await place_meeting(
            fair.fair.id, number, fair.requests[0], slot_id=fair.slots[slot], table_id=fair.tables[table], at=now()
        )
    assert said in refused.value.sentence
    assert await _spots(fair, number) == before


async def test_cells_of_another_fair_are_not_there(sqlite_database: str) -> None:
    fair, other = await make_meeting_fair(), await make_meeting_fair()
    number = await make_draft(fair, (0, 0))
    with pytest.raises(NotFound):
        await place_meeting(
            fair.fair.id, number, fair.requests[0], slot_id=other.slots[0], table_id=fair.tables[0], at=now()
        )
    with pytest.raises(NotFound):
        await place_meeting(
            fair.fair.id, number, other.requests[0], slot_id=fair.slots[3], table_id=fair.tables[0], at=now()
        )
