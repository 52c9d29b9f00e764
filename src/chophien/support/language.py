"""The two languages: which one is being spoken, and every word's translation.

Message ids are the Vietnamese words themselves; `locale/en/<feature>.po` holds their English, one file per feature.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
CATALOGUES = Path(__file__).parent.parent / "locale"

_spoken: ContextVar[str] = ContextVar("spoken language", default="vi")


def spoken_language() -> str:
    """`vi` or `en`: the language of the person being spoken to."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak `language` for the rest of this task."""
    _spoken.set(language if language in LANGUAGES else LANGUAGES[0])


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block: a mail to one person while serving another."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def _(message: str) -> str:
    """Translate `message` into the spoken language; an unknown message stays Vietnamese."""
    if _spoken.get() == "vi":
        return message
    found = english().get(message)
    return found[0] if found else message


def later(message: str) -> str:
    """Mark `message` for the catalogues where a module is read; whoever shows it translates it with `_`."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate with the plural form that `count` needs. Vietnamese has one form."""
    if _spoken.get() == "vi":
        return singular if count == 1 else plural
    found = english().get(singular)
    if not found:
        return singular if count == 1 else plural
    return found[0] if count == 1 else found[-1]


@cache
def english() -> dict[str, tuple[str, ...]]:
    """Every translated message with its English forms, read from the catalogues once."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((CATALOGUES / "en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if not message.id:
                    continue
                key = message.id if isinstance(message.id, str) else message.id[0]
                forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                if forms and all(forms):
                    found[key] = forms
    return found
