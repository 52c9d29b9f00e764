"""What everybody sees."""

import io
import json
import re
from datetime import UTC, datetime, time, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from piccolo.engine.base import Engine
from PIL import Image

from chophien.catalogue.tables import Product
from chophien.companies.tables import Company
from chophien.fairs.pages.programme import EXHIBITORS_ON_A_PAGE
from chophien.fairs.pages.visiting import PUBLIC_PAGES
from chophien.fairs.queries import sessions_of, slots_of
from chophien.fairs.tables import Fair, FairSession, Participation, ProgrammeItem, Slot
from chophien.support.clock import now
from chophien.support.collation import sort_key
from chophien.support.database import engine
from chophien.support.folding import folded
from tests.conftest import Browser
from tests.factories.booths import make_booking
from tests.factories.fairs import make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product


async def _product(company_id: int, name: str, stars: str = "4", group: str = "food") -> None:
    await Product(
        company=company_id, name=name, folded_name=folded(name), sort_name=sort_key(name), stars=stars, group=group
    ).save()


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
        f"{fair.starts_on.isoformat()}T09:00:00+07:00",
        f"http://fair.test/fairs/{fair.slug}",
        "Sản phẩm </script><b>ngon</b>",
    )


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_public_page_is_there_in_both_languages(browser: Browser, language: str) -> None:
    fair = await make_fair(await make_organizer())
    browser.cookies.set("language", language)
    for path in ("", "/exhibitors", "/products", "/plan", "/visit"):
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
            "exhibitors?group=craft",
            "exhibitors?page=99999999",
            "products?q=mien+DONG",
            "products?q=bat+trang",
            "products?group=craft",
            "products?stars=4",
            "products?q=rượu",
            "products?page=99999999",
        )
    ]
    both, first, second, none = [True, True], [True, False], [False, True], [False, False]
    assert found == [both, first, second, both, first, second, second, first, none, both]


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

    paths = ["/fairs", *(f"/fairs/{fair.slug}{page}" for page in PUBLIC_PAGES)]
    counts = []
    for more in (1, 2):
        for _time in range(more):
            each = await make_participation(fair)
            await _product(each.company.id, "Chè lam")
            await make_fair(await make_organizer())
        counts.append([await questions(path) for path in paths])
    assert counts[0] == counts[1]


async def test_exhibitors_come_page_by_page(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    names = [f"Đơn vị {number:03d}" for number in range(EXHIBITORS_ON_A_PAGE + 3)]
    companies = [
        Company(
            kind="producer",
            form="cooperative",
            name=name,
            folded_name=folded(name),
            sort_name=sort_key(name),
            country="VN",
            created_at=now(),
        )
        for name in names
    ]
    ids = [row["id"] for row in await Company.insert(*companies)]
    rows = [
        Participation(fair=fair.id, company=id_, kind="producer", state="approved", applied_at=now()) for id_ in ids
    ]
    await Participation.insert(*rows)
    second = (await browser.get(f"/fairs/{fair.slug}/exhibitors?page=2")).text
    assert [name for name in names if name in second] == names[-3:]
    assert "51–53 trong 53" in second
    assert "page=1" in second


async def test_visitors_see_who_stands_where_but_choose_nothing(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    pottery = await make_participation(fair, "producer", "Gốm Bát Tràng")
    await make_booking(fair, pottery, "A3")
    text = (await browser.get(f"/fairs/{fair.slug}/plan")).text
    assert "Gốm Bát Tràng" in text
    assert f'exhibitors?q=A3#company-{pottery.id}"' in text
    main = text[text.index('<main id="main"') : text.index("</main>")]
    assert "<form" not in main


async def test_how_to_come_is_told_in_both_languages_with_a_map(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    await Fair.update({Fair.travel_vi: "Xe buýt số 6.", Fair.travel_en: "Bus number 6."}).where(Fair.id == fair.id)
    page = f"/fairs/{fair.slug}/visit"
    text = (await browser.get(page)).text
    assert "Xe buýt số 6." in text
    assert 'href="https://www.openstreetmap.org/search?query=H%C3%A0%20N%E1%BB%99i"' in text
    await Fair.update({Fair.map_url: "https://ban-do.example/x"}).where(Fair.id == fair.id)
    browser.cookies.set("language", "en")
    english = (await browser.get(page)).text
    assert "Bus number 6." in english
    assert 'href="https://ban-do.example/x"' in english


async def test_links_to_every_public_page_show_what_they_lead_to(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    for path in ("", "/exhibitors", "/plan", "/visit"):
        text = (await browser.get(f"/fairs/{fair.slug}{path}")).text
        told = dict(re.findall(r'<meta property="(og:[a-z_:]+)" content="([^"]*)">', text))
        assert fair.name_vi in told["og:title"]
        assert told["og:url"] == f"http://fair.test/fairs/{fair.slug}{path}"
        assert (told["og:locale"], told["og:locale:alternate"]) == ("vi_VN", "en_GB")


async def test_the_programme_is_told_to_machines_and_no_policy_stands_in_its_way(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    opening = datetime.combine(fair.starts_on, time(1), UTC)
    item = ProgrammeItem(fair=fair.id, starts_at=opening, ends_at=opening + timedelta(hours=1), title_vi="Khai mạc")
    await item.save()
    answer = await browser.get(f"/fairs/{fair.slug}")
    # The policy knows no inline script; the element holds data, which browsers never run and so never block.
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    (inline,) = re.findall(r"<script(?![^>]*src=)([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    assert inline[0] == ' type="application/ld+json"'
    told = json.loads(inline[1])
    assert [(each["name"], each["startDate"]) for each in told["subEvent"]] == [
        ("Khai mạc", f"{fair.starts_on.isoformat()}T08:00:00+07:00")
    ]


async def test_the_fairs_own_time_zone_counts_everywhere(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    assert "09:00–16:00" in (await browser.get(f"/fairs/{fair.slug}")).text
    await Fair.update({Fair.timezone: "Asia/Tokyo"}).where(Fair.id == fair.id)
    assert "11:00–18:00" in (await browser.get(f"/fairs/{fair.slug}")).text


async def test_search_engines_are_shown_every_public_page_and_no_draft(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    await make_fair(staff, name="Hội chợ Bí mật", state="draft")
    dong = await make_participation(fair, name="Miến dong Minh Hà")
    noodles = await make_product(dong, "Miến dong")
    await make_product(await make_participation(fair, state="waiting"), "Chè lam")
    answer = await browser.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    assert re.findall("<loc>(.*?)</loc>", answer.text) == [
        "http://fair.test/",
        "http://fair.test/fairs",
        "http://fair.test/products",
        *(f"http://fair.test/fairs/{fair.slug}{page}" for page in PUBLIC_PAGES),
        f"http://fair.test/companies/mien-dong-minh-ha-{dong.company.id}",
        f"http://fair.test/products/mien-dong-{noodles.id}",
    ]
    assert (await browser.get(f"/products/mien-dong-{noodles.id}")).status_code == 200
    assert f'href="/products/mien-dong-{noodles.id}"' in (await browser.get(f"/fairs/{fair.slug}/exhibitors")).text
    assert "Sitemap: http://fair.test/sitemap.xml" in (await browser.get("/robots.txt")).text


async def test_sessions_say_where_and_how_long_people_meet(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    sessions = await sessions_of(fair.id)
    await FairSession.update({FairSession.meets_at: "booths"}).where(FairSession.id == sessions[0].id)
    slot = (await slots_of(fair.id))[0]
    await Slot.update({Slot.ends_at: slot.starts_at + timedelta(minutes=10)}).where(Slot.id == slot.id)
    text = (await browser.get(f"/fairs/{fair.slug}")).text
    assert re.findall("6 lượt gặp · ([^<]*)", text) == ["ở gian của nhà sản xuất", "3 bàn", "3 bàn", "3 bàn"]
    assert "Mỗi cuộc gặp kéo dài 10–20 phút" in text


async def test_links_show_a_picture_of_the_fairs_cover_but_never_of_a_draft(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff, name="Hội chợ Làng nghề và Sản phẩm OCOP " + "truyền thống " * 12)
    address = f"/fairs/{fair.slug}/cover.png"
    for path in ("", "/exhibitors", "/visit"):
        page = (await browser.get(f"/fairs/{fair.slug}{path}")).text
        assert f'<meta property="og:image" content="http://fair.test{address}">' in page
    answer = await browser.get(address)
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("image/png", "public, max-age=3600")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    draft = await make_fair(staff, state="draft")
    assert (await browser.get(f"/fairs/{draft.slug}/cover.png")).status_code == 404
