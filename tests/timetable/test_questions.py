"""What an organizer asks, on the pages and by the worker: why not, what if, how many tables, mend it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chophien.engine.asking.changing import Changes
from chophien.engine.timetable import Clash, Timetable
from chophien.fairs.tables import Slot
from chophien.matchmaking.queries import own_absences
from chophien.matchmaking.tables import Absence
from chophien.support.clock import now
from chophien.timetable.actions import ask_for_repair, ask_for_run, ask_for_tables, ask_what_if, publish_version
from chophien.timetable.actions.asking import NothingToMend
from chophien.timetable.actions.runs import RunAlreadyOpen
from chophien.timetable.actions.working import claim_run, finish_run
from chophien.timetable.changes import announce_nothing
from chophien.timetable.jobs import work_once
from chophien.timetable.queries.runs import question_file, run_of
from chophien.timetable.queries.versions import spots_of, version_of, versions_of
from chophien.timetable.questions import read_advice, read_effect
from chophien.timetable.tables import RunState
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD
from tests.factories.timetable import MeetingFair, make_computed_draft, make_draft, make_meeting_fair


@pytest.fixture
async def sqlite_browser(sqlite_database: str) -> AsyncIterator[Browser]:
    """A browser where the engine does not matter."""
    async with new_browser() as opened:
        yield opened


def _base(fair: MeetingFair) -> str:
    return f"/organizer/fairs/{fair.fair.slug}/timetable"


async def _publish(fair: MeetingFair, number: int) -> None:
    await publish_version(fair.fair.id, number, announce=announce_nothing, at=now())


async def _away_except(fair: MeetingFair, participation: int, *present: int) -> None:
    slots = [slot for n, slot in enumerate(fair.slots) if n not in present]
    await Absence.insert(*[Absence(participation=participation, slot=slot) for slot in slots])


async def test_a_request_without_a_place_is_told_why_and_given_one_by_a_press(browser: Browser) -> None:
    fair = await make_meeting_fair(producers=2, distributors=1, tables=1)
    await _away_except(fair, fair.producers[1].id, 0)
    number = await make_draft(fair, (0, 0))
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    page = (await browser.get(f"{_base(fair)}/versions/{number}")).text
    assert f"/why/{fair.requests[1]}" in page
    why = (await browser.get(f"{_base(fair)}/versions/{number}/why/{fair.requests[1]}")).text
    assert "Gốm 2 đã kín mọi giờ có mặt." not in why
    assert "Không có giờ nào hai bên cùng có mặt và cùng rảnh." in why
    assert "Gốm 1 – Siêu thị 1 (3)" in why
    assert "và chuyển Gốm 1 – Siêu thị 1 sang" in why
    taken = await browser.send_form(f"{_base(fair)}/versions/{number}/why/{fair.requests[1]}", way="move")
    assert taken.headers["location"] == f"{_base(fair)}/versions/{number}"
    version = await version_of(fair.fair.id, number)
    assert set(await spots_of(version.id)) == set(fair.requests)
    again = await browser.get(f"{_base(fair)}/versions/{number}/why/{fair.requests[1]}")
    assert "Yêu cầu này đã có chỗ" in again.text
    refused = await browser.send_form(f"{_base(fair)}/versions/{number}/why/{fair.requests[1]}", way="move")
    assert refused.status_code == 409


async def test_somebody_who_would_have_to_come_is_named_with_the_time(sqlite_browser: Browser) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1, tables=1)
    await _away_except(fair, fair.producers[0].id)
    number = await make_draft(fair)
    await sqlite_browser.sign_in(fair.staff.person.email, PASSWORD)
    why = (await sqlite_browser.get(f"{_base(fair)}/versions/{number}/why/{fair.requests[0]}")).text
    assert "Nếu Gốm 1 có mặt lúc 09:00" in why
    assert "Làm như vậy" not in why


async def test_a_no_show_and_a_lost_table_change_only_what_they_must(database: str) -> None:
    fair = await make_meeting_fair(producers=3, distributors=3, tables=3)
    number = await make_computed_draft(fair)
    await _publish(fair, number)
    before = await spots_of((await version_of(fair.fair.id, number)).id)
    run_id = await ask_for_repair(fair.fair.id, at=now(), absent=[fair.producers[0].id], lost_tables=[fair.tables[0]])
    with pytest.raises(RunAlreadyOpen):
        await ask_for_repair(fair.fair.id, at=now())
    assert await own_absences(fair.producers[0].id) == set(fair.slots)
    assert await work_once("a worker")
    run = await run_of(fair.fair.id, run_id)
    assert (run.state, run.version) == (RunState.FINISHED, number + 1)
    version = await version_of(fair.fair.id, number + 1)
    after = await spots_of(version.id)
    gone = {request for n, request in enumerate(fair.requests) if n < 3}
    assert set(after) == set(fair.requests) - gone
    assert fair.tables[0] not in {spot.table_id for spot in after.values()}
    forced = {id_ for id_ in after if before[id_].table_id == fair.tables[0]}
    assert {id_ for id_ in after if after[id_] != before[id_]} == forced
    assert version.note == f"Sửa lịch: {len(forced)} cuộc gặp đổi chỗ, 3 bị bỏ, 0 thêm mới."
    assert version.based_on == number


async def test_somebody_late_is_away_until_she_comes_and_her_meetings_are_moved(sqlite_database: str) -> None:
    fair = await make_meeting_fair(producers=1, distributors=2, tables=1)
    number = await make_draft(fair, (0, 0), (1, 0))
    await _publish(fair, number)
    await ask_for_repair(fair.fair.id, at=now(), absent=[fair.producers[0].id], absent_until=fair.slots[3])
    assert await own_absences(fair.producers[0].id) == set(fair.slots[:3])
    assert await work_once("a worker")
    after = await spots_of((await version_of(fair.fair.id, number + 1)).id)
    assert set(after) == set(fair.requests)
    assert {spot.slot_id for spot in after.values()} <= set(fair.slots[3:])


async def test_what_has_begun_stays_and_nothing_new_is_put_there(sqlite_database: str) -> None:
    fair = await make_meeting_fair(producers=2, distributors=2, tables=2)
    number = await make_draft(fair, (0, 0), (1, 0), (1, 1))
    await _publish(fair, number)
    first, second = fair.slots[0], fair.slots[1]
    earliest = await Slot.select(Slot.starts_at).where(Slot.id == second).first()
    assert earliest is not None
    at = earliest["starts_at"] + timedelta(minutes=1)
    await ask_for_repair(fair.fair.id, at=at)
    assert await work_once("a worker")
    after = await spots_of((await version_of(fair.fair.id, number + 1)).id)
    before = await spots_of((await version_of(fair.fair.id, number)).id)
    assert {id_: after[id_] for id_ in before} == before
    assert after[fair.requests[3]].slot_id not in {first, second}


async def test_without_any_timetable_there_is_nothing_to_mend(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    with pytest.raises(NothingToMend):
        await ask_for_repair(fair.fair.id, at=now())


async def test_more_tables_and_slots_are_compared_with_the_timetable_at_hand(database: str) -> None:
    fair = await make_meeting_fair(producers=3, distributors=3, tables=1)
    for someone in (*fair.producers, *fair.distributors):
        await _away_except(fair, someone.id, 0, 1)
    number = await make_computed_draft(fair)
    placed = (await version_of(fair.fair.id, number)).placed
    assert placed == 2
    run_id = await ask_what_if(fair.fair.id, Changes(more_places=2), at=now())
    assert await work_once("a worker")
    assert (await run_of(fair.fair.id, run_id)).state == RunState.FINISHED
    _question, finding = await question_file(fair.fair.id, run_id)
    assert finding is not None
    effect = read_effect(finding)
    assert (effect.now.placed, effect.then.placed, effect.asked) == (2, 6, 9)
    assert len(await versions_of(fair.fair.id)) == 1


async def test_the_fewest_tables_are_found_with_the_price_of_fewer(sqlite_database: str) -> None:
    fair = await make_meeting_fair(producers=3, distributors=3, tables=5)
    for someone in (*fair.producers, *fair.distributors):
        await _away_except(fair, someone.id, 0, 1)
    run_id = await ask_for_tables(fair.fair.id, at=now())
    assert await work_once("a worker")
    _question, finding = await question_file(fair.fair.id, run_id)
    assert finding is not None
    advice = read_advice(finding)
    assert advice.proved
    assert advice.sessions[0].enough == 3
    assert [(price.tables, price.lost_weight) for price in advice.sessions[0].prices] == [(2, 6), (1, 12), (0, 18)]


async def test_the_pages_of_questions_lead_from_the_form_to_the_answer(browser: Browser) -> None:
    fair = await make_meeting_fair(producers=2, distributors=2, tables=1)
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    await make_computed_draft(fair)
    overview = (await browser.get(_base(fair))).text
    assert f'href="{_base(fair)}/repair"' in overview
    assert f'href="{_base(fair)}/questions"' in overview
    nothing = await browser.send_form(f"{_base(fair)}/questions/what-if")
    assert nothing.status_code == 422
    assert "Xin chọn ít nhất một thay đổi để so sánh." in nothing.text
    asked = await browser.send_form(f"{_base(fair)}/questions/what-if", more_places="1", more_slots="2")
    assert "Đang chờ đến lượt" in (await browser.get(asked.headers["location"])).text
    await work_once("a worker")
    answer = (await browser.get(asked.headers["location"])).text
    assert "Giả sử: thêm 1 bàn; thêm 2 lượt gặp cuối mỗi ngày." in re.sub(r"\s+", " ", answer)
    assert "Không thêm được cuộc gặp nào: vẫn 4 trên 4 yêu cầu có chỗ." in answer
    tables = await browser.send_form(f"{_base(fair)}/questions/tables")
    await work_once("a worker")
    assert "Với số bàn dưới đây" in (await browser.get(tables.headers["location"])).text
    mend = await browser.send_form(f"{_base(fair)}/repair", absent=str(fair.producers[0].id))
    assert "Đã ghi giờ vắng của Gốm 1. Giờ vắng ấy còn đó" in (await browser.get(mend.headers["location"])).text
    await work_once("a worker")
    mended = (await browser.get(mend.headers["location"])).text
    assert "Xem bản lịch số 2" in mended


async def test_a_clash_is_told_with_names(sqlite_browser: Browser) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1, tables=1)
    run_id = await ask_for_run(fair.fair.id, at=now())
    held = await claim_run("a worker", at=now())
    assert held is not None
    clash = Clash(
        (f"r{fair.requests[0]}",), ("participant_away", "required_unplaced"), "", True, (f"p{fair.producers[0].id}",)
    )
    await finish_run(held, Timetable("infeasible", clash=clash), cancelled=False, at=now())
    await sqlite_browser.sign_in(fair.staff.person.email, PASSWORD)
    page = (await sqlite_browser.get(f"{_base(fair)}/runs/{run_id}")).text
    assert "Các cuộc gặp buộc phải có: Gốm 1 – Siêu thị 1." in page
    assert "Số cuộc gặp tối thiểu đã hứa với: Gốm 1." in page
    assert "Không ai gặp khi vắng mặt." in page
