"""Searching producers by their names and products, diacritics or not."""

from chophien.catalogue.tables import ProductGroup, Stars
from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import Fair, ParticipationState
from chophien.matchmaking.queries import ProducerSearch, producers_found
from chophien.places.actions import place_of
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product, make_request


async def _found(fair: Fair, search: ProducerSearch) -> list[str]:
    return [line.name for line in (await producers_found(fair.id, search)).lines]


async def test_words_group_stars_and_district_narrow_the_list_down(database: str) -> None:
    fair = await make_fair(await make_organizer())
    chuong = await make_participation(fair, name="Nón làng Chuông", place=await place_of("278"))
    dong = await make_participation(fair, name="Miến Đồng Cự")
    await make_participation(fair, name="Chưa duyệt", state=ParticipationState.WAITING)
    await make_participation(fair, name="Siêu thị", kind=CompanyKind.DISTRIBUTOR)
    await make_product(chuong, "Nón lá thêu", group=ProductGroup.CRAFT, stars=Stars.FOUR)
    await make_product(dong, "Miến dong riềng", stars=Stars.FIVE)
    await make_product(dong, "Bột sắn", stars=Stars.THREE)
    assert await _found(fair, ProducerSearch()) == ["Miến Đồng Cự", "Nón làng Chuông"]
    assert await _found(fair, ProducerSearch(text="mien dong")) == ["Miến Đồng Cự"]
    assert await _found(fair, ProducerSearch(text="THÊU chuong")) == ["Nón làng Chuông"]
    assert await _found(fair, ProducerSearch(group=ProductGroup.CRAFT)) == ["Nón làng Chuông"]
    assert await _found(fair, ProducerSearch(stars=Stars.FIVE)) == ["Miến Đồng Cự"]
    assert await _found(fair, ProducerSearch(text="bột", stars=Stars.FIVE)) == []
    assert await _found(fair, ProducerSearch(district="278")) == ["Nón làng Chuông"]
    # One of the communes that took the district's ground, and one of another district.
    assert await _found(fair, ProducerSearch(district="10180")) == ["Nón làng Chuông"]
    assert await _found(fair, ProducerSearch(district="10183")) == []
    assert await _found(fair, ProducerSearch(text="%")) == ["Miến Đồng Cự", "Nón làng Chuông"]
    assert await _found(fair, ProducerSearch(group="'; DROP TABLE product")) == []


async def test_the_list_is_paged_and_says_who_was_asked_already(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    buyer = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    producers = [await make_participation(fair, name=f"Hợp tác xã {number:02}") for number in range(23)]
    await make_product(producers[0], "Mắm")
    await make_request(fair, producers[0], buyer)
    await browser.sign_in(buyer.person.email, PASSWORD)
    first = await browser.get(f"/my/fairs/{fair.slug}/producers")
    assert first.status_code == 200
    assert "Có 23 nhà sản xuất." in first.text
    assert "chờ trả lời" in first.text
    assert first.text.count('class="entry-name"') == 20
    second = await browser.get(f"/my/fairs/{fair.slug}/producers?page=2")
    assert second.text.count('class="entry-name"') == 3
    for odd in ("page=99", "page=-1", "page=x", "page=99999999999999999999"):
        assert (await browser.get(f"/my/fairs/{fair.slug}/producers?{odd}")).status_code == 200
    none = await browser.get(f"/my/fairs/{fair.slug}/producers?q=khong+co")
    assert "Không tìm thấy" in none.text


async def test_producers_do_not_search_producers(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    await browser.sign_in(lan.person.email, PASSWORD)
    assert (await browser.get(f"/my/fairs/{fair.slug}/producers")).status_code == 403
