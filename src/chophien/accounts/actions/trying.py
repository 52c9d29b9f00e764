"""Trying a password or a code: wrong ones are counted per account and per network, and slow the next ones down."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from math import ceil
from zlib import crc32

from chophien.accounts.queries import attempts_at, attempts_from
from chophien.accounts.rules import (
    ATTEMPTS_COUNT_FOR,
    FREE_ATTEMPTS,
    FREE_ATTEMPTS_OF_NETWORK,
    LONGEST_WAIT,
    LONGEST_WAIT_OF_NETWORK,
    network_of,
    next_attempt_at,
    password_is,
)
from chophien.accounts.tables import SignInAttempt
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import ngettext
from chophien.support.refusal import Refusal
from chophien.support.tokens import token_hash


class TooManyAttempts(Refusal):
    """Wrong passwords or codes came too often; the next one must wait."""

    status = 429


async def try_password(password: str, kept: str | None, *, account: str, host: str, at: datetime) -> bool:
    """Whether `password` is the one behind the hash `kept`. Raises TooManyAttempts, without looking at the password.

    The attempt is written down before the password is looked at and taken back when it is right, so that many
    attempts at once count as many. Attempts that had to wait are not counted: knocking on cannot lengthen the wait.
    """
    return await try_secret(lambda: asyncio.to_thread(password_is, password, kept), account=account, host=host, at=at)


async def try_secret(is_right: Callable[[], Awaitable[bool]], *, account: str, host: str, at: datetime) -> bool:
    """What `is_right` says of whatever was typed, slowed down as passwords are. Raises TooManyAttempts."""
    attempt = await _written_down(token_hash(account), network_of(host), at)
    right = await is_right()
    if right:
        await SignInAttempt.delete().where(SignInAttempt.id == attempt)
    return right


async def _written_down(account: str, network: str, at: datetime) -> int:
    since = at - ATTEMPTS_COUNT_FOR
    async with transaction():
        await lock("sign_in", crc32(account.encode()), crc32(network.encode()))
        moments = [next_attempt_at(await attempts_at(account, since), free=FREE_ATTEMPTS, longest=LONGEST_WAIT)]
        if network:
            made = await attempts_from(network, since)
            moments.append(next_attempt_at(made, free=FREE_ATTEMPTS_OF_NETWORK, longest=LONGEST_WAIT_OF_NETWORK))
        wait = max((ceil((moment - at).total_seconds()) for moment in moments if moment is not None), default=0)
        if wait > 0:
            raise _too_many(wait)
        await SignInAttempt.delete().where(SignInAttempt.made_at <= since)
        attempt = SignInAttempt(account=account, network=network, made_at=at)
        await attempt.save()
    return int(attempt.id)


def _too_many(seconds: int) -> TooManyAttempts:
    return TooManyAttempts(
        ngettext(
            "Đã sai nhiều lần. Xin đợi một giây rồi thử lại.",
            "Đã sai nhiều lần. Xin đợi %(num)s giây rồi thử lại.",
            seconds,
        )
        % {"num": seconds}
    )
