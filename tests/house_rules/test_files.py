"""The tree stays a home: short files, honest names."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).parents[2]
MOST_LINES = 400

LONG_FOR_A_REASON: dict[str, str] = {
    "src/chophien/engine/annealing/machine.py": "Compiled loops share one file, as Numba caches them together.",
}
"""Files that may pass the limit, each with its reason. Piccolo's generated migrations are left out altogether."""

NAMELESS_ROOMS = {"utils", "helpers", "common", "base", "core", "manager", "service"}


def _files(*endings: str) -> list[pathlib.Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\n") if name.endswith(endings) and (ROOT / name).is_file()]


def test_no_file_is_too_long_to_read_at_once() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _files(".py", ".html", ".css", ".js")
        if not path.name.endswith("_tables.py")
        if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert long.keys() == LONG_FOR_A_REASON.keys(), long


def test_no_room_has_a_name_that_says_nothing() -> None:
    assert [str(path) for path in _files(".py") if path.stem in NAMELESS_ROOMS] == []


def test_every_module_opens_with_a_line_on_what_belongs_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _files(".py")
        if "migrations" not in str(path)
        if (text := path.read_text().strip()) and not text.startswith('"""')
    ]
    assert silent == []


def test_the_locked_requirements_name_versions_and_no_address() -> None:
    locks = [*ROOT.glob("requirements/*.lock"), ROOT / "frontend" / "package-lock.json"]
    assert len(locks) == 3
    assert [str(path) for path in locks if re.search("https?://", _without_funding(path))] == []


def _without_funding(path: pathlib.Path) -> str:
    # The front-end lock repeats where a package takes donations; that is no registry.
    return re.sub(r'"funding":\s*(\{.*?\}|"[^"]*"|\[.*?\])', "", path.read_text(), flags=re.DOTALL)
