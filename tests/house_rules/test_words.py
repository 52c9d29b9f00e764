"""Every word that people see exists in both languages, and every translation is still used."""

import ast
import pathlib

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import chophien
from chophien.support.language import CATALOGUES, english
from chophien.web.templating import TEMPLATES

SOURCE = pathlib.Path(chophien.__file__).parent


_KEYWORDS = {"_": None, "later": None, "ngettext": (1, 2)}


def _said() -> dict[str, set[str]]:
    """Every message with the names of its placeholders, those of its plural too."""
    messages: dict[str, set[str]] = {}

    def add(found: str | tuple[str | None, ...]) -> None:
        forms = [found] if isinstance(found, str) else [form for form in found if form]
        messages.setdefault(forms[0], set()).update(*map(_names, forms))

    for path in SOURCE.rglob("*.py"):
        for _line, found, _comments, _context in extract_from_file("python", path, _KEYWORDS):
            add(found)
    for path in TEMPLATES.rglob("*.*"):
        if path.suffix in {".html", ".txt"}:
            with path.open("rb") as file:
                options = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trimmed": "true"}
                keywords = ("_", "gettext", "ngettext")
                for _line, _function, said, _comments in babel_extract(file, keywords, [], options):
                    if said:
                        add(said)
    return messages


def test_every_message_has_an_english_translation() -> None:
    assert sorted(_said().keys() - english().keys()) == []


def test_no_translation_is_left_over() -> None:
    assert sorted(english().keys() - _said().keys()) == []


def test_a_message_has_one_meaning_only() -> None:
    meanings: dict[object, set[object]] = {}
    for path in sorted((CATALOGUES / "en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    meanings.setdefault(message.id, set()).add(message.string)
    assert {said: english for said, english in meanings.items() if len(english) > 1} == {}


def test_translations_keep_the_places_of_names_and_numbers() -> None:
    said = _said()
    wrong = [m for m, forms in english().items() if any(_names(form) - said.get(m, set()) for form in forms)]
    assert wrong == []


def _names(text: str) -> set[str]:
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def test_words_are_translated_when_they_are_said_and_not_when_a_module_is_read() -> None:
    early: list[str] = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            early += [
                f"{path.relative_to(SOURCE)}:{call.lineno}"
                for call in ast.walk(node)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "_"
            ]
    assert early == []
