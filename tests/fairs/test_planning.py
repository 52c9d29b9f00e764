"""Making a fair in the form, changing it, showing and closing it."""

from datetime import date
from typing import Any

from chophien.fairs.queries import booths_of, interpreters_of, plan_of, slots_of, tables_of
from chophien.fairs.tables import Fair, Hall, Slot
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation

FORM: dict[str, Any] = {
    "name_vi": "Hội chợ Làng nghề Thường Tín",
    "name_en": "Thuong Tin craft fair",
    "about_vi": "Hai ngày gặp gỡ.",
    "about_en": "",
    "venue": "Nhà văn hoá huyện",
    "address": "Thường Tín, Hà Nội",
    "starts_on": "2030-12-05",
    "ends_on": "2030-12-06",
    "registration_from": "2030-10-01T08:00",
    "registration_until": "2030-11-01T17:00",
    "requests_from": "2030-11-02T08:00",
    "requests_until": "2030-11-20T17:00",
    "reminder_minutes": "30",
    "slot_minutes": "20",
    "session_0_name": "Buổi sáng",
    "session_0_name_en": "Morning",
    "session_0_from": "08:30",
    "session_0_to": "11:30",
    "session_1_name": "Buổi chiều",
    "session_1_name_en": "",
    "session_1_from": "13:30",
    "session_1_to": "16:40",
    "session_2_name": "",
    "session_2_name_en": "",
    "session_2_from": "",
    "session_2_to": "",
    "hall_0_name": "Nhà A",
    "hall_0_name_en": "Hall A",
    "hall_0_tables": "3",
    "hall_0_prefix": "T",
    "hall_0_rows": "A 2, B:1",
    "hall_1_name": "Nhà B",
    "hall_1_name_en": "",
    "hall_1_tables": "2",
    "hall_1_prefix": "T",
    "hall_1_rows": "c 1",
    "interpreter_0_name": "Nguyễn Hoài An",
    "interpreter_0_pairs": "en-vi, JA-VI",
    "interpreter_0_email": "",
    "programme_0_title": "Khai mạc",
    "programme_0_title_en": "Opening",
    "programme_0_day": "2030-12-05",
    "programme_0_from": "08:00",
    "programme_0_to": "08:30",
    "programme_0_spot": "Sân khấu",
    "co_hosts": ["006"],
}


async def _signed_in(browser: Browser) -> Browser:
    await browser.sign_in((await make_organizer()).person.email, PASSWORD)
    return browser


async def _made(browser: Browser) -> Fair:
    answer = await browser.send_form("/organizer/fairs/new", **{**FORM, "co_hosts": []})
    assert answer.status_code == 303, answer.text
    fair = await Fair.objects().first()
    assert fair is not None
    return fair


async def test_a_fair_is_made_with_everything_in_it(browser: Browser) -> None:
    fair = await _made(await _signed_in(browser))
    assert (fair.slug, fair.state, fair.starts_on) == ("hoi-cho-lang-nghe-thuong-tin", "draft", date(2030, 12, 5))
    assert len(await slots_of(fair.id)) == 2 * (9 + 9)
    assert [table.code for table in await tables_of(fair.id)] == ["T1", "T2", "T3", "T4", "T5"]
    assert [booth.code for booth in await booths_of(fair.id)] == ["A01", "A02", "B01", "C01"]
    assert [who.pairs for who in await interpreters_of(fair.id)] == [("en-vi", "ja-vi")]
    overview = await browser.get(f"/organizer/fairs/{fair.slug}")
    assert "Mở cho mọi người xem" in overview.text
    assert "0 trên 4 gian hàng đã có người đặt" in overview.text


async def test_one_more_block_keeps_everything_that_was_typed(browser: Browser) -> None:
    await _signed_in(browser)
    answer = await browser.send_form("/organizer/fairs/new", **FORM, add="session")
    assert answer.status_code == 200
    assert 'name="session_3_from"' in answer.text
    assert "Nguyễn Hoài An" in answer.text
    assert 'value="006" checked' in answer.text
    assert await Fair.count() == 0


async def test_a_wrong_form_comes_back_as_typed_with_every_error(browser: Browser) -> None:
    await _signed_in(browser)
    wrong = {**FORM, "co_hosts": [], "ends_on": "2030-12-01", "hall_0_rows": "mười gian", "session_1_from": "10:00"}
    answer = await browser.send_form("/organizer/fairs/new", **wrong)
    assert answer.status_code == 422
    assert "Ngày cuối phải từ ngày đầu trở đi." in answer.text
    assert "Xin viết tên dãy rồi số gian" in answer.text
    assert "chồng giờ" in answer.text
    assert "mười gian" in answer.text
    assert await Fair.count() == 0


async def test_a_fair_that_cannot_be_written_whole_is_not_written_at_all(browser: Browser) -> None:
    await _signed_in(browser)
    clash = {**FORM, "co_hosts": [], "hall_1_prefix": "", "hall_0_prefix": "", "hall_1_rows": "A 3"}
    answer = await browser.send_form("/organizer/fairs/new", **clash)
    assert answer.status_code == 422
    assert (await Fair.count(), await Hall.count(), await Slot.count()) == (0, 0, 0)


async def test_two_fairs_of_one_name_have_two_addresses(browser: Browser) -> None:
    await _signed_in(browser)
    for _time in range(2):
        await browser.send_form("/organizer/fairs/new", **{**FORM, "co_hosts": []})
    rows = await Fair.select(Fair.slug).order_by(Fair.id)
    assert [row["slug"] for row in rows] == ["hoi-cho-lang-nghe-thuong-tin", "hoi-cho-lang-nghe-thuong-tin-2"]


async def test_the_edit_form_shows_what_stands_and_saving_it_changes_nothing(browser: Browser) -> None:
    fair = await _made(await _signed_in(browser))
    before, slots = await plan_of(fair), await slots_of(fair.id)
    page = await browser.get(f"/organizer/fairs/{fair.slug}/edit")
    assert 'value="A 2, B 1"' in page.text
    saved = await browser.send_form(f"/organizer/fairs/{fair.slug}/edit", **{**FORM, "co_hosts": []})
    assert saved.status_code == 303, saved.text
    again = await Fair.objects().first()
    assert again is not None
    assert await plan_of(again) == before
    assert await slots_of(fair.id) == slots


async def test_additions_are_harmless_and_taking_away_is_refused_once_somebody_is_approved(browser: Browser) -> None:
    fair = await _made(await _signed_in(browser))
    await make_participation(fair)
    url = f"/organizer/fairs/{fair.slug}/edit"
    form = {**FORM, "co_hosts": []}
    more = {**form, "hall_0_tables": "4", "hall_0_rows": "A 3, B 1", "session_1_to": "17:00", "ends_on": "2030-12-07"}
    slots = {slot.id for slot in await slots_of(fair.id)}
    assert (await browser.send_form(url, **more)).status_code == 303
    assert [table.code for table in await tables_of(fair.id)] == ["T1", "T2", "T3", "T6", "T4", "T5"]
    assert [booth.code for booth in await booths_of(fair.id)] == ["A01", "A02", "A03", "B01", "C01"]
    now_slots = {slot.id for slot in await slots_of(fair.id)}
    assert slots <= now_slots
    assert len(now_slots) == 3 * (9 + 10)
    for less in (
        {"slot_minutes": "30"},
        {"ends_on": "2030-12-06"},
        {"session_0_to": "11:00"},
        {"hall_0_tables": "3"},
        {"hall_0_rows": "A 2, B 1"},
        {"interpreter_0_name": "", "interpreter_0_pairs": ""},
        {"hall_1_name": "", "hall_1_tables": "", "hall_1_rows": ""},
    ):
        answer = await browser.send_form(url, **{**more, **less})
        assert answer.status_code == 422, less
        assert "không bớt được" in answer.text
    assert {slot.id for slot in await slots_of(fair.id)} == now_slots


async def test_before_anybody_is_approved_everything_may_change(browser: Browser) -> None:
    fair = await _made(await _signed_in(browser))
    less = {**FORM, "co_hosts": [], "slot_minutes": "30", "hall_0_tables": "1", "hall_0_rows": "B 1", "hall_1_name": ""}
    less |= {"hall_1_tables": "", "hall_1_rows": "", "ends_on": "2030-12-05"}
    assert (await browser.send_form(f"/organizer/fairs/{fair.slug}/edit", **less)).status_code == 303
    assert [table.code for table in await tables_of(fair.id)] == ["T1"]
    assert [booth.code for booth in await booths_of(fair.id)] == ["B01"]
    assert len(await slots_of(fair.id)) == 6 + 6


async def test_a_draft_is_seen_after_it_is_published_and_stays_to_be_seen_after_closing(browser: Browser) -> None:
    fair = await make_fair(await make_organizer(), state="draft")
    staff = await make_organizer("Trung tâm khác")
    async with new_browser() as visitor, new_browser() as stranger:
        assert (await visitor.get(f"/fairs/{fair.slug}")).status_code == 404
        await stranger.sign_in(staff.person.email, PASSWORD)
        assert (await stranger.get(f"/organizer/fairs/{fair.slug}")).status_code == 404
        assert (await stranger.send_form(f"/organizer/fairs/{fair.slug}/publish")).status_code == 404
        assert (await stranger.get(f"/organizer/fairs/{fair.slug}/edit")).status_code == 404


async def test_the_steps_of_a_fair_are_taken_once(browser: Browser) -> None:
    fair = await _made(await _signed_in(browser))
    base = f"/organizer/fairs/{fair.slug}"
    async with new_browser() as visitor:
        assert (await visitor.get(f"/fairs/{fair.slug}")).status_code == 404
        assert (await browser.get(f"/fairs/{fair.slug}")).status_code == 200
        assert (await browser.send_form(f"{base}/publish")).status_code == 303
        assert (await browser.send_form(f"{base}/publish")).status_code == 409
        assert (await visitor.get(f"/fairs/{fair.slug}")).status_code == 200
        assert (await browser.send_form(f"{base}/close")).status_code == 303
        assert (await browser.send_form(f"{base}/close")).status_code == 409
        assert "Đã kết thúc" in (await visitor.get(f"/fairs/{fair.slug}")).text


async def test_an_organizer_without_fairs_is_told_how_to_begin(browser: Browser) -> None:
    await _signed_in(browser)
    page = await browser.get("/organizer")
    assert "Chưa có hội chợ nào" in page.text
    assert (await browser.get("/organizer/fairs/new")).status_code == 200
