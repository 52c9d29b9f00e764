"""The second main job in a browser: 500 distributors come in from Excel, one is corrected, the correction is undone."""

import io
import os
import pathlib
import re
from datetime import UTC, datetime, timedelta

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.exchange.sheets import tax_code, workbook
from tests.journeys.conftest import PHONE, People, Site

PASSWORD = "hoa sen trang"
HEADERS = ("STT", "Tên doanh nghiệp", "MST", "Loại hình", "Địa chỉ", "Số điện thoại", "Người liên hệ", "Ghi chú")


def _rows(count: int, *, phone_of_the_first: str) -> list[tuple[object, ...]]:
    return [
        (
            n,
            f"Siêu thị Hoa Sen số {n}",
            tax_code(n),
            "Chuỗi bán lẻ",
            f"Số {n} phố Hàng Đào",
            phone_of_the_first if n == 1 else f"09{n:08}",
            f"Nguyễn Thị Hoa {n}",
            "",
        )
        for n in range(1, count + 1)
    ]


def _fair(page: Page) -> str:
    page.get_by_role("link", name="Tạo hội chợ").first.click()
    page.get_by_label("Tên hội chợ", exact=True).fill("Hội chợ Kết nối")
    for label in ("Ngày đầu", "Ngày cuối"):
        page.get_by_label(label).fill(str(datetime.now(UTC).date() + timedelta(days=30)))
    page.get_by_role("button", name="Tạo hội chợ").click()
    expect(page).not_to_have_url(re.compile("/organizer/fairs/new"))
    found = re.search(r"/organizer/fairs/([^/]+)", page.url)
    assert found is not None
    return found[1]


def _organizer(site: Site, people: People, email: str) -> tuple[Page, str]:
    """An organizer's window, and the name in addresses of the fair that was just made there."""
    words = ["--organizer", "Sở Công Thương", "--name", "Nguyễn Thu Hà", "--email", email]
    site.command("add-organizer", *words, "--password", PASSWORD)
    page = people("organizer", viewport=PHONE if os.environ.get("CHOPHIEN_PHONE") else None)
    page.goto("/sign-in")
    page.get_by_label("Thư điện tử").fill(email)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    return page, _fair(page)


def _keep(page: Page, name: str) -> None:
    """With CHOPHIEN_PICTURES set, a picture of the page goes into that folder."""
    if folder := os.environ.get("CHOPHIEN_PICTURES"):
        page.screenshot(path=f"{folder}/import-{name}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
        assert not wide, f"{name} scrolls sideways"


def _send(page: Page, fair: str, file: pathlib.Path) -> None:
    """Send a file, keep the columns that were recognised, and come to the preview."""
    page.goto(f"/organizer/fairs/{fair}/participants")
    page.get_by_role("link", name="Nhập từ Excel").click()
    _keep(page, "list")
    page.get_by_label("Những nhà phân phối", exact=True).check()
    page.get_by_label("Tệp").set_input_files(file)
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.locator("[name=column_name]")).to_have_value("1")
    expect(page.locator("[name=column_tax_code]")).to_have_value("2")
    expect(page.locator("[name=column_contact_name]")).to_have_value("6")
    expect(page.get_by_role("main")).to_contain_text("Không dùng đến: STT, Ghi chú.")
    _keep(page, "columns")
    page.get_by_role("button", name="Xem trước").click()


def test_five_hundred_distributors_come_in_one_is_corrected_and_the_correction_is_undone(
    site: Site, people: People, tmp_path: pathlib.Path
) -> None:
    page, fair = _organizer(site, people, "ha@congthuong.example")
    main = page.get_by_role("main")

    file = tmp_path / "nha-phan-phoi.xlsx"
    nameless = (501, "", "", "", "", "", "Ai đó", "")
    file.write_bytes(workbook(HEADERS, *_rows(500, phone_of_the_first="12"), nameless))
    _send(page, fair, file)
    expect(main).to_contain_text("Số điện thoại “12” chưa đúng; bỏ qua ô này.")
    expect(main).to_contain_text("Thiếu tên đơn vị.")
    expect(main).to_contain_text("Một dòng có lỗi bị bỏ lại.")
    _keep(page, "preview")
    page.get_by_role("button", name="Nhập 500 dòng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả nhập", timeout=30_000)
    _keep(page, "report")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải kết quả về (.xlsx)").click()
    sheet = load_workbook(io.BytesIO(pathlib.Path(download.value.path()).read_bytes())).worksheets[0]
    results = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert (results.count("Đã thêm"), results.count("Bỏ lại vì có lỗi")) == (500, 1)
    page.get_by_role("link", name="Xem người tham gia").click()
    expect(main).to_contain_text("500 đơn vị")

    file.write_bytes(workbook(HEADERS, *_rows(500, phone_of_the_first="0988 111 222")))
    _send(page, fair, file)
    expect(main).to_contain_text("Sửa: Điện thoại.")
    page.get_by_role("button", name="Nhập một dòng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả nhập", timeout=30_000)
    page.get_by_text("Hoàn tác lần nhập này").click()
    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    expect(main).to_contain_text("Đã hoàn tác toàn bộ lần nhập này.")
    _keep(page, "undone")

    page.goto(f"/organizer/fairs/{fair}/imports")
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("row").nth(2).get_by_role("link").click()
    page.get_by_text("Hoàn tác lần nhập này").click()
    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    expect(main).to_contain_text("Đã hoàn tác toàn bộ lần nhập này.")
    page.goto(f"/organizer/fairs/{fair}/participants")
    expect(main).to_contain_text("Chưa có đơn vị nào đăng ký")


def test_an_imported_buyer_is_invited_sets_a_password_on_the_phone_and_corrects_the_profile(
    site: Site, people: People, tmp_path: pathlib.Path
) -> None:
    page, fair = _organizer(site, people, "an@congthuong.example")
    file = tmp_path / "moi.csv"
    file.write_text("Company;Country;Contact person;Contact email\nSakura Foods;JP;Aiko Tanaka;aiko@sakura.example\n")
    page.goto(f"/organizer/fairs/{fair}/imports")
    page.get_by_label("Tệp").set_input_files(file)
    page.get_by_role("button", name="Gửi tệp").click()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Nhập một dòng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả nhập", timeout=30_000)
    page.get_by_role("link", name="Mời đăng nhập").click()
    _keep(page, "invitations")
    page.get_by_role("button", name="Mời một đơn vị chưa được mời").click()
    expect(page.get_by_role("main")).to_contain_text("Mời lại")

    mail = site.postbox.wait_for("aiko@sakura.example")[0]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Sở Công Thương has entered Sakura Foods" in body.get_content()
    link = re.search(r"/join/\S+", body.get_content())
    assert link is not None
    aiko = people("aiko", viewport=PHONE, language="en-GB")
    aiko.goto(link[0])
    _keep(aiko, "join")
    aiko.get_by_label("Password").fill(PASSWORD)
    aiko.locator("[name=consent]").check()
    aiko.get_by_role("button", name="Accept the invitation").click()
    expect(aiko.get_by_role("main")).to_contain_text("Welcome! Please check the company’s details")
    aiko.locator("[name=address]").fill("2-1 Marunouchi, Tokyo")
    aiko.locator("[name=phone]").fill("+81 3 0000 1234")
    aiko.locator("[name=website]").fill("sakura.example")
    aiko.get_by_label("Japanese").check()
    _keep(aiko, "company")
    aiko.get_by_role("button", name="Save").click()
    expect(aiko.locator("[name=website]")).to_have_value("https://sakura.example")
    aiko.get_by_role("link", name="Aiko Tanaka").click()
    _keep(aiko, "delegate")
