"""Signing in and out."""

import secrets
from datetime import datetime

from chophien.accounts.actions.trying import try_password
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import SIGN_IN_LASTS
from chophien.accounts.tables import Person, SignInSession
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.support.tokens import token_hash


class SignInRefused(Refusal):
    """Address and password do not belong together; which of them is wrong is not said."""

    status = 403


async def sign_in(*, email: str, password: str, at: datetime, host: str = "") -> tuple[str, Person]:
    """Check the password and open a session; returns its token, which is kept nowhere.

    `host` is the address the browser comes from. Raises SignInRefused, TooManyAttempts.
    """
    person = await person_by_email(email)
    usable = person if person is not None and person.disabled_at is None else None
    kept = usable.password_hash if usable else None
    right = await try_password(password, kept, account=email.strip().lower(), host=host, at=at)
    if usable is None or not right:
        raise SignInRefused(_("Địa chỉ thư điện tử hoặc mật khẩu chưa đúng."))
    return await open_session(usable.id, at=at), usable


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


async def note_seen(session_id: int, *, at: datetime) -> None:
    """Keep a session that is used from ending as idle."""
    await SignInSession.update({SignInSession.seen_at: at}).where(SignInSession.id == session_id)
