"""Cells turned into values, or into a problem that names the row, the column and what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from babel import Locale

from chophien.companies.rules import (
    FORMS_OF,
    language_called,
    phone_fault,
    tax_code_fault,
    tidy_tax_code,
    tidy_website,
)
from chophien.companies.tables import CompanyForm, CompanyKind
from chophien.exchange.reading import Sheet
from chophien.exchange.tables import SheetKind
from chophien.fairs.registering.rules import INTERPRETED
from chophien.places.gazetteer import places
from chophien.support.folding import folded
from chophien.support.language import _
from chophien.web.forms import is_email

HOME = "VN"

_LONGEST = {
    "name": 300,
    "key": 60,
    "address": 300,
    "contact_name": 200,
    "contact_duty": 100,
    "about_vi": 2000,
    "about_en": 2000,
    "looking_for_vi": 2000,
    "looking_for_en": 2000,
}


@dataclass(frozen=True)
class Problem:
    """Something wrong with a cell. A grave one keeps the whole row out; of a slight one only the cell suffers."""

    key: str
    """The field; empty for the row as a whole."""
    sentence: str
    grave: bool = False


@dataclass
class ReadRow:
    """A row as it was understood: `values` has every field that was filled in and will do."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether nothing grave stands in it."""
        return not any(problem.grave for problem in self.problems)

    def complain(self, key: str, sentence: str, *, grave: bool = False) -> None:
        """Note a problem of one cell."""
        self.problems.append(Problem(key, sentence, grave))


def company_kind(kind: str) -> CompanyKind:
    """On which side the companies of a sheet are."""
    return CompanyKind.PRODUCER if kind == SheetKind.PRODUCERS else CompanyKind.DISTRIBUTOR


def typed_rows(sheet: Sheet, columns: dict[str, int]) -> list[tuple[ReadRow, dict[str, str]]]:
    """Each row with what was typed for its fields; a formula is a grave problem, whatever it would come to."""
    formulas = set(sheet.formulas)
    rows = []
    for number, (line, cells) in enumerate(zip(sheet.lines, sheet.rows, strict=True)):
        row = ReadRow(line)
        typed = {}
        for key, at in columns.items():
            if (number, at) in formulas:
                row.complain(key, _("Ô này là công thức; xin thay bằng giá trị."), grave=True)
            elif at < len(cells) and cells[at]:
                typed[key] = cells[at]
        rows.append((row, typed))
    return rows


def read_rows(sheet: Sheet, columns: dict[str, int], kind: SheetKind) -> list[ReadRow]:
    """Understand every row of participants; pure."""
    rows = typed_rows(sheet, columns)
    for row, typed in rows:
        _read_participant(row, typed, company_kind(kind))
    return [row for row, _typed in rows]


def read_texts(row: ReadRow, typed: dict[str, str], longest: Mapping[str, int]) -> None:
    """Take texts over that are not too long; those of several lines keep them."""
    for key, most in longest.items():
        if text := typed.get(key, ""):
            if len(text) > most:
                row.complain(key, _("Dài quá: nhiều nhất %(most)s ký tự.") % {"most": most}, grave=True)
            row.values[key] = text if key.startswith(("about", "looking")) else " ".join(text.split())


def _read_participant(row: ReadRow, typed: dict[str, str], side: CompanyKind) -> None:
    read_texts(row, typed, _LONGEST)
    if not row.values.get("name") and not any(problem.key == "name" for problem in row.problems):
        row.complain("name", _("Thiếu tên đơn vị."), grave=True)
    _read_country(row, typed.get("country", ""))
    country = row.values.get("country", HOME)
    _read_form(row, typed.get("form", ""), side)
    read_tax_code(row, typed.get("tax_code", ""), country)
    read_district(row, typed.get("district", ""), country)
    for key in ("phone", "contact_phone"):
        _read_phone(row, key, typed.get(key, ""), country)
    for key in ("email", "contact_email"):
        _read_email(row, key, typed.get(key, ""))
    if website := typed.get("website", ""):
        if tidy := tidy_website(website)[:300]:
            row.values["website"] = tidy
        else:
            row.complain("website", _("Địa chỉ web “%(text)s” chưa đúng; bỏ qua ô này.") % {"text": website[:60]})
    _read_languages(row, typed.get("languages", ""))
    _read_interpreting(row, typed.get("interpreting", ""))
    if "contact_name" not in row.values and any(typed.get(f"contact_{each}") for each in ("duty", "phone", "email")):
        row.complain("contact_name", _("Thiếu tên người liên hệ nên chức vụ và cách liên lạc bị bỏ qua."))


def _read_country(row: ReadRow, text: str) -> None:
    if not text:
        return
    code = text.upper() if re.fullmatch(r"[A-Za-z]{2}", text) else _countries().get(folded(text))
    if code is None or code not in _countries().values():
        row.complain("country", _("Không biết nước “%(text)s”.") % {"text": text[:40]}, grave=True)
    else:
        row.values["country"] = code


def _read_form(row: ReadRow, text: str, side: CompanyKind) -> None:
    if not text:
        return
    form = _forms(side).get(folded(text))
    if form is None:
        row.complain("form", _("Không biết loại hình “%(text)s”; bỏ qua ô này.") % {"text": text[:40]})
    else:
        row.values["form"] = form


def guessed_form(name: str, side: CompanyKind) -> CompanyForm:
    """The form of business of a company of which only the name is known."""
    if side == CompanyKind.DISTRIBUTOR:
        return CompanyForm.OTHER
    start = folded(name)
    if start.startswith(("hop tac xa", "htx", "lien hiep htx")):
        return CompanyForm.COOPERATIVE
    if start.startswith(("ho kinh doanh", "hkd", "co so", "ho ")):
        return CompanyForm.HOUSEHOLD
    return CompanyForm.ENTERPRISE


def read_tax_code(row: ReadRow, text: str, country: str) -> None:
    """Take a tax code over, tidied up; a wrong one is grave, because it would mean another company."""
    if not text:
        return
    tidy = tidy_tax_code(text)
    # Excel takes a tax code for a number and drops its first nought.
    if country == HOME and re.fullmatch(r"[0-9]{9}", tidy) and tax_code_fault(f"0{tidy}", HOME) is None:
        tidy = f"0{tidy}"
    if fault := tax_code_fault(tidy, country):
        row.complain("tax_code", fault, grave=True)
    else:
        row.values["tax_code"] = tidy


def read_district(row: ReadRow, text: str, country: str) -> None:
    """Take a place over by its name, with or without its kind."""
    if not text or country != HOME:
        return
    words = re.sub(r"(?<=.) (thanh pho |tp )?ha noi$", "", folded(text))
    code = _places().get(re.sub(r"^(tx|tp|q|h|p|x|t) ", lambda short: _SHORT[short[1]], words))
    if code is None:
        row.complain(
            "district", _("Không có nơi nào tên “%(text)s” trong danh mục; bỏ qua ô này.") % {"text": text[:40]}
        )
    else:
        row.values["district"] = code


def _read_phone(row: ReadRow, key: str, text: str, country: str) -> None:
    if not text:
        return
    text = text.strip("'")
    if country == HOME and re.fullmatch(r"[235789][0-9]{8}", text):
        text = f"0{text}"
    if phone_fault(text):
        row.complain(key, _("Số điện thoại “%(text)s” chưa đúng; bỏ qua ô này.") % {"text": text[:40]})
    else:
        row.values[key] = text


def _read_email(row: ReadRow, key: str, text: str) -> None:
    if not text:
        return
    tidy = text.lower().removeprefix("mailto:")
    if len(tidy) <= 254 and is_email(tidy):
        row.values[key] = tidy
    else:
        row.complain(key, _("Địa chỉ thư “%(text)s” chưa đúng; bỏ qua ô này.") % {"text": text[:60]})


def _read_languages(row: ReadRow, text: str) -> None:
    codes = []
    for part in re.split(r"[,;/\n+&]| và | and ", text):
        if part.strip():
            code = language_called(part)
            if not code:
                row.complain("languages", _("Không biết thứ tiếng “%(text)s”; bỏ qua.") % {"text": part.strip()[:40]})
            else:
                codes.append(code)
    if codes:
        row.values["languages"] = ",".join(dict.fromkeys(codes))


def _read_interpreting(row: ReadRow, text: str) -> None:
    if not text or folded(text) in {"khong", "no", "0", "khong can", "none", "tieng viet", "vietnamese", "vi"}:
        return
    code = language_called(re.split(r"[-–/,;]", text)[0])
    if code not in INTERPRETED:
        row.complain("interpreting", _("Không biết thứ tiếng “%(text)s”; bỏ qua.") % {"text": text[:40]})
    else:
        row.values["interpreting"] = f"{code}-vi"


@cache
def _countries() -> dict[str, str]:
    named: dict[str, str] = {}
    for language in ("en", "vi"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                named[folded(name)] = code
    more = {"my": "US", "usa": "US", "america": "US", "uk": "GB", "england": "GB", "trieu tien": "KP", "han": "KR"}
    korea = {
        "korea": "KR",
        "south korea": "KR",
        "dai han dan quoc": "KR",
        "nhat": "JP",
        "dai loan": "TW",
        "viet nam": "VN",
        "uc": "AU",
    }
    return named | more | korea


_SHORT = {
    "tx": "thi xa ",
    "tp": "thanh pho ",
    "q": "quan ",
    "h": "huyen ",
    "p": "phuong ",
    "x": "xa ",
    "t": "tinh ",
}


@cache
def _places() -> dict[str, str]:
    """Keys by folded names; a name without its kind is first a district's, as sheets have a column for, then a ward's
    or commune's, then a province's, and those of today go before those of before."""
    named: dict[str, str] = {}
    order = {"district": 0, "ward": 1, "province": 2}
    for place in sorted(places().values(), key=lambda place: (order[place.level], place.valid_until is not None)):
        for words in (place.full_name, place.name):
            named.setdefault(folded(words), place.key)
    return named


@cache
def _forms(side: CompanyKind) -> dict[str, CompanyForm]:
    named = {
        CompanyForm.ENTERPRISE: "doanh nghiep|enterprise|cong ty|company|dn|cong ty tnhh|cong ty co phan",
        CompanyForm.COOPERATIVE: "hop tac xa|cooperative|htx|co op|lien hiep htx|to hop tac",
        CompanyForm.HOUSEHOLD: "ho kinh doanh|household|household business|ho|hkd|co so|ho ca the",
        CompanyForm.RETAIL_CHAIN: "chuoi ban le|retail chain|ban le|retail|retailer|sieu thi|supermarket",
        CompanyForm.WHOLESALER: "ban buon|wholesaler|wholesale|dai ly|dau moi",
        CompanyForm.EXPORTER: "xuat khau|exporter|export|xuat nhap khau|nha xuat khau",
        CompanyForm.IMPORTER: "nhap khau|importer|import|nha nhap khau",
        CompanyForm.HOSPITALITY: "khach san nha hang|hospitality|khach san|nha hang|hotel|restaurant|horeca",
        CompanyForm.E_COMMERCE: "thuong mai dien tu|e commerce|ecommerce|san tmdt|tmdt|online",
        CompanyForm.OTHER: "loai hinh khac|other|khac",
    }
    return {word: form for form, words in named.items() if form in FORMS_OF[side] for word in words.split("|")}
