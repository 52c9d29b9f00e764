"""What a tax code and a telephone number look like, and the words for companies."""

import pytest

from chophien.companies.rules import (
    FORMS_OF,
    company_form_choices,
    company_form_words,
    country_choices,
    country_name,
    phone_fault,
    tax_code_fault,
    tidy_tax_code,
)
from chophien.companies.tables import CompanyForm
from chophien.support.language import speaking


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("0100 109 106", "0100109106"),
        ("0100.109.106", "0100109106"),
        ("0100109106-001", "0100109106-001"),
        ("0100109106001", "0100109106-001"),
        ("de 123 456 789", "DE123456789"),
    ],
)
def test_one_tax_code_written_in_two_ways_is_the_same(typed: str, tidy: str) -> None:
    assert tidy_tax_code(typed) == tidy


@pytest.mark.parametrize(
    ("tidy", "country", "right"),
    [
        ("0100109106", "VN", True),
        ("0100109106-001", "VN", True),
        ("001085012345", "VN", True),
        ("010010910", "VN", False),
        ("0100109107", "VN", False),
        ("DE123456789", "VN", False),
        ("DE123456789", "DE", True),
        ("JP-1234567890", "JP", True),
        ("A" * 21, "JP", False),
        ("<B>", "JP", False),
    ],
)
def test_which_tax_codes_will_do(tidy: str, country: str, right: bool) -> None:
    assert (tax_code_fault(tidy, country) is None) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("0912 345 678", True),
        ("(024) 3825 1234", True),
        ("+81 3-1234-5678", True),
        ("1234567", False),
        ("0912345678 gặp Lan", False),
        ("+" + "1" * 16, False),
    ],
)
def test_which_telephone_numbers_will_do(text: str, right: bool) -> None:
    assert (phone_fault(text) is None) == right


def test_each_form_of_business_stands_on_one_side_and_has_words_in_both_languages() -> None:
    assert sorted(form for forms in FORMS_OF.values() for form in forms) == sorted(CompanyForm)
    assert company_form_choices("producer")[0] == ("cooperative", "Hợp tác xã")
    vietnamese = [company_form_words(form) for form in CompanyForm]
    with speaking("en"):
        english = [company_form_words(form) for form in CompanyForm]
    assert len(set(vietnamese + english)) == 2 * len(CompanyForm)


def test_vietnam_leads_the_countries_in_either_language() -> None:
    assert country_choices()[0] == ("VN", "Việt Nam")
    assert country_name("JP") == "Nhật Bản"
    assert country_name("AU") == "Úc"
    with speaking("en"):
        assert country_choices()[0] == ("VN", "Vietnam")
        assert country_name("JP") == "Japan"
    assert country_name("??") == "??"
    assert 240 < len(country_choices()) < 270
