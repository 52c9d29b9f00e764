"""Signing in and out."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from chophien.accounts.actions.trying import try_password
from chophien.accounts.devices import Device
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import SECOND_STEP_LASTS, SIGN_IN_LASTS
from chophien.accounts.tables import PendingSignIn, Person, SignInSession
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.support.tokens import token_hash


class SignInRefused(Refusal):
    """Address and password do not belong together; which of them is wrong is not said."""

    status = 403


@dataclass(frozen=True)
class Entrance:
    """What somebody whose password is right gets: the token of a session, or of the wait for the second step."""

    person_id: int
    token: str
    needs_second_step: bool


async def sign_in(*, email: str, password: str, at: datetime, host: str = "") -> Entrance:
    """Check the password and let the person in, or to the second step; the token is kept nowhere.

    Somebody who has registered and not proved the address is nobody yet, whatever the password: else anybody could
    register with an address and sign in, or not, to learn whether it has an account. `host` is the address the browser
    comes from. Raises SignInRefused, TooManyAttempts.
    """
    person = await person_by_email(email)
    usable = person if person is not None and person.disabled_at is None and not person.awaits_proof else None
    kept = usable.password_hash if usable else None
    right = await try_password(password, kept, account=email.strip().lower(), host=host, at=at)
    if usable is None or not right:
        raise SignInRefused(
            _("Địa chỉ thư điện tử hoặc mật khẩu chưa đúng. Nếu vừa đăng ký, xin mở liên kết trong thư xác nhận trước.")
        )
    return await enter(usable, at=at)


async def enter(person: Person, *, at: datetime) -> Entrance:
    """Open a session, or the wait for the code of the person's authenticator; joins the caller's transaction."""
    if person.totp_secret is None:
        return Entrance(person.id, await open_session(person.id, at=at), needs_second_step=False)
    token = secrets.token_urlsafe(32)
    pending = PendingSignIn(person=person.id, token_hash=token_hash(token), expires_at=at + SECOND_STEP_LASTS)
    async with transaction():
        await PendingSignIn.delete().where(PendingSignIn.person == person.id, PendingSignIn.expires_at <= at)
        await pending.save()
    return Entrance(person.id, token, needs_second_step=True)


async def open_session(person_id: int, *, at: datetime) -> str:
    """Open a session for a person who has just proved who they are; returns its token."""
    token = secrets.token_urlsafe(32)
    session = SignInSession(
        person=person_id, token_hash=token_hash(token), created_at=at, seen_at=at, expires_at=at + SIGN_IN_LASTS
    )
    async with transaction():
        await session.save()
        await SignInSession.delete().where(SignInSession.person == person_id, SignInSession.expires_at < at)
    return token


async def close_session(token: str) -> None:
    """End the session behind `token`, at once and everywhere."""
    await SignInSession.delete().where(SignInSession.token_hash == token_hash(token))


async def note_seen(session_id: int, device: Device, *, at: datetime) -> None:
    """Keep a session that is used from ending as idle, and say where it is used."""
    await SignInSession.update(
        {
            SignInSession.seen_at: at,
            SignInSession.browser: device.browser,
            SignInSession.system: device.system,
        }
    ).where(SignInSession.id == session_id)
