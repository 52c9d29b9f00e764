"""The database refuses a double booking in any version, whatever the code above it does."""

import pytest

from chophien.support.clock import now
from chophien.support.database.conflicts import INTEGRITY_ERRORS, broken_constraint
from chophien.timetable.save_timetable import save_draft
from chophien.timetable.tables import Placement, TimetableVersion
from tests.factories.timetable import MeetingFair, make_meeting_fair


async def _version(fair: MeetingFair) -> int:
    number = await save_draft(fair.fair.id, {}, at=now())
    version = await TimetableVersion.objects().get(TimetableVersion.number == number)
    assert version is not None
    return version.id


async def _insert(version: int, fair: MeetingFair, n: int, *, slot: int, table: int, interpreter: int | None) -> None:
    """The n-th request in a cell, by plain SQL."""
    producer, distributor = fair.producers[n // 3].id, fair.distributors[n % 3].id
    await Placement.raw(
        "INSERT INTO placement (version, request, slot, meeting_table, interpreter, producer, distributor) "
        "VALUES ({}, {}, {}, {}, {}, {}, {})",
        version,
        fair.requests[n],
        fair.slots[slot],
        fair.tables[table],
        interpreter,
        producer,
        distributor,
    )


# Requests are numbered row by row: 0 is the first producer with the first distributor, 4 the second with the second.
@pytest.mark.parametrize(
    ("other", "slot", "table", "interpreter", "broken"),
    [
        pytest.param(0, 1, 1, None, "unique_placement__version__request", id="the same request twice"),
        pytest.param(1, 0, 1, None, "unique_placement__version__slot__producer", id="a producer at two tables"),
        pytest.param(3, 0, 1, None, "unique_placement__version__slot__distributor", id="a distributor at two tables"),
        pytest.param(4, 0, 0, None, "unique_placement__version__slot__meeting_table", id="two meetings at a table"),
        pytest.param(4, 0, 1, 1, "unique_placement__version__slot__interpreter", id="an interpreter at two tables"),
    ],
)
async def test_a_second_booking_of_the_same_is_refused(
    database: str, *, other: int, slot: int, table: int, interpreter: int | None, broken: str
) -> None:
    fair = await make_meeting_fair(producers=2, distributors=3)
    version = await _version(fair)
    await _insert(version, fair, 0, slot=0, table=0, interpreter=1)
    with pytest.raises(INTEGRITY_ERRORS) as refused:
        await _insert(version, fair, other, slot=slot, table=table, interpreter=interpreter)
    assert broken_constraint(refused.value) == broken


async def test_what_does_not_collide_stands_and_another_version_may_have_the_same(database: str) -> None:
    fair = await make_meeting_fair(producers=2, distributors=3)
    for _ in range(2):
        version = await _version(fair)
        await _insert(version, fair, 0, slot=0, table=0, interpreter=None)
        await _insert(version, fair, 4, slot=0, table=1, interpreter=None)
        await _insert(version, fair, 1, slot=1, table=0, interpreter=None)
    assert await Placement.count() == 6


async def test_only_one_version_of_a_fair_can_be_published(database: str) -> None:
    fair = await make_meeting_fair()
    first, second = await _version(fair), await _version(fair)
    await TimetableVersion.update({TimetableVersion.state: "published"}).where(TimetableVersion.id == first)
    with pytest.raises(INTEGRITY_ERRORS) as refused:
        await TimetableVersion.update({TimetableVersion.state: "published"}).where(TimetableVersion.id == second)
    assert broken_constraint(refused.value) == "unique_timetable_version__fair"
