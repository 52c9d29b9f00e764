"""Names in the order of each language's alphabet, in Python and in either database."""

import itertools
import re
from pathlib import Path

import chophien
from chophien.companies.tables import Company
from chophien.support.clock import now
from chophien.support.collation import alphabetical, sort_key
from chophien.support.language import speaking

IN_ORDER = [
    "An",
    "An Khánh",
    "Ánh",
    "Ăn",
    "Ân",
    "Ba",
    "Bà",
    "Bả",
    "Bã",
    "Bá",
    "Bạ",
    "Bà Nà",
    "Da",
    "Đa",
    "Ô",
    "Ơ",
    "U",
    "Ư",
    "Y",
]


def test_vietnamese_names_follow_the_alphabet_then_the_tones() -> None:
    names = ["Ánh", "An", "Ân", "Ba", "Đa", "Da"]
    for shuffled in itertools.permutations(names):
        assert sorted(shuffled, key=alphabetical) == ["An", "Ánh", "Ân", "Ba", "Da", "Đa"]
    assert sorted(set(IN_ORDER), key=alphabetical) == IN_ORDER
    # The decomposed spelling of a keyboard is the same name.
    assert sort_key("Đống Đa") == sort_key("Đống Đa")


def test_english_lists_take_no_notice_of_marks() -> None:
    with speaking("en"):
        ordered = sorted(["Ánh", "An", "Ân", "Ba", "Đa", "Da"], key=alphabetical)
    assert ordered == ["An", "Ân", "Ánh", "Ba", "Da", "Đa"]


async def test_both_databases_order_and_page_by_the_key(database: str) -> None:
    def company(name: str) -> Company:
        return Company(kind="producer", form="household", name=name, sort_name=sort_key(name), created_at=now())

    await Company.insert(*map(company, reversed(IN_ORDER)))
    listed = Company.select(Company.name).order_by(Company.sort_name).output(as_list=True)
    assert await listed == IN_ORDER
    assert await listed.limit(3).offset(9) == IN_ORDER[9:12]


def test_whoever_writes_a_name_to_search_by_writes_one_to_order_by() -> None:
    """A row without it would stand first in every list."""
    for file in Path(chophien.__file__).parent.rglob("*.py"):
        if "piccolo_migrations" not in file.parts:
            written = file.read_text(encoding="utf-8")
            searched = len(re.findall(r'folded_name(=folded|": folded|"\] = folded)', written))
            assert len(re.findall(r'sort_name(=|": |"\] = )sort_key', written)) == searched, file
