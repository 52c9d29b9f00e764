"""The organizer's pages and the desk's, as a browser without scripts sees them."""

import asyncio
import pathlib
import re
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from chophien.companies.tables import Company
from chophien.matchmaking.tables import Absence
from chophien.support.clock import now
from chophien.timetable.actions import ask_for_run, publish_version
from chophien.timetable.changes import announce_nothing
from chophien.timetable.jobs import work_once
from chophien.timetable.queries.meetings import meetings_of_fair
from chophien.timetable.queries.versions import spots_of, version_of
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_desk, make_organizer
from tests.factories.timetable import MeetingFair, make_computed_draft, make_draft, make_meeting_fair


@pytest.fixture
async def sqlite_browser(sqlite_database: str) -> AsyncIterator[Browser]:
    """A browser where the engine does not matter."""
    async with new_browser() as opened:
        yield opened


def _base(fair: MeetingFair) -> str:
    return f"/organizer/fairs/{fair.fair.slug}/timetable"


async def _sign_in(browser: Browser, fair: MeetingFair) -> None:
    await browser.sign_in(fair.staff.person.email, PASSWORD)


async def test_from_the_first_press_to_the_second_publication(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await _sign_in(browser, fair)
    empty = (await browser.get(_base(fair))).text
    assert "Đã sẵn sàng: 4 yêu cầu đã nhận lời, 12 lượt gặp, 2 bàn." in empty
    assert "Chưa có bản lịch nào." in empty

    asked = await browser.send_form(_base(fair), seconds="15")
    run_url = asked.headers["location"]
    running = (await browser.get(run_url)).text
    assert "Đang chờ đến lượt" in running
    assert '<noscript><meta http-equiv="refresh"' in running
    assert "Đang xếp lịch." in (await browser.get(_base(fair))).text
    second = await browser.send_form(_base(fair), seconds="15")
    assert second.status_code == 422
    assert "Lịch của hội chợ này đang được xếp." in second.text

    await work_once("a worker")
    fragment = await browser.get(f"{run_url}/progress")
    assert (fragment.text, fragment.headers["hx-refresh"]) == ("", "true")
    result = (await browser.get(run_url)).text
    assert "Cả 4 yêu cầu đều có chỗ." in result
    assert "Đã chứng minh: không có lịch nào tốt hơn." in result

    version = (await browser.get(f"{_base(fair)}/versions/1")).text
    assert version.count('<a class="meeting') == 4
    assert "Không còn yêu cầu nào chưa có chỗ." in version
    assert "Yêu cầu gặp còn được gửi đến" in (await browser.get(f"{_base(fair)}/versions/1/changes")).text
    published = await browser.send_form(f"{_base(fair)}/versions/1/publish")
    assert published.headers["location"] == f"{_base(fair)}/versions/1/changes"
    changes = (await browser.get(published.headers["location"])).text
    assert "Đã công bố." in changes
    assert "4 cuộc gặp mới." in changes

    request_id = fair.requests[0]
    move = (await browser.get(f"{_base(fair)}/versions/1/move/{request_id}")).text
    cell = re.findall(r'name="cell" value="([0-9]+-[0-9]+)"', move)[-1]
    moved = await browser.send_form(f"{_base(fair)}/versions/1/move/{request_id}", cell=cell)
    assert moved.headers["location"].startswith(f"{_base(fair)}/versions/2?day=")
    draft = (await browser.get(moved.headers["location"])).text
    assert "Đã làm bản nháp số 2 với thay đổi này." in draft
    assert "So với bản đang công bố: 0 cuộc gặp mới, 1 đổi, 0 bị bỏ." in draft
    assert "1 cuộc gặp đổi giờ, bàn hoặc phiên dịch." in (await browser.get(f"{_base(fair)}/versions/2/changes")).text
    await browser.send_form(f"{_base(fair)}/versions/2/publish")
    sequences = sorted(line.sequence for line, _ in await meetings_of_fair(fair.fair.id))
    assert sequences == [0, 0, 0, 1]
    overview = (await browser.get(_base(fair))).text
    assert "bản số 2" in overview


async def test_a_cell_that_was_taken_meanwhile_is_refused_on_the_page_with_the_cells_as_they_are_now(
    browser: Browser,
) -> None:
    fair = await make_meeting_fair()
    await _sign_in(browser, fair)
    number = await make_draft(fair, (0, 0), (1, 0))
    taken = f"{fair.slots[1]}-{fair.tables[1]}"
    answer = await browser.send_form(f"{_base(fair)}/versions/{number}/move/{fair.requests[0]}", cell=taken)
    assert answer.status_code == 409
    assert "Gốm 1 có hơn một cuộc gặp lúc 09:20" in answer.text
    assert 'name="cell"' in answer.text
    nonsense = await browser.send_form(f"{_base(fair)}/versions/{number}/move/{fair.requests[0]}", cell="x'--")
    assert nonsense.status_code == 409


async def test_a_draft_that_breaks_a_rule_says_so_before_and_when_it_is_to_be_published(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await _sign_in(browser, fair)
    await make_draft(fair, (0, 0))
    await Absence(participation=fair.producers[0].id, slot=fair.slots[0]).save()
    page = (await browser.get(f"{_base(fair)}/versions/1")).text
    assert "Bản này trái quy tắc nên chưa công bố được:" in page
    assert "meeting-conflict" in page
    refused = await browser.send_form(f"{_base(fair)}/versions/1/publish")
    assert refused.status_code == 409
    assert "Chưa công bố được: Gốm 1 – Siêu thị 1: có bên vắng mặt lúc 09:00" in refused.text
    assert "1 cuộc gặp mới." in refused.text


async def test_a_meeting_is_dropped_and_said_to_be_without_a_place(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await _sign_in(browser, fair)
    number = await make_computed_draft(fair)
    answer = await browser.send_form(f"{_base(fair)}/versions/{number}/drop/{fair.requests[2]}")
    page = (await browser.get(answer.headers["location"])).text
    assert "3 trên 4 yêu cầu có chỗ; 1 yêu cầu chưa có." in page
    assert f"/versions/{number}/move/{fair.requests[2]}" in page
    assert set(await spots_of((await version_of(fair.fair.id, number)).id)) == set(fair.requests) - {fair.requests[2]}


def _check(folder: pathlib.Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "chophien", "check", "problem.json", "timetable.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


async def test_the_files_of_a_run_are_accepted_by_the_check_command(browser: Browser, tmp_path: pathlib.Path) -> None:
    fair = await make_meeting_fair()
    await _sign_in(browser, fair)
    run_id = await ask_for_run(fair.fair.id, at=now(), seconds=5)
    assert (await browser.get(f"{_base(fair)}/runs/{run_id}/timetable.json")).status_code == 404
    await work_once("a worker")
    for name in ("problem", "timetable"):
        answer = await browser.get(f"{_base(fair)}/runs/{run_id}/{name}.json")
        assert answer.headers["content-disposition"].endswith(f'{run_id}-{name}.json"')
        (tmp_path / f"{name}.json").write_bytes(answer.content)
    checked = await asyncio.to_thread(_check, tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")


async def test_a_waiting_run_is_called_off_by_a_button(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await _sign_in(browser, fair)
    run_url = f"{_base(fair)}/runs/{await ask_for_run(fair.fair.id, at=now())}"
    await browser.send_form(f"{run_url}/cancel")
    assert "Đã dừng trước khi tìm được lịch nào." in (await browser.get(run_url)).text
    assert (await browser.send_form(f"{run_url}/cancel")).status_code == 409


async def test_another_organizer_finds_nothing(sqlite_browser: Browser) -> None:
    fair = await make_meeting_fair()
    run_id = await ask_for_run(fair.fair.id, at=now())
    await make_draft(fair, (0, 0))
    other = await make_organizer("Sở Công Thương khác")
    await sqlite_browser.sign_in(other.person.email, PASSWORD)
    run, version = f"/runs/{run_id}", "/versions/1"
    pages = ("", run, f"{run}/progress", f"{run}/problem.json", version, f"{version}/changes", f"{version}/move/1")
    assert [(await sqlite_browser.get(_base(fair) + page)).status_code for page in pages] == [404] * len(pages)
    for action in (f"/runs/{run_id}/cancel", "/versions/1/publish", f"/versions/1/drop/{fair.requests[0]}"):
        assert (await sqlite_browser.send_form(_base(fair) + action)).status_code == 404
    assert (await sqlite_browser.get(f"/desk/fairs/{fair.fair.slug}")).status_code == 404


async def test_a_run_of_another_fair_of_the_same_organizer_is_not_found_under_this_one(sqlite_browser: Browser) -> None:
    fair, other = await make_meeting_fair(), await make_meeting_fair()
    await _sign_in(sqlite_browser, fair)
    run_id = await ask_for_run(other.fair.id, at=now())
    assert (await sqlite_browser.get(f"{_base(fair)}/runs/{run_id}")).status_code == 404


async def test_participants_may_not_look_at_the_plan(sqlite_browser: Browser) -> None:
    fair = await make_meeting_fair()
    await sqlite_browser.sign_in(fair.producers[0].person.email, PASSWORD)
    assert (await sqlite_browser.get(_base(fair))).status_code == 403
    assert (await sqlite_browser.get("/desk")).status_code == 403


async def test_the_desk_sees_who_interprets_where_and_who_is_free(sqlite_browser: Browser) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1, interpreting="ja-vi")
    watcher = await make_desk(fair.staff.organizer)
    await sqlite_browser.sign_in(watcher.email, PASSWORD)
    url = f"/desk/fairs/{fair.fair.slug}"
    assert url in (await sqlite_browser.get("/desk")).text
    assert "Lịch gặp chưa được công bố" in (await sqlite_browser.get(url)).text
    number = await make_computed_draft(fair)
    await publish_version(fair.fair.id, number, announce=announce_nothing, at=now())
    page = (await sqlite_browser.get(url)).text
    assert page.count("Phạm Thu Trang <span") == 1
    assert "Siêu thị 1 – Gốm 1" in page
    # In the other eleven slots both are free, in this one only the one who interprets other languages.
    assert page.count("Nguyễn Hoài An (Tiếng Anh)") == 12
    assert page.count("Phạm Thu Trang (Tiếng Nhật, Tiếng Anh)") == 11


async def test_names_are_shown_as_they_are_written_and_english_is_spoken_to_who_wants_it(
    sqlite_browser: Browser,
) -> None:
    fair = await make_meeting_fair()
    await Company.update({Company.name: "<script>alert(1)</script> & Gốm"}).where(
        Company.id == fair.producers[0].company.id
    )
    await make_draft(fair, (0, 0))
    await _sign_in(sqlite_browser, fair)
    page = (await sqlite_browser.get(f"{_base(fair)}/versions/1")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Gốm" in page
    sqlite_browser.cookies.set("language", "en")
    page = (await sqlite_browser.get(f"{_base(fair)}/versions/1")).text
    assert "<script>alert" not in page
    assert "Timetable, version 1" in page
    assert "1 of 4 requests have a place; 3 do not yet." in page
    assert "See the changes and publish" in page
