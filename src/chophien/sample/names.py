"""Names, addresses and numbers of invented people and companies."""

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from chophien.sample.shapes import Person, Text
from chophien.sample.streams import drawn
from chophien.support.folding import folded


@cache
def _words() -> dict[str, list[Any]]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


def brands(rng: random.Random, count: int) -> list[str]:
    """Different invented names; about one in six is a picture ("Bếp Mạ"), the others two syllables ("Diệp Khê")."""
    words = _words()
    pairs = [f"{first} {second}" for first in words["first"] for second in words["second"]]
    free = [pair for pair in pairs if pair not in words["taken"]]
    pictures = rng.sample(words["pictures"], min(len(words["pictures"]), count // 6))
    chosen = [*pictures, *rng.sample(free, count - len(pictures))]
    rng.shuffle(chosen)
    return chosen


def full_name(rng: random.Random) -> str:
    """A Vietnamese name, the family's first."""
    words = _words()
    return f"{drawn(rng, words['families'])} {rng.choice(words['women' if rng.random() < 0.48 else 'men'])}"


def mailbox(name: str, domain: str, *, family_first: bool = True) -> str:
    """An address under the reserved top level `.example`: given name, then family name."""
    words = folded(name).split()
    given, family = (words[-1], words[0]) if family_first else (words[0], words[-1])
    return f"{given}.{family}@{domain}.example"


def vietnamese_phone(rng: random.Random) -> str:
    """A number that nobody has: the prefix 060 went out of use when Vietnam renumbered in 2017."""
    digits = f"{rng.randrange(10**7):07}"
    return f"060{digits[0]} {digits[1:4]} {digits[4:]}"


def tax_code(rng: random.Random) -> str:
    """Ten digits with a right check digit; they begin with 00, which no province has."""
    while True:
        digits = [0, 0, *(rng.randrange(10) for _ in range(7))]
        check = 10 - sum(d * w for d, w in zip(digits, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True)) % 11
        if 0 <= check <= 9:
            return "".join(map(str, [*digits, check]))


def vietnamese(rng: random.Random, key: str, name: str, duty: Text, domain: str) -> Person:
    """A Vietnamese delegate of a company with the mail domain `domain`."""
    return Person(key, name, duty, mailbox(name, domain), vietnamese_phone(rng), ("vi",))
