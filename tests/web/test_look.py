"""The look keeps its promises: contrast, weight, one vocabulary of classes, nothing inline."""

import gzip
import json
import re
from pathlib import Path

import pytest

from chophien.support.language import speaking
from chophien.web.assets import STATIC
from chophien.web.forms import Form, fresh_form
from chophien.web.pages import Link, Notice, Shell, ShellPerson
from chophien.web.templating import TEMPLATES, make_environment

ROOT = Path(__file__).parents[2]
STYLES = "\n".join(path.read_text() for path in sorted((STATIC / "css").glob("*.css")))
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.parts[len(TEMPLATES.parts)] != "mail")

Colour = tuple[float, float, float]


def _tokens(theme: str) -> dict[str, str]:
    """The colour tokens of a theme: those of the light one, with the dark one's laid over them."""
    text = (STATIC / "css" / "10-tokens.css").read_text()
    light = text[: text.index("@media")]
    dark = text[text.index(':root[data-theme="dark"]') :]
    return dict(re.findall(r"--([a-z-]+): ([^;]+);", light if theme == "light" else light + dark))


def _colour(tokens: dict[str, str], value: str) -> Colour:
    mixed = re.fullmatch(r"color-mix\(in srgb, (#\w{6}) (\d+)%, var\(--([a-z-]+)\)\)", value)
    if mixed:
        share = int(mixed[2]) / 100
        over, under = _colour(tokens, mixed[1]), _colour(tokens, tokens[mixed[3]])
        return tuple(share * a + (1 - share) * b for a, b in zip(over, under, strict=True))  # type: ignore[return-value]
    return tuple(int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))  # type: ignore[return-value]


def _luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(tokens: dict[str, str], text: str, paper: str) -> float:
    """Contrast ratio of WCAG 2.2 between two tokens."""
    lights = sorted(_luminance(_colour(tokens, tokens[name])) for name in (text, paper))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


READ = [
    *((text, paper) for text in ("ink", "ink-soft") for paper in ("paper", "paper-deep", "paper-raised")),
    *((text, "paper") for text in ("lacquer", "indigo", "leaf", "amber", "plum")),
    *(("ink", f"wash-{hue}") for hue in ("lacquer", "indigo", "leaf", "amber", "plum")),
    *(("ink-soft", f"wash-{hue}") for hue in ("lacquer", "indigo", "leaf", "amber", "plum")),
    ("lacquer", "wash-lacquer"),
    ("leaf", "wash-leaf"),
    ("on-lacquer", "lacquer-fill"),
    ("on-lacquer", "lacquer-press"),
    ("paper", "ink"),
]
SEEN = [("line", "paper"), ("line", "paper-raised"), ("gold", "paper"), ("amber", "wash-amber"), ("plum", "wash-plum")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_shapes_stand_out_from_their_paper(theme: str) -> None:
    tokens = _tokens(theme)
    faint = {pair: round(_contrast(tokens, *pair), 2) for pair in READ if _contrast(tokens, *pair) < 4.5}
    faint |= {pair: round(_contrast(tokens, *pair), 2) for pair in SEEN if _contrast(tokens, *pair) < 3}
    assert faint == {}


def test_both_ways_into_the_dark_theme_are_the_same() -> None:
    text = (STATIC / "css" / "10-tokens.css").read_text()
    asked, chosen = text[text.index("@media") :].split(':root[data-theme="dark"]')
    assert re.findall(r"--[a-z-]+: [^;]+", asked) == re.findall(r"--[a-z-]+: [^;]+", chosen)


def test_every_class_that_a_page_wears_is_cut_in_the_style_sheets() -> None:
    known = set(re.findall(r"\.([a-z][\w-]*)", STYLES))
    # A class made in the template ("badge-{{ state }}") is left out: only names written whole are compared.
    written = {path.name: re.sub(r"{{.*?}}", "…", re.sub(r"{%.*?%}", " ", path.read_text())) for path in PAGES}
    worn = {
        (name, page)
        for page, text in written.items()
        for classes in re.findall(r'\sclass="([^"]*)"', text)
        for name in classes.split()
        if "…" not in name
    }
    assert sorted((name, page) for name, page in worn if name not in known) == []


def test_no_page_carries_a_style_or_a_script_of_its_own() -> None:
    # A block of linked data is not a script: nothing runs it.
    inline = re.compile(r"""\sstyle=["']|<style|<script(?![^>]*(?:\ssrc=|ld\+json))|\son[a-z]+=["']""")
    assert [path.name for path in PAGES if inline.search(path.read_text())] == []


def test_styles_and_scripts_leave_room_for_the_page() -> None:
    files = [STYLES.encode(), (STATIC / "js/site.js").read_bytes(), (STATIC / "vendor/htmx.min.js").read_bytes()]
    assert sum(len(gzip.compress(file)) for file in files) < 40_000


def test_the_fonts_of_one_page_stay_under_120_kilobytes() -> None:
    named = set(re.findall(r"/static/(vendor/fonts/[\w.-]+)", STYLES))
    assert sum((STATIC / name).stat().st_size for name in named) < 120_000


def test_the_lock_of_third_party_files_names_no_address() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    assert [
        name for name, entry in lock["packages"].items() if "resolved" in entry or "http" in json.dumps(entry)
    ] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_style_guide_shows_every_part(language: str) -> None:
    refused: Form[object] = fresh_form(company="HTX Miến dong", tax_code="01")
    refused.refuse("company", "Tên này đã đăng ký.")
    with speaking(language):
        shell = Shell(
            path="/styleguide",
            csrf_token="abc",
            person=ShellPerson("Lan", "Ban tổ chức"),
            navigation=[Link("Tổng quan", "/", current=True, count=3)],
            notices=[Notice("done", "Đã lưu.")],
        )
        text = (
            make_environment()
            .get_template("web/styleguide.html")
            .render(page={"form": refused, "fresh": fresh_form()}, shell=shell)
        )
    unshown = [
        name
        for file in ("_fields.html", "_parts.html")
        for name in re.findall(r"{% macro ([a-z]\w*)", (TEMPLATES / "web" / file).read_text())
        if name != "breadcrumb"
        and not re.search(rf"\b(?:fields|parts)\.{name}\(", (TEMPLATES / "web/styleguide.html").read_text())
    ]
    assert (f'<html lang="{language}"' in text, "Tên này đã đăng ký." in text, unshown) == (True, True, [])
