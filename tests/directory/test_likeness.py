"""Which companies look like one, and which only seem to."""

from typing import Any

import pytest

from chophien.companies.short_names import name_key
from chophien.directory.rules.likeness import Traits, likely_pairs, phone_key, tax_key


def traits(number: int, name: str, **more: Any) -> Traits:
    """A producer of that name."""
    return Traits(id=number, kind=more.pop("kind", "producer"), name=name, name_key=name_key(name), **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hợp tác xã Miến dong Cự Đà", "HTX miến dong CỰ ĐÀ"),
        ("Công ty TNHH MTV Gốm sứ Bát Tràng", "CTY TNHH Gom su Bat Trang"),
        ("Hợp tác xã Sản xuất và Tiêu thụ Miến dong Cự Đà", "Hợp tác xã Miến dong Cự Đà"),
        ("Sakura Foods Co., Ltd.", "SAKURA FOODS"),
        ("株式会社 さくら", "株式会社さくら"),
    ],
)
def test_two_ways_of_writing_a_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hộ kinh doanh số 1", "Hộ kinh doanh số 2"),
        ("Công ty TNHH Hoa Sen", "Công ty TNHH Hoa Sim"),
        ("Hợp tác xã Xuân Phú", "Hợp tác xã Xuân Phương"),
    ],
)
def test_names_that_differ_keep_their_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_name_that_is_nothing_but_a_legal_form_stays_whole() -> None:
    assert [name_key("Hợp tác xã"), name_key("Công ty")] == ["hoptacxa", "congty"]


def test_telephones_and_tax_codes_are_compared_without_their_signs() -> None:
    assert phone_key("0912 345 678") == phone_key("+84 912 345 678") == "912345678"
    assert phone_key("123") == ""
    assert tax_key("jp-1234567890") == "JP1234567890"


def test_pairs_come_with_their_reasons_the_likeliest_first() -> None:
    found = likely_pairs(
        [
            traits(1, "Hợp tác xã Miến dong Cự Đà", phones=frozenset({"912345678"}), place="278"),
            traits(2, "HTX Miến dong Cự Đà", phones=frozenset({"912345678"}), place="10114"),
            traits(3, "Hộ Nguyễn Văn Bình", emails=frozenset({"binh@thu.example"})),
            traits(4, "Gốm Bình", emails=frozenset({"binh@thu.example"})),
            traits(5, "Sakura", tax_code="JP-12345", country="JP"),
            traits(6, "Sakura Tokyo", tax_code="JP12345", country="JP"),
        ]
    )
    assert [(pair.one.id, pair.other.id, pair.reasons, pair.doubts) for pair in found] == [
        (1, 2, ("tên chỉ khác cách viết", "cùng số điện thoại"), ()),
        (5, 6, ("cùng mã số thuế, ghi khác nhau",), ()),
        (3, 4, ("cùng thư điện tử binh@thu.example",), ()),
    ]


def test_one_name_under_two_tax_codes_is_two_companies() -> None:
    assert (
        likely_pairs([traits(1, "Hoa Sen", tax_code="0100109106"), traits(2, "Hoa Sen", tax_code="0108924513")]) == []
    )


def test_a_producer_and_a_distributor_of_one_name_are_no_pair() -> None:
    assert likely_pairs([traits(1, "Hoa Sen"), traits(2, "Hoa Sen", kind="distributor")]) == []


def test_a_telephone_that_many_share_belongs_to_whoever_registers_for_all() -> None:
    shared = [traits(number, f"Hộ {number}", phones=frozenset({"912345678"})) for number in range(1, 8)]
    assert likely_pairs(shared) == []
    assert len(likely_pairs(shared[:2])) == 1
