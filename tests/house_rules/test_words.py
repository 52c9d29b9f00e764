"""Every word that people see exists in both languages, and every translation is still used."""

import ast
import pathlib

from babel.messages.extract import extract_from_file
from jinja2.ext import babel_extract

import chophien
from chophien.support.language import english
from chophien.web.templating import TEMPLATES

SOURCE = pathlib.Path(chophien.__file__).parent


def _said() -> set[str]:
    messages: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for _line, found, _comments, _context in extract_from_file("python", path, {"_": None, "ngettext": (1, 2)}):
            messages.add(found if isinstance(found, str) else found[0])
    for path in TEMPLATES.rglob("*.*"):
        if path.suffix in {".html", ".txt"}:
            with path.open("rb") as file:
                options = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trimmed": "true"}
                keywords = ("_", "gettext", "ngettext")
                for _line, _function, said, _comments in babel_extract(file, keywords, [], options):
                    messages.add(said if isinstance(said, str) else str((said or ("",))[0]))
    return messages


def test_every_message_has_an_english_translation() -> None:
    assert sorted(_said() - english().keys()) == []


def test_no_translation_is_left_over() -> None:
    assert sorted(english().keys() - _said()) == []


def test_translations_keep_the_places_of_names_and_numbers() -> None:
    placeholders = {message: forms for message, forms in english().items() if "%(" in message}
    changed = [m for m, forms in placeholders.items() if any(_names(form) - _names(m) for form in forms)]
    assert changed == []


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
