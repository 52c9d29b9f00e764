"""What a calendar's secret address is made of, and how long a cancelled meeting stays in it."""

import hashlib
import secrets
from datetime import datetime, timedelta

CANCELLED_STAYS = timedelta(hours=48)
"""Twice the slowest refresh of a well-known calendar program: everybody sees the cancellation before it goes."""


def new_token() -> str:
    """A secret for an address: 32 random bytes."""
    return secrets.token_urlsafe(32)


def entity_tag(content: bytes) -> str:
    """The ETag of these very bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def is_known(if_none_match: str, tag: str) -> bool:
    """Whether an If-None-Match header names `tag` (weak comparison, as RFC 9110 asks)."""
    named = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return tag in named or "*" in named


def is_shown(*, cancelled: bool, revised_at: datetime, at: datetime) -> bool:
    """Whether a calendar still carries a meeting."""
    return not cancelled or revised_at + CANCELLED_STAYS > at
