"""What everybody sees."""

import json
import re
from typing import Any
from unittest.mock import patch

import pytest
from piccolo.engine.base import Engine

from chophien.catalogue.tables import Product
from chophien.fairs.tables import Fair
from chophien.support.database import engine
from chophien.support.folding import folded
from tests.conftest import Browser
from tests.factories.fairs import make_fair, make_organizer, make_participation


async def _product(company_id: int, name: str, stars: str = "4", group: str = "food") -> None:
    await Product(company=company_id, name=name, folded_name=folded(name), stars=stars, group=group).save()


async def test_without_fairs_the_front_page_says_so(browser: Browser) -> None:
    assert "Chưa có hội chợ nào mở" in (await browser.get("/")).text


async def test_the_front_page_lists_open_fairs_and_hides_drafts(browser: Browser) -> None:
    staff = await make_organizer()
    await make_fair(staff, name="Hội chợ Mùa xuân")
    await make_fair(staff, name="Hội chợ Năm ngoái", starts_in_days=-300)
    await make_fair(staff, name="Hội chợ Bí mật", state="draft")
    text = (await browser.get("/fairs")).text
    assert [name in text for name in ("Mùa xuân", "Năm ngoái", "Bí mật")] == [True, True, False]
    assert text.index("Mùa xuân") < text.index("Đã qua") < text.index("Năm ngoái")


async def test_the_fairs_page_tells_what_where_when_who(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    await Fair.update({Fair.about_vi: "Sản phẩm </script><b>ngon</b>"}).where(Fair.id == fair.id)
    producer = await make_participation(fair, "producer", "Gốm Bát Tràng")
    await make_participation(fair, "producer", "Chưa được duyệt", state="waiting")
    await _product(producer.company.id, "Ấm trà men lam", "5", "craft")
    text = (await browser.get(f"/fairs/{fair.slug}")).text
    for words in ("Cung Triển lãm", "Sở Công Thương Hà Nội", "Gốm Bát Tràng", "Ấm trà men lam", "Buổi sáng".lower()):
        assert words in text
    assert "Chưa được duyệt" not in text
    assert f'href="/fairs/{fair.slug}/register/producer"' in text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    told = json.loads(found[1])
    assert (told["@type"], told["startDate"], told["url"], told["description"]) == (
        "BusinessEvent",
        fair.starts_on.isoformat(),
        f"http://fair.test/fairs/{fair.slug}",
        "Sản phẩm </script><b>ngon</b>",
    )


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_public_page_is_there_in_both_languages(browser: Browser, language: str) -> None:
    fair = await make_fair(await make_organizer())
    browser.cookies.set("language", language)
    for path in ("", "/exhibitors", "/products"):
        page = await browser.get(f"/fairs/{fair.slug}{path}")
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.text


async def test_a_fair_that_is_shut_offers_no_registration(browser: Browser) -> None:
    fair = await make_fair(await make_organizer(), registration=(-20, -10))
    assert "/register/" not in (await browser.get(f"/fairs/{fair.slug}")).text


async def test_exhibitors_and_products_are_found_without_diacritics(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    noodles = await make_participation(fair, "producer", "Hợp tác xã Cự Đà")
    pottery = await make_participation(fair, "producer", "Gốm Bát Tràng")
    await _product(noodles.company.id, "Miến dong sợi nhỏ", "4")
    await _product(pottery.company.id, "Ấm trà men lam", "5", "craft")

    async def shown(path: str) -> list[bool]:
        text = (await browser.get(f"/fairs/{fair.slug}/{path}")).text
        return [name in text for name in ("Miến dong sợi nhỏ", "Ấm trà men lam")]

    found = [
        await shown(path)
        for path in (
            "exhibitors",
            "exhibitors?q=mien+dong",
            "products?q=mien+DONG",
            "products?q=bat+trang",
            "products?group=craft",
            "products?stars=4",
            "products?q=rượu",
            "products?page=99999999",
        )
    ]
    both, first, second, none = [True, True], [True, False], [False, True], [False, False]
    assert found == [both, first, first, second, second, first, none, both]


async def test_lists_ask_the_database_no_more_often_when_they_grow(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    asked = 0
    run = type(engine()).run_querystring

    async def counting(self: Engine[Any], *args: object, **kwargs: object) -> object:
        nonlocal asked
        asked += 1
        return await run(self, *args, **kwargs)  # type: ignore[arg-type]

    async def questions(path: str) -> int:
        nonlocal asked
        asked = 0
        # Nothing of ours is replaced: the engine only counts what goes through it.
        with patch.object(type(engine()), "run_querystring", counting):
            assert (await browser.get(path)).status_code == 200
        return asked

    paths = ["/fairs", f"/fairs/{fair.slug}", f"/fairs/{fair.slug}/exhibitors", f"/fairs/{fair.slug}/products"]
    counts = []
    for more in (1, 2):
        for _time in range(more):
            each = await make_participation(fair)
            await _product(each.company.id, "Chè lam")
            await make_fair(await make_organizer())
        counts.append([await questions(path) for path in paths])
    assert counts[0] == counts[1]
