"""The picture that a link to a fair shows where it is shared: the cover of its programme, 1200 by 630 pixels."""

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from chophien.web.assets import STATIC

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_PAPER, _INK, _SOFT, _RED = "#fbf8f2", "#1f1d1a", "#5c564d", "#a8231d"
_SERIF = ("lora-latin-wght-normal", "lora-vietnamese-wght-normal")
_SANS = ("be-vietnam-pro-latin-600-normal", "be-vietnam-pro-vietnamese-600-normal")
_SIZES, _MOST_LINES = (84, 72, 60, 52), 4


class _Face:
    """A typeface in one size. Its letters lie in two files: Latin, and what Vietnamese adds."""

    def __init__(self, files: tuple[str, str], size: int) -> None:
        fonts = STATIC / "vendor" / "fonts"
        self.latin, self.vietnamese = (ImageFont.truetype(fonts / f"{name}.woff2", size) for name in files)
        if files is _SERIF:
            self.latin.set_variation_by_axes([600])
            self.vietnamese.set_variation_by_axes([600])

    def runs(self, text: str) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
        """Stretches of the text with the file that has their letters."""
        for added, letters in groupby(unicodedata.normalize("NFC", text), key=_is_added):
            yield "".join(letters), self.vietnamese if added else self.latin

    def width(self, text: str) -> float:
        """How wide the text is, in pixels."""
        return sum(font.getlength(run) for run, font in self.runs(text))

    def draw(self, canvas: ImageDraw.ImageDraw, left: float, baseline: float, text: str, colour: str) -> None:
        """Write one line."""
        for run, font in self.runs(text):
            canvas.text((left, baseline), run, font=font, fill=colour, anchor="ls")
            left += font.getlength(run)

    def lines(self, text: str, most: float) -> list[str]:
        """The text in lines at most so wide, broken between words."""
        found: list[str] = []
        for word in text.split():
            longer = f"{found[-1]} {word}" if found else word
            if found and self.width(longer) <= most:
                found[-1] = longer
            else:
                found.append(word)
        return found


def _is_added(letter: str) -> bool:
    return letter in "ĂăĐđĨĩŨũƠơƯư₫" or "\u1ea0" <= letter <= "\u1ef9"


@lru_cache(maxsize=64)
def fair_picture(organizer: str, name: str, when: str, where: str) -> bytes:
    """A PNG with the fair's name, who holds it, when and where; a long name is set smaller, then cut."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    canvas = ImageDraw.Draw(image)
    _awning(canvas)
    room = WIDTH - 2 * _MARGIN
    small, plain = _Face(_SANS, 30), _Face(_SANS, 38)
    small.draw(canvas, _MARGIN, 150, _cut(small, organizer, room), _RED)
    size = next((size for size in _SIZES if len(_Face(_SERIF, size).lines(name, room)) <= 3), _SIZES[-1])
    title = _Face(_SERIF, size)
    lines = title.lines(name, room)
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 1] += "…"
    baseline = 170.0
    for line in lines[:_MOST_LINES]:
        baseline += size * 1.18
        title.draw(canvas, _MARGIN, baseline, _cut(title, line, room), _INK)
    canvas.line([(_MARGIN, 492), (WIDTH - _MARGIN, 492)], fill=_INK, width=3)
    plain.draw(canvas, _MARGIN, 548, _cut(plain, when, room), _INK)
    small.draw(canvas, _MARGIN, 594, _cut(small, where, room), _SOFT)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _cut(face: _Face, text: str, most: float) -> str:
    if face.width(text) <= most:
        return text
    kept = text
    while kept and face.width(f"{kept}…") > most:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _awning(canvas: ImageDraw.ImageDraw) -> None:
    canvas.rectangle([(0, 0), (WIDTH, 44)], fill=_RED)
    for left in range(0, WIDTH, 60):
        canvas.pieslice([(left, 14), (left + 60, 74)], 0, 180, fill=_RED)
        if left % 120:
            canvas.pieslice([(left + 8, 22), (left + 52, 66)], 0, 180, fill=_PAPER)
