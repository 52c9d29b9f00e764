"""What a good password is, how it is kept, and how long a sign-in lasts."""

import hashlib
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chophien.support.language import _

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
SIGN_IN_LASTS = timedelta(days=14)
IDLE_SIGN_IN_LASTS = timedelta(days=3)

# Argon2id with 19 MiB, two passes, one lane: OWASP ASVS 5.0, appendix C; about 35 ms here.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

_TOO_COMMON = frozenset(
    {"1234567890", "0123456789", "password12", "password123", "qwertyuiop", "matkhau123", "vietnam123"}
)


def password_hash(password: str) -> str:
    """The Argon2id hash to keep. Slow on purpose: call it off the event loop."""
    return _hasher.hash(password)


def password_is(password: str, kept: str | None) -> bool:
    """Whether `password` is the one behind `kept`; takes as long when there is nothing to compare with."""
    try:
        return _hasher.verify(kept or _nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def password_fault(password: str) -> str | None:
    """What is wrong with a new password, in words; none if it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return _("Mật khẩu cần ít nhất %(least)s ký tự.") % {"least": SHORTEST_PASSWORD}
    if len(password) > LONGEST_PASSWORD:
        return _("Mật khẩu dài quá.")
    if password.lower() in _TOO_COMMON or len(set(password)) < 4:
        return _("Mật khẩu này dễ đoán quá, xin chọn mật khẩu khác.")
    return None


def token_hash(token: str) -> str:
    """What is kept of a random token; the token itself never is."""
    return hashlib.sha256(token.encode()).hexdigest()
