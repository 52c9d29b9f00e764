"""From accepted requests to published meetings and back to a changed timetable, on both engines."""

from chophien.support.clock import now
from chophien.timetable.actions import ask_for_run, place_meeting, publish_version
from chophien.timetable.changes import MeetingChange, announce_nothing
from chophien.timetable.jobs import work_once
from chophien.timetable.queries import meetings_of
from chophien.timetable.queries.versions import placements_of, version_of, versions_of
from chophien.timetable.tables import RunState, TimetableRun, VersionState
from tests.factories.timetable import make_meeting_fair


async def test_a_run_becomes_a_draft_and_a_publication_then_a_move_and_a_second_publication(database: str) -> None:
    fair = await make_meeting_fair()
    told: list[list[MeetingChange]] = []

    async def announce(changes: list[MeetingChange]) -> None:
        told.append(changes)

    run_id = await ask_for_run(fair.fair.id, at=now(), seconds=5, asked_by=fair.staff.person.id)
    assert await work_once("worker")
    assert not await work_once("worker")
    run = await TimetableRun.objects().get(TimetableRun.id == run_id)
    assert run is not None
    assert (run.state, run.attempts, run.failure) == (RunState.FINISHED, 1, "")

    draft = await version_of(fair.fair.id, 1)
    assert (draft.state, draft.placed, draft.stale) == (VersionState.DRAFT, 4, False)
    await publish_version(fair.fair.id, 1, announce=announce, at=now())
    assert [(change.kind, change.sequence) for change in told[0]] == [("new", 0)] * 4

    placed = await placements_of(draft.id)
    used = {line.spot.slot_id for line in placed}
    free = next(slot for slot in fair.slots if slot not in used)
    moved = placed[0]
    number = await place_meeting(
        fair.fair.id, 1, moved.request_id, slot_id=free, table_id=fair.tables[0], at=now(), moved_by=None
    )
    assert [(line.number, line.state, line.based_on) for line in await versions_of(fair.fair.id)] == [
        (2, VersionState.DRAFT, 1),
        (1, VersionState.PUBLISHED, None),
    ]
    changes = await publish_version(fair.fair.id, number, announce=announce, at=now())
    assert [(c.kind, c.old_slot_id, c.new_slot_id, c.sequence) for c in changes] == [
        ("moved", moved.spot.slot_id, free, 1)
    ]
    assert told[1] == changes
    assert [line.state for line in await versions_of(fair.fair.id)] == [VersionState.PUBLISHED, VersionState.SUPERSEDED]
    lines = await meetings_of(moved.producer_id)
    assert sorted(line.sequence for line in lines) == [0, 1]
    assert {line.partner_name for line in lines} == {"Siêu thị 1", "Siêu thị 2"}


async def test_publishing_the_same_again_tells_nobody_anything(database: str) -> None:
    fair = await make_meeting_fair()
    await ask_for_run(fair.fair.id, at=now(), seconds=5)
    await work_once("worker")
    await publish_version(fair.fair.id, 1, announce=announce_nothing, at=now())
    await ask_for_run(fair.fair.id, at=now(), seconds=5)
    await work_once("worker")
    assert await publish_version(fair.fair.id, 2, announce=announce_nothing, at=now()) == []
