"""Which companies look like one and the same, with the reasons in words: pure, over plain values."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from chophien.places.gazetteer import same_ground
from chophien.support.language import _

LIKELY = 40
"""From which score on a pair is shown."""
MOST_ALIKE = 5
"""An address or a telephone that more companies share belongs to somebody who registers for all of them."""

_FREE_HOSTS = (
    "facebook.com",
    "fb.com",
    "zalo.me",
    "shopee.vn",
    "lazada.vn",
    "tiktok.com",
    "google.com",
    "sites.google.com",
)


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What a company is known again by; `place` is the key of its place, or empty."""

    id: int
    kind: str
    name: str
    name_key: str
    tax_code: str = ""
    country: str = "VN"
    place: str = ""
    website: str = ""
    emails: frozenset[str] = frozenset()
    """Of the company and of its delegates, in lower case."""
    phones: frozenset[str] = frozenset()
    """Their telephone numbers, see `phone_key`."""


@dataclass(frozen=True)
class LikelyPair:
    """Two companies that look like one; the lower number first."""

    one: Traits
    other: Traits
    score: int
    reasons: tuple[str, ...]
    """Why they may be one, in words."""
    doubts: tuple[str, ...]
    """Why they may be two after all."""


def phone_key(phone: str) -> str:
    """The last nine digits of a telephone number, in which 0912… and +84 912… agree; empty for none."""
    digits = "".join(letter for letter in phone if letter in "0123456789")
    return digits[-9:] if len(digits) >= 8 else ""


def tax_key(tax_code: str) -> str:
    """A tax code without the signs between its letters and digits."""
    return "".join(letter for letter in tax_code.upper() if letter.isalnum())


def likely_pairs(companies: Iterable[Traits]) -> list[LikelyPair]:
    """The pairs that look like one company, the likeliest first. Both stand on one side of the meetings."""
    pairs = {(one.id, other.id): (one, other) for group in _groups(companies) for one, other in _in_order(group)}
    judged = [judge(one, other) for one, other in pairs.values()]
    return sorted((pair for pair in judged if pair.score >= LIKELY), key=lambda pair: (-pair.score, pair.one.id))


def judge(one: Traits, other: Traits) -> LikelyPair:
    """How much speaks for two companies being one, and what against it."""
    one, other = (one, other) if one.id < other.id else (other, one)
    reasons = list(_reasons(one, other))
    doubts = list(_doubts(one, other))
    score = sum(weight for weight, _words in reasons) - sum(weight for weight, _words in doubts)
    return LikelyPair(
        one, other, score, tuple(words for _weight, words in reasons), tuple(words for _weight, words in doubts)
    )


def _groups(companies: Iterable[Traits]) -> Iterator[list[Traits]]:
    """Companies that share something, each group once for each thing that is shared."""
    shared: dict[Hashable, list[Traits]] = defaultdict(list)
    for company in companies:
        marks: list[tuple[str, str]] = [
            ("name", f"{company.country} {company.name_key}"),
            ("tax", f"{company.country} {tax_key(company.tax_code)[:10]}" if company.tax_code else ""),
            ("site", _host(company.website)),
            *(("email", email) for email in company.emails),
            *(("phone", phone) for phone in company.phones),
        ]
        for what, value in marks:
            if value:
                shared[company.kind, what, value].append(company)
    for mark, group in shared.items():
        limited = isinstance(mark, tuple) and mark[1] in {"email", "phone", "site"}
        if len(group) > 1 and not (limited and len(group) > MOST_ALIKE):
            yield group


def _in_order(group: list[Traits]) -> Iterator[tuple[Traits, Traits]]:
    return combinations(sorted(group, key=lambda company: company.id), 2)


def _reasons(one: Traits, other: Traits) -> Iterator[tuple[int, str]]:
    mine, theirs = tax_key(one.tax_code), tax_key(other.tax_code)
    if mine and mine == theirs and one.country == other.country:
        yield 100, _("cùng mã số thuế, ghi khác nhau")
    elif mine and theirs and one.country == other.country == "VN" and mine[:10] == theirs[:10]:
        yield 50, _("mã số thuế của đơn vị chính và chi nhánh")
    if one.name_key == other.name_key and one.country == other.country:
        yield 60, _("cùng tên") if one.name == other.name else _("tên chỉ khác cách viết")
    if one.emails & other.emails:
        yield 45, _("cùng thư điện tử %(email)s") % {"email": min(one.emails & other.emails)}
    if one.phones & other.phones:
        yield 40, _("cùng số điện thoại")
    if _host(one.website) and _host(one.website) == _host(other.website):
        yield 40, _("cùng trang web")


def _doubts(one: Traits, other: Traits) -> Iterator[tuple[int, str]]:
    mine, theirs = tax_key(one.tax_code), tax_key(other.tax_code)
    if mine and theirs and mine[:10] != theirs[:10]:
        yield 45, _("mã số thuế khác nhau")
    if one.country != other.country:
        yield 15, _("ở hai nước")
    elif one.place and other.place and one.place != other.place and one.place not in same_ground(other.place):
        yield 15, _("ở hai địa phương")


def _host(website: str) -> str:
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    return "" if host in _FREE_HOSTS or host.endswith(tuple(f".{free}" for free in _FREE_HOSTS)) else host
