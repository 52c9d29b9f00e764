"""Taking hours, tables, booths and people away: only what a timetable or a booking counts on stays."""

from dataclasses import replace
from datetime import time

import pytest

from chophien.booths.tables import BoothBooking
from chophien.fairs.actions.changing import change_fair
from chophien.fairs.actions.laying_out import InUse
from chophien.fairs.forms import FairPlan, RowPlan
from chophien.fairs.queries import booths_of, plan_of, slots_of, staff_of, tables_of
from chophien.matchmaking.tables import Absence
from chophien.support.clock import now
from chophien.timetable.changes import Spot
from chophien.timetable.save_timetable import save_draft
from tests.factories.booths import make_booking
from tests.factories.timetable import MeetingFair, make_meeting_fair


def _shorter(plan: FairPlan) -> FairPlan:
    """Without the last hour of the afternoon."""
    *before, last = plan.sessions
    return replace(plan, sessions=(*before, replace(last, ends=time(15))))


def _hall(plan: FairPlan, **changes: object) -> FairPlan:
    return replace(plan, halls=(replace(plan.halls[0], **changes),))  # type: ignore[arg-type]


def _without(plan: FairPlan, name: str) -> FairPlan:
    return replace(plan, interpreters=tuple(each for each in plan.interpreters if each.name != name))


async def _standing(fair: MeetingFair) -> tuple[int, int, int, int]:
    here = fair.fair.id
    return len(await slots_of(here)), len(await tables_of(here)), len(await booths_of(here)), len(await staff_of(here))


async def test_what_nobody_counts_on_may_go_although_companies_are_approved(database: str) -> None:
    fair = await make_meeting_fair()
    assert await _standing(fair) == (12, 2, 10, 2)
    await Absence.insert(*[Absence(participation=fair.producers[0].id, slot=slot) for slot in fair.slots[-2:]])
    plan = _shorter(await plan_of(fair.fair))
    await change_fair(fair.fair, plan)
    await change_fair(fair.fair, plan := _hall(plan, tables=1, rows=(RowPlan("A", 4),)))
    await change_fair(fair.fair, _without(plan, "Nguyễn Hoài An"))
    assert await _standing(fair) == (9, 1, 4, 1)
    assert await Absence.count() == 0


async def test_hours_tables_and_people_of_a_timetable_stay(database: str) -> None:
    fair = await make_meeting_fair(interpreting="ja-vi")
    trang = (await staff_of(fair.fair.id))[1]
    spot = Spot(fair.slots[-1], fair.tables[1], trang.id)
    await save_draft(fair.fair.id, {fair.requests[0]: spot}, at=now())
    plan = await plan_of(fair.fair)
    for changed, field, words in (
        (_shorter(plan), "session_0_from", "một lượt gặp đang có cuộc gặp"),
        (_hall(plan, tables=1), "hall_0_tables", "Một bàn bị bỏ"),
        (_hall(plan, table_prefix="B"), "hall_0_prefix", "không đổi ký hiệu"),
        (_without(plan, trang.name), "interpreter_0_name", "có tên trong một bản lịch"),
    ):
        with pytest.raises(InUse, match=words) as refused:
            await change_fair(fair.fair, changed)
        assert refused.value.field == field
    assert await _standing(fair) == (12, 2, 10, 2)


async def test_a_booked_booth_stays_until_it_is_given_back(database: str) -> None:
    fair = await make_meeting_fair()
    await make_booking(fair.fair, fair.producers[0], "A5")
    fewer = _hall(await plan_of(fair.fair), rows=(RowPlan("A", 4), RowPlan("B", 5)))
    with pytest.raises(InUse, match="Một gian bị bỏ đã có đơn vị đặt"):
        await change_fair(fair.fair, fewer)
    await BoothBooking.update({BoothBooking.released_at: now()}, force=True)
    await change_fair(fair.fair, fewer)
    assert len(await booths_of(fair.fair.id)) == 9
