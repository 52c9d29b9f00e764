"""Booking, changing and giving back, over HTTP on both engines."""

import pytest

from chophien.booths.queries import booth_codes
from chophien.booths.tables import BoothBooking
from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import ParticipationState
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.factories.booths import booth_at, make_booking
from tests.factories.fairs import PASSWORD, Participant, make_fair, make_organizer, make_participation


async def _in(browser: Browser, participant: Participant) -> None:
    answer = await browser.sign_in(participant.person.email, PASSWORD)
    assert answer.status_code == 303


async def test_a_producer_books_a_free_booth_and_gets_a_mail(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair, name="Hợp tác xã Mắm Ruốc")
    await _in(browser, lan)
    page = await browser.get(f"/my/fairs/{fair.slug}/booth")
    assert page.status_code == 200
    assert "Còn 10 gian trống" in page.text
    wanted = await booth_at(fair, "A3")
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/booth", booth=wanted.booth.id)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/my/fairs/{fair.slug}/booth")
    assert await booth_codes(fair.id) == {lan.id: "A3"}
    page = await browser.get(f"/my/fairs/{fair.slug}/booth")
    assert "Gian của bạn: A3" in page.text
    mails = await OutgoingMessage.select(
        OutgoingMessage.kind, OutgoingMessage.to_address, OutgoingMessage.subject, OutgoingMessage.fair_id
    )
    assert mails == [
        {
            "kind": "booth_booked",
            "to_address": lan.person.email,
            "subject": "Gian A3 tại Hội chợ OCOP Thủ đô",
            "fair_id": fair.id,
        }
    ]


async def test_a_taken_booth_is_refused_with_the_nearest_free_ones_and_the_plan_stays(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    other = await make_participation(fair, name="Gốm Bát Tràng")
    lan = await make_participation(fair)
    taken = await make_booking(fair, other, "A2")
    await _in(browser, lan)
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/booth", booth=taken.booth.id)
    assert answer.status_code == 409
    assert "Gian A2 vừa có đơn vị khác chọn trước." in answer.text
    near = answer.text.split("Những gian trống gần nhất")[1].split("</div>\n")[0]
    assert [code for code in ("A1", "A3", "A4", "A5", "B2") if f"Đặt gian {code}" in near] == ["A1", "A3", "A4", "A5"]
    assert answer.text.count("plan-row") == 2
    assert await booth_codes(fair.id) == {other.id: "A2"}


async def test_changing_gives_the_old_booth_back_in_the_same_step(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    old = await make_booking(fair, lan, "A1")
    new = await booth_at(fair, "B4")
    await _in(browser, lan)
    page = await browser.get(f"/my/fairs/{fair.slug}/booth?to={new.booth.id}")
    assert "Đổi từ gian A1 sang gian B4?" in page.text
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/booth", booth=new.booth.id, instead_of=old.booth.id)
    assert answer.status_code == 303
    assert await booth_codes(fair.id) == {lan.id: "B4"}
    assert await BoothBooking.count() == 2


async def test_a_change_to_a_booth_that_is_gone_keeps_the_old_one(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan, other = await make_participation(fair), await make_participation(fair)
    old = await make_booking(fair, lan, "A1")
    gone = await make_booking(fair, other, "B4")
    await _in(browser, lan)
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/booth", booth=gone.booth.id, instead_of=old.booth.id)
    assert answer.status_code == 409
    assert await booth_codes(fair.id) == {lan.id: "A1", other.id: "B4"}


async def test_a_second_booth_is_refused_by_the_database(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    await make_booking(fair, lan, "A1")
    second = await booth_at(fair, "A2")
    await _in(browser, lan)
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/booth", booth=second.booth.id)
    assert answer.status_code == 409
    assert "Bạn đã có gian hàng." in answer.text
    assert await booth_codes(fair.id) == {lan.id: "A1"}


async def test_a_booth_given_back_is_free_for_others(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan, other = await make_participation(fair), await make_participation(fair)
    mine = await make_booking(fair, lan, "A1")
    await _in(browser, lan)
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/booth/release", booth=mine.booth.id)
    assert answer.status_code == 303
    await make_booking(fair, other, "A1")
    assert await booth_codes(fair.id) == {other.id: "A1"}
    again = await browser.send_form(f"/my/fairs/{fair.slug}/booth/release", booth=mine.booth.id)
    assert again.status_code == 409
    assert await booth_codes(fair.id) == {other.id: "A1"}


@pytest.mark.parametrize("state", [ParticipationState.WAITING, ParticipationState.REFUSED])
async def test_only_approved_producers_book(browser: Browser, state: str) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair, state=state)
    wanted = await booth_at(fair, "A1")
    await _in(browser, lan)
    page = await browser.get(f"/my/fairs/{fair.slug}/booth")
    assert "sau khi ban tổ chức duyệt" in page.text
    assert '<button class="booth' not in page.text
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/booth", booth=wanted.booth.id)
    assert answer.status_code == 409
    assert await booth_codes(fair.id) == {}


async def test_a_distributor_and_a_stranger_do_not_get_in(browser: Browser) -> None:
    hanoi = await make_organizer()
    fair, elsewhere = await make_fair(hanoi), await make_fair(hanoi, name="Hội chợ khác")
    buyer = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    lan = await make_participation(fair)
    await _in(browser, buyer)
    assert (await browser.get(f"/my/fairs/{fair.slug}/booth")).status_code == 403
    async with new_browser() as hers:
        await _in(hers, lan)
        assert (await hers.get(f"/my/fairs/{elsewhere.slug}/booth")).status_code == 404
        there = await booth_at(elsewhere, "A1")
        assert (await hers.send_form(f"/my/fairs/{fair.slug}/booth", booth=there.booth.id)).status_code == 404
        assert (await hers.send_form(f"/my/fairs/{fair.slug}/booth", booth="999999999999")).status_code == 404
    assert await BoothBooking.count() == 0


async def test_company_names_are_escaped_on_the_plan(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    sly = await make_participation(fair, name="<script>alert(1)</script>")
    lan = await make_participation(fair)
    await make_booking(fair, sly, "A1")
    await _in(browser, lan)
    page = await browser.get(f"/my/fairs/{fair.slug}/booth")
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text
