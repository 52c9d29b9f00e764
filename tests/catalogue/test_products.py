"""A producer's own products, over HTTP; the search; the words."""

from datetime import date
from typing import Any

import pytest

from chophien.catalogue.queries import products_of, search_products
from chophien.catalogue.rules import group_choices, star_count, stars_choices, stars_words
from chophien.catalogue.tables import Product, Stars
from chophien.fairs.queries import exhibiting
from chophien.fairs.tables import Fair
from chophien.places.actions import place_of
from chophien.support.collation import sort_key
from chophien.support.folding import folded
from chophien.support.language import speaking
from tests.conftest import Browser
from tests.factories.catalogue import make_paper
from tests.factories.fairs import PASSWORD, Participant, make_fair, make_organizer, make_participation


async def _fair() -> Fair:
    return await make_fair(await make_organizer())


async def _add(own: Participant, name: str, stars: str | None = None, group: str = "food", **more: Any) -> int:
    product = Product(
        company=own.company.id,
        name=name,
        folded_name=folded(name),
        sort_name=sort_key(name),
        group=group,
        stars=stars,
        **more,
    )
    await product.save()
    return product.id


async def test_a_product_is_added_changed_and_removed(browser: Browser) -> None:
    own = await make_participation(await _fair())
    await browser.sign_in(own.person.email, PASSWORD)
    assert "Chưa có sản phẩm nào" in (await browser.get("/my/products")).text
    typed = {"product_name": "Nón lá Chuông", "group": "craft", "stars": "4+", "unit": "chiếc", "price_from": "45.000"}
    assert (await browser.send_form("/my/products/new", **typed)).status_code == 303
    shown = await browser.get("/my/products")
    words = ["Đã thêm sản phẩm Nón lá Chuông.", "tiềm năng 5 sao", "45.000 / chiếc", "Thủ công mỹ nghệ"]
    assert [each for each in words if each not in shown.text] == []
    row = await Product.select(Product.id).first()
    assert row is not None
    url = f"/my/products/{row['id']}"
    assert 'value="45000"' in (await browser.get(url)).text
    wrong = await browser.send_form(url, **{**typed, "group": "khác", "price_to": "1"})
    assert (wrong.status_code, wrong.text.count("Cần sửa:")) == (422, 2)
    assert (await browser.send_form(url, **{**typed, "stars": "5", "price_to": "60.000"})).status_code == 303
    assert await Product.select(Product.stars, Product.price_from, Product.price_to) == [
        {"stars": "5", "price_from": 45_000, "price_to": 60_000}
    ]
    assert (await browser.send_form(f"{url}/remove")).status_code == 303
    assert await Product.count() == 0


async def test_nobody_touches_another_companys_products(browser: Browser) -> None:
    fair = await _fair()
    own, other = await make_participation(fair), await make_participation(fair)
    theirs = await _add(other, "Miến dong gia truyền")
    await browser.sign_in(own.person.email, PASSWORD)
    for number in (theirs, 2**40):
        url = f"/my/products/{number}"
        answers = [
            await browser.get(url),
            await browser.send_form(url, product_name="Của tôi", group="food"),
            await browser.send_form(f"{url}/remove"),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert all("gia truyền" not in answer.text for answer in answers)
    assert await Product.select(Product.name) == [{"name": "Miến dong gia truyền"}]


async def test_a_distributor_has_no_products(browser: Browser) -> None:
    buyer = await make_participation(await _fair(), "distributor")
    await browser.sign_in(buyer.person.email, PASSWORD)
    assert (await browser.get("/my/products")).status_code == 403


async def test_the_products_of_companies_come_best_first_and_an_empty_company_has_none(database: str) -> None:
    fair = await _fair()
    own, empty = await make_participation(fair), await make_participation(fair)
    for name, stars in (("Chả", None), ("Bún", "3"), ("Miến", "5"), ("Giò", "4"), ("Trà", "4+")):
        await _add(own, name, stars)
    found = await products_of([own.company.id, empty.company.id])
    assert {company: [line.name for line in lines] for company, lines in found.items()} == {
        own.company.id: ["Miến", "Trà", "Giò", "Bún", "Chả"],
        empty.company.id: [],
    }
    assert await products_of([]) == {}


@pytest.fixture
async def market(database: str) -> Fair:
    """A fair with two approved producers, one that still waits, and one of another fair."""
    fair = await _fair()
    cu_da = await make_participation(fair, name="Hợp tác xã Miến Cự Đà", place=await place_of("278"))
    chuong = await make_participation(fair, name="Hộ Nguyễn Thị Đào")
    waiting = await make_participation(fair, state="waiting")
    elsewhere = await make_participation(await _fair())
    noodles = await _add(cu_da, "Miến dong sợi nhỏ", "4")
    await _add(cu_da, "Bánh đa nem", "3", markets_reached=",JP,", markets_wanted=",AU,EU,")
    await make_paper(cu_da, "vietgap", product=noodles, scan=False)
    await make_paper(cu_da, "food_safety", scan=False)
    await make_paper(cu_da, "halal", expires_on=date(2020, 1, 1), scan=False)
    await _add(chuong, "Nón lá Chuông", "5", "craft", place=await place_of("279"))
    await _add(chuong, "Nón lá trẻ em 100%", None, "craft")
    await _add(waiting, "Miến dong chờ duyệt", "5")
    await _add(elsewhere, "Miến dong hội chợ khác", "5")
    return fair


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, ["Nón lá Chuông", "Miến dong sợi nhỏ", "Bánh đa nem", "Nón lá trẻ em 100%"]),
        ({"text": "mien DONG"}, ["Miến dong sợi nhỏ"]),
        ({"text": "dong miến"}, ["Miến dong sợi nhỏ"]),
        ({"text": "đào"}, ["Nón lá Chuông", "Nón lá trẻ em 100%"]),
        ({"text": "cu da banh"}, ["Bánh đa nem"]),
        ({"text": "%"}, ["Nón lá Chuông", "Miến dong sợi nhỏ", "Bánh đa nem", "Nón lá trẻ em 100%"]),
        ({"text": "x' OR 1=1 --"}, []),
        ({"group": "craft", "stars": "5"}, ["Nón lá Chuông"]),
        ({"group": "xyz"}, []),
        ({"stars": "9"}, []),
        ({"district": "278"}, ["Miến dong sợi nhỏ", "Bánh đa nem"]),
        ({"district": "279"}, ["Nón lá Chuông"]),
        ({"district": "000"}, []),
        ({"text": "mien"}, ["Miến dong sợi nhỏ", "Bánh đa nem"]),
        ({"village": "x"}, []),
        ({"market": "JP"}, ["Bánh đa nem"]),
        ({"market": "EU"}, ["Bánh đa nem"]),
        ({"market": "%"}, []),
        ({"paper": "vietgap"}, ["Miến dong sợi nhỏ"]),
        ({"paper": "food_safety"}, ["Miến dong sợi nhỏ", "Bánh đa nem"]),
        ({"paper": "halal"}, []),
        ({"per_page": 3}, ["Nón lá Chuông", "Miến dong sợi nhỏ", "Bánh đa nem"]),
        ({"per_page": 3, "page": 2}, ["Nón lá trẻ em 100%"]),
        ({"page": 99}, []),
        ({"page": -1, "per_page": 1}, ["Nón lá Chuông"]),
    ],
)
async def test_the_search_finds_what_approved_participants_bring(
    market: Fair, wanted: dict[str, Any], names: list[str]
) -> None:
    assert [line.name for line in (await search_products(exhibiting(market.id), **wanted)).lines] == names


async def test_a_page_of_the_search_knows_its_place_among_all(market: Fair) -> None:
    first, second = (
        await search_products(exhibiting(market.id), per_page=3),
        await search_products(exhibiting(market.id), per_page=3, page=2),
    )
    assert [(page.total, page.first, page.last, page.has_next) for page in (first, second)] == [
        (4, 1, 3, True),
        (4, 4, 4, False),
    ]
    line = first.lines[1]
    assert (line.company, line.place, line.group_words, line.stars_words, line.star_count) == (
        "Hợp tác xã Miến Cự Đà",
        "huyện Thanh Oai",
        "Thực phẩm",
        "4 sao",
        4,
    )


def test_stars_and_groups_have_words_in_both_languages() -> None:
    assert stars_choices() == [("5", "5 sao"), ("4+", "tiềm năng 5 sao"), ("4", "4 sao"), ("3", "3 sao")]
    assert [star_count(stars) for stars in (None, *Stars)] == [0, 3, 4, 4, 5]
    assert stars_words(None) == "chưa xếp hạng"
    with speaking("en"):
        assert stars_choices()[1] == ("4+", "potential 5 stars")
        assert len({words for _, words in group_choices()}) == 6


async def test_the_whole_form_of_a_product_comes_back_as_it_was_typed(browser: Browser) -> None:
    own = await make_participation(await _fair(), place=await place_of("278"))
    await browser.sign_in(own.person.email, PASSWORD)
    typed = {
        "product_name": "Lụa Vạn Phúc",
        "group": "textile",
        "stars": "4",
        "unit": "mét",
        "unit_en": "metre",
        "least_order": "1.200",
        "recognised_on": "2022-12-28",
        "decision_number": "5140/QĐ-UBND",
        "recognised_by": "province",
        "village": "Vạn Phúc",
        "product_district": "268",
        "markets_reached": ["JP", "AU"],
        "markets_wanted": ["EU"],
    }
    wrong = await browser.send_form("/my/products/new", **typed | {"recognised_on": "2024-12-28", "price_from": "x"})
    assert wrong.status_code == 422
    errors = wrong.text.partition("error-summary")[2].partition("</ul>")[0]
    assert errors.index("#f-group") < errors.index("#f-price_from")
    assert [value for value in ("5140/QĐ-UBND", "Vạn Phúc", "metre") if f'value="{value}"' not in wrong.text] == []
    assert (await browser.send_form("/my/products/new", **typed)).status_code == 303
    row = await Product.select(Product.id, Product.least_order, Product.markets_reached, Product.place.code).first()
    assert row is not None
    assert row == {"id": row["id"], "least_order": 1200, "markets_reached": ",JP,AU,", "place.code": "268"}
    page = (await browser.get(f"/my/products/{row['id']}")).text
    kept = ["5140/QĐ-UBND", "Vạn Phúc", "metre", "2022-12-28", "1200"]
    assert [value for value in kept if f'value="{value}"' not in page] == []
    assert "Quyết định 1048/QĐ-TTg" in page
    shown = await browser.get(f"/products/lua-van-phuc-{row['id']}")
    words = ["Vải và may mặc", "quận Hà Đông", "Nhật Bản, Úc", "1.200 mét", "cấp tỉnh"]
    assert [word for word in words if word not in shown.text] == []
    assert "Lụa" in (await browser.get("/products?group=craft")).text
    village = (await browser.get("/products")).text.partition('name="village"')[2]
    assert "Vạn Phúc" in village.partition("</select>")[0]
