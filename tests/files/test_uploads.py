"""Uploads: what is kept and how, and that hostile files are refused in time and without eating the memory."""

import io
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from chophien.files.actions import FileRefused, forget_files, keep_paper, keep_picture, paper_row, picture_row
from chophien.files.queries import files_by_id, stored_file
from chophien.files.rules import kind_of_bytes, safe_name
from chophien.files.tables import StoredFile
from chophien.support.refusal import NotFound
from chophien.web.forms import Upload
from tests.files.pictures import PDF, flat_png, picture, png_that_claims, png_with_text_bomb

EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


async def test_a_picture_is_written_anew_upright_small_enough_and_without_metadata(database: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Turned a quarter.
    exif[0x010F] = "Máy ảnh của bà Lan"
    sent = picture(size=(3200, 2000), exif=exif.tobytes(), comment=b"GPS 21.0285 105.8542")
    kept = await stored_file(await keep_picture(Upload("Ảnh nón lá.JPG", sent)))
    with Image.open(io.BytesIO(kept.content)) as large, Image.open(io.BytesIO(kept.thumbnail or b"")) as small:
        assert (large.size, small.size, large.format, dict(large.getexif())) == ((1000, 1600), (300, 480), "JPEG", {})
    assert (kept.width, kept.height, kept.media_type, kept.name) == (1000, 1600, "image/jpeg", "anh-non-la.jpg")
    assert b"GPS" not in kept.content
    assert b"Lan" not in kept.content


async def test_a_small_picture_is_not_blown_up_and_transparency_shows_paper(database: str) -> None:
    see_through = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(see_through, "PNG")
    kept = await stored_file(await keep_picture(Upload("x.png", see_through.getvalue())))
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (60, 40)
        assert image.getpixel((5, 5)) == pytest.approx((251, 248, 242), abs=3)


@pytest.mark.parametrize("kind", ["L", "P", "CMYK", "1", "I;16"])
async def test_pictures_in_every_way_of_keeping_colours_are_read(sqlite_database: str, kind: str) -> None:
    written = io.BytesIO()
    Image.new(kind, (30, 20)).save(written, "JPEG" if kind == "CMYK" else "PNG")
    row = await picture_row(Upload("x", written.getvalue()))
    assert (row.width, row.height) == (30, 20)


async def test_papers_are_kept_as_they_are(database: str) -> None:
    scan = picture("PNG")
    ids = [await keep_paper(Upload("../../Giấy ATTP (bản 2).pdf.exe", PDF)), await keep_paper(Upload("", scan))]
    known = await files_by_id(ids)
    assert [(facts.media_type, facts.name, facts.size) for facts in known.values()] == [
        ("application/pdf", "giay-attp-ban-2-pdf.pdf", len(PDF)),
        ("image/png", "tep.png", len(scan)),
    ]
    assert (await stored_file(ids[0])).content == PDF
    await forget_files(ids)
    assert await StoredFile.count() == 0
    with pytest.raises(NotFound):
        await stored_file(ids[0])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(SVG, id="svg"),
        pytest.param(EMPTY_ZIP, id="zip"),
        pytest.param(b"GIF89a" + bytes(100), id="gif"),
        pytest.param(b"<html><script>", id="html"),
        pytest.param(b"\xff\xd8\xff" + SVG, id="jpeg by its first bytes alone"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(200), id="png by its first bytes alone"),
        pytest.param(picture()[:2000], id="jpeg cut off"),
        pytest.param(picture("PNG", (300, 300))[:400], id="png cut off"),
        pytest.param(png_that_claims(65_000, 65_000), id="png that claims four thousand megapixels"),
        pytest.param(png_that_claims(2_000, 2_000), id="png without its data"),
        pytest.param(flat_png(8_000, 6_250), id="fifty megapixels of png"),
        pytest.param(png_with_text_bomb(), id="comment of 100 MB"),
        pytest.param(b"\xff\xd8\xff" + bytes(8_000_000), id="too many bytes"),
        pytest.param(PDF, id="pdf for a picture"),
    ],
)
async def test_what_is_no_decent_picture_is_refused_in_less_than_a_second(content: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(FileRefused) as refused:
        await picture_row(Upload("ảnh.jpg", content), field="here")
    assert time.perf_counter() - began < 1
    assert refused.value.field == "here"


@pytest.mark.parametrize("content", [b"", SVG, EMPTY_ZIP, b"%PDF-1.7 cut off", b"x%PDF-%%EOF", flat_png(8_000, 6_250)])
async def test_what_is_no_decent_paper_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        await paper_row(Upload("giấy.pdf", content))


_HUNGRY = """
import asyncio, resource, sys, time
from chophien.files.actions import FileRefused, picture_row
from chophien.web.forms import Upload
from tests.files.pictures import picture
asyncio.run(picture_row(Upload("x", picture(size=(50, 50)))))
content = open(sys.argv[1], "rb").read()
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
try:
    asyncio.run(picture_row(Upload("x", content)))
    said = "kept"
except FileRefused:
    said = "refused"
print(said, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, time.perf_counter() - began)
"""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("telephone", "kept"),
        ("progressive", "refused"),
        ("fifty", "refused"),
        ("whole png", "kept"),
        ("bomb", "refused"),
    ],
)
def test_no_upload_takes_more_than_fifty_megabytes(tmp_path: Path, name: str, said: str) -> None:
    made = {
        "telephone": lambda: picture(size=(5700, 4200), quality=60),
        "progressive": lambda: picture(size=(5000, 4000), progressive=True, quality=40, subsampling=0),
        "fifty": lambda: flat_png(8_000, 6_250),
        "whole png": lambda: flat_png(3_000, 2_000),
        "bomb": png_with_text_bomb,
    }[name]()
    path = tmp_path / "upload"
    path.write_bytes(made)
    run = subprocess.run(
        [sys.executable, "-c", _HUNGRY, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    outcome, megabytes, _seconds = run.stdout.split()
    assert (outcome, int(megabytes) <= 50) == (said, True), run.stdout
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0


def test_names_for_downloading_hold_letters_digits_and_dashes_alone() -> None:
    odd = ["", "..", "/etc/passwd", 'a"\r\nSet-Cookie: x', "C:\\giấy tờ.PDF", "🦆", "a" * 500 + ".pdf"]
    names = [safe_name(name, "application/pdf") for name in odd]
    assert names == ["tep.pdf", "tep.pdf", "tep.pdf", "tep.pdf", "giay-to.pdf", "tep.pdf", "a" * 80 + ".pdf"]
    assert kind_of_bytes(b"RIFF....WEBP") == ""
