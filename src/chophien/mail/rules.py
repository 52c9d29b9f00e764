"""What a mail may carry, when it is tried again, and what an SMTP server's answer means."""

import hashlib
import random
import re
from datetime import timedelta

LEASE = timedelta(minutes=3)
"""How long a worker may hold a message before another takes it over."""
SEND_TIMEOUT = timedelta(seconds=60)
"""How long one message may take, from connecting to the server's last word. Must be well under the lease."""
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(minutes=4)
GIVE_UP_AFTER = timedelta(days=3)
"""A passing failure that lasts longer than this after the message was due is final."""
MOST_ATTEMPTS_AT_WRITING = 5
"""A message that cannot even be put together is tried this often, then shown to the organizer."""

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*"
)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def one_line(text: str, most: int) -> str:
    """`text` without line breaks or control characters, at most `most` characters: safe in a header."""
    return _NOT_TEXT.sub("", _BREAKS.sub(" ", text)).strip()[:most]


def many_lines(text: str) -> str:
    """`text` without control characters, its line breaks kept."""
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def address_is_usable(address: str) -> bool:
    """Whether a mail can be sent to `address`: one plain address and nothing that could begin another header."""
    return len(address) <= 254 and _ADDRESS.fullmatch(address) is not None


def short_key(unique_key: str) -> str:
    """`unique_key`, or its digest when it is longer than the column."""
    return unique_key if len(unique_key) <= 120 else hashlib.sha256(unique_key.encode()).hexdigest()


def message_id(unique_key: str, sender: str) -> str:
    """The Message-ID of every copy of one announcement, so that a repeated copy can be told from a new mail."""
    domain = sender.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(unique_key.encode()).hexdigest()[:40]}@{domain}>"


def pause_before(attempt: int) -> timedelta:
    """How long to wait before trying again after `attempt` tries (1 and up): doubling, capped, and spread so that
    messages that failed together do not come back together."""
    steady = min(FIRST_PAUSE * (1 << min(attempt - 1, 10)), LONGEST_PAUSE)
    return steady * random.uniform(0.75, 1.0)  # noqa: S311 - spreads load, keeps no secret.
