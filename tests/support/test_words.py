"""Folding, translating, and formats of both languages."""

from datetime import UTC, date, datetime

import pytest

from chophien.support.folding import folded, slug
from chophien.support.language import speaking
from chophien.web.formats import clock, day, day_and_clock, day_short, money, number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Miến dong", "mien dong"),
        ("MIẾN  DONG", "mien dong"),
        ("Mie\u0302\u0301n dong", "mien dong"),
        ("Cổ Đô – Ba Vì", "co do ba vi"),
        ("", ""),
    ],
)
def test_text_is_folded_for_searching(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_a_name_becomes_an_address() -> None:
    assert slug("Hội chợ OCOP Hà Nội 2026!") == "hoi-cho-ocop-ha-noi-2026"


def test_dates_and_numbers_are_written_as_each_language_writes_them() -> None:
    moment = datetime(2026, 12, 5, 2, 20, tzinfo=UTC)

    def written() -> list[str]:
        return [
            day(date(2026, 12, 6)),
            day_short(moment),
            clock(moment),
            day_and_clock(moment),
            number(1369),
            money(5000),
        ]

    with speaking("vi"):
        vietnamese = written()
    with speaking("en"):
        english = written()
    assert vietnamese == [
        "Chủ nhật, 6/12/2026",
        "thứ Bảy, 5/12",
        "09:20",
        "thứ Bảy, 5/12/2026 · 09:20",
        "1.369",
        "5.000 ₫",
    ]
    assert english == [
        "Sunday, 6 December 2026",
        "Sat, 5 Dec",
        "09:20",
        "Saturday, 5 December 2026 · 09:20",
        "1,369",
        "₫5,000",
    ]
