"""The sample world is always the same, adds up, and reads as a real fair would."""

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from chophien.places.hanoi import DISTRICTS
from chophien.sample.fair import saturday_ahead
from chophien.sample.producers import make_producers
from chophien.sample.products import STARS, plain_name
from chophien.sample.shapes import Distributor, Producer, World
from chophien.sample.streams import shares
from chophien.sample.trades import TRADE_BY_KEY, TRADES
from chophien.sample.villages import CRAFT_VILLAGES, SITES, SPECIALTIES
from chophien.sample.world import build_world
from chophien.support.folding import folded

# Companies and shops that everybody in the trade knows; none of them may appear.
REAL_NAMES = (
    "aeon", "ba huan", "bach hoa xanh", "bao minh", "bat trang ceramic", "big c", "brg", "central retail", "circle k",
    "co op mart", "coopmart", "dabaco", "fivimart", "go vietnam", "hapro", "haprosimex", "hoa phat", "intimex",
    "kinh do",
    "lazada", "lotte", "masan", "mega market", "minh long", "muji", "saigon co op", "satra", "sendo", "shopee", "tiki",
    "th true milk", "tops market", "vinamart", "vinamilk", "vingroup", "vinmart", "vissan", "voso", "winmart",
)  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def _companies(world: World) -> list[Producer | Distributor]:
    return [*world.producers, *world.distributors]


def _fingerprint(world: World) -> str:
    # Sets print in an order of their own, so what is away is put in order first.
    return hashlib.sha256(re.sub(r"frozenset\(\{(.*?)\}\)", _in_order, repr(world)).encode()).hexdigest()


def _in_order(found: re.Match[str]) -> str:
    return ",".join(sorted(found[1].split(", ")))


def test_the_same_seed_gives_the_same_world_whatever_the_hash_seed() -> None:
    say = "from tests.sample.test_world import _fingerprint, build_world; print(_fingerprint(build_world()))"
    said = {
        subprocess.run(
            [sys.executable, "-c", say],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    }
    assert said == {_fingerprint(build_world())}


def test_another_seed_gives_another_world() -> None:
    assert build_world(7) != build_world(8)


def test_a_demo_shown_later_moves_to_a_saturday_with_a_week_before_it(world: World) -> None:
    assert saturday_ahead(date(2026, 7, 1)) == saturday_ahead(date(2026, 11, 27)) == world.fair.days[0]
    assert saturday_ahead(date(2026, 11, 28)) == date(2026, 12, 12)
    assert saturday_ahead(date(2027, 3, 3)) == date(2027, 3, 13)


def test_another_date_moves_moments_and_nothing_else(world: World) -> None:
    later = build_world(saturday=date(2027, 3, 13))
    weeks = timedelta(weeks=14)
    assert later.producers == world.producers
    assert later.distributors == world.distributors
    assert [slot.starts_at - weeks for slot in later.fair.slots] == [slot.starts_at for slot in world.fair.slots]
    assert [replace(request, asked_at=request.asked_at - weeks, answered_at=None) for request in later.requests] == [
        replace(request, answered_at=None) for request in world.requests
    ]


def test_the_thirty_districts_are_complete_and_all_send_producers(world: World) -> None:
    kinds = Counter(district.kind for district in DISTRICTS)
    assert kinds == {"quận": 12, "huyện": 17, "thị xã": 1}
    assert len({district.code for district in DISTRICTS}) == 30
    assert {producer.district_code for producer in world.producers} == {district.code for district in DISTRICTS}


def test_villages_lie_in_their_districts() -> None:
    named = {district.code: district.name for district in DISTRICTS}
    where = {village.name: named[village.district_code] for village in CRAFT_VILLAGES}
    known = {
        "Bát Tràng": "Gia Lâm",
        "Vạn Phúc": "Hà Đông",
        "Phú Vinh": "Chương Mỹ",
        "Chuông": "Thanh Oai",
        "Cự Đà": "Thanh Oai",
        "Ước Lễ": "Thanh Oai",
        "Hạ Thái": "Thường Tín",
        "Quất Động": "Thường Tín",
        "Chàng Sơn": "Thạch Thất",
        "Mễ Trì": "Nam Từ Liêm",
        "Chuôn Ngọ": "Phú Xuyên",
        "Sơn Đồng": "Hoài Đức",
        "Đường Lâm": "Sơn Tây",
        "Phú Thượng": "Tây Hồ",
        "Tranh Khúc": "Thanh Trì",
    }
    assert {name: where[name] for name in known} == known


def test_a_producer_lives_where_its_village_lies(world: World) -> None:
    villages = {village.key: village for village in world.villages}
    for producer in world.producers:
        if producer.village_key is not None:
            village = villages[producer.village_key]
            assert (producer.district_code, producer.trade) == (village.district_code, village.trade)


def test_every_specialty_is_something_its_trade_makes() -> None:
    for (village, trade), item in SPECIALTIES.items():
        assert any(v is not None and (v.name, v.trade) == (village, trade) for v, *_ in SITES), village
        assert item in {known.name.vi for known in TRADE_BY_KEY[trade].items}
    assert {trade for _, _, trade, _ in SITES} == {trade.key for trade in TRADES}


def test_the_numbers_of_the_fair(world: World) -> None:
    fair = world.fair
    assert {
        "days": len(fair.days),
        "co_hosts": len(fair.co_host_codes),
        "halls": len(fair.halls),
        "sessions": len(fair.sessions),
        "slots": len(fair.slots),
        "booths": len(fair.booths),
        "tables": len(fair.tables),
        "producers": len(world.producers),
        "products": sum(len(producer.products) for producer in world.producers),
        "distributors": len(world.distributors),
        "interpreters": len(world.interpreters),
        "requests": len(world.requests),
        "bookings": len(world.bookings),
        "pins": len(world.pins),
    } == {
        "days": 2,
        "co_hosts": 5,
        "halls": 2,
        "sessions": 4,
        "slots": 36,
        "booths": 100,
        "tables": 36,
        "producers": 140,
        "products": 400,
        "distributors": 45,
        "interpreters": 6,
        "requests": 1300,
        "bookings": 84,
        "pins": 6,
    }


def test_the_fair_is_on_a_weekend_with_a_lunch_break_and_slots_of_twenty_minutes(world: World) -> None:
    assert [day.isoweekday() for day in world.fair.days] == [6, 7]
    assert {(slot.ends_at - slot.starts_at).total_seconds() for slot in world.fair.slots} == {1200}
    gaps = Counter((b.starts_at - a.ends_at).total_seconds() / 3600 for a, b in pairwise(world.fair.slots))
    assert gaps == {0: 32, 2: 2, 16: 1}


def test_ratings_are_in_the_proportions_of_the_recognised_products(world: World) -> None:
    stars = Counter(product.stars for producer in world.producers for product in producer.products)
    assert stars == {"5": 1, "4+": 2, "4": 253, "3": 144}


def test_a_plain_name_leaves_out_how_a_product_is_packed(world: World) -> None:
    products = [product for producer in world.producers for product in producer.products]
    names = {product.name.vi: plain_name(product) for product in products}
    assert names["Bánh gai Yên Sở gói truyền thống"] == "Bánh gai Yên Sở"
    assert names["Trà túi lọc hộp 50 gói"] == "Trà túi lọc"
    assert names["Dao thái cán sừng Đa Sỹ"] == "Dao thái cán sừng Đa Sỹ"


def test_the_register_of_a_year_adds_up_exactly() -> None:
    producers = make_producers(2026, 560, 2167)
    products = [product for producer in producers for product in producer.products]
    assert Counter(product.stars for product in products) == {"5": 6, "4+": 12, "4": 1369, "3": 780}
    assert (len(products), len(producers)) == (2167, 560)
    assert len({producer.name for producer in producers}) == 560
    for producer in producers:
        names = [product.name.vi for product in producer.products]
        assert len(names) == len(set(names))


def test_shares_add_up_and_go_to_the_largest_remainders() -> None:
    assert shares(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert shares(2167, STARS) == STARS


def test_nobody_and_nothing_is_there_twice(world: World) -> None:
    companies = [*_companies(world), *world.applicants]
    people = [
        *(person for company in companies for person in company.delegates),
        *world.organizer.staff,
        *(interpreter.person for interpreter in world.interpreters),
    ]
    pairs = [(request.producer_key, request.distributor_key) for request in world.requests]
    for values in (
        [company.name for company in companies],
        [folded(company.brand) for company in companies],
        [company.tax_code for company in companies if company.tax_code],
        [company.email for company in companies],
        [person.email for person in people],
        [person.key for person in people],
        [product.key for producer in world.producers for product in producer.products],
        pairs,
        [booking.booth_code for booking in world.bookings],
        [booking.producer_key for booking in world.bookings],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_no_real_company_appears(world: World) -> None:
    text = folded(" | ".join(company.name for company in _companies(world)))
    assert [name for name in REAL_NAMES if f" {name} " in f" {text} "] == []


def test_addresses_and_numbers_reach_nobody(world: World) -> None:
    people = [person for company in _companies(world) for person in company.delegates]
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+@[a-z0-9-]+\.example", person.email) for person in people)
    at_home = [producer.phone for producer in world.producers]
    assert all(re.fullmatch(r"060\d \d{3} \d{3}", phone) for phone in at_home)
    assert all(company.tax_code is None or company.tax_code.startswith("00") for company in world.producers)


def test_names_vary_in_length_and_some_are_very_long(world: World) -> None:
    lengths = sorted(len(company.name) for company in _companies(world))
    assert lengths[0] >= 10
    assert lengths[-1] <= 200
    assert 5 <= sum(length >= 80 for length in lengths) <= 20
    kinds = Counter(producer.kind for producer in world.producers)
    assert set(kinds) == {"enterprise", "cooperative", "household"}
    assert min(kinds.values()) >= 25


def _texts(world: World) -> Iterator[tuple[str, str]]:
    for producer in world.producers:
        yield producer.about.vi, producer.about.en
        for product in producer.products:
            yield product.name.vi, product.name.en
            yield product.about.vi, product.about.en
    for distributor in world.distributors:
        yield distributor.about.vi, distributor.about.en
        yield distributor.looks_for.vi, distributor.looks_for.en
    for item in world.fair.programme:
        yield item.name.vi, item.name.en


def test_texts_are_there_in_both_languages_and_tidy(world: World) -> None:
    for vi, en in _texts(world):
        for text in (vi, en):
            assert text == " ".join(text.split())
            assert 2 <= len(text) <= 400
            assert unicodedata.normalize("NFC", text) == text
            assert not set("{}[]") & set(text)
        assert vi != en or vi in {"Chè lam", "Bánh chưng"}


def test_notes_are_filled_in(world: World) -> None:
    for request in world.requests:
        assert not set("{}") & set(request.note + request.reply)
        assert len(request.note) <= 300
    assert sum(not request.note for request in world.requests) < 350
    assert len({request.note for request in world.requests}) > 400


def test_buyers_are_scarce_and_the_popular_ones_get_many(world: World) -> None:
    asked = sorted(Counter(request.distributor_key for request in world.requests).values())
    assert len(asked) == 45
    assert asked[-1] >= 1.8 * asked[22]
    assert asked[-1] > len(world.fair.slots)
    answers = Counter(request.answer for request in world.requests)
    assert answers["accepted"] > 1000
    assert min(answers["declined"], answers["waiting"]) > 80
    assert {request.weight for request in world.requests} == {1, 2, 3, 4, 5}


def test_moments_follow_each_other_and_lie_within_their_phases(world: World) -> None:
    for request in world.requests:
        assert world.fair.requests_open_at <= request.asked_at < world.fair.requests_close_at
        assert (request.answered_at is None) == (request.answer == "waiting")
        if request.answered_at is not None:
            assert request.asked_at < request.answered_at < world.fair.requests_close_at
    for booking in world.bookings:
        assert world.fair.registration_opens_at <= booking.booked_at < world.fair.registration_closes_at


def test_absences_leave_everybody_some_time(world: World) -> None:
    slots = {slot.key for slot in world.fair.slots}
    interpreters = [interpreter.away for interpreter in world.interpreters]
    for away in [*interpreters, *(company.away for company in _companies(world))]:
        assert away < slots
        assert len(slots - away) >= 4


def test_each_hall_has_a_few_free_booths(world: World) -> None:
    booked = {booking.booth_code for booking in world.bookings}
    free = Counter(booth.hall_key for booth in world.fair.booths if booth.code not in booked and not booth.blocked)
    assert free == {"hall-a": 6, "hall-b": 6}


def test_pins_can_be_kept(world: World) -> None:
    requests = {request.key: request for request in world.requests}
    away = {one.key: one.away for one in world.producers} | {one.key: one.away for one in world.distributors}
    pinned = [requests[pin.request_key] for pin in world.pins]
    for pin, request in zip(world.pins, pinned, strict=True):
        assert request.answer == "accepted"
        assert pin.slot_key not in away[request.producer_key] | away[request.distributor_key]
    assert any(pin.table_code for pin in world.pins)
    assert any(pin.table_code is None for pin in world.pins)
    assert len({r.producer_key for r in pinned} | {r.distributor_key for r in pinned}) == 2 * len(pinned)


def test_all_language_pairs_have_an_interpreter(world: World) -> None:
    offered = {pair for interpreter in world.interpreters for pair in interpreter.pairs}
    asked = {distributor.interpreting for distributor in world.distributors} - {None}
    assert offered == {"en-vi", "ja-vi", "ko-vi", "fr-vi", "de-vi", "zh-vi"}
    assert asked <= offered


def test_every_role_has_a_demo_person_who_belongs_somewhere(world: World) -> None:
    assert [person.role for person in world.demo] == [
        "organizer",
        "producer",
        "distributor",
        "interpreter_desk",
        "cohost",
    ]
    booked = {booking.producer_key for booking in world.bookings}
    producer, distributor = world.demo[1], world.demo[2]
    assert producer.company_key in booked
    waiting = [request for request in world.requests if request.answer == "waiting"]
    assert any(r.producer_key == producer.company_key and r.asked_by == "distributor" for r in waiting)
    assert any(r.distributor_key == distributor.company_key and r.asked_by == "producer" for r in waiting)
