"""Columns of uploaded files."""

from enum import StrEnum

from piccolo.columns import Bytea, Integer, Serial, Timestamptz, Varchar
from piccolo.table import Table


class FileKind(StrEnum):
    """What a file was uploaded as."""

    PICTURE = "picture"
    PAPER = "paper"


class StoredFile(Table):
    """One uploaded file with its bytes. Who may see it, the feature says whose row points to it."""

    id: Serial
    kind = Varchar(length=8, choices=FileKind)
    media_type = Varchar(length=40)
    """As its first bytes say, never as the browser said."""
    name = Varchar(length=120, default="")
    """A safe name to download it under."""
    size = Integer()
    """In bytes."""
    width = Integer(null=True, default=None)
    """In pixels; none for a PDF."""
    height = Integer(null=True, default=None)
    content = Bytea()
    thumbnail = Bytea(null=True, default=None)
    """A small JPEG of a picture."""
    fingerprint = Varchar(length=64)
    """SHA-256 of the content."""
    created_at = Timestamptz()
