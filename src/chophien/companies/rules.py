"""Words for companies, and what a tax code or a telephone number looks like."""

import re
from functools import cache

from babel import Locale

from chophien.companies.tables import CompanyForm, CompanyKind
from chophien.support.collation import alphabetical
from chophien.support.folding import folded, slug
from chophien.support.language import _, spoken_language

FORMS_OF: dict[CompanyKind, tuple[CompanyForm, ...]] = {
    CompanyKind.PRODUCER: (CompanyForm.COOPERATIVE, CompanyForm.ENTERPRISE, CompanyForm.HOUSEHOLD),
    CompanyKind.DISTRIBUTOR: (
        CompanyForm.RETAIL_CHAIN,
        CompanyForm.WHOLESALER,
        CompanyForm.EXPORTER,
        CompanyForm.IMPORTER,
        CompanyForm.HOSPITALITY,
        CompanyForm.E_COMMERCE,
        CompanyForm.OTHER,
    ),
}
"""Which forms of business stand on which side, the most common first."""

MOST_DELEGATES = 10

SPOKEN = (
    "vi",
    "en",
    "zh",
    "ja",
    "ko",
    "fr",
    "de",
    "ru",
    "es",
    "th",
    "lo",
    "km",
    "id",
    "ms",
    "it",
    "pt",
    "nl",
    "ar",
    "hi",
)
"""Languages that companies and delegates may name, as ISO 639 codes, the most spoken here first."""

_WEBSITE = re.compile(r"https?://[^\s/@:?#]+\.[^\s/@:?#]+(:[0-9]{1,5})?([/?#]\S*)?")

# Ten digits, with three more for a branch; twelve for a household that uses its owner's citizen number.
_VIETNAMESE_TAX_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?|[0-9]{12}")
_TAX_CODE_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_FOREIGN_TAX_CODE = re.compile(r"[A-Z0-9][A-Z0-9./-]{3,19}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{6,30}")


def company_address(company_id: int, name: str) -> str:
    """Where everybody finds a company: its name for people, its number for the database."""
    return f"/companies/{slug(name)[:80].strip('-') or 'don-vi'}-{company_id}"


def company_kind_words(kind: str) -> str:
    """`nhà sản xuất` or `nhà phân phối`."""
    return _("Nhà sản xuất") if kind == CompanyKind.PRODUCER else _("Nhà phân phối")


def company_form_words(form: str) -> str:
    """What kind of business a company is, in words."""
    return {
        CompanyForm.ENTERPRISE: _("Doanh nghiệp"),
        CompanyForm.COOPERATIVE: _("Hợp tác xã"),
        CompanyForm.HOUSEHOLD: _("Hộ kinh doanh"),
        CompanyForm.RETAIL_CHAIN: _("Chuỗi bán lẻ"),
        CompanyForm.WHOLESALER: _("Bán buôn"),
        CompanyForm.EXPORTER: _("Xuất khẩu"),
        CompanyForm.IMPORTER: _("Nhập khẩu"),
        CompanyForm.HOSPITALITY: _("Khách sạn, nhà hàng"),
        CompanyForm.E_COMMERCE: _("Thương mại điện tử"),
        CompanyForm.OTHER: _("Loại hình khác"),
    }[CompanyForm(form)]


def company_form_choices(kind: str) -> list[tuple[str, str]]:
    """The forms of business of one side, as (value, words)."""
    return [(form.value, company_form_words(form)) for form in FORMS_OF[CompanyKind(kind)]]


def country_choices() -> list[tuple[str, str]]:
    """Every country as (ISO 3166 code, name), Vietnam first."""
    return list(_countries(spoken_language()))


def country_name(code: str) -> str:
    """A country's name in the spoken language; the code itself when it is unknown."""
    return dict(_countries(spoken_language())).get(code, code)


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    # Vietnamese people say Úc; the locale data says Australia in Vietnamese too.
    territories = {**Locale(language).territories, **({"AU": "Úc"} if language == "vi" else {})}
    # Two-letter codes are countries, except for the European Union, the eurozone, the United Nations and test codes.
    unions = {"EU", "EZ", "UN", "XA", "XB", "ZZ"}
    named = [
        (code, name) for code, name in territories.items() if len(code) == 2 and code.isalpha() and code not in unions
    ]
    return tuple(sorted(named, key=lambda pair: (pair[0] != "VN", alphabetical(pair[1]))))


def language_choices() -> list[tuple[str, str]]:
    """Languages to choose from, as (code, words)."""
    return [(code, language_words(code)) for code in SPOKEN]


def language_words(codes: str) -> str:
    """`vi,ja` as `Tiếng Việt, Tiếng Nhật`; an unknown code stays as it is."""
    names = Locale(spoken_language()).languages
    words = [str(names.get(code, code)) for code in codes.split(",") if code]
    return ", ".join(word[:1].upper() + word[1:] for word in words)


def language_called(text: str) -> str:
    """The code of the language that `Tiếng Nhật`, `nhat`, `Japanese` or `ja` names; empty when it names none."""
    return _languages_by_name().get(folded(text), "")


@cache
def _languages_by_name() -> dict[str, str]:
    named: dict[str, str] = {}
    for language in ("en", "vi"):
        names = Locale(language).languages
        for code in SPOKEN:
            words = folded(names[code])
            named |= {words: code, words.removeprefix("tieng "): code, code: code}
    return named | {"hoa": "zh", "tieng hoa": "zh", "han": "ko", "mandarin": "zh"}


def tidy_website(text: str) -> str:
    """An address of the web, with its scheme; empty when it is none."""
    tidy = text if not text or "://" in text else f"https://{text}"
    return tidy if _WEBSITE.fullmatch(tidy) else ""


def tidy_tax_code(text: str) -> str:
    """A tax code without blanks, in capitals, so that two ways of writing it are one."""
    tidy = re.sub(r"\s", "", text).upper()
    digits = tidy.replace(".", "").replace("-", "")
    if not digits.isascii() or not digits.isdigit():
        return tidy
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


def tax_code_fault(tidy: str, country: str) -> str | None:
    """What is wrong with a tidied tax code, in words; none if it will do."""
    if country == "VN" and not _VIETNAMESE_TAX_CODE.fullmatch(tidy):
        return _("Mã số thuế có 10 chữ số, 13 chữ số (chi nhánh) hoặc 12 chữ số (hộ kinh doanh).")
    if country == "VN" and len(tidy) != 12 and not _tenth_digit_fits(tidy):
        return _("Mã số thuế này không có thật: chữ số thứ mười không khớp chín chữ số đầu.")
    if not _FOREIGN_TAX_CODE.fullmatch(tidy):
        return _("Mã số thuế chưa đúng.")
    return None


def _tenth_digit_fits(tidy: str) -> bool:
    """Whether the check digit follows from the nine digits before it."""
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_CODE_WEIGHTS, tidy, strict=False))
    return 10 - total % 11 == int(tidy[9])


def phone_fault(text: str) -> str | None:
    """What is wrong with a telephone number, in words; none if it will do."""
    digits = sum(letter in "0123456789" for letter in text)
    if not _PHONE.fullmatch(text) or not 8 <= digits <= 15:
        return _("Số điện thoại chưa đúng, ví dụ: 0912 345 678.")
    return None
