"""A producer on a telephone registers with two products and their papers; a co-host approves it."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.files.pictures import PDF
from tests.journeys.conftest import PHONE, People, Site

PASSWORD = "hoa sen trang"
STARTS = datetime.now(UTC).date() + timedelta(days=60)
PAPER = {"name": "giay.pdf", "mimeType": "application/pdf", "buffer": PDF}


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def _fits(page: Page, address: str) -> None:
    """The page at `address` is there, and nothing has to be pushed sideways."""
    expect(page).to_have_url(re.compile(address))
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def _fair_with_a_question_and_a_co_host(site: Site, organizer: Page) -> str:
    who = ("--organizer", "Trung tâm Xúc tiến", "--name", "Hạnh", "--email", "hanh@cong.example")
    site.command("add-organizer", *who, "--password", PASSWORD)
    organizer.goto("/sign-in")
    organizer.locator("main [name=email]").fill("hanh@cong.example")
    organizer.locator("main [name=password]").fill(PASSWORD)
    _press(organizer, "Đăng nhập")
    organizer.get_by_role("link", name="Tạo hội chợ").first.click()
    organizer.locator("[name=name_vi]").fill("Hội chợ Làng nghề Thanh Oai")
    organizer.locator("[name=starts_on]").fill(str(STARTS))
    organizer.locator("[name=ends_on]").fill(str(STARTS))
    _press(organizer, "Tạo hội chợ")
    organizer.locator("[name=venue]").fill("Nhà văn hoá")
    organizer.locator("[name=address]").fill("Kim Bài")
    organizer.get_by_label("huyện Thanh Oai").check()
    for _step in ("place", "hours", "asking", "dates"):
        _press(organizer, "Lưu và đi tiếp")
    _press(organizer, "Lưu và xem lại")
    _press(organizer, "Mở cho mọi người xem")
    found = re.search(r"/organizer/fairs/([^/]+)", organizer.url)
    assert found
    fair = found[1]
    organizer.goto(f"/organizer/fairs/{fair}/participants")
    organizer.get_by_role("link", name="Đơn đăng ký và số chỗ").click()
    organizer.locator("[name=words_vi]").fill("Giấy đăng ký kinh doanh")
    organizer.locator("[name=type]").select_option("paper")
    organizer.locator("[name=required]").check()
    _press(organizer, "Thêm câu hỏi")
    expect(organizer.get_by_role("main")).to_contain_text("Người đăng ký sẽ thấy")
    organizer.goto(f"/organizer/fairs/{fair}/participants")
    organizer.get_by_role("link", name="Đơn vị phối hợp").click()
    organizer.locator("[name=place]").select_option(index=1)
    organizer.locator("main [name=name]").fill("Bùi Văn Phối")
    organizer.locator("main [name=email]").fill("phoi@thanhoai.example")
    _press(organizer, "Mời và gửi thư")
    expect(organizer.get_by_role("main")).to_contain_text("Bùi Văn Phối")
    return fair


def _product(page: Page, number: int, name: str, kind: str) -> None:
    prefix = f"[name=p{number}_"
    page.locator(f"{prefix}product_name]").fill(name)
    page.locator(f"{prefix}group]").select_option("food")
    page.locator(f"{prefix}stars]").select_option("4")
    page.locator(f"{prefix}paper_kind]").select_option(kind)
    page.locator(f"{prefix}paper]").set_input_files(PAPER)  # type: ignore[arg-type]


def _register(site: Site, page: Page, fair: str) -> None:
    page.goto(f"/fairs/{fair}/register/producer")
    _fits(page, "/register/producer$")
    page.locator("main [name=name]").fill("Hợp tác xã Miến dong Cự Đà")
    page.locator("[name=company_form]").select_option("cooperative")
    page.locator("main [name=district]").select_option(label="xã Thanh Oai")
    page.locator("main [name=address]").fill("Thôn Cự Đà")
    page.locator("main [name=phone]").fill("0912345678")
    _product(page, 1, "Miến dong", "food_safety")
    _press(page, "Thêm một sản phẩm nữa")
    # The first paper was kept when the second product's fields came.
    expect(page.get_by_role("main")).to_contain_text("Đã có tệp giay.pdf")
    _product(page, 2, "Bánh đa nem", "vietgap")
    page.locator("[name=first_delegate_name]").fill("Đinh Thị Thu")
    page.locator("main [name=email]").fill("thu@miencuda.example")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("[name^=q][type=file]").set_input_files(PAPER)  # type: ignore[arg-type]
    page.locator("[name=consent]").check()
    _press(page, "Gửi đăng ký")
    _fits(page, "/confirm-email$")
    site.postbox.confirm(page, "thu@miencuda.example")
    expect(page).to_have_url(re.compile(f"/my/fairs/{fair}$"))
    expect(page.get_by_role("main")).to_contain_text("Chờ duyệt")
    _fits(page, f"/my/fairs/{fair}$")


def test_a_producer_registers_on_a_phone_and_a_co_host_approves_it(site: Site, people: People) -> None:
    fair = _fair_with_a_question_and_a_co_host(site, people("organizer"))
    producer = people("producer", viewport=PHONE)
    _register(site, producer, fair)

    (mail,) = site.postbox.wait_for("phoi@thanhoai.example")
    body = mail.get_body(("plain",))
    assert body
    link = re.search(r"/forgot-password/\S+", body.get_content())
    assert link
    cohost = people("cohost", viewport=PHONE)
    cohost.goto(link[0])
    for field in cohost.locator("main [type=password]").all():
        field.fill("mot cau ngan de nho")
    cohost.locator("main form button").first.click()
    expect(cohost).not_to_have_url(re.compile("/forgot-password"))
    cohost.goto("/cohost")
    cohost.get_by_role("link", name="Hội chợ Làng nghề Thanh Oai").first.click()
    _fits(cohost, f"/cohost/fairs/{fair}/participants$")
    cohost.get_by_role("link", name="Hợp tác xã Miến dong Cự Đà").click()
    main = cohost.get_by_role("main")
    for words in ("Miến dong", "Bánh đa nem", "giay.pdf", "VietGAP"):
        expect(main).to_contain_text(words)
    _fits(cohost, f"/cohost/fairs/{fair}/participants/.")
    cohost.get_by_text("Duyệt với điều kiện").click()
    cohost.locator("[name=condition_words]").fill("Gửi ảnh bao bì")
    cohost.locator("[name=condition_due]").fill(str(STARTS - timedelta(days=20)))
    _press(cohost, "Duyệt đơn vị này")
    expect(main).to_contain_text("Đã duyệt một đơn vị và gửi thư báo.")

    (*_received, told) = site.postbox.wait_for("thu@miencuda.example", more_than=2)
    text = told.get_body(("plain",))
    assert text
    assert "Gửi ảnh bao bì" in text.get_content()
    producer.reload()
    expect(producer.get_by_role("main")).to_contain_text("Gửi ảnh bao bì")
    expect(producer.get_by_role("main")).to_contain_text("Đã duyệt")
