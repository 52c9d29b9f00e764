"""Changing a fair: blocks, prefixes and dates, and what follows them."""

import re
from datetime import timedelta

from chophien.fairs.forms import Step
from chophien.fairs.queries import (
    closures_of,
    interpreters_of,
    plan_of,
    sessions_of,
    staff_of,
    tables_of,
)
from chophien.fairs.tables import Fair, TableClosure
from chophien.support.clock import now
from tests.conftest import Browser, new_browser
from tests.factories.fair_steps import (
    NAME,
    PLACE,
    PROGRAMME,
    as_organizer,
    made_in_steps,
    only_fair,
    url_of,
)


async def test_a_block_is_dropped_by_its_button_and_what_hangs_on_the_others_stays(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    second, desk = (await tables_of(fair.id))[3], (await staff_of(fair.id))[1]
    session = (await sessions_of(fair.id))[0]
    await TableClosure(meeting_table=second.id, session=session.id).save()
    shown = (await browser.send_form(url_of(fair, Step.PLACE), **PLACE, drop="hall_0")).text
    assert "Nhà A" not in re.findall(r'name="hall_\d_name"[^>]*value="([^"]*)"', shown)
    assert len((await plan_of(fair)).halls) == 2
    left = {name.replace("_1_", "_0_"): value for name, value in PLACE.items() if not name.startswith("hall_0")}
    assert (await browser.send_form(url_of(fair, Step.PLACE), **left)).status_code == 303
    assert [(table.id, table.code) for table in await tables_of(fair.id)] == [(second.id, "T4"), (second.id + 1, "T5")]
    assert await closures_of(fair.id) == {second.id: {session.id}}
    people = {name.replace("interpreter_1", "interpreter_0"): value for name, value in PROGRAMME.items()}
    people |= {"interpreter_0_name": "Bùi Thị Vân", "interpreter_0_pairs": "", "interpreter_0_duty": "desk"}
    assert (await browser.send_form(url_of(fair, Step.PROGRAMME), **people)).status_code == 303
    assert [(who.id, who.name) for who in await staff_of(fair.id)] == [(desk.id, "Bùi Thị Vân")]


async def test_languages_of_interpreters_are_written_as_people_write_them(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    people = {**PROGRAMME, "interpreter_0_pairs": "Tiếng Anh, nhat; Chinese, KO-VI, en-ja"}
    assert (await browser.send_form(url_of(fair, Step.PROGRAMME), **people)).status_code == 303
    assert [who.pairs for who in await interpreters_of(fair.id)] == [("en-vi", "ja-vi", "zh-vi", "ko-vi", "en-ja")]
    shown = (await browser.get(url_of(fair, Step.PROGRAMME))).text
    assert 'value="Tiếng Anh, Tiếng Nhật, Tiếng Trung, Tiếng Hàn, en-ja"' in shown
    for wrong, unknown in (("Klingon", "Klingon"), ("Tiếng Việt", "Tiếng Việt"), ("Anh, , Mây", "Mây")):
        refused = await browser.send_form(url_of(fair, Step.PROGRAMME), **{**PROGRAMME, "interpreter_0_pairs": wrong})
        assert (refused.status_code, f'value="{wrong}"' in refused.text) == (422, True)
        assert f"Phiên dịch hoặc trực bàn 1</a>: Không có ngôn ngữ “{unknown}”." in refused.text


async def test_an_added_block_comes_as_most_have_it(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    hall = (await browser.send_form(url_of(fair, Step.PLACE), **PLACE, add="hall")).text
    assert re.findall(r'name="hall_2_(?:prefix|name)"[^>]*value="([^"]*)"', hall) == ["", "T"]
    assert 'name="hall_3_' not in hall
    people = (await browser.send_form(url_of(fair, Step.PROGRAMME), **PROGRAMME, add="interpreter")).text
    assert 'name="interpreter_2_name"' in people
    assert 'name="interpreter_3_name"' not in people


async def test_tables_take_a_new_prefix(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    tables = [table.id for table in await tables_of(fair.id)]
    # The second hall takes the codes that the first gives up.
    swapped = {**PLACE, "hall_0_prefix": "M", "hall_1_prefix": "T", "hall_0_tables": "4"}
    assert (await browser.send_form(url_of(fair, Step.PLACE), **swapped)).status_code == 303
    assert [(table.id in tables, table.code) for table in await tables_of(fair.id)] == [
        (True, "M1"),
        (True, "M2"),
        (True, "M3"),
        (False, "M4"),
        (True, "T4"),
        (True, "T5"),
    ]
    digit = await browser.send_form(url_of(fair, Step.PLACE), **{**swapped, "hall_0_prefix": "M1"})
    assert (digit.status_code, "không kết thúc bằng chữ số" in digit.text) == (422, True)


async def test_deadlines_that_nobody_touched_follow_a_drafts_days(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    typed = await plan_of(fair)
    assert (await browser.send_form(url_of(fair, Step.NAME), **{**NAME, "starts_on": "2030-12-06"})).status_code == 303
    assert (await plan_of(await only_fair())).requests_until == typed.requests_until
    await browser.send_form("/organizer/fairs/new", **{**NAME, "name_vi": "Hội chợ Tết"})
    new = await Fair.objects().get(Fair.name_vi == "Hội chợ Tết")
    assert new is not None
    usual = await plan_of(new)
    later = {**NAME, "starts_on": "2031-01-05", "ends_on": "2031-01-06"}
    assert (await browser.send_form(url_of(new, Step.NAME), **later)).status_code == 303
    moved = await Fair.objects().get(Fair.id == new.id)
    assert moved is not None
    plan = await plan_of(moved)
    assert [plan.requests_until - usual.requests_until, plan.registration_from - usual.registration_from] == [
        timedelta(days=31),
        timedelta(),
    ]


async def test_a_timetable_after_the_fair_has_begun_keeps_it_shut(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    await Fair.update({Fair.final_from: fair.final_from + timedelta(days=30)}).where(Fair.id == fair.id)
    page = await browser.get(f"/organizer/fairs/{fair.slug}/checklist")
    assert "Lịch dự kiến hoặc lịch chính thức ở sau ngày đầu hội chợ." in page.text
    assert (await browser.send_form(f"/organizer/fairs/{fair.slug}/publish")).status_code == 409


async def test_an_open_fair_hands_its_organizer_the_address_to_send_around(browser: Browser) -> None:
    await as_organizer(browser)
    name = {**NAME, "starts_on": str(now().date() + timedelta(days=40)), "ends_on": str(now().date() + timedelta(41))}
    await browser.send_form("/organizer/fairs/new", **name)
    fair = await only_fair()
    await browser.send_form(url_of(fair, Step.PLACE), **PLACE)
    base, address = f"/organizer/fairs/{fair.slug}", f'value="http://fair.test/fairs/{fair.slug}"'
    assert address not in (await browser.get(base)).text
    assert "Nhận đăng ký từ" in (await browser.get(f"/fairs/{fair.slug}")).text
    assert (await browser.send_form(f"{base}/publish")).status_code == 303
    assert address in (await browser.get(base)).text
    async with new_browser() as visitor:
        assert (await visitor.get(f"/fairs/{fair.slug}/register/producer")).status_code == 200
