"""The main job in a browser: from an empty installation to a meeting that was moved and a calendar that followed."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import icalendar
import vobject
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, People, Postbox, Site

PASSWORD = "hoa sen trang"
STARTS = datetime.now(UTC).date() + timedelta(days=20)


def _moment(days: int) -> str:
    return f"{datetime.now(UTC).date() + timedelta(days=days)}T08:00"


def _sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def _make_fair(organizer: Page) -> str:
    """Create a fair in the form, open it to the public, and return its name in addresses."""
    organizer.get_by_role("link", name="Tạo hội chợ").first.click()
    organizer.get_by_label("Tên hội chợ", exact=True).fill("Hội chợ Làng nghề thử nghiệm")
    organizer.get_by_label("Ngày đầu").fill(str(STARTS))
    organizer.get_by_label("Ngày cuối").fill(str(STARTS))
    organizer.get_by_role("button", name="Tạo hội chợ").click()
    organizer.get_by_label("Địa điểm", exact=False).first.fill("Nhà triển lãm Đền Lừ")
    organizer.locator("[name=address]").fill("Phố Tân Mai, Hoàng Mai")
    organizer.locator("[name=hall_0_tables]").fill("3")
    organizer.locator("[name=hall_0_rows]").fill("A 4")
    onward = organizer.get_by_role("button", name="Lưu và đi tiếp")
    for step in ("hours", "asking", "dates"):
        onward.click()
        expect(organizer).to_have_url(re.compile(f"/edit/{step}$"))
    for name, days in (
        ("registration_from", -2),
        ("registration_until", 15),
        ("requests_from", -1),
        ("requests_until", 16),
        ("provisional_from", 17),
        ("final_from", 18),
    ):
        organizer.locator(f"[name={name}]").fill(_moment(days))
    onward.click()
    organizer.get_by_role("button", name="Lưu và xem lại").click()
    expect(organizer.get_by_role("main")).to_contain_text("Xem lại và mở")
    organizer.get_by_role("button", name="Mở cho mọi người xem").click()
    expect(organizer.get_by_role("heading", level=1)).to_contain_text("Hội chợ Làng nghề thử nghiệm")
    found = re.search(r"/organizer/fairs/([^/]+)", organizer.url)
    assert found is not None
    return found[1]


def _register_company(site: Site, page: Page, fair: str, kind: str, *, name: str, person: str, email: str) -> None:
    page.goto(f"/fairs/{fair}/register/{kind}")
    page.locator("[name=name]").fill(name)
    page.locator("[name=company_form]").select_option(index=1)
    page.get_by_label("Địa chỉ", exact=True).fill("Xóm 3")
    page.locator("[name=phone]").fill("024 5550 1234")
    page.locator("[name=first_delegate_name]").fill(person)
    if kind == "producer":
        page.locator("[name$=product_name]").first.fill("Miến dong sợi nhỏ")
        page.locator("[name$=group]").first.select_option("food")
    page.get_by_label("Thư điện tử của bạn").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.locator("[name=consent]").check()
    page.get_by_role("button", name="Gửi đăng ký").click()
    site.postbox.confirm(page, email)
    expect(page).to_have_url(re.compile(f"/my/fairs/{fair}$"))


def _approve_everybody(organizer: Page, fair: str) -> None:
    organizer.goto(f"/organizer/fairs/{fair}/participants?state=waiting")
    for box in organizer.get_by_role("main").get_by_role("checkbox").all():
        if box.is_visible():
            box.check()
    organizer.get_by_role("button", name="Duyệt các đơn vị đã chọn").click()
    expect(organizer.get_by_role("main")).to_contain_text("duyệt")


def _ask_for_meeting(distributor: Page, fair: str) -> None:
    distributor.goto(f"/my/fairs/{fair}/producers")
    distributor.locator("main [name=q]").fill("mien dong")
    distributor.get_by_role("button", name="Tìm").click()
    distributor.get_by_role("link", name="Miến Cự Đà Thắng Lợi", exact=True).click()
    distributor.locator("[name=weight][value='5']").check()
    distributor.get_by_label("Lời nhắn").fill("Cần 200 kg mỗi tháng cho 12 cửa hàng.")
    distributor.get_by_role("button", name="Gửi yêu cầu gặp").click()
    expect(distributor.get_by_role("main")).to_contain_text("Miến Cự Đà Thắng Lợi")


def _compute_and_publish(organizer: Page, fair: str) -> None:
    organizer.goto(f"/organizer/fairs/{fair}/timetable")
    organizer.get_by_role("button", name="Xếp lịch ngay").click()
    organizer.get_by_role("link", name=re.compile("Xem bản lịch số 1")).click(timeout=60_000)
    _publish(organizer)


def _publish(organizer: Page) -> None:
    organizer.get_by_role("link", name="Xem thay đổi và công bố").click()
    organizer.get_by_role("button", name="Công bố bản này").click()
    expect(organizer.get_by_role("main")).to_contain_text("Đã công bố")


def _move_the_meeting(organizer: Page, fair: str) -> None:
    organizer.goto(f"/organizer/fairs/{fair}/timetable/versions/1")
    organizer.locator("a.meeting").first.click()
    organizer.locator("button[name=cell]").last.click()
    expect(organizer).to_have_url(re.compile("/versions/2"))
    organizer.goto(f"/organizer/fairs/{fair}/timetable/versions/2")
    _publish(organizer)


def _subscribe(page: Page, fair: str, site: Site) -> str:
    page.goto(f"/my/fairs/{fair}/schedule")
    expect(page.get_by_role("main")).to_contain_text("Siêu thị Chợ Mơ")
    page.get_by_role("button", name="Tạo đường dẫn lịch").click()
    page.locator("input[value^='webcal://']").wait_for()
    found = re.search(re.escape(site.url) + r"/calendar/[\w-]+\.ics", page.content())
    assert found is not None
    return found[0]


def _only_event(url: str) -> icalendar.Event:
    answer = httpx.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert len(list(vobject.readOne(answer.text).contents["vevent"])) == 1
    (event,) = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def _subjects(postbox: Postbox, address: str) -> list[str]:
    return [str(mail["Subject"]) for mail in postbox.mails if address in str(mail["To"])]


def test_a_fair_from_nothing_to_a_moved_meeting_that_every_calendar_follows(site: Site, people: People) -> None:
    site.command(
        "add-organizer",
        "--organizer",
        "Sở Công Thương",
        "--name",
        "Hà",
        "--email",
        "ha@cong.example",
        "--password",
        PASSWORD,
    )
    organizer, producer, distributor = people("Hà"), people("Lan", viewport=PHONE), people("Minh")

    _sign_in(organizer, "ha@cong.example")
    fair = _make_fair(organizer)

    who = {"name": "Miến Cự Đà Thắng Lợi", "person": "Lan", "email": "lan@mien.example"}
    _register_company(site, producer, fair, "producer", **who)
    who = {"name": "Siêu thị Chợ Mơ", "person": "Minh", "email": "minh@chomo.example"}
    _register_company(site, distributor, fair, "distributor", **who)
    _approve_everybody(organizer, fair)
    site.postbox.wait_for("lan@mien.example", more_than=1)

    producer.goto(f"/my/fairs/{fair}/booth")
    producer.get_by_role("button", name="A03").click()
    expect(producer.get_by_role("main")).to_contain_text("Gian của bạn: A03")

    _ask_for_meeting(distributor, fair)
    producer.goto(f"/my/fairs/{fair}/requests")
    producer.get_by_role("button", name="Nhận lời", exact=True).click()

    _compute_and_publish(organizer, fair)
    calendar = _subscribe(producer, fair, site)
    before = _only_event(calendar)
    assert "Siêu thị Chợ Mơ" in str(before["SUMMARY"])
    mails = len(site.postbox.wait_for("lan@mien.example", more_than=3))

    _move_the_meeting(organizer, fair)
    after = _only_event(calendar)
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert (after.start, after["LOCATION"]) != (before.start, before["LOCATION"])
    news = site.postbox.wait_for("lan@mien.example", more_than=mails)[-1]
    assert "Siêu thị Chợ Mơ" in news.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert len(_subjects(site.postbox, "minh@chomo.example")) > 2
