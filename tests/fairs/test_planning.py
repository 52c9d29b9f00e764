"""Making a fair step by step, changing it, copying it, showing and closing it."""

from datetime import date, timedelta
from typing import Any

import pytest

from chophien.fairs.forms import Step
from chophien.fairs.queries import (
    booths_of,
    closures_of,
    co_hosts_of,
    interpreters_of,
    plan_of,
    quotas_of,
    sessions_of,
    slots_of,
    staff_of,
    tables_of,
)
from chophien.fairs.questions.tables import Question
from chophien.fairs.tables import Fair, Hall, Intake, MeetingTable, Slot, TableClosure
from chophien.support.clock import now
from chophien.web.formats import clock
from tests.conftest import Browser, new_browser
from tests.factories.fair_steps import (
    HOURS,
    NAME,
    PLACE,
    PROGRAMME,
    STEPS,
    as_organizer,
    made_in_steps,
    only_fair,
    url_of,
)
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation


async def test_a_fair_is_made_step_by_step_with_everything_in_it(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    assert (fair.slug, fair.state, fair.starts_on) == ("hoi-cho-lang-nghe-thuong-tin", "draft", date(2030, 12, 5))
    assert (fair.asking, fair.acceptance, fair.travel_en) == ("both", "automatic", "Bus 6.")
    assert len(await slots_of(fair.id)) == 2 * (9 + 9)
    assert [table.code for table in await tables_of(fair.id)] == ["T1", "T2", "T3", "T4", "T5"]
    assert [booth.code for booth in await booths_of(fair.id)] == ["A01", "A02", "B01", "C01"]
    assert [who.pairs for who in await interpreters_of(fair.id)] == [("en-vi", "ja-vi")]
    assert [who.name for who in await staff_of(fair.id)] == ["Nguyễn Hoài An", "Bùi Thị Vân"]
    assert [host.code for host in await co_hosts_of(fair.id)] == ["006"]
    quotas = await quotas_of(fair.id)
    assert (quotas["producer"].most_requests, quotas["distributor"].least_meetings) == (5, 2)
    overview = await browser.get(f"/organizer/fairs/{fair.slug}")
    assert "0 trên 4 gian hàng đã có người đặt" in overview.text
    checklist = await browser.get(f"/organizer/fairs/{fair.slug}/checklist")
    assert "Mở cho mọi người xem" in checklist.text
    assert "Đã có người trực bàn." in checklist.text


async def test_name_and_days_are_enough_for_a_fair_that_only_lacks_its_place(browser: Browser) -> None:
    await as_organizer(browser)
    await browser.send_form("/organizer/fairs/new", name_vi="Phiên chợ", starts_on="2030-12-05", ends_on="2030-12-05")
    fair = await only_fair()
    assert len(await slots_of(fair.id)) == 18
    assert len(await tables_of(fair.id)) == 10
    page = await browser.get(f"/organizer/fairs/{fair.slug}/checklist")
    assert "Chưa có địa điểm." in page.text
    refused = await browser.send_form(f"/organizer/fairs/{fair.slug}/publish")
    assert (refused.status_code, "Chưa có địa chỉ." in refused.text) == (409, True)
    await browser.send_form(url_of(fair, Step.PLACE), **{**PLACE, "co_hosts": []})
    assert (await browser.send_form(f"/organizer/fairs/{fair.slug}/publish")).status_code == 303


async def test_one_more_block_keeps_everything_that_was_typed(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    answer = await browser.send_form(url_of(fair, Step.HOURS), **HOURS, add="session")
    assert answer.status_code == 200
    assert 'name="session_3_from"' in answer.text
    answer = await browser.send_form(url_of(fair, Step.PLACE), **{**PLACE, "venue": "Sân đình"}, add="hall")
    assert "Sân đình" in answer.text
    assert 'value="006" checked' in answer.text
    assert (await only_fair()).venue == "Nhà văn hoá huyện"


@pytest.mark.parametrize(
    ("step", "wrong", "told"),
    [
        (Step.NAME, {"ends_on": "2030-12-01"}, "Ngày cuối phải từ ngày đầu trở đi."),
        (Step.NAME, {"starts_on": "2030-12-01", "ends_on": "2030-12-01"}, ""),
        (Step.PLACE, {"hall_0_rows": "mười gian"}, "Xin viết tên dãy rồi số gian"),
        (Step.PLACE, {"map_url": "javascript:alert(1)"}, "bắt đầu bằng https://"),
        (Step.HOURS, {"session_1_from": "10:00"}, "chồng giờ"),
        (Step.HOURS, {"session_0_breaks": "12:00-12:15"}, "Xin viết giờ nghỉ trong buổi"),
        (Step.HOURS, {"session_0_day": "2030-12-09"}, "nằm ngoài những ngày hội chợ"),
        (Step.ASKING, {"distributor_least_meetings": "13"}, "Số ít nhất không được lớn hơn"),
        (Step.DATES, {"registration_until": "2030-09-01T08:00"}, "Hạn chót phải sau lúc mở."),
        (Step.DATES, {"final_from": "2030-11-21T08:00"}, "lịch chính thức sau lịch dự kiến"),
        (Step.PROGRAMME, {"programme_0_day": "2030-12-08"}, "nằm ngoài những ngày hội chợ"),
    ],
)
async def test_a_wrong_step_comes_back_as_typed_and_nothing_changes(
    browser: Browser, step: Step, wrong: dict[str, str], told: str
) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    before = await plan_of(fair)
    answer = await browser.send_form(url_of(fair, step), **{**STEPS[step], **wrong})
    if not told:
        assert answer.status_code == 303
        return
    assert (answer.status_code, told in answer.text) == (422, True)
    # A day that the fair does not have cannot be chosen, so it is not shown again.
    assert all(name.endswith("_day") or value.split("(")[0] in answer.text for name, value in wrong.items())
    assert await plan_of(await only_fair()) == before


async def test_the_error_of_a_programme_item_stands_beside_its_own_block(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    same = {name.replace("_0_", "_1_"): value for name, value in PROGRAMME.items() if name.startswith("programme")}
    typed = {**PROGRAMME, **same, "programme_1_day": "2030-12-08"}
    answer = await browser.send_form(url_of(fair, Step.PROGRAMME), **typed)
    assert 'id="f-programme_1_day-error"' in answer.text
    assert 'id="f-programme_0_day-error"' not in answer.text


async def test_sessions_have_their_own_slots_gaps_breaks_and_days(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    hours = {
        **HOURS,
        "session_0_minutes": "30",
        "session_0_gap": "5",
        "session_0_breaks": "09:35-10:00",
        "session_1_day": "2030-12-06",
    }
    assert (await browser.send_form(url_of(fair, Step.HOURS), **hours)).status_code == 303
    starts = [(slot.day.day, clock(slot.starts_at)) for slot in await slots_of(fair.id)]
    assert starts[:4] == [(5, "08:30"), (5, "09:05"), (5, "10:00"), (5, "10:35")]
    assert [day for day, _clock in starts].count(5) == 4
    again = await only_fair()
    page = await browser.get(url_of(fair, Step.HOURS))
    assert 'value="09:35-10:00"' in page.text
    assert [each.day for each in (await plan_of(again)).sessions] == [None, date(2030, 12, 6)]


async def test_a_fair_that_cannot_be_written_whole_is_not_written_at_all(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    before = (await Fair.count(), await Hall.count(), await Slot.count())
    clash = {**PLACE, "hall_1_rows": "A 3"}
    assert (await browser.send_form(url_of(fair, Step.PLACE), **clash)).status_code == 422
    past = {**NAME, "starts_on": "2020-12-05", "ends_on": "2020-12-06"}
    assert (await browser.send_form("/organizer/fairs/new", **past)).status_code == 422
    assert (await Fair.count(), await Hall.count(), await Slot.count()) == before


async def test_two_fairs_of_one_name_have_two_addresses(browser: Browser) -> None:
    await as_organizer(browser)
    for _time in range(2):
        await browser.send_form("/organizer/fairs/new", **NAME)
    rows = await Fair.select(Fair.slug).order_by(Fair.id)
    assert [row["slug"] for row in rows] == ["hoi-cho-lang-nghe-thuong-tin", "hoi-cho-lang-nghe-thuong-tin-2"]


async def test_the_steps_show_what_stands_and_saving_them_changes_nothing(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    before, slots = await plan_of(fair), await slots_of(fair.id)
    assert 'value="A 2, B 1"' in (await browser.get(url_of(fair, Step.PLACE))).text
    for step in Step:
        assert (await browser.get(url_of(fair, step))).status_code == 200
        assert (await browser.send_form(url_of(fair, step), **STEPS[step])).status_code == 303
    assert await plan_of(await only_fair()) == before
    assert await slots_of(fair.id) == slots


async def test_additions_are_harmless_when_somebody_is_approved(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    await make_participation(fair)
    more: dict[Step, dict[str, Any]] = {
        Step.NAME: {**NAME, "ends_on": "2030-12-07"},
        Step.PLACE: {**PLACE, "hall_0_tables": "4", "hall_0_rows": "A 3, B 1"},
        Step.HOURS: {**HOURS, "session_1_to": "17:00"},
        Step.PROGRAMME: PROGRAMME,
    }
    slots = {slot.id for slot in await slots_of(fair.id)}
    for step, typed in more.items():
        assert (await browser.send_form(url_of(fair, step), **typed)).status_code == 303, step
    assert [table.code for table in await tables_of(fair.id)] == ["T1", "T2", "T3", "T6", "T4", "T5"]
    assert [booth.code for booth in await booths_of(fair.id)] == ["A01", "A02", "A03", "B01", "C01"]
    now_slots = {slot.id for slot in await slots_of(fair.id)}
    assert slots <= now_slots
    assert len(now_slots) == 3 * (9 + 10)


async def test_before_anybody_is_approved_everything_may_change(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    halls = {"hall_0_tables": "1", "hall_0_rows": "B 1", "hall_1_name": "", "hall_1_tables": "", "hall_1_rows": ""}
    await browser.send_form(url_of(fair, Step.PLACE), **{**PLACE, **halls})
    half = {"session_0_minutes": "30", "session_1_minutes": "30"}
    await browser.send_form(url_of(fair, Step.HOURS), **{**HOURS, **half})
    assert (await browser.send_form(url_of(fair, Step.NAME), **{**NAME, "ends_on": "2030-12-05"})).status_code == 303
    assert [table.code for table in await tables_of(fair.id)] == ["T1"]
    assert [booth.code for booth in await booths_of(fair.id)] == ["B01"]
    assert len(await slots_of(fair.id)) == 6 + 6


async def test_a_copy_has_everything_but_participants_and_every_date_moves_with_its_first_day(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    await make_participation(fair)
    table, session = (await tables_of(fair.id))[1], (await sessions_of(fair.id))[2]
    await TableClosure(meeting_table=table.id, session=session.id).save()
    await Intake(fair=fair.id, kind="producer", capacity=40).save()
    question: dict[str, Any] = {
        "fair": fair.id,
        "kind": "producer",
        "type": "choice",
        "choices": "Có\nKhông",
        "required": True,
    }
    await Question(**question, words_vi="Có cần điện ba pha?").save()
    await Question(**question, words_vi="Câu đã bỏ", retired_at=now()).save()
    answer = await browser.send_form(
        f"/organizer/fairs/{fair.slug}/copy", name_vi="Hội chợ 2031", starts_on="2031-12-04"
    )
    assert answer.status_code == 303
    copied = await Fair.objects().order_by(Fair.id, ascending=False).first()
    assert copied is not None
    before, after = await plan_of(fair), await plan_of(copied)
    assert (after.name_vi, after.starts_on) == ("Hội chợ 2031", date(2031, 12, 4))
    assert after.registration_until - before.registration_until == timedelta(days=364)
    assert [item.day for item in after.programme] == [date(2031, 12, 4)]
    assert (after.halls, after.sessions, after.quotas) == (before.halls, before.sessions, before.quotas)
    assert [each.capacity for each in await Intake.objects().where(Intake.fair == copied.id)] == [40]
    asked = await Question.objects().where(Question.fair == copied.id)
    assert [(each.words_vi, each.choices, each.required) for each in asked] == [
        ("Có cần điện ba pha?", "Có\nKhông", True)
    ]
    closures = await closures_of(copied.id)
    assert closures == {(await tables_of(copied.id))[1].id: {(await sessions_of(copied.id))[2].id}}


async def test_the_copy_form_proposes_the_same_weekday_a_year_later_and_the_name_of_that_year(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    await Fair.update({Fair.name_vi: f"Hội chợ {fair.starts_on.year}"}).where(Fair.id == fair.id)
    page = await browser.get(f"/organizer/fairs/{fair.slug}/copy")
    start = fair.starts_on + timedelta(days=364)
    assert f'value="{start.isoformat()}"' in page.text
    assert f'value="Hội chợ {start.year}"' in page.text


async def test_a_copy_that_would_begin_before_its_fair_is_refused_and_nothing_is_made(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    same_day = fair.starts_on.isoformat()
    answer = await browser.send_form(f"/organizer/fairs/{fair.slug}/copy", name_vi="Bản sao", starts_on=same_day)
    assert answer.status_code == 422
    assert "Bản sao phải bắt đầu sau hội chợ này." in answer.text
    assert await Fair.count() == 1


async def test_a_table_is_given_to_one_participant_and_rests_in_a_session(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    one, two = await make_participation(fair), await make_participation(fair)
    first, second = (await tables_of(fair.id))[:2]
    morning = (await sessions_of(fair.id))[0]
    base = f"/organizer/fairs/{fair.slug}/tables"
    assert (await browser.send_form(f"{base}/{first.id}", holder=one.id, sessions=[str(morning.id)])).status_code == 303
    assert (await MeetingTable.objects().get(MeetingTable.id == first.id)).holder == one.id  # type: ignore[union-attr]
    assert len((await closures_of(fair.id))[first.id]) == 3
    twice = await browser.send_form(f"{base}/{second.id}", holder=one.id, sessions=[str(morning.id)])
    assert (twice.status_code, "mỗi đơn vị một bàn" in twice.text) == (422, True)
    whole = {"holder": two.id, "sessions": [str(morning.id)], "whole_hall": "yes"}
    assert (await browser.send_form(f"{base}/{second.id}", **whole)).status_code == 303
    assert len(await closures_of(fair.id)) == 3
    assert one.company.name in (await browser.get(base)).text


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
    fair = await made_in_steps(await as_organizer(browser))
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
    await as_organizer(browser)
    page = await browser.get("/organizer")
    assert "Chưa có hội chợ nào" in page.text
    assert (await browser.get("/organizer/fairs/new")).status_code == 200
