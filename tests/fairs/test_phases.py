"""Each phase opens and closes what people may do, and the pages say so; the dates alone decide."""

from datetime import timedelta
from typing import Any

import pytest

from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import Fair
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation

REGISTER, BOOTH, ASK, ABSENCES = "register", "booth", "ask", "absences"
DATES = ("registration_from", "registration_until", "requests_from", "requests_until", "provisional_from", "final_from")


async def _put(fair: Fair, *days: int, starts: int = 30) -> None:
    """Let the six dates lie so many days from now, and the fair itself begin in `starts` days."""
    today = now()
    moments: dict[Any, Any] = {name: today + timedelta(days=each) for name, each in zip(DATES, days, strict=True)}
    first = today.date() + timedelta(days=starts)
    await Fair.update({**moments, "starts_on": first, "ends_on": first + timedelta(days=1)}).where(Fair.id == fair.id)


@pytest.mark.parametrize(
    ("days", "starts", "shown", "allowed"),
    [
        ((1, 5, 6, 10, 12, 14), 30, "Sắp diễn ra", {BOOTH, ABSENCES}),
        ((-1, 5, 6, 10, 12, 14), 30, "Đang nhận đăng ký", {REGISTER, BOOTH, ABSENCES}),
        ((-9, 5, -1, 10, 12, 14), 30, "Đang nhận đăng ký và yêu cầu gặp", {REGISTER, BOOTH, ASK, ABSENCES}),
        ((-9, -2, -1, 10, 12, 14), 30, "Đang nhận yêu cầu gặp", {BOOTH, ASK, ABSENCES}),
        ((-9, -5, -4, -1, 12, 14), 30, "Đang xếp lịch gặp", {BOOTH, ABSENCES}),
        ((-9, -5, -4, -3, -1, 14), 30, "Lịch gặp dự kiến", {BOOTH, ABSENCES}),
        ((-9, -5, -4, -3, -2, -1), 30, "Lịch gặp chính thức", {ABSENCES}),
        ((-9, -8, -7, -6, -5, -4), 0, "Đang diễn ra", {ABSENCES}),
        ((-19, -18, -17, -16, -15, -14), -9, "Đã kết thúc", set()),
    ],
)
async def test_each_phase_opens_what_belongs_to_it(
    browser: Browser, days: tuple[int, ...], starts: int, shown: str, allowed: set[str]
) -> None:
    fair = await make_fair(await make_organizer())
    producer = await make_participation(fair)
    distributor = await make_participation(fair, CompanyKind.DISTRIBUTOR)
    await _put(fair, *days, starts=starts)
    mine = f"/my/fairs/{fair.slug}"
    found = set()
    async with new_browser() as lan, new_browser() as minh:
        await lan.sign_in(producer.person.email, PASSWORD)
        await minh.sign_in(distributor.person.email, PASSWORD)
        public = (await browser.get(f"/fairs/{fair.slug}")).text
        assert shown in public
        if f'href="/fairs/{fair.slug}/register/producer"' in public:
            found.add(REGISTER)
        form = (await browser.get(f"/fairs/{fair.slug}/register/producer")).text
        assert ("<textarea" in form or 'name="email"' in form) == (REGISTER in found)
        if 'name="booth" value=' in (await lan.get(f"{mine}/booth")).text:
            found.add(BOOTH)
        if 'name="weight"' in (await minh.get(f"{mine}/producers/{producer.id}")).text:
            found.add(ASK)
        if (await minh.send_form(f"{mine}/availability", shown="", present=[])).status_code == 303:
            found.add(ABSENCES)
    assert found == allowed


@pytest.mark.parametrize(
    ("asking", "told"),
    [
        ("distributors", ["trả lời các yêu cầu gặp của nhà phân phối", "tìm nhà sản xuất và gửi"]),
        ("producers", ["tìm nhà phân phối và gửi", "trả lời các yêu cầu gặp của nhà sản xuất"]),
        ("both", ["tìm nhà phân phối và gửi", "tìm nhà sản xuất và gửi"]),
    ],
)
async def test_mails_and_the_fairs_page_say_who_asks_whom(browser: Browser, asking: str, told: list[str]) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    await Fair.update({Fair.asking: asking}).where(Fair.id == fair.id)
    await browser.sign_in(staff.person.email, PASSWORD)
    for kind in CompanyKind:
        waiting = await make_participation(fair, kind, state="waiting")
        url = f"/organizer/fairs/{fair.slug}/participants/{waiting.id}"
        assert (await browser.send_form(url, decision="approve", reason="")).status_code == 303
    rows = await OutgoingMessage.select(OutgoingMessage.body_text).order_by(OutgoingMessage.id)
    assert [words in " ".join(row["body_text"].split()) for row, words in zip(rows, told, strict=True)] == [True, True]
    public = (await browser.get(f"/fairs/{fair.slug}")).text
    sentence = {
        "distributors": "nhà phân phối tìm sản phẩm",
        "producers": "tìm nhà phân phối",
        "both": "hai bên tìm nhau",
    }
    assert [key for key, words in sentence.items() if words in public] == [asking]


async def test_while_both_are_open_the_organizer_is_told_to_invite_first_and_of_requests_once_somebody_is_there(
    browser: Browser,
) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    await _put(fair, -9, 5, -1, 10, 12, 14, starts=30)
    await browser.sign_in(staff.person.email, PASSWORD)
    alone = (await browser.get(f"/organizer/fairs/{fair.slug}")).text
    await make_participation(fair)
    together = (await browser.get(f"/organizer/fairs/{fair.slug}")).text
    found = [
        (page.count('class="step-current"'), "Đang nhận đăng ký đến" in page, "Hai bên đang gửi" in page)
        for page in (alone, together)
    ]
    assert found == [(2, True, False), (2, True, True)]
