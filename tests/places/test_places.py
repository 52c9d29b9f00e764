"""Places with the days between which they stood: counted, named, found before and after July 2025."""

import asyncio
from collections import Counter
from datetime import date, timedelta

from chophien.catalogue.forms import ProductDetails, read_product
from chophien.places.actions import place_of
from chophien.places.gazetteer import REFORM, key_of, places, same_ground
from chophien.places.hanoi import DISTRICTS
from chophien.places.queries import on_the_ground_of, place_key, place_names, places_inside
from chophien.places.rules import (
    choices_on,
    district_choices,
    either_time,
    instead_of,
    key_words,
    place_words,
    those_with,
)
from chophien.places.tables import Place
from chophien.support.language import speaking
from chophien.web.forms import Form

BEFORE = REFORM - timedelta(days=1)


def test_the_list_counts_as_the_resolutions_do() -> None:
    counts = {
        day: Counter((place.level, place.kind) for place in places().values() if place.stood(day))
        for day in (date(2024, 12, 31), BEFORE, REFORM)
    }
    assert counts == {
        date(2024, 12, 31): {
            ("province", "tỉnh"): 58,
            ("province", "thành phố"): 5,
            ("district", "quận"): 12,
            ("district", "huyện"): 17,
            ("district", "thị xã"): 1,
        },
        BEFORE: {
            ("province", "tỉnh"): 57,
            ("province", "thành phố"): 6,
            ("district", "quận"): 12,
            ("district", "huyện"): 17,
            ("district", "thị xã"): 1,
        },
        REFORM: {
            ("province", "tỉnh"): 28,
            ("province", "thành phố"): 6,
            ("ward", "phường"): 51,
            ("ward", "xã"): 75,
        },
    }


def test_every_ward_leads_to_a_former_district_and_every_district_to_wards() -> None:
    wards = [place for place in places().values() if place.level == "ward"]
    assert len({ward.name for ward in wards}) == len({ward.code for ward in wards}) == 126
    assert all(ward.follows for ward in wards)
    assert {places()[key].level for ward in wards for key in ward.follows} == {"district"}
    assert {ward.follows[0] for ward in wards} == {district.key for district in DISTRICTS}
    assert [key_words(key) for key in places()["09988"].follows] == ["huyện Thạch Thất", "thị xã Sơn Tây"]


def test_every_province_of_before_lives_on_in_one_of_the_thirty_four() -> None:
    today = [place for place in places().values() if place.level == "province" and place.stood(REFORM)]
    before = {place.key for place in places().values() if place.level == "province" and place.stood(BEFORE)}
    gone = Counter(key for place in today for key in place.follows if place.valid_from == REFORM)
    assert (len(before), len(today), set(gone.values())) == (63, 34, {1})
    assert before - {place.key for place in today} == set(gone)
    assert [key_words(key) for key in places()["79"].follows] == [
        "thành phố Hồ Chí Minh",
        "tỉnh Bình Dương",
        "tỉnh Bà Rịa - Vũng Tàu",
    ]


def test_a_form_offers_what_stood_on_the_day_and_keeps_what_was_written() -> None:
    then, now = choices_on(date(2023, 5, 12)), choices_on(REFORM, kept="279")
    assert [(words, len(choices)) for words, choices in then] == [("Hà Nội", 30), ("Tỉnh, thành phố khác", 62)]
    assert now[0] == ("Như đã ghi, theo tên gọi của thời đó", [("279", "huyện Thường Tín")])
    assert dict(now)["Hà Nội, huyện Thường Tín cũ"] == [
        ("10237", "xã Chương Dương"),
        ("10210", "xã Hồng Vân"),
        ("10231", "xã Thượng Phúc"),
        ("10183", "xã Thường Tín"),
    ]
    assert sum(len(choices) for _, choices in now) == 1 + 126 + 33
    assert [len(choices) for _, choices in either_time()] == [30, 126, 33]
    offered = [words for _, choices in those_with({"10237", ""}) for _, words in choices]
    assert offered == ["huyện Thường Tín", "xã Chương Dương"]


def test_a_product_is_made_where_its_recognition_says() -> None:
    given = {"product_name": "Tiện gỗ", "group": "craft", "stars": "4", "product_district": "10231"}
    typed = {name: [value] for name, value in given.items()}
    form: Form[ProductDetails] = Form({**typed, "recognised_on": ["2023-05-12"]})
    read_product(form, today=date(2026, 1, 1))
    assert form.errors == {
        "product_district": "Vào thứ Sáu, 12/5/2023, nơi này mang tên khác: huyện Thường Tín. Xin chọn lại."
    }
    form = Form({**typed, "recognised_on": ["2025-09-02"]})
    read_product(form, today=date(2026, 1, 1))
    assert form.value is not None
    assert form.value.district == "10231"
    assert instead_of("279", REFORM)[:4] == ["xã Thường Tín", "xã Hồng Vân", "xã Thượng Phúc", "xã Chương Dương"]


def test_all_thirty_districts_can_be_chosen_in_the_order_of_the_alphabet() -> None:
    choices = district_choices()
    assert [words for _, words in choices[:4]] == ["quận Ba Đình", "huyện Ba Vì", "quận Bắc Từ Liêm", "quận Cầu Giấy"]
    assert {code for code, _ in choices} == {district.code for district in DISTRICTS}


def test_a_place_is_named_as_each_language_does() -> None:
    assert (key_words("269"), key_words("10231"), key_words("999")) == ("thị xã Sơn Tây", "xã Thượng Phúc", "")
    with speaking("en"):
        assert (key_words("269"), place_words("phường", "Ba Đình")) == ("Sơn Tây Town", "Ba Đình Ward")


async def test_the_migrations_write_every_place_down_once(database: str) -> None:
    rows = await Place.select(Place.level, Place.code, Place.name, Place.valid_from, Place.valid_until)
    assert Counter(row["level"] for row in rows) == {"province": 87, "district": 30, "ward": 126}
    assert {key_of(row["level"], row["code"], row["valid_until"]) for row in rows} == set(places())
    ids = await asyncio.gather(*[place_of(key) for key in ["279", "10231", "08/2025"] * 5])
    assert len(set(ids)) == 3
    assert [await place_key(place_id) for place_id in ids[:3]] == ["279", "10231", "08/2025"]
    assert await place_names(ids[:2]) == {ids[0]: "huyện Thường Tín", ids[1]: "xã Thượng Phúc"}
    assert await place_key(None) == ""
    assert await place_names([]) == {}


async def test_searching_a_district_finds_its_successors_and_the_reverse(database: str) -> None:
    async def found(key: str) -> set[str]:
        return {await place_key(row["id"]) for row in await on_the_ground_of(key)}

    # Phú Xuyên and three of Thanh Trì's communes took some of Thường Tín's ground too.
    assert await found("279") == {"279", "10183", "10210", "10231", "10237", "10273", "00679", "00685"}
    assert await found("00679") == {"00679", "020", "279"}
    assert await found("08/2025") == {"08/2025", "08"}
    assert await found("08") == {"08", "08/2025", "02/2025"}
    assert await found("999") == set()
    assert same_ground("999") == frozenset()


async def test_a_district_decides_for_the_wards_and_communes_that_chiefly_follow_it(database: str) -> None:
    inside = await places_inside([await place_of("279")])
    assert {await place_key(place_id) for place_id in inside} == {"279", "10183", "10210", "10231", "10237"}


async def test_a_place_that_a_newer_list_adds_is_written_down_when_it_is_first_asked_for(database: str) -> None:
    await Place.delete().where(Place.code == "279")
    ids = await asyncio.gather(*[place_of("279") for _ in range(20)])
    assert len(set(ids)) == 1
    row = await Place.select(Place.name, Place.parent.name, Place.valid_until).where(Place.id == ids[0]).first()
    assert row == {"name": "Thường Tín", "parent.name": "Hà Nội", "valid_until": BEFORE}
