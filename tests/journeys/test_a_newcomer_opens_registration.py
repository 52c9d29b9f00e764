"""A newcomer makes a fair from nothing and opens registration, with scripts and without."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, People, Site

PASSWORD = "hoa sen trang"
STARTS = datetime.now(UTC).date() + timedelta(days=60)


@dataclass
class Hand:
    """What somebody does in a window, counted."""

    page: Page
    presses: int = 0
    fields: int = 0

    def press(self, name: str, role: str = "button") -> None:
        """Press the button or link of that name in the middle of the page."""
        found = self.page.get_by_role("main").get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        found.first.click()
        self.presses += 1

    def type(self, **values: str) -> None:
        """Fill fields."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").fill(value)
            self.fields += 1

    def choose(self, **values: str) -> None:
        """Choose in lists."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").select_option(value)
            self.presses += 1


def _newcomer(site: Site, people: People, name: str, *, viewport: dict[str, int], scripts: bool) -> Hand:
    email = f"{name}@cong.example"
    who = ("--organizer", f"Trung tâm {name}", "--name", name, "--email", email, "--password", PASSWORD)
    site.command("add-organizer", *who)
    hand = Hand(people(name, viewport=viewport, scripts=scripts))
    hand.page.goto("/sign-in")
    hand.type(email=email, password=PASSWORD)
    hand.press("Đăng nhập")
    expect(hand.page.get_by_role("main")).to_contain_text("Chưa có hội chợ nào")
    return hand


def _may_register(visitor: Page, fair: str) -> None:
    """Anybody may register now, from the list of fairs to the form."""
    visitor.goto("/fairs")
    visitor.get_by_role("main").get_by_role("link", name=fair).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(fair)
    visitor.get_by_role("link", name="Nhà sản xuất đăng ký").click()
    expect(visitor.get_by_role("button", name="Gửi đăng ký")).to_be_visible()


@pytest.mark.parametrize(("viewport", "scripts"), [(DESK, True), (PHONE, False)])
def test_with_ten_presses_a_newcomer_opens_registration(
    site: Site, people: People, viewport: dict[str, int], scripts: bool
) -> None:
    name = "Hội chợ Phố nghề" if scripts else "Hội chợ Làng nghề"
    hand = _newcomer(site, people, "ngan" if scripts else "lam", viewport=viewport, scripts=scripts)
    hand.press("Tạo hội chợ", "link")
    hand.type(name_vi=name, starts_on=str(STARTS), ends_on=str(STARTS + timedelta(days=1)))
    hand.press("Tạo hội chợ")
    hand.type(venue="Nhà văn hoá", address="Phố Ga, Thường Tín, Hà Nội")
    for _step in ("place", "hours", "asking", "dates"):
        hand.press("Lưu và đi tiếp")
    hand.press("Lưu và xem lại")
    hand.press("Mở cho mọi người xem")
    expect(hand.page.get_by_role("main")).to_contain_text("Đang nhận đăng ký")
    assert (hand.presses, hand.fields) == (9, 7)
    _may_register(people("visitor", scripts=scripts), name)


@pytest.mark.parametrize(("viewport", "scripts"), [(PHONE, True), (DESK, False)])
def test_a_fair_with_everything_of_its_own_is_set_up_and_opened(
    site: Site, people: People, viewport: dict[str, int], scripts: bool
) -> None:
    name = "Hội chợ Chè và gốm" if scripts else "Hội chợ Tơ lụa"
    hand = _newcomer(site, people, "minh" if scripts else "thu", viewport=viewport, scripts=scripts)
    hand.press("Tạo hội chợ", "link")
    hand.type(name_vi=name, name_en="Craft fair", about_vi="Hai ngày gặp gỡ.")
    hand.type(starts_on=str(STARTS), ends_on=str(STARTS - timedelta(days=1)))
    hand.press("Tạo hội chợ")
    # A mistake costs nothing that was typed.
    expect(hand.page.get_by_role("main")).to_contain_text("Ngày cuối phải từ ngày đầu trở đi.")
    hand.type(ends_on=str(STARTS + timedelta(days=1)))
    hand.press("Tạo hội chợ")

    hand.type(venue="Cung Triển lãm", address="Đống Đa, Hà Nội", travel_vi="Xe buýt số 6.")
    hand.type(hall_0_tables="4", hall_0_rows="A 6")
    hand.press("Thêm một nhà")
    hand.type(hall_1_name="Nhà B", hall_1_tables="2", hall_1_rows="B 4")
    hand.press("Thêm một nhà")
    hand.press("Bỏ nhà này")
    hand.page.locator("main [name=hall_0_name]").wait_for()
    hand.type(hall_0_name="Nhà B", hall_1_name="Nhà C", hall_1_tables="1")
    hand.page.get_by_label("quận Đống Đa").check()
    hand.press("Lưu và đi tiếp")

    hand.type(session_0_minutes="30", session_0_gap="5", session_0_breaks="10:00-10:15")
    hand.choose(session_1_at="booths")
    hand.press("Lưu và đi tiếp")

    hand.page.get_by_label("Cả hai bên đều được xin gặp").check()
    hand.type(distributor_most_requests="8", distributor_most_in_session="4", producer_least_meetings="1")
    hand.press("Lưu và đi tiếp")
    hand.press("Lưu và đi tiếp")

    hand.type(programme_0_title="Khai mạc", programme_0_from="08:00", programme_0_to="08:30")
    hand.choose(programme_0_day=str(STARTS))
    hand.type(interpreter_0_name="Nguyễn Hoài An", interpreter_0_pairs="Tiếng Anh")
    hand.press("Thêm một người")
    hand.type(interpreter_1_name="Bùi Thị Vân")
    hand.choose(interpreter_1_duty="desk")
    hand.press("Lưu và xem lại")
    expect(hand.page.get_by_role("main")).to_contain_text("Các buổi gặp: đã đủ.")
    hand.press("Xem trước", "link")
    expect(hand.page.get_by_role("main")).to_contain_text("Đây là bản xem trước.")
    hand.page.go_back()
    hand.press("Mở cho mọi người xem")

    visitor = people("visitor", scripts=scripts)
    _may_register(visitor, name)
    visitor.get_by_role("link", name=name).first.click()
    programme = visitor.locator("#programme")
    expect(programme).to_contain_text("Khai mạc")
    expect(programme).to_contain_text("ở gian của nhà sản xuất")
    expect(visitor.get_by_role("main")).to_contain_text("Mỗi cuộc gặp kéo dài 20–30 phút")
    expect(visitor.get_by_role("main")).to_contain_text("quận Đống Đa")
