"""The buyers of the sample world, read from `distributors.toml`."""

import random
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from chophien.places.gazetteer import places
from chophien.sample import names
from chophien.sample.shapes import Distributor, DistributorKind, Person, Text
from chophien.sample.streams import stream
from chophien.support.folding import slug

_DUTIES: dict[DistributorKind, tuple[Text, ...]] = {
    "retail_chain": (
        Text("Trưởng phòng thu mua", "Head of purchasing"),
        Text("Quản lý ngành hàng", "Category manager"),
    ),
    "wholesaler": (Text("Giám đốc", "Director"), Text("Phụ trách nguồn hàng", "In charge of sourcing")),
    "exporter": (Text("Giám đốc xuất khẩu", "Export director"), Text("Chuyên viên chất lượng", "Quality officer")),
    "hospitality": (Text("Bếp trưởng điều hành", "Executive chef"), Text("Quản lý mua sắm", "Procurement manager")),
    "e_commerce": (Text("Giám đốc ngành hàng", "Category director"), Text("Phát triển nhà bán", "Seller development")),
}

# Country, its language, and a telephone pattern from the ranges that no subscriber has.
_ABROAD: dict[str, tuple[str, str]] = {
    "JP": ("ja", "+81 3 0000 {:04}"),
    "AU": ("en", "+61 2 5550 {:04}"),
    "DE": ("de", "+49 30 23125 {:03}"),
    "FR": ("fr", "+33 1 99 00 {:02} {:02}"),
    "KR": ("ko", "+82 2 0000 {:04}"),
    "CN": ("zh", "+86 771 0000 {:04}"),
}


@dataclass(frozen=True, slots=True)
class Buyer:
    """A distributor, how sought after it is compared with the others (1 is usual), and the trades it came for."""

    distributor: Distributor
    sought: float
    came_for: tuple[str, ...]


def make_buyers(seed: int) -> tuple[Buyer, ...]:
    """All of them, in the order of the list."""
    rng = stream(seed, "distributors")
    text = files(__package__).joinpath("distributors.toml").read_text(encoding="utf-8")
    listed = tomllib.loads(text)
    return tuple(_buyer(rng, number, row, listed["came_for"]) for number, row in enumerate(listed["buyers"], 1))


def province_key(distributor: Distributor, on: date) -> str | None:
    """The key of the province its city is, or lies in since the provinces were joined; none abroad."""
    if distributor.country != "VN":
        return None
    provinces = [place for place in places().values() if place.level == "province"]
    called = {place.key for place in provinces if place.name == distributor.city.removeprefix("TP. ")}
    return next(
        place.key for place in provinces if place.stood(on) and (place.key in called or called & {*place.follows})
    )


def _buyer(rng: random.Random, number: int, row: list[Any], came_for: dict[str, list[str]]) -> Buyer:
    kind, brand, name, country, city, address, groups, sought, interpreting, about, looks_for, people = row
    key, domain = f"d{number:02}", slug(brand)
    distributor = Distributor(
        key=key,
        kind=kind,
        name=name,
        brand=brand,
        tax_code=names.tax_code(rng) if country == "VN" else None,
        country=country,
        city=city,
        address=address,
        phone=_phone(rng, country),
        email=f"purchasing@{domain}.example" if interpreting else f"thumua@{domain}.example",
        about=Text(*about),
        looks_for=Text(*looks_for),
        groups=tuple(groups),
        delegates=_delegates(rng, key, kind=kind, country=country, domain=domain, people=people),
        interpreting=interpreting or None,
        away=frozenset(),
    )
    return Buyer(distributor, sought, tuple(came_for.get(brand, ())))


def _phone(rng: random.Random, country: str) -> str:
    if country == "VN":
        return names.vietnamese_phone(rng)
    pattern = _ABROAD[country][1]
    return pattern.format(rng.randrange(10, 100), rng.randrange(10, 100))


def _delegates(
    rng: random.Random, key: str, *, kind: DistributorKind, country: str, domain: str, people: list[list[str]]
) -> tuple[Person, ...]:
    if people:
        language = _ABROAD[country][0]
        # Sakamoto Haruka and Seo Yu-jin give the family's name first; Claire Whitmore and Tina Trương do not.
        family_first = country in {"JP", "KR", "CN"}
        return tuple(
            Person(
                f"{key}-{number}",
                name,
                Text(duty, duty_en),
                names.mailbox(name, domain, family_first=family_first),
                _phone(rng, country),
                (language, "en") if language != "en" else ("en",),
            )
            for number, (name, duty, duty_en) in enumerate(people, 1)
        )
    duties = _DUTIES[kind][: 1 + (rng.random() < 0.6)]
    found: dict[str, Person] = {}
    while len(found) < len(duties):
        number = len(found) + 1
        person = names.vietnamese(rng, f"{key}-{number}", names.full_name(rng), duties[number - 1], domain)
        found.setdefault(person.email, person)
    return tuple(found.values())
