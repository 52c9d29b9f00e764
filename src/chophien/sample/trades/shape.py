"""What a trade is in the sample world: how it is named, what it makes and what its people say about themselves."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from chophien.sample.shapes import Group, Text

UNITS: dict[str, str] = {
    "bó": "bunch",
    "bộ": "set",
    "bức": "panel",
    "cây": "tree",
    "chai": "bottle",
    "chậu": "pot",
    "chiếc": "piece",
    "con": "bird",
    "đôi": "pair",
    "gói": "packet",
    "hộp": "box",
    "hũ": "jar",
    "kg": "kg",
    "khách": "guest",
    "khay": "tray",
    "lọ": "jar",
    "mét": "metre",
    "túi": "bag",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a trade makes; prices in thousands of dong for one `unit` (a key of UNITS)."""

    name: Text
    about: Text
    price_from: int
    price_to: int
    unit: str
    variants: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade: `word` names the business, `stories` tell who runs it."""

    key: str
    group: Group
    word: Text
    stories: tuple[Text, ...]
    items: tuple[Item, ...]


def read_trades(name: str) -> tuple[Trade, ...]:
    """The trades of one list, `<name>.toml` beside this module."""
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tuple(_trade(row) for row in tomllib.loads(text)["trade"])


def _trade(row: dict[str, Any]) -> Trade:
    variants = _texts(row["variants"])
    items = tuple(_item(line, variants) for line in row["items"])
    return Trade(row["key"], row["group"], Text(*row["word"]), _texts(row["stories"]), items)


def _item(line: list[Any], variants: tuple[Text, ...]) -> Item:
    name, name_en, about, about_en, price_from, price_to, unit, *own = line
    return Item(Text(name, name_en), Text(about, about_en), price_from, price_to, unit, _texts(own) or variants)


def _texts(pairs: list[list[str]]) -> tuple[Text, ...]:
    return tuple(Text(vi, en) for vi, en in pairs)
