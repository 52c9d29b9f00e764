"""A fair counted by place: under the names of before July 2025 or of today, on the page and in its files."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from chophien.catalogue.tables import Product
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.tables import ParticipationState
from chophien.places.actions import place_of
from chophien.places.gazetteer import places
from chophien.places.rules import key_words
from chophien.reports.rules import By, Certainty, Figures, Goods, Ground, Party, added_up, told_at
from tests.conftest import Browser
from tests.factories.booths import make_booking
from tests.factories.fairs import PASSWORD, make_participation
from tests.factories.matchmaking import make_product
from tests.factories.registering import make_cohost
from tests.factories.timetable import MeetingFair, make_meeting_fair
from tests.reminders.publishing import publish

TODAY = date(2026, 11, 28)
THUONG_TIN, OLD_HA_GIANG, HANOI = "279", "02/2025", "01"


@pytest.mark.parametrize(
    ("told", "by", "counted"),
    [
        (THUONG_TIN, By.DISTRICT, "huyện Thường Tín"),
        ("10231", By.DISTRICT, "huyện Thường Tín"),
        (OLD_HA_GIANG, By.DISTRICT, "tỉnh Hà Giang"),
        ("46/2024", By.DISTRICT, "thành phố Huế"),
        ("10231", By.WARD, "xã Thượng Phúc"),
        (OLD_HA_GIANG, By.WARD, "tỉnh Tuyên Quang"),
        (THUONG_TIN, By.PROVINCE, "thành phố Hà Nội"),
        ("10231", By.PROVINCE, "thành phố Hà Nội"),
        (HANOI, By.PROVINCE, "thành phố Hà Nội"),
        (OLD_HA_GIANG, By.PROVINCE, "tỉnh Tuyên Quang"),
    ],
)
def test_a_place_is_counted_under_the_name_of_the_chosen_time(told: str, by: By, counted: str) -> None:
    where, certainty = told_at(told, by, TODAY)
    assert (key_words(where), certainty) == (counted, Certainty.SURE)


@pytest.mark.parametrize(
    ("told", "by"), [(THUONG_TIN, By.WARD), (HANOI, By.WARD), (HANOI, By.DISTRICT), ("08", By.DISTRICT)]
)
def test_what_may_be_several_stands_under_its_own_name(told: str, by: By) -> None:
    assert told_at(told, by, TODAY) == (told, Certainty.UNTOLD)


def test_a_ward_on_the_ground_of_several_counts_for_the_one_it_chiefly_follows() -> None:
    assert places()["00004"].follows == ("001", "002", "003")
    assert told_at("00004", By.DISTRICT, TODAY) == ("001", Certainty.CHIEFLY)


def test_every_place_is_counted_somewhere_at_every_time() -> None:
    counted = {(told_at(key, by, TODAY)[0] in places()) for key in places() for by in By}
    assert counted == {True}
    assert len({told_at(key, By.PROVINCE, TODAY)[0] for key in places()}) == 34


def test_a_meeting_counts_at_both_places_and_once_in_all() -> None:
    here, there = Ground("279"), Ground(country="JP")
    approved, producer, distributor = ParticipationState.APPROVED, CompanyKind.PRODUCER, CompanyKind.DISTRIBUTOR
    parties = [
        Party(1, 11, producer, approved, here),
        Party(2, 12, distributor, approved, here),
        Party(3, 13, distributor, approved, there),
        Party(4, 14, producer, ParticipationState.QUEUED, there),
        Party(5, 15, producer, ParticipationState.REFUSED, Ground()),
    ]
    found, total = added_up(parties, [Goods(11, None, None, 2), Goods(11, there, None, 3)], {1: 1}, [(1, 2), (1, 3)])
    assert {at: (figures.meetings, figures.meeting, figures.products.total()) for at, figures in found.items()} == {
        here: (2, 2, 2),
        there: (1, 1, 3),
    }
    assert (total.meetings, total.meeting, total.booths, total.products.total()) == (2, 3, 1, 5)
    assert (total.approved, total.waiting) == ({producer: 1, distributor: 2}, {producer: 1})
    assert added_up([], [], {}, []) == ({}, Figures())


async def _scene() -> MeetingFair:
    """Two meetings of a producer in Thường Tín, with Japan and with nowhere; others in Thượng Phúc, a part of it."""
    fair = await make_meeting_fair()
    first, second = fair.producers
    await _move(first.company, THUONG_TIN)
    await _move(second.company, "10231")
    await Company.update({Company.country: "JP"}).where(Company.id == fair.distributors[0].company.id)
    for stars in ("5", "4+", "4", "3", "3", None):
        await make_product(first, "Miến", stars=stars)
    elsewhere = await make_product(second, "Nón", stars="4")
    await Product.update({Product.place: await place_of(OLD_HA_GIANG)}).where(Product.id == elsewhere.id)
    await make_booking(fair.fair, first, "A1")
    await make_participation(fair.fair, "producer", "Chờ Duyệt", state="waiting", place=await place_of("10231"))
    await make_participation(fair.fair, "producer", "Bị Từ Chối", state="refused", place=await place_of("10231"))
    await publish(fair, (0, 0), (1, 0))
    return fair


async def _move(company: Company, key: str) -> None:
    await Company.update({Company.place: await place_of(key)}).where(Company.id == company.id)


_HEADS = [
    "Nhà sản xuất đã duyệt",
    "Nhà sản xuất đang chờ",
    "Nhà phân phối đã duyệt",
    "Nhà phân phối đang chờ",
    "Sản phẩm",
    "Sản phẩm 5 sao",
    "Sản phẩm tiềm năng 5 sao",
    "Sản phẩm 4 sao",
    "Sản phẩm 3 sao",
    "Sản phẩm chưa xếp hạng",
    "Số gian hàng",
    "Số cuộc gặp",
    "Đơn vị có cuộc gặp",
    "Ghi chú",
]

_TOTAL = [2, 1, 2, 0, 7, 1, 1, 2, 2, 1, 1, 2, 3]
_ONCE = "Cuộc gặp giữa hai nơi tính cho cả hai nơi, và một lần ở dòng tất cả."
_ABROAD_AND_NOWHERE: list[list[str | int]] = [
    ["Nhật Bản", 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, ""],
    ["Chưa ghi nơi", 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, ""],
    ["Tất cả", *_TOTAL, _ONCE],
]
_EXPECTED: dict[By, list[list[str | int]]] = {
    By.DISTRICT: [
        ["Quận, huyện, thị xã (đến 30/6/2025)", *_HEADS],
        ["tỉnh Hà Giang", 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, ""],
        ["huyện Thường Tín", 2, 1, 0, 0, 6, 1, 1, 1, 2, 1, 1, 2, 1, ""],
        *_ABROAD_AND_NOWHERE,
    ],
    By.WARD: [
        ["Phường, xã (từ 1/7/2025)", *_HEADS],
        ["xã Thượng Phúc", 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ""],
        ["huyện Thường Tín", 1, 0, 0, 0, 6, 1, 1, 1, 2, 1, 1, 2, 1, "tên như đã ghi"],
        ["tỉnh Tuyên Quang", 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, ""],
        *_ABROAD_AND_NOWHERE,
    ],
    By.PROVINCE: [
        ["Tỉnh, thành phố", *_HEADS],
        ["thành phố Hà Nội", 2, 1, 0, 0, 6, 1, 1, 1, 2, 1, 1, 2, 1, ""],
        ["tỉnh Tuyên Quang", 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, ""],
        *_ABROAD_AND_NOWHERE,
    ],
}


async def test_the_files_hold_every_place_in_the_order_of_the_alphabet_and_numbers_as_numbers(browser: Browser) -> None:
    fair = await _scene()
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    base = f"/organizer/fairs/{fair.fair.slug}/report"
    for by, expected in _EXPECTED.items():
        book = load_workbook(io.BytesIO((await browser.get(f"{base}/xlsx?by={by}")).content))
        rows = [["" if cell is None else cell for cell in row] for row in book.worksheets[0].values]
        assert rows == expected
        answer = await browser.get(f"{base}/csv?by={by}")
        assert answer.headers["content-disposition"] == f'attachment; filename="{fair.fair.slug}-by-{by}.csv"'
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert lines == [[str(cell) for cell in row] for row in expected]


async def test_the_page_says_what_cannot_be_told_apart(browser: Browser) -> None:
    fair = await _scene()
    await _move(fair.producers[1].company, "00004")
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    base = f"/organizer/fairs/{fair.fair.slug}"
    assert f"{base}/report" in (await browser.get(base)).text
    pages = {by: (await browser.get(f"{base}/report?by={by}")).text for by in By}
    assert 'huyện Thường Tín<br><span class="soft small">tên như đã ghi' in pages[By.WARD]
    assert "mà nó chủ yếu kế thừa: phường Ba Đình (quận Ba Đình)." in pages[By.DISTRICT]
    assert [by for by, text in pages.items() if "đứng riêng" in text or "kế thừa" in text] == [By.DISTRICT, By.WARD]
    assert "kế thừa: phường Ba Đình" in (await browser.get(f"{base}/report?by=moon")).text


async def test_a_co_host_reports_its_own_district_only(browser: Browser) -> None:
    fair = await _scene()
    _place, person, _member = await make_cohost(fair.fair, "Thường Tín")
    await browser.sign_in(person.email, PASSWORD)
    base = f"/cohost/fairs/{fair.fair.slug}/report"
    page = (await browser.get(base)).text
    assert ("Nhật Bản" in page, base in page) == (False, True)
    lines = list(csv.reader(io.StringIO((await browser.get(f"{base}/csv")).content.decode("utf-8-sig"))))
    # Its goods from elsewhere are told by where they are made; of a meeting, only its own side.
    assert [line[0] for line in lines[1:]] == ["tỉnh Hà Giang", "huyện Thường Tín", "Tất cả"]
    assert lines[-1][1:-1] == [str(figure) for figure in [2, 1, 0, 0, 7, 1, 1, 2, 2, 1, 1, 2, 1]]


async def test_a_fair_without_anybody_says_what_comes(browser: Browser) -> None:
    fair = await make_meeting_fair(producers=0, distributors=0)
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    answer = await browser.get(f"/organizer/fairs/{fair.fair.slug}/report")
    assert "Chưa có gì để báo cáo" in answer.text
