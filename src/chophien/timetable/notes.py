"""What a version says of how it was made: kept as values, worded for whoever reads it."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from chophien.support.language import _


class ByHand(msgspec.Struct, frozen=True, tag="by_hand"):
    """One meeting was moved, placed or dropped by a person."""

    deed: Literal["moved", "added", "dropped"]
    request: int


class Kept(msgspec.Struct, frozen=True, tag="kept"):
    """The best that a run had found when it was stopped."""


class Mended(msgspec.Struct, frozen=True, tag="mended"):
    """Made from another version with as few changes as could be."""

    moved: int
    dropped: int
    added: int


Note = ByHand | Kept | Mended


def written_note(note: Note | None) -> str:
    """As it is kept; empty for none."""
    return msgspec.json.encode(note).decode() if note is not None else ""


def read_note(text: str) -> Note | None:
    """The note behind a row; none for a version made before notes were kept as values."""
    try:
        return msgspec.json.decode(text, type=Note) if text else None
    except msgspec.DecodeError:
        return None


def note_words(note: Note | None, pairs: Mapping[int, str]) -> str:
    """The note in the spoken language; `pairs` names the two sides of a request."""
    match note:
        case ByHand():
            words = {
                "moved": _("Đổi bằng tay: %(pair)s"),
                "added": _("Xếp thêm: %(pair)s"),
                "dropped": _("Bỏ bằng tay: %(pair)s"),
            }[note.deed]
            return words % {"pair": pairs.get(note.request, "")}
        case Kept():
            return _("Giữ lại khi dừng lần xếp lịch")
        case Mended():
            words = _("Sửa lịch: %(moved)s cuộc gặp đổi chỗ, %(dropped)s bị bỏ, %(added)s thêm mới.")
            return words % {"moved": note.moved, "dropped": note.dropped, "added": note.added}
    return ""
