"""Taking a person's name and addresses out of rows that are kept as JSON, and leaving everything else as it is."""

import json
from typing import Any


def scrubbed(kept: str, words: frozenset[str]) -> str:
    """The JSON text `kept` with every text emptied that is one of `words` or holds one that looks like an address.

    `words` are in lower case. What is no JSON is emptied when it holds one of them.
    """
    if not any(word in kept.lower() or json.dumps(word)[1:-1] in kept.lower() for word in words):
        return kept
    try:
        return json.dumps(_clean(json.loads(kept), words))
    except ValueError:
        return ""


def _clean(value: Any, words: frozenset[str]) -> Any:
    match value:
        case str():
            text = value.lower().strip()
            return "" if text in words or any("@" in word and word in text for word in words) else value
        case list():
            return [_clean(each, words) for each in value]
        case dict():
            return {name: _clean(each, words) for name, each in value.items()}
    return value
