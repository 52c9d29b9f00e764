"""The cells of a product's row turned into values."""

import re
from datetime import date
from functools import cache

from chophien.catalogue.rules import (
    HIGHEST_CAPACITY,
    HIGHEST_PRICE,
    group_words,
    level_words,
    market_choices,
)
from chophien.catalogue.tables import Level, ProductGroup, Stars
from chophien.exchange.reading import Sheet
from chophien.exchange.rules.cells import HOME, ReadRow, read_district, read_tax_code, read_texts, typed_rows
from chophien.places.gazetteer import places
from chophien.places.rules import is_of_time
from chophien.support.folding import folded
from chophien.support.language import _, speaking

_LONGEST = {
    "company": 300,
    "company_key": 60,
    "name": 200,
    "key": 60,
    "unit": 30,
    "unit_en": 30,
    "decision_number": 40,
    "village": 100,
    "about_vi": 1000,
    "about_en": 1000,
}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_THOUSANDS = {"k": 1_000, "nghin": 1_000, "ngan": 1_000, "tr": 1_000_000, "trieu": 1_000_000}


def read_product_rows(sheet: Sheet, columns: dict[str, int], *, today: date) -> list[ReadRow]:
    """Understand every row of products; pure."""
    rows = typed_rows(sheet, columns)
    for row, typed in rows:
        _read_product(row, typed, today)
    return [row for row, _typed in rows]


def _read_product(row: ReadRow, typed: dict[str, str], today: date) -> None:
    read_texts(row, typed, _LONGEST)
    complained = {problem.key for problem in row.problems}
    if not row.values.get("name") and "name" not in complained:
        row.complain("name", _("Thiếu tên sản phẩm."), grave=True)
    if not any(typed.get(key) for key in ("company", "company_key", "tax_code")) and "company" not in complained:
        row.complain("company", _("Thiếu tên nhà sản xuất."), grave=True)
    read_tax_code(row, typed.get("tax_code", ""), HOME)
    _read_word(row, "group", typed.get("group", ""), _groups())
    _read_word(row, "recognised_by", typed.get("recognised_by", ""), _levels())
    _read_stars(row, typed.get("stars", ""))
    _read_prices(row, typed)
    for key in ("capacity_per_month", "least_order"):
        _read_number(row, key, typed.get(key, ""), HIGHEST_CAPACITY)
    _read_recognition(row, typed.get("recognised_on", ""), today)
    read_district(row, typed.get("district", ""), HOME)
    _fit_to_its_time(row)
    for key in ("markets_reached", "markets_wanted"):
        _read_markets(row, key, typed.get(key, ""))


def _read_word(row: ReadRow, key: str, text: str, known: dict[str, str]) -> None:
    if text:
        plain = folded(re.sub(r"\(.*?\)", " ", text))
        value = known.get(plain) or next((value for word, value in known.items() if plain.startswith(f"{word} ")), "")
        if value:
            row.values[key] = value
        else:
            row.complain(key, _("Không biết “%(text)s”; bỏ qua ô này.") % {"text": text[:40]})


def _read_stars(row: ReadRow, text: str) -> None:
    plain = folded(text)
    if not text or plain in {"khong", "chua", "chua xep hang", "no", "none", "0", "unrated", "not rated"}:
        return
    digits = re.findall(r"\d", text)
    count = int(digits[-1]) if digits else text.count("*") or text.count("★") or text.count("⭐")
    potential = "tiem nang" in plain or "potential" in plain or "+" in text
    stars = Stars.POTENTIAL_FIVE if potential else {3: Stars.THREE, 4: Stars.FOUR, 5: Stars.FIVE}.get(count)
    if stars is None:
        row.complain("stars", _("Không biết hạng sao “%(text)s”; bỏ qua ô này.") % {"text": text[:40]})
    else:
        row.values["stars"] = stars


def _read_prices(row: ReadRow, typed: dict[str, str]) -> None:
    price_from, price_to = typed.get("price_from", ""), typed.get("price_to", "")
    parts = re.split(r"\s*(?:[-–—~]|\bđến\b|\bto\b)\s*", price_from.strip())
    if len(parts) == 2 and all(parts) and not price_to:
        price_from, price_to = parts
    _read_number(row, "price_from", price_from, HIGHEST_PRICE)
    _read_number(row, "price_to", price_to, HIGHEST_PRICE)


def _read_number(row: ReadRow, key: str, text: str, most: int) -> None:
    if not text:
        return
    value = whole_number(text)
    if value is None or value > most:
        row.complain(key, _("“%(text)s” không phải là số nguyên; bỏ qua ô này.") % {"text": text[:40]})
    else:
        row.values[key] = str(value)


def whole_number(text: str) -> int | None:
    """A number as people write one: `120000`, `120.000 đ`, `120,000 VND`, `120k`, `1,2 triệu`; none for others."""
    found = re.fullmatch(r"([0-9][0-9., ]*?)\s*([^0-9\s/]*)\.?(?:\s*/.*)?", text.strip().replace("\u00a0", " "))
    if found is None:
        return None
    figures, word = found[1], folded(found[2].replace("₫", "đ"))
    if word in _THOUSANDS:
        decimal = re.fullmatch(r"([0-9]+)(?:[.,]([0-9]{1,6}))?", figures)
        if decimal is None:
            return None
        times = _THOUSANDS[word]
        return int(decimal[1]) * times + int((decimal[2] or "0").ljust(6, "0")) * times // 1_000_000
    if word not in {"", "d", "dong", "vnd"}:
        return None
    if not re.fullmatch(r"[0-9]{1,18}|[0-9]{1,3}(?:[., ][0-9]{3}){1,5}", figures):
        return None
    return int(re.sub(r"[., ]", "", figures))


def _read_recognition(row: ReadRow, text: str, today: date) -> None:
    if not text:
        return
    day = _day(text)
    if day is None:
        row.complain("recognised_on", _("“%(text)s” không phải là ngày; bỏ qua ô này.") % {"text": text[:40]})
    elif day > today:
        row.complain("recognised_on", _("Ngày công nhận đang ở tương lai; bỏ qua ô này."))
    else:
        row.values["recognised_on"] = day.isoformat()


def _day(text: str) -> date | None:
    """A day as Excel keeps it, or as Vietnamese people write it: day before month."""
    try:
        if found := _DAY.fullmatch(text.strip()):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _fit_to_its_time(row: ReadRow) -> None:
    """A name that districts and wards share means the one that stood on the day of the recognition."""
    key, recognised = row.values.get("district"), row.values.get("recognised_on")
    if not key or not recognised or is_of_time(key, date.fromisoformat(recognised)):
        return
    name = folded(places()[key].name)
    same = [each.key for each in places().values() if folded(each.name) == name]
    then = [each for each in same if is_of_time(each, date.fromisoformat(recognised))]
    if len(then) == 1:
        row.values["district"] = then[0]
    else:
        del row.values["district"]
        row.complain("district", _("Nơi này không có vào ngày công nhận; bỏ qua ô này."))


def _read_markets(row: ReadRow, key: str, text: str) -> None:
    codes = []
    for part in re.split(r"[,;/\n+&]| và | and ", text):
        if part.strip():
            code = _markets().get(folded(part))
            if code is None:
                row.complain(key, _("Không biết thị trường “%(text)s”; bỏ qua.") % {"text": part.strip()[:40]})
            else:
                codes.append(code)
    if codes:
        row.values[key] = ",".join(dict.fromkeys(codes))


@cache
def _groups() -> dict[str, str]:
    named: dict[str, str] = {}
    for language in ("en", "vi"):
        with speaking(language):
            for older in ("1048", "148"):
                named |= {folded(group_words(group, older)): group for group in ProductGroup}
    more = {
        ProductGroup.FOOD: "thuc pham|food|nong san|thuc pham tuoi song|thuc pham che bien",
        ProductGroup.DRINK: "do uong|drink|drinks|beverages|beverage|che|tra",
        ProductGroup.HERBAL: "duoc lieu|thao duoc|herbal|herbs|medicinal",
        ProductGroup.CRAFT: "thu cong my nghe|thu cong|my nghe|craft|crafts|handicraft|handicrafts|luu niem",
        ProductGroup.ORNAMENTAL: "sinh vat canh|hoa cay canh|ornamental|ornamental plants",
        ProductGroup.TOURISM: "du lich|dich vu du lich|tourism",
        ProductGroup.TEXTILE: "vai|may mac|vai may mac|textile|textiles",
    }
    return named | {word: group for group, words in more.items() for word in words.split("|")}


@cache
def _levels() -> dict[str, str]:
    named: dict[str, str] = {}
    for language in ("en", "vi"):
        with speaking(language):
            named |= {folded(level_words(level)): level for level in Level}
    more = {
        Level.DISTRICT: "huyen|cap huyen|district|quan|thi xa",
        Level.PROVINCE: "tinh|cap tinh|thanh pho|cap thanh pho|province|provincial|city",
        Level.NATIONAL: "quoc gia|trung uong|cap quoc gia|cap trung uong|national",
    }
    return named | {word: level for level, words in more.items() for word in words.split("|")}


@cache
def _markets() -> dict[str, str]:
    named: dict[str, str] = {}
    for language in ("en", "vi"):
        with speaking(language):
            named |= {folded(words): code for code, words in market_choices()}
    more = {
        "nhat": "JP",
        "han": "KR",
        "korea": "KR",
        "south korea": "KR",
        "dong nam a": "ASEAN",
        "chau au": "EU",
        "europe": "EU",
        "anh": "GB",
        "uk": "GB",
        "my": "US",
        "usa": "US",
        "trung dong": "GULF",
        "middle east": "GULF",
        "uc": "AU",
    }
    return named | more | {code.lower(): code for code, _words in market_choices()}
