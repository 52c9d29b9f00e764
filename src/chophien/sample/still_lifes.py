"""Small drawings of what producers make, in the way of a woodcut: flat shapes on coloured paper."""

import io
import random

from PIL import Image, ImageDraw

from chophien.files.pictures import Drawn, redraw

_WIDTH, _HEIGHT = 640, 480
_PAPERS = ((243, 228, 196), (226, 232, 214), (240, 217, 205), (222, 228, 234))
_INKS = ((168, 35, 29), (47, 107, 60), (34, 65, 107), (166, 124, 0))
_DARK = (52, 44, 36)


def still_life(group: str, rng: random.Random) -> Drawn:
    """A drawing for a product of the group: a bowl, a bottle, a leaf, a pot, a tree or a gate."""
    sheet = Image.new("RGB", (_WIDTH, _HEIGHT), rng.choice(_PAPERS))
    pen = ImageDraw.Draw(sheet)
    ink = rng.choice(_INKS)
    pen.rectangle((0, 372, _WIDTH, _HEIGHT), fill=_DARK)
    pen.ellipse((470, 50, 570, 150), fill=rng.choice([one for one in _INKS if one != ink]))
    {
        "food": _bowl,
        "drink": _bottle,
        "herbal": _leaf,
        "craft": _pot,
        "ornamental": _tree,
        "tourism": _gate,
    }[group](pen, ink, rng)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return redraw(written.getvalue())


Ink = tuple[int, int, int]


def _bowl(pen: ImageDraw.ImageDraw, ink: Ink, rng: random.Random) -> None:
    pen.pieslice((160, 150, 480, 430), 0, 180, fill=ink)
    pen.rectangle((270, 420, 370, 440), fill=ink)
    for number in range(rng.randrange(5, 9)):
        left = 190 + number * 34
        pen.arc((left, 200, left + 70, 330), 180, 350, fill=_DARK, width=7)


def _bottle(pen: ImageDraw.ImageDraw, ink: Ink, rng: random.Random) -> None:
    for number in range(rng.randrange(1, 4)):
        left = 170 + number * 115
        pen.rounded_rectangle((left, 200, left + 92, 400), 22, fill=ink)
        pen.rectangle((left + 32, 120, left + 60, 210), fill=ink)
        pen.rectangle((left + 10, 265, left + 82, 335), fill=(251, 248, 242))


def _leaf(pen: ImageDraw.ImageDraw, ink: Ink, rng: random.Random) -> None:
    pen.line((320, 400, 320, 120), fill=_DARK, width=9)
    for number in range(rng.randrange(3, 5)):
        top = 130 + number * 68
        pen.ellipse((150, top, 315, top + 58), fill=ink)
        pen.ellipse((325, top, 490, top + 58), fill=ink)


def _pot(pen: ImageDraw.ImageDraw, ink: Ink, rng: random.Random) -> None:
    pen.ellipse((190, 160, 450, 420), fill=ink)
    pen.rectangle((262, 120, 378, 190), fill=ink)
    pen.rectangle((246, 104, 394, 126), fill=ink)
    for number in range(rng.randrange(2, 5)):
        pen.line((215, 240 + number * 36, 425, 240 + number * 36), fill=(251, 248, 242), width=6)


def _tree(pen: ImageDraw.ImageDraw, ink: Ink, rng: random.Random) -> None:
    pen.rectangle((250, 350, 390, 420), fill=ink)
    pen.rectangle((310, 210, 330, 350), fill=_DARK)
    for _number in range(14):
        x, y = rng.randrange(210, 390), rng.randrange(90, 240)
        pen.ellipse((x, y, x + 52, y + 52), fill=(47, 107, 60))


def _gate(pen: ImageDraw.ImageDraw, ink: Ink, rng: random.Random) -> None:
    pen.polygon(((130, 190), (320, 90), (510, 190)), fill=ink)
    for left in (180, 420):
        pen.rectangle((left, 190, left + 40, 410), fill=ink)
    for _number in range(rng.randrange(3, 6)):
        x = rng.randrange(240, 390)
        pen.ellipse((x, 330, x + 26, 356), fill=_DARK)
