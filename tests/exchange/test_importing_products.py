"""Products come in from a sheet: compared, written, corrected, undone."""

from chophien.catalogue.tables import CraftVillage, Product
from chophien.companies.tables import Delegate
from chophien.exchange.rules.products import whole_number
from chophien.exchange.tables import ProductKey
from tests.conftest import Browser
from tests.exchange.sheets import cells_of, workbook
from tests.exchange.test_importing import _begin, _confirm, _send
from tests.factories.fairs import make_participation

HEADERS = ("Đơn vị", "Sản phẩm", "Mã hàng", "Nhóm", "Sao", "Ngày công nhận", "Giá", "Làng nghề", "Địa phương")
MIEN = ("Miến Dong", "Miến dong", "M-1", "Thực phẩm", "4 sao", "30/06/2024", "60.000 - 85.000 đ", "", "Ba Vì")
NON = ("Miến Dong", "Nón lá", "M-2", "Thủ công mỹ nghệ", "", "", "120k", "Chuông", "Thanh Oai")


async def _products() -> list[dict[str, object]]:
    columns = (Product.name, Product.stars, Product.price_from, Product.price_to, Product.craft_village.name)
    return await Product.select(*columns).order_by(Product.id)


async def test_products_come_in_are_corrected_and_undone(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    company = (await make_participation(fair, "producer", "Miến Dong")).company
    await Delegate.delete().where(Delegate.company == company.id)
    wrong = (("Ai Đó", *MIEN[1:]), (*NON[:3], "", *NON[4:]))
    url = await _send(browser, fair, workbook(HEADERS, MIEN, NON, *wrong), kind="products")
    preview = (await browser.get(url)).text
    told = ["Chưa có nhà sản xuất này", "Trùng với dòng 3", "Nhập 2 dòng"]
    assert [words for words in told if words not in preview] == []
    assert await Product.count() == 0
    assert "Đã thêm" in await _confirm(browser, url)
    mien = {"name": "Miến dong", "stars": "4", "price_from": 60_000, "price_to": 85_000, "craft_village.name": None}
    non = {"name": "Nón lá", "stars": None, "price_from": 120_000, "price_to": None, "craft_village.name": "Chuông"}
    assert await _products() == [mien, non]
    assert [row[1] for row in cells_of((await browser.get(f"{url}/report.xlsx")).content)].count("Đã thêm") == 2

    later = (*MIEN[:4], "5 sao", "01/07/2024", *MIEN[6:])
    again = await _send(browser, fair, workbook(HEADERS, later, NON), kind="products")
    assert "Sửa: " in (await browser.get(again)).text
    await _confirm(browser, again)
    assert await _products() == [{**mien, "stars": "5"}, non]
    await browser.send_form(f"{again}/undo")
    assert await _products() == [mien, non]
    await browser.send_form(f"{url}/undo")
    assert [await table.count() for table in (Product, ProductKey, CraftVillage)] == [0, 0, 0]


async def test_a_company_that_signs_in_keeps_its_own_products(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    await make_participation(fair, "producer", "Miến Dong")
    url = await _send(browser, fair, workbook(HEADERS, MIEN), kind="products")
    preview = (await browser.get(url)).text
    assert "tự giữ danh mục sản phẩm" in preview
    assert "Không có dòng nào để nhập" in preview


def test_prices_are_understood_as_people_write_them() -> None:
    texts = ("120000", "120.000 đ", "120,000 VND", "120k", "1,2 triệu", "12 000/kg", "1.5", "khoảng 5", "-3")
    assert [whole_number(text) for text in texts] == [120_000] * 4 + [1_200_000, 12_000, None, None, None]
