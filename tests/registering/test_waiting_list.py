"""Places, the waiting list, withdrawing, and conditions."""

import asyncio
from collections import Counter

import pytest

from chophien.booths.tables import BoothBooking
from chophien.fairs.queries.places import free_places
from chophien.fairs.registering import actions as registering
from chophien.fairs.tables import ApprovalCondition, Fair, Participation
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.tables import MeetingRequest
from tests.conftest import Browser, new_browser
from tests.factories.booths import make_booking
from tests.factories.companies import producer_form
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.timetable import make_request

AT_ONCE = 30


async def _states() -> list[str]:
    rows = await Participation.select(Participation.state).order_by(Participation.id)
    return [row["state"] for row in rows]


async def _kinds() -> Counter[str]:
    return Counter(row["kind"] for row in await OutgoingMessage.select(OutgoingMessage.kind))


async def _limited(browser: Browser, capacity: int) -> Fair:
    staff = await make_organizer()
    fair = await make_fair(staff)
    await browser.sign_in(staff.person.email, PASSWORD)
    path = f"/organizer/fairs/{fair.slug}/registration/limit"
    assert (await browser.send_form(path, kind="producer", capacity=capacity)).status_code == 303
    return fair


async def _all_register(fair: Fair) -> None:
    browsers = [new_browser() for _ in range(AT_ONCE)]
    await asyncio.gather(*[browser.get("/sign-in") for browser in browsers])
    path = f"/fairs/{fair.slug}/register/producer"
    answers = await asyncio.gather(
        *[
            browser.send_form(path, **producer_form(name=f"Gốm {at}", email=f"gom{at}@gom.example", tax_code=None))
            for at, browser in enumerate(browsers)
        ]
    )
    assert Counter(answer.status_code for answer in answers) == Counter({303: AT_ONCE})
    await asyncio.gather(*[browser.aclose() for browser in browsers])


async def test_of_many_at_once_as_many_as_there_are_places_get_one(database: str, browser: Browser) -> None:
    fair = await _limited(browser, 7)
    await _all_register(fair)
    assert Counter(await _states()) == Counter({"waiting": 7, "queued": AT_ONCE - 7})


async def test_without_the_lock_the_same_crowd_takes_too_many(
    database: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control. SQLite lets one write at a time, lock or not, so only PostgreSQL can fail here."""

    async def nobody_waits(_fair_id: int) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(registering, "hold_places", nobody_waits)
    fair = await _limited(browser, 7)
    await _all_register(fair)
    taken = Counter(await _states())["waiting"]
    assert taken > 7 if database.startswith("postgres") else taken == 7


async def test_whoever_waits_longest_moves_up_when_a_place_is_refused_or_given_back(browser: Browser) -> None:
    fair = await _limited(browser, 1)
    first = await make_participation(fair, "producer", state="waiting")
    for _ in range(3):
        await make_participation(fair, "producer", state="queued")
    path = f"/organizer/fairs/{fair.slug}/participants/{first.id}"
    assert (await browser.send_form(path, decision="refuse", reason="Chưa đủ giấy tờ")).status_code == 303
    assert await _states() == ["refused", "waiting", "queued", "queued"]
    full = await browser.send_form(path, decision="approve", reason="")
    assert (full.status_code, "đã đủ chỗ" in full.text) == (409, True)
    more = await browser.send_form(f"/organizer/fairs/{fair.slug}/registration/limit", kind="producer", capacity=2)
    assert more.status_code == 303
    assert await _states() == ["refused", "waiting", "waiting", "queued"]
    assert (await _kinds())["participation_moved_up"] == 2


async def test_a_participant_leaves_and_everything_it_held_becomes_free(browser: Browser) -> None:
    fair = await _limited(browser, 1)
    leaver = await make_participation(fair, "producer")
    partner = await make_participation(fair, "distributor")
    await make_participation(fair, "producer", state="queued")
    await make_booking(fair, leaver, "A1")
    await make_request(fair, leaver, partner)
    own = new_browser()
    await own.sign_in(leaver.person.email, PASSWORD)
    page = f"/my/fairs/{fair.slug}/withdraw"
    asked = (await own.get(page)).text
    assert "Gian hàng A1 được trả lại" in asked
    assert "Một yêu cầu gặp được rút." in asked
    assert (await own.send_form(page, reason="Trùng lịch")).status_code == 303
    assert await _states() == ["withdrawn", "approved", "waiting"]
    assert await BoothBooking.count().where(BoothBooking.released_at.is_null()) == 0
    assert [row["state"] for row in await MeetingRequest.select(MeetingRequest.state)] == ["withdrawn"]
    assert (await own.send_form(page, reason="")).status_code == 409
    await own.aclose()


async def test_an_organizer_takes_somebody_out_and_the_mail_says_why(browser: Browser) -> None:
    fair = await _limited(browser, 5)
    out = await make_participation(fair, "producer")
    path = f"/organizer/fairs/{fair.slug}/participants/{out.id}/withdraw"
    assert "chưa có gian hàng" in (await browser.get(path)).text
    assert (await browser.send_form(path, reason="")).status_code == 422
    assert (await browser.send_form(path, reason="Hàng không rõ nguồn gốc")).status_code == 303
    mail = (await OutgoingMessage.select())[0]
    assert (mail["kind"], "Hàng không rõ nguồn gốc" in mail["body_text"]) == ("participation_withdrawn", True)


async def test_an_approval_carries_a_condition_that_is_ticked_off_later(browser: Browser) -> None:
    fair = await _limited(browser, 5)
    one = await make_participation(fair, "producer", state="waiting")
    path = f"/organizer/fairs/{fair.slug}/participants/{one.id}"
    undated = await browser.send_form(path, decision="approve", reason="", condition_words="Giấy an toàn thực phẩm")
    assert (undated.status_code, await _states()) == (422, ["waiting"])
    approve = {"decision": "approve", "condition_words": "Giấy an toàn thực phẩm", "condition_due": "2026-12-01"}
    assert (await browser.send_form(path, reason="", **approve)).status_code == 303
    assert (
        await browser.send_form(f"{path}/conditions", condition_words="Ảnh", condition_due="2026-12-02")
    ).is_redirect
    own = new_browser()
    await own.sign_in(one.person.email, PASSWORD)
    mine = (await own.get(f"/my/fairs/{fair.slug}")).text
    assert all(words in mine for words in ("Giấy an toàn thực phẩm", "Ảnh", "trước hết ngày"))
    first = (await ApprovalCondition.select(ApprovalCondition.id).order_by(ApprovalCondition.id))[0]["id"]
    assert (await browser.send_form(f"{path}/conditions/{first}", met="yes")).status_code == 303
    assert "đã nhận" in (await own.get(f"/my/fairs/{fair.slug}")).text
    mails = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.body_text).order_by(OutgoingMessage.id)
    assert [mail["kind"] for mail in mails] == ["participation_approved", "condition_set", "condition_met"]
    assert "Giấy an toàn thực phẩm (trước hết ngày" in mails[0]["body_text"]
    await own.aclose()


async def test_places_stand_on_the_registration_page_and_on_the_form(browser: Browser) -> None:
    fair = await _limited(browser, 1)
    await make_participation(fair, "producer")
    await make_participation(fair, "producer", state="queued")
    page = (await browser.get(f"/organizer/fairs/{fair.slug}/registration")).text
    assert "1 trên 1 chỗ đã có đơn vị giữ, 1 trong danh sách chờ." in page
    stranger = new_browser()
    assert "đơn vào danh sách chờ" in (await stranger.get(f"/fairs/{fair.slug}/register/producer")).text
    await stranger.aclose()
    assert (await free_places(fair.id, "producer")) == 0
