"""Hanoi's districts: written down once, named in both languages."""

import asyncio

from chophien.places.actions import place_of_district
from chophien.places.hanoi import DISTRICTS
from chophien.places.queries import district_code, place_names
from chophien.places.rules import district_choices, district_words, place_words
from chophien.places.tables import Place
from chophien.support.language import speaking


def test_all_thirty_districts_can_be_chosen_in_the_order_of_their_names() -> None:
    choices = district_choices()
    assert [words for _, words in choices[:4]] == ["quận Ba Đình", "huyện Ba Vì", "quận Bắc Từ Liêm", "quận Cầu Giấy"]
    assert {code for code, _ in choices} == {district.code for district in DISTRICTS}
    assert len(choices) == 30


def test_a_district_is_named_as_each_language_does() -> None:
    assert district_words("269") == "thị xã Sơn Tây"
    with speaking("en"):
        assert (district_words("269"), place_words("quận", "Ba Đình")) == ("Sơn Tây Town", "Ba Đình District")
    assert district_words("999") == ""


async def test_a_district_is_written_down_once_with_its_city_however_many_ask_at_once(database: str) -> None:
    ids = await asyncio.gather(*[place_of_district("279") for _ in range(20)])
    assert len(set(ids)) == 1
    assert await Place.select(Place.level, Place.code, Place.parent.code).order_by(Place.level) == [
        {"level": "district", "code": "279", "parent.code": "01"},
        {"level": "province", "code": "01", "parent.code": None},
    ]
    assert await district_code(ids[0]) == "279"
    assert await place_names([ids[0]]) == {ids[0]: "huyện Thường Tín"}


async def test_what_is_no_district_has_no_code(sqlite_database: str) -> None:
    await place_of_district("279")
    city = await Place.select(Place.id).where(Place.level == "province").first()
    assert city is not None
    assert [await district_code(None), await district_code(city["id"])] == ["", ""]
    assert await place_names([]) == {}
