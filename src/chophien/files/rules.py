"""What may be uploaded: how large, how many pixels, and which kind the first bytes show."""

import re

from chophien.support.folding import slug

LARGEST_PICTURE = 8_000_000
LARGEST_PAPER = 8_000_000
UPLOAD_BODY = 9_000_000
"""What an upload route reads at most, in bytes: one file and the fields around it."""

MOST_PIXELS = 25_000_000
"""Of a JPEG that can be decoded smaller than it is, as every telephone takes it."""
MOST_PIXELS_AT_ONCE = 6_000_000
"""Of pictures that must be decoded whole; with four bytes a pixel and a copy they stay under 50 MB."""
LONGEST_SIDE = 12_000
PICTURE_SIDE, THUMBNAIL_SIDE = 1600, 480

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
PICTURE_TYPES = (JPEG, PNG)
PAPER_TYPES = (PDF, JPEG, PNG)

_ENDINGS = {JPEG: "jpg", PNG: "png", PDF: "pdf"}
_FIRST_BYTES = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))


def kind_of_bytes(content: bytes) -> str:
    """The media type that the first bytes show; empty for anything that is not taken here."""
    return next((kind for start, kind in _FIRST_BYTES if content.startswith(start)), "")


def pdf_is_whole(content: bytes) -> bool:
    """Whether a PDF has its end; one that was cut off has not."""
    return b"%%EOF" in content[-2048:]


def safe_name(name: str, media_type: str) -> str:
    """A name for downloading: the given one folded to plain letters, with the ending of what the file really is."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0]
    return f"{slug(stem)[:80] or 'tep'}.{_ENDINGS[media_type]}"
