"""What a mail's words are written from: plain values, kept in the outbox until somebody has the time to write."""

import dataclasses
import json
from datetime import date, datetime
from typing import Any

import msgspec

from chophien.support.ics import CalendarContent


class Facts(msgspec.Struct, frozen=True):
    """What one letter's templates see, and the calendar that goes along."""

    context: dict[str, Any]
    calendar: CalendarContent | None = None


def kept(facts: Facts) -> str:
    """As JSON. Raises TypeError for what is no plain value: a row or a function has no place in a letter."""
    calendar = msgspec.to_builtins(facts.calendar)
    return json.dumps({"context": _flat(facts.context), "calendar": calendar}, ensure_ascii=False)


def read(text: str) -> Facts:
    """The facts behind `text`; what was a dataclass comes back as a dictionary, which templates read alike."""
    found = json.loads(text)
    return Facts(_whole(found["context"]), msgspec.convert(found["calendar"], CalendarContent | None))


def _flat(value: Any) -> Any:
    flat = value
    match value:
        case None | bool() | int() | float():
            pass
        case str():
            flat = str(value)
        case datetime():
            flat = {"at": value.isoformat()}
        case date():
            flat = {"on": value.isoformat()}
        case list() | tuple():
            flat = [_flat(each) for each in value]
        case dict():
            flat = {"of": {str(name): _flat(each) for name, each in value.items()}}
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            flat = {"of": {field.name: _flat(getattr(value, field.name)) for field in dataclasses.fields(value)}}
        case _:
            raise TypeError(f"A letter is written from plain values, not from {type(value).__name__}.")
    return flat


def _whole(value: Any) -> Any:
    match value:
        case {"at": moment}:
            return datetime.fromisoformat(moment)
        case {"on": day}:
            return date.fromisoformat(day)
        case {"of": fields}:
            return {name: _whole(each) for name, each in fields.items()}
        case list():
            return [_whole(each) for each in value]
    return value
