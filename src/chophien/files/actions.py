"""Taking uploads in, and throwing files away."""

import asyncio
import hashlib

from chophien.files.pictures import TooManyPixels, UnreadablePicture, picture_sides, redraw
from chophien.files.rules import (
    JPEG,
    LARGEST_PAPER,
    LARGEST_PICTURE,
    PAPER_TYPES,
    PDF,
    PICTURE_TYPES,
    kind_of_bytes,
    pdf_is_whole,
    safe_name,
)
from chophien.files.tables import FileKind, StoredFile
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.web.forms import Upload


class FileRefused(Refusal):
    """An upload is not what it should be: too large, of another kind, cut off."""

    status = 422


async def keep_picture(upload: Upload, *, field: str = "picture") -> int:
    """Check a picture, write it anew without its metadata and keep it with a small version; returns its id.

    Joins the caller's transaction. The work on the picture takes up to a second, so a caller that holds a transaction
    should prepare the row with `picture_row` before it begins. Raises FileRefused, which stands beside `field`.
    """
    row = await picture_row(upload, field=field)
    await row.save()
    return row.id


async def picture_row(upload: Upload, *, field: str = "picture") -> StoredFile:
    """The row of a picture, not yet written. Raises FileRefused."""
    _check(upload, LARGEST_PICTURE, PICTURE_TYPES, _("Ảnh phải là tệp JPEG hoặc PNG."), field)
    try:
        drawn = await asyncio.to_thread(redraw, upload.content)
    except TooManyPixels:
        raise FileRefused(_("Ảnh quá nhiều điểm ảnh. Xin thu nhỏ rồi gửi lại."), field=field) from None
    except UnreadablePicture:
        raise FileRefused(_("Không đọc được ảnh này. Xin chọn ảnh khác."), field=field) from None
    return StoredFile(
        kind=FileKind.PICTURE,
        media_type=JPEG,
        name=safe_name(upload.name, JPEG),
        size=len(drawn.content),
        width=drawn.width,
        height=drawn.height,
        content=drawn.content,
        thumbnail=drawn.thumbnail,
        fingerprint=hashlib.sha256(drawn.content).hexdigest(),
        created_at=now(),
    )


async def keep_paper(upload: Upload, *, field: str = "paper") -> int:
    """Check a scanned paper (PDF, JPEG, PNG) and keep it as it is; returns its id. Joins the caller's transaction.

    Raises FileRefused, which stands beside `field`.
    """
    row = await paper_row(upload, field=field)
    await row.save()
    return row.id


async def paper_row(upload: Upload, *, field: str = "paper") -> StoredFile:
    """The row of a paper, not yet written. Raises FileRefused."""
    media_type = _check(upload, LARGEST_PAPER, PAPER_TYPES, _("Giấy tờ phải là tệp PDF, JPEG hoặc PNG."), field)
    sides: tuple[int | None, int | None] = (None, None)
    if media_type == PDF:
        if not pdf_is_whole(upload.content):
            raise FileRefused(_("Tệp PDF này không trọn vẹn. Xin gửi lại."), field=field)
    else:
        try:
            sides = await asyncio.to_thread(picture_sides, upload.content)
        except TooManyPixels:
            raise FileRefused(_("Ảnh quá nhiều điểm ảnh. Xin thu nhỏ rồi gửi lại."), field=field) from None
        except UnreadablePicture:
            raise FileRefused(_("Không đọc được ảnh này. Xin chọn ảnh khác."), field=field) from None
    return StoredFile(
        kind=FileKind.PAPER,
        media_type=media_type,
        name=safe_name(upload.name, media_type),
        size=len(upload.content),
        width=sides[0],
        height=sides[1],
        content=upload.content,
        fingerprint=hashlib.sha256(upload.content).hexdigest(),
        created_at=now(),
    )


async def forget_files(file_ids: list[int]) -> None:
    """Throw files away, when nothing points to them any more; joins the caller's transaction."""
    if file_ids:
        await StoredFile.delete().where(StoredFile.id.is_in(file_ids))


def _check(upload: Upload, most: int, types: tuple[str, ...], wrong_type: str, field: str) -> str:
    if not upload.content:
        raise FileRefused(_("Tệp này rỗng. Xin chọn tệp khác."), field=field)
    if len(upload.content) > most:
        raise FileRefused(_("Tệp lớn quá: nhiều nhất %(most)s MB.") % {"most": most // 1_000_000}, field=field)
    media_type = kind_of_bytes(upload.content)
    if media_type not in types:
        raise FileRefused(wrong_type, field=field)
    return media_type
