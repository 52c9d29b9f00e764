"""Every page's dataclass and its template know each other."""

import dataclasses
import importlib
import inspect
import pkgutil
import re

import chophien
from chophien.web.pages import Page
from chophien.web.templating import TEMPLATES, make_environment

_INCLUDED = re.compile(r"""{%-?\s*(?:include|extends|import|from)\s+["']([^"']+)["']""")
_USED = re.compile(r"\bpage\.([a-z_]+)")


def _pages() -> list[type[Page]]:
    for module in pkgutil.walk_packages(chophien.__path__, "chophien."):
        if not module.name.startswith(("chophien.cli", "chophien.piccolo_migrations", "chophien.engine")):
            importlib.import_module(module.name)
    found: list[type[Page]] = []
    waiting = [Page]
    while waiting:
        children = waiting.pop().__subclasses__()
        found += [child for child in children if "template" in vars(child)]
        waiting += children
    return found


def _whole_text(template: str, seen: set[str] | None = None) -> str:
    seen = seen if seen is not None else set()
    if template in seen:
        return ""
    seen.add(template)
    text = (TEMPLATES / template).read_text()
    return text + "".join(_whole_text(name, seen) for name in _INCLUDED.findall(text))


def test_every_page_has_its_template_and_every_name_it_uses() -> None:
    wrong: list[str] = []
    for page in _pages():
        if not (TEMPLATES / page.template).is_file():
            wrong.append(f"{page.__name__}: no template {page.template}")
            continue
        known = {field.name for field in dataclasses.fields(page)}  # type: ignore[arg-type]
        known |= {name for kind in page.__mro__ for name in vars(kind) if not name.startswith("_")}
        wrong += [f"{page.template}: page.{name}" for name in set(_USED.findall(_whole_text(page.template))) - known]
    assert wrong == []


def test_every_field_of_a_page_is_shown_somewhere() -> None:
    idle = [
        f"{page.__name__}.{field.name}"
        for page in _pages()
        if (TEMPLATES / page.template).is_file()
        for field in dataclasses.fields(page)  # type: ignore[arg-type]
        if not re.search(rf"\b{field.name}\b", _whole_text(page.template))
        if f"self.{field.name}" not in inspect.getsource(page)
    ]
    assert idle == []


def test_every_template_can_be_read() -> None:
    environment = make_environment()
    names = [path.relative_to(TEMPLATES) for path in sorted(TEMPLATES.rglob("*.*")) if path.name[0] != "."]
    for name in names:
        environment.get_template(str(name))
    assert names
