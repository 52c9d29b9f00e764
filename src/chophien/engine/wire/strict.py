"""Reading JSON into typed structures so that the first thing out of place is named by its path."""

import json
import re
from typing import Any, TypeVar

import msgspec

from chophien.engine.validity import BadProblem, shown

# A problem of 50,000 requests takes some 5 MB; anything beyond this is not a problem file.
LARGEST_FILE = 64 * 1024 * 1024

T = TypeVar("T")


class Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """An object of the file; a key that is not a field is an error."""


def decode(text: str | bytes, kind: type[T]) -> T:
    """The document as `kind`; raises BadProblem with the path of what does not fit."""
    if len(text) > LARGEST_FILE:
        raise BadProblem("$", f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB")
    try:
        document = msgspec.json.decode(text, type=kind)
        json.loads(text, object_pairs_hook=_refuse_doubled_keys)
    except msgspec.ValidationError as error:
        raise _named(str(error)) from None
    except msgspec.DecodeError as error:
        raise BadProblem("$", f"this is not JSON: {error}") from None
    except (UnicodeError, RecursionError, ValueError) as error:
        if isinstance(error, BadProblem):
            raise
        raise BadProblem("$", "this is not JSON in UTF-8") from None
    return document


def _named(message: str) -> BadProblem:
    """Split the decoder's message, which ends in the path: "... - at `$.slots[0]`"."""
    found = re.fullmatch(r"(.*?)(?: - at `(key in )?(.*)`)?", message, re.DOTALL)
    what, path = (found[1], found[3] or "$") if found else (message, "$")
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL)
    if unknown:
        return BadProblem(path, f"unknown key {shown(unknown[1])}")
    missing = re.fullmatch(r"Object missing required field `(.*)`", what)
    if missing:
        return BadProblem(path, f"the key {shown(missing[1])} is missing")
    return BadProblem(path, " ".join(what.split())[:200].replace("`", ""))


def _refuse_doubled_keys(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise BadProblem("$", f"the key {shown(key)} stands twice in one object")
            seen.add(key)
