"""Fields that repeat: numbered blocks (`session_0_name`, `session_1_name`, …).

A block left empty is left out, so that adding and taking away blocks needs no script.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from chophien.web.forms import Form

T = TypeVar("T")

MOST_BLOCKS = 40
BLOCKS: dict[str, tuple[str, ...]] = {
    "session": ("name", "name_en", "day", "from", "to", "minutes", "gap", "breaks", "at"),
    "hall": ("name", "name_en", "tables", "prefix", "rows"),
    "interpreter": ("name", "pairs", "email", "duty", "phone"),
    "programme": ("day", "from", "to", "title", "title_en", "spot"),
}
"""The repeating blocks and their fields."""

_USUAL = {
    "session": {"minutes": "20", "gap": "0"},
    "hall": {"prefix": "T"},
    "interpreter": {"name": ""},
    "programme": {"title": ""},
}
"""With what a block begins that is added."""

_SILENT = {
    ("hall", "prefix"),
    ("session", "minutes"),
    ("session", "gap"),
    ("session", "at"),
    ("session", "day"),
    ("interpreter", "duty"),
    ("programme", "day"),
}
"""Fields that come filled; alone they do not make a block."""


def block_counts(form: Form[Any]) -> dict[str, int]:
    """How many blocks of each kind the form shows: those typed, one at least."""
    counts = {}
    for block in BLOCKS:
        found = [int(match[1]) for name in form.typed if (match := re.fullmatch(rf"{block}_([0-9]{{1,3}})_\w+", name))]
        counts[block] = min(max([*found, 0]) + 1, MOST_BLOCKS)
    return counts


def reshape_blocks(form: Form[Any]) -> bool:
    """Add or drop a block if one of those buttons was pressed; nothing else that was typed is lost. Says whether."""
    block, _underscore, number = form.text("drop").rpartition("_")
    if form.text("add") in BLOCKS:
        block = form.text("add")
        number = str(block_counts(form)[block])
        for field, value in _USUAL[block].items():
            form.typed[f"{block}_{number}_{field}"] = [value]
        return True
    if block not in BLOCKS or not number.isdecimal() or len(number) > 3:
        return False
    for at in range(int(number), block_counts(form)[block]):
        for field in BLOCKS[block]:
            after = form.typed.get(f"{block}_{at + 1}_{field}")
            form.typed.pop(f"{block}_{at}_{field}", None)
            if after is not None:
                form.typed[f"{block}_{at}_{field}"] = after
    return True


def read_blocks(form: Form[Any], block: str, read: Callable[[Form[Any], str], T | None]) -> dict[str, T]:
    """What `read` makes of each block that is not empty, by the beginning of its fields' names (`session_0`)."""
    found = {}
    for number in range(block_counts(form)[block]):
        fields = [field for field in BLOCKS[block] if (block, field) not in _SILENT]
        if any(form.text(f"{block}_{number}_{field}").strip() for field in fields):
            value = read(form, f"{block}_{number}")
            if value is not None:
                found[f"{block}_{number}"] = value
    return found


def typed_block(block: str, number: int, values: tuple[object, ...]) -> dict[str, object]:
    """A block as it would have been typed."""
    return {f"{block}_{number}_{field}": value for field, value in zip(BLOCKS[block], values, strict=True)}
