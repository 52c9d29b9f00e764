"""What a good password is, how it is kept, what an authenticator's codes are, and how long a sign-in lasts."""

import hmac
import ipaddress
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chophien.accounts.tables import RoleKind
from chophien.support.language import _
from chophien.support.tokens import token_hash

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
SIGN_IN_LASTS = timedelta(days=14)
IDLE_SIGN_IN_LASTS = timedelta(days=3)
SEEN_EVERY = timedelta(hours=1)
"""How often a session that is used is noted as such: not on every request, since each note is a write."""

NEW_PASSWORD_LINK_LASTS = timedelta(hours=1)
ADDRESS_LINK_LASTS = timedelta(days=3)
LINKS_COUNT_FOR = timedelta(hours=1)
MOST_LINKS = 3
"""Of one purpose to one person within LINKS_COUNT_FOR, so that nobody's postbox can be filled from here."""

SECOND_STEP_LASTS = timedelta(minutes=10)
INVITATION_LASTS = timedelta(days=14)
MOST_INVITATIONS = 30
"""Of one organizer within LINKS_COUNT_FOR."""
STAFF = (RoleKind.OWNER, RoleKind.PLANNER, RoleKind.VIEWER, RoleKind.DESK)
"""What an organizer's owner may give, the widest first."""

CODE_SECONDS = 30
RECOVERY_CODES = 10

PRIVACY_TEXTS = ("2026-11",)
"""Versions of the words on personal data, the one that counts now last. Each stands in a file of its own by language,
under templates/accounts/privacy, and is never changed once somebody has agreed to it."""
PRIVACY = "privacy"
"""What a consent to those words is filed under."""

ATTEMPTS_COUNT_FOR = timedelta(hours=1)
FREE_ATTEMPTS = 5
FREE_ATTEMPTS_OF_NETWORK = 50
"""A whole office may sign in from one address."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=1)
"""Never longer, so that nobody can shut the owner out; short of 70 attempts an hour all the same."""
LONGEST_WAIT_OF_NETWORK = timedelta(seconds=10)

# Argon2id with 19 MiB, two passes, one lane: OWASP ASVS 5.0, appendix C; about 35 ms here.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

_TOO_COMMON = frozenset(
    {"1234567890", "0123456789", "password12", "password123", "qwertyuiop", "matkhau123", "vietnam123"}
)


def role_name(kind: str) -> str:
    """A role in words."""
    return {
        RoleKind.OWNER: _("Ban tổ chức, phụ trách"),
        RoleKind.PLANNER: _("Ban tổ chức"),
        RoleKind.VIEWER: _("Ban tổ chức, chỉ xem"),
        RoleKind.DESK: _("Bàn phiên dịch"),
        RoleKind.COHOST: _("Đơn vị phối hợp"),
        RoleKind.INTERPRETER: _("Phiên dịch"),
        RoleKind.PLATFORM: _("Quản trị hệ thống"),
        RoleKind.PRODUCER: _("Nhà sản xuất"),
        RoleKind.DISTRIBUTOR: _("Nhà phân phối"),
    }[RoleKind(kind)]


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


def next_attempt_at(made: Sequence[datetime], *, free: int, longest: timedelta) -> datetime | None:
    """When a password may be tried again after the wrong attempts `made` in the last hour; none when at once.

    The first `free` cost nothing; then the wait doubles with each attempt, from FIRST_WAIT up to `longest`.
    """
    if len(made) < free:
        return None
    doublings = min(len(made) - free, 10)
    return max(made) + min(FIRST_WAIT * (1 << doublings), longest)


def network_of(host: str) -> str:
    """The network that attempts from `host` are counted under: an IPv6 site owns a whole /64 (RFC 6177)."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)).network_address)


def new_totp_secret() -> str:
    """A secret to share with an authenticator: 160 random bits in base 32 (RFC 4226, 4)."""
    return pyotp.random_base32(32)


def is_totp_secret(text: str) -> bool:
    """Whether `text` could be one of ours."""
    return re.fullmatch(r"[A-Z2-7]{32}", text) is not None


def totp_address(secret: str, account: str) -> str:
    """What the QR code for the authenticator says."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name="Chợ Phiên")


def totp_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step of `code`: the present one, or one beside it for clocks that differ (RFC 6238, 5.2)."""
    digits = re.sub(r"\s", "", code)
    present = int(at.timestamp()) // CODE_SECONDS
    totp = pyotp.TOTP(secret)
    return next(
        (step for step in (present, present - 1, present + 1) if _same(totp.at(step * CODE_SECONDS), digits)), None
    )


def new_recovery_codes() -> list[str]:
    """Codes to keep on paper, of 50 random bits each, without letters that look alike: `abcde-fghjk`."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    drawn = ["".join(secrets.choice(letters) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    return [f"{code[:5]}-{code[5:]}" for code in drawn]


def recovery_code_hash(person_id: int, code: str) -> str:
    """What is kept of a recovery code."""
    return token_hash(f"{person_id} {re.sub(r'[^a-z0-9]', '', code.lower())}")


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())
