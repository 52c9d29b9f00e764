"""Publishing: what changes is announced, what stays is left alone, what is broken is refused, all or nothing."""

import asyncio

import pytest

from chophien.fairs.tables import Interpreter
from chophien.matchmaking.tables import Absence, MeetingRequest, RequestState
from chophien.support.clock import now
from chophien.support.language import speaking
from chophien.support.refusal import NotFound
from chophien.timetable.actions import drop_meeting, publish_version
from chophien.timetable.actions.publishing import PublishedMeanwhile, TimetableBroken, VersionNotDraft
from chophien.timetable.changes import MeetingChange, Spot, announce_nothing
from chophien.timetable.queries import meetings_by_ids, meetings_of
from chophien.timetable.queries.versions import versions_of
from chophien.timetable.save_timetable import save_draft
from chophien.timetable.tables import Meeting, MeetingState, VersionState
from tests.factories.timetable import MeetingFair, make_draft, make_meeting_fair


async def _publish(fair: MeetingFair, number: int) -> list[MeetingChange]:
    return await publish_version(fair.fair.id, number, announce=announce_nothing, at=now())


async def test_a_meeting_keeps_its_uid_and_its_sequence_rises_only_with_real_changes(database: str) -> None:
    fair = await make_meeting_fair()
    number = await make_draft(fair, (0, 0), (1, 0))
    first = await _publish(fair, number)
    before = await meetings_of(fair.producers[0].id)
    assert [(change.kind, change.sequence, change.old_slot_id) for change in first] == [("new", 0, None)] * 2
    assert len({line.uid for line in before}) == 2
    assert all(line.uid.endswith("@fair.test") for line in before)

    again = await make_draft(fair, (0, 0), (2, 0))
    assert await _publish(fair, again) == [
        MeetingChange(
            kind="moved",
            meeting_id=first[1].meeting_id,
            fair_id=fair.fair.id,
            old_slot_id=fair.slots[1],
            new_slot_id=fair.slots[2],
            old_table_id=fair.tables[0],
            new_table_id=fair.tables[0],
            old_interpreter_id=None,
            new_interpreter_id=None,
            sequence=1,
        )
    ]
    after = await meetings_of(fair.producers[0].id)
    assert [(line.uid, line.sequence) for line in after] == [(before[0].uid, 0), (before[1].uid, 1)]
    assert after[0].revised_at == before[0].revised_at
    assert after[1].revised_at > before[1].revised_at


async def test_a_dropped_meeting_stays_as_cancelled_and_may_come_back(database: str) -> None:
    fair = await make_meeting_fair()
    await _publish(fair, await make_draft(fair, (0, 0), (1, 0)))
    without = await drop_meeting(fair.fair.id, 1, fair.requests[1], at=now())
    (dropped,) = await _publish(fair, without)
    assert (dropped.kind, dropped.new_slot_id, dropped.sequence) == ("cancelled", None, 1)
    lines = await meetings_by_ids([dropped.meeting_id])
    assert [(line.state, line.participation_id) for line in lines] == [
        (MeetingState.CANCELLED, fair.producers[0].id),
        (MeetingState.CANCELLED, fair.distributors[1].id),
    ]
    (back,) = await _publish(fair, await make_draft(fair, (0, 0), (1, 0)))
    assert (back.kind, back.meeting_id, back.old_slot_id, back.sequence) == ("new", dropped.meeting_id, None, 2)


async def test_another_interpreter_is_a_change_that_people_hear_of(sqlite_database: str) -> None:
    fair = await make_meeting_fair(interpreting="en-vi")
    first, second = [row["id"] for row in await Interpreter.select(Interpreter.id).order_by(Interpreter.id)]
    cell = (fair.slots[0], fair.tables[0])
    for interpreter in (first, second):
        await save_draft(fair.fair.id, {fair.requests[0]: Spot(*cell, interpreter)}, at=now())
    await _publish(fair, 1)
    (change,) = await _publish(fair, 2)
    assert (change.kind, change.old_interpreter_id, change.new_interpreter_id) == ("moved", first, second)


async def test_what_the_rows_no_longer_allow_is_refused_with_names_and_nothing_is_written(database: str) -> None:
    fair = await make_meeting_fair()
    number = await make_draft(fair, (0, 0), (1, 0))
    await Absence(participation=fair.producers[0].id, slot=fair.slots[0]).save()
    await MeetingRequest.update({MeetingRequest.state: RequestState.WITHDRAWN}).where(
        MeetingRequest.id == fair.requests[1]
    )
    with pytest.raises(TimetableBroken) as refused:
        await _publish(fair, number)
    assert "Gốm 1 – Siêu thị 1: có bên vắng mặt lúc 09:00" in refused.value.sentence
    assert "Gốm 1 – Siêu thị 2: yêu cầu này không còn hiệu lực" in refused.value.sentence
    assert [line.state for line in await versions_of(fair.fair.id)] == [VersionState.DRAFT]
    assert await Meeting.count() == 0
    with speaking("en"), pytest.raises(TimetableBroken, match="one side is away at 09:00"):
        await _publish(fair, number)


async def test_when_announcing_fails_nothing_is_published(database: str) -> None:
    fair = await make_meeting_fair()
    number = await make_draft(fair, (0, 0))

    async def fail(_changes: list[MeetingChange]) -> None:
        raise RuntimeError("no room for the messages")

    with pytest.raises(RuntimeError, match="no room"):
        await publish_version(fair.fair.id, number, announce=fail, at=now())
    assert [line.state for line in await versions_of(fair.fair.id)] == [VersionState.DRAFT]
    assert await Meeting.count() == 0


async def test_a_version_is_published_once_and_another_fairs_is_not_there(sqlite_database: str) -> None:
    fair, other = await make_meeting_fair(), await make_meeting_fair()
    number = await make_draft(fair, (0, 0))
    with pytest.raises(NotFound):
        await _publish(other, number)
    await _publish(fair, number)
    with pytest.raises(VersionNotDraft):
        await _publish(fair, number)


async def test_of_publications_at_once_each_meeting_is_announced_once_and_one_version_is_in_force(
    database: str,
) -> None:
    fair = await make_meeting_fair()
    same = await make_draft(fair, (0, 0), (1, 0))
    others = [await make_draft(fair, (2 + n, 0), (6 + n, 1)) for n in range(3)]
    told: list[MeetingChange] = []

    async def announce(changes: list[MeetingChange]) -> None:
        told.extend(changes)

    async def publish(number: int) -> bool:
        try:
            await publish_version(fair.fair.id, number, announce=announce, at=now())
        except (VersionNotDraft, PublishedMeanwhile):
            return False
        return True

    published = await asyncio.gather(*[publish(number) for number in (same, same, same, *others)])
    states = [line.state for line in await versions_of(fair.fair.id)]
    assert states.count(VersionState.PUBLISHED) == 1
    assert sum(published[:3]) == 1
    # Each meeting was told of with sequences 0, 1, 2 …, none twice: the publications stood in a row.
    for meeting_id in {change.meeting_id for change in told}:
        sequences = [change.sequence for change in told if change.meeting_id == meeting_id]
        assert sequences == list(range(len(sequences)))
    (in_force,) = [line for line in await versions_of(fair.fair.id) if line.state == VersionState.PUBLISHED]
    assert in_force.placed == await Meeting.count().where(Meeting.state == MeetingState.CONFIRMED)
