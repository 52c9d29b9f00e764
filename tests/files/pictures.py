"""Pictures and hostile files, made on the spot."""

import io
import struct
import zlib

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), *, mode: str = "RGB", **saving: object) -> bytes:
    """A picture with a slope of colours, so that it does not compress to nothing."""
    slope = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (slope, slope.transpose(Image.Transpose.ROTATE_180).resize(size), slope)).convert(mode)
    written = io.BytesIO()
    image.save(written, kind, **saving)
    return written.getvalue()


def flat_png(width: int, height: int) -> bytes:
    """A black PNG of any size in a few kilobytes, put together by hand."""
    squeeze = zlib.compressobj(9)
    row = b"\x00" * (1 + width * 3)
    data = b"".join([*(squeeze.compress(row) for _ in range(height)), squeeze.flush()])
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG whose header names a size and whose data is a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\x00" * 99))
        + _chunk(b"IEND", b"")
    )


def png_with_text_bomb() -> bytes:
    """A small PNG with a compressed comment that unpacks to 100 MB."""
    whole = picture("PNG", (20, 20))
    bomb = b"Comment\x00\x00" + zlib.compress(b"A" * 100_000_000, 9)
    return whole[:33] + _chunk(b"zTXt", bomb) + whole[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
