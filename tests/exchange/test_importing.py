"""Participants come in from a sheet: mapped, looked at, written, corrected, undone."""

import re

import pytest

from chophien.catalogue.tables import Product, ProductGroup
from chophien.companies.tables import Company, Delegate
from chophien.exchange.actions import ask_to_write, write_import
from chophien.exchange.actions.writing import Overtaken
from chophien.exchange.background import writing_is_over
from chophien.exchange.tables import CompanyKey, ImportChange, ImportState, SheetImport
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.piccolo_app import all_tables
from chophien.support.clock import now
from chophien.support.collation import sort_key
from tests.conftest import Browser
from tests.exchange.sheets import HEADERS, cells_of, formulas_of, tax_code, workbook
from tests.factories.fairs import PASSWORD, Staff, make_fair, make_organizer, make_participation

SEN = ("Siêu thị Sen Hồng", "0100109106", "0912 345 678", "Lê Thị Mai")
TRE = ("Công ty Tre Việt", "", "912345679", "Ngô Văn Tám")


async def _begin(browser: Browser, name: str = "Sở Công Thương Hà Nội") -> tuple[Staff, Fair]:
    staff = await make_organizer(name)
    fair = await make_fair(staff)
    await browser.sign_in(staff.person.email, PASSWORD)
    return staff, fair


async def _send(browser: Browser, fair: Fair, content: bytes, *, kind: str = "distributors", **more: str) -> str:
    """Send a file and keep the suggested columns; the address of the preview."""
    base = f"/organizer/fairs/{fair.slug}/imports"
    sent = await browser.send_files(base, {"file": ("danh-sach.xlsx", content)}, kind=kind)
    assert sent.status_code == 303, re.findall(r'class="field-error".*', sent.text)
    columns = sent.headers["location"]
    shown = await browser.get(columns)
    chosen = dict(
        re.findall(r'<select[^>]* name="(column_\w+)".*?<option value="(\d+)" selected', shown.text, re.DOTALL)
    )
    selects = re.split(r"<select", shown.text)[1:]
    chosen = {
        found[1]: option[1]
        for select in selects
        if (found := re.search(r'name="(column_\w+)"', select))
        and (option := re.search(r'value="(\d+)" selected', select))
    }
    saved = await browser.send_form(columns, **chosen, **more)
    assert saved.status_code == 303, saved.text
    return str(saved.headers["location"])


async def _confirm(browser: Browser, url: str) -> str:
    begun = await browser.send_form(f"{url}/write")
    assert (begun.status_code, begun.headers["location"]) == (303, url)
    await writing_is_over()
    return (await browser.get(url)).text


async def _import(browser: Browser, fair: Fair, *rows: tuple[object, ...], **more: str) -> str:
    url = await _send(browser, fair, workbook(HEADERS, *rows), **more)
    await _confirm(browser, url)
    return url


async def _companies() -> list[dict[str, object]]:
    return await Company.select(Company.name, Company.tax_code, Company.phone).order_by(Company.id)


async def test_nothing_is_written_until_the_preview_is_confirmed(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    url = await _send(browser, fair, workbook(HEADERS, SEN, TRE, ("", "", "", "Ai"), ("Lan Anh", "123", "1", "")))
    preview = (await browser.get(url)).text
    told = ["Thiếu tên đơn vị.", "Mã số thuế: Mã số thuế có 10 chữ số", "Số điện thoại “1” chưa đúng", "Nhập 2 dòng"]
    assert [words for words in told if words not in preview] == []
    assert await Company.count() == 0
    assert re.search(r'<a href="[^"]+/participants" aria-current="page"', preview)
    report = await _confirm(browser, url)
    assert "Đã thêm" in report
    assert await _companies() == [
        {"name": "Siêu thị Sen Hồng", "tax_code": "0100109106", "phone": "0912 345 678"},
        {"name": "Công ty Tre Việt", "tax_code": None, "phone": "0912345679"},
    ]
    assert await Delegate.select(Delegate.name).order_by(Delegate.id) == [
        {"name": "Lê Thị Mai"},
        {"name": "Ngô Văn Tám"},
    ]
    assert (
        await Participation.select(Participation.kind, Participation.state)
        == [{"kind": "distributor", "state": ParticipationState.APPROVED}] * 2
    )


async def test_the_report_says_row_by_row_what_became_of_it_and_holds_no_formula(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    evil = ("=HYPERLINK(1)", "", "", "")
    nasty = ("+Sen", "", "", "@SUM(1)")
    url = await _send(browser, fair, workbook(HEADERS, SEN, evil, nasty))
    before = (await browser.get(f"{url}/report.xlsx")).content
    assert [row[1] for row in cells_of(before)] == ["Kết quả", "Thêm mới", "Có lỗi", "Thêm mới"]
    await _confirm(browser, url)
    after = await browser.get(f"{url}/report.xlsx")
    assert [row[:4] for row in cells_of(after.content)] == [
        ("Dòng", "Kết quả", "Ghi chú", "Tên đơn vị"),
        ("2", "Đã thêm", None, "Siêu thị Sen Hồng"),
        ("3", "Bỏ lại vì có lỗi", "Tên đơn vị: Ô này là công thức; xin thay bằng giá trị.", "=…"),
        ("4", "Đã thêm", None, "+Sen"),
    ]
    assert formulas_of(after.content) == []
    assert 'filename="' in after.headers["content-disposition"]


async def test_sending_the_list_again_changes_what_was_corrected_and_doubles_nothing(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    await _import(browser, fair, SEN, TRE)
    again = await _send(browser, fair, workbook(HEADERS, SEN, TRE))
    assert "Không có dòng nào để nhập" in (await browser.get(again)).text
    corrected = await _import(
        browser,
        fair,
        ("Siêu thị Sen Hồng Hà Nội", "0100 109 106", "0988 000 111", "Lê Thị Mai"),
        ("CÔNG TY TRE VIỆT", "", "", "Ngô Văn Tám (GĐ)"),
    )
    assert await _companies() == [
        {"name": "Siêu thị Sen Hồng Hà Nội", "tax_code": "0100109106", "phone": "0988 000 111"},
        {"name": "CÔNG TY TRE VIỆT", "tax_code": None, "phone": "0912345679"},
    ]
    assert await Delegate.select(Delegate.name).order_by(Delegate.id) == [
        {"name": "Lê Thị Mai"},
        {"name": "Ngô Văn Tám (GĐ)"},
    ]
    await browser.send_form(f"{corrected}/undo")
    assert await _companies() == [
        {"name": "Siêu thị Sen Hồng", "tax_code": "0100109106", "phone": "0912 345 678"},
        {"name": "Công ty Tre Việt", "tax_code": None, "phone": "0912345679"},
    ]
    assert await Participation.count() == 2


async def test_a_number_of_ones_own_finds_a_company_whose_name_and_tax_code_changed(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    headers = ("Mã", "Tên đơn vị", "Mã số thuế")
    for name, code in (("Sen", "0100109106"), ("Sen Hồng", tax_code(1))):
        await _confirm(browser, await _send(browser, fair, workbook(headers, ("A-01", name, code))))
    assert await _companies() == [{"name": "Sen Hồng", "tax_code": tax_code(1), "phone": ""}]
    assert await CompanyKey.select(CompanyKey.key) == [{"key": "A-01"}]


async def test_undoing_leaves_the_database_as_it_was(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    own = await make_participation(await make_fair(_staff), "distributor", "Siêu thị Sen Hồng")
    apart = {"sheet_import", "import_change", "audit_entry", "sign_in_session", "place"}

    async def rows() -> dict[str, list[dict[str, object]]]:
        tables = [table for table in all_tables() if table._meta.tablename not in apart]
        return {table._meta.tablename: await table.select().order_by(table._meta.primary_key) for table in tables}

    before = await rows()
    url = await _import(browser, fair, SEN, TRE)
    assert await Participation.count().where(Participation.company == own.company.id) == 2
    undone = await browser.send_form(f"{url}/undo")
    assert undone.status_code == 303
    assert await rows() == before
    assert (await browser.send_form(f"{url}/undo")).status_code == 409
    assert (await browser.send_form(f"{url}/remove")).status_code == 303
    assert (await SheetImport.count(), await ImportChange.count()) == (0, 0)


async def test_what_was_touched_since_stays_when_an_import_is_undone_and_is_named(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    url = await _import(browser, fair, SEN, TRE, ("Bếp Quê", "", "", ""))
    await Company.update({Company.phone: "024 3825 1234"}).where(Company.name == SEN[0])
    tre = await Company.objects().get(Company.name == TRE[0])
    assert tre is not None
    await Product(
        company=tre.id, name="Mây", folded_name="may", sort_name=sort_key("Mây"), group=ProductGroup.CRAFT
    ).save()
    shown = await browser.send_form(f"{url}/undo")
    report = (await browser.get(shown.headers["location"])).text
    told = ["Đơn vị được giữ: đã được sửa sau khi nhập.", "Đơn vị được giữ: đã có dữ liệu khác gắn vào.", "2 dòng"]
    assert [words for words in told if words not in report] == []
    assert [row["name"] for row in await _companies()] == [SEN[0], TRE[0]]
    assert await Participation.count() == 0


async def test_a_company_that_keeps_its_own_profile_joins_the_fair_unchanged(browser: Browser) -> None:
    staff, fair = await _begin(browser)
    own = await make_participation(await make_fair(staff), "distributor", "Siêu thị Sen Hồng")
    url = await _send(browser, fair, workbook(HEADERS, ("Siêu Thị Sen Hồng", "", "0912 345 678", "Ai Khác")))
    assert "tự giữ hồ sơ" in (await browser.get(url)).text
    await _confirm(browser, url)
    assert await _companies() == [{"name": own.company.name, "tax_code": None, "phone": ""}]
    assert await Participation.count().where(Participation.fair == fair.id) == 1
    assert await Delegate.count() == 1


async def test_a_company_of_another_organizer_is_neither_changed_nor_shown(browser: Browser) -> None:
    theirs = await make_participation(await make_fair(await make_organizer("Khác")), "distributor", "Kho Bí Mật")
    await Company.update({Company.tax_code: SEN[1], Company.phone: "0999 999 999"}).where(
        Company.id == theirs.company.id
    )
    _staff, fair = await _begin(browser)
    url = await _send(browser, fair, workbook(HEADERS, SEN, ("Kho Bí Mật", "", "", "")))
    preview = (await browser.get(url)).text
    assert "xin mời đơn vị tự đăng ký vào hội chợ" in preview
    assert "0999 999 999" not in preview
    await _confirm(browser, url)
    assert [row["name"] for row in await _companies()] == ["Kho Bí Mật", "Kho Bí Mật"]
    assert await Participation.count().where(Participation.company == theirs.company.id) == 1


async def test_rows_that_repeat_one_another_or_mean_two_companies_are_left_out(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    for number in (1, 2):
        await make_participation(fair, "distributor", "Hai Chị Em", delegate=f"Chị {number}")
    await make_participation(fair, "producer", "Gốm Bát Tràng")
    rows = (SEN, SEN, ("Hai Chị Em", "", "", ""), ("Gốm Bát Tràng", "", "", ""))
    preview = (await browser.get(await _send(browser, fair, workbook(HEADERS, *rows)))).text
    told = ["Trùng với dòng 2", "Có 2 đơn vị cùng tên", "Đơn vị này đã có ở bên kia", "Nhập một dòng"]
    assert [words for words in told if words not in preview] == []


async def test_new_companies_may_wait_for_approval(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    await _import(browser, fair, SEN, kind="producers", confirm_first="yes")
    assert await Participation.select(Participation.kind, Participation.state, Participation.decided_at) == [
        {"kind": "producer", "state": "waiting", "decided_at": None}
    ]


@pytest.mark.parametrize("kind", ["producers", "distributors", "products"])
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_a_template_that_was_filled_in_comes_back_with_every_column_known(
    browser: Browser, kind: str, language: str
) -> None:
    _staff, fair = await _begin(browser)
    template = (await browser.get(f"/organizer/imports/templates/{kind}/{language}")).content
    headers = cells_of(template)[0]
    values = dict.fromkeys(headers, "") | {headers[0]: "Sen Hồng", headers[2]: SEN[1]}
    base = f"/organizer/fairs/{fair.slug}/imports"
    content = workbook(headers, tuple(values.values()))
    columns = (await browser.send_files(base, {"file": ("a.xlsx", content)}, kind=kind)).headers["location"]
    shown = (await browser.get(columns)).text
    assert shown.count(" selected") == len(headers)
    assert (await browser.send_files(base, {"file": ("a.xlsx", template)}, kind=kind)).status_code == 422


async def test_an_attempt_that_was_overtaken_writes_nothing(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    url = await _send(browser, fair, workbook(HEADERS, SEN))
    found = await SheetImport.objects().first()
    assert found is not None
    first = await ask_to_write(found, at=now())
    assert (await browser.send_form(f"{url}/write")).status_code == 409
    await SheetImport.update({SheetImport.attempts: 2}).where(SheetImport.id == found.id)
    with pytest.raises(Overtaken):
        await write_import(first, by=_staff.person.id, at=now())
    assert (await Company.count(), await SheetImport.count().where(SheetImport.state == ImportState.WRITING)) == (0, 1)


async def test_files_that_are_no_sheets_are_refused_beside_the_field(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    base = f"/organizer/fairs/{fair.slug}/imports"
    for content, words in ((b"%PDF-1.7 \xff\xfe", "Đây không phải tệp CSV hay Excel."), (b"", "Xin chọn một tệp")):
        answer = await browser.send_files(base, {"file": ("a.xlsx", content)}, kind="distributors")
        assert (answer.status_code, words in answer.text) == (422, True), answer.text
    assert await SheetImport.count() == 0
