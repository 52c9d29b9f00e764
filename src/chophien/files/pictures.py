"""Opening pictures that strangers sent: nothing is decoded before its size is known, and one at a time."""

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps

from chophien.files.rules import (
    LONGEST_SIDE,
    MOST_PIXELS,
    MOST_PIXELS_AT_ONCE,
    PICTURE_SIDE,
    THUMBNAIL_SIDE,
)

# The limits below are stricter than Pillow's own, which only warns.
Image.MAX_IMAGE_PIXELS = None

_PAPER = (251, 248, 242)
"""What shows through a transparent picture."""

_one_at_a_time = threading.Lock()


class UnreadablePicture(Exception):
    """The bytes are no whole JPEG or PNG."""


class TooManyPixels(Exception):
    """Decoding the picture would take more memory than one upload may."""


@dataclass(frozen=True)
class Drawn:
    """A picture written anew, without any of its metadata, and its small version; sides in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def picture_sides(content: bytes) -> tuple[int, int]:
    """Width and height in pixels as the header tells, without decoding. Raises UnreadablePicture, TooManyPixels."""
    with _opened(content) as image:
        return image.size


def redraw(content: bytes) -> Drawn:
    """The picture turned upright, made no larger than pages need and written as a JPEG without metadata.

    Raises UnreadablePicture and TooManyPixels, the latter before anything is decoded.
    """
    with _one_at_a_time, _opened(content) as image:
        width, height = image.size
        scales = image.format in {"JPEG", "MPO"} and not image.info.get("progressive")
        if not scales and width * height > MOST_PIXELS_AT_ONCE:
            raise TooManyPixels
        try:
            # A JPEG is decoded at a half, a quarter or an eighth of its size, which bounds the memory it takes.
            image.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
            image.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
            upright = _on_paper(ImageOps.exif_transpose(image))
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise UnreadablePicture from error
        small = upright.copy()
        small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        return Drawn(_jpeg(upright), _jpeg(small), *upright.size)


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadablePicture from error
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        image.close()
        raise TooManyPixels
    return image


def _on_paper(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        sheet = Image.new("RGB", layer.size, _PAPER)
        sheet.paste(layer, mask=layer.getchannel("A"))
        return sheet
    return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=82, optimize=True)
    return written.getvalue()
