"""Making people, signing in and out."""

import asyncio
import secrets
from datetime import datetime

from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import SIGN_IN_LASTS, password_hash, password_is, token_hash
from chophien.accounts.tables import Organizer, Person, Role, RoleKind, SignInSession
from chophien.support.database import transaction
from chophien.support.database.conflicts import refusing
from chophien.support.language import _, spoken_language
from chophien.support.refusal import Refusal


class EmailTaken(Refusal):
    """Somebody already signs in with this address."""


class SignInRefused(Refusal):
    """Address and password do not belong together; which of them is wrong is not said."""

    status = 403


async def make_person(*, email: str, name: str, password: str, at: datetime) -> Person:
    """Add somebody who can sign in; joins the caller's transaction. Raises EmailTaken."""
    hashed = await asyncio.to_thread(password_hash, password)
    return await add_person(email=email, name=name, hashed_password=hashed, at=at)


async def add_person(*, email: str, name: str, hashed_password: str, at: datetime) -> Person:
    """Add somebody whose password is already hashed, so that no transaction waits for the hashing."""
    taken = EmailTaken(_("Địa chỉ này đã có tài khoản. Xin đăng nhập, hoặc dùng địa chỉ khác."), field="email")
    person = Person(
        email=email.lower(), name=name, password_hash=hashed_password, language=spoken_language(), created_at=at
    )
    async with refusing(unique_person__email=taken), transaction():
        await person.save()
    return person


async def make_organizer(*, name: str, person_name: str, email: str, password: str, at: datetime) -> Organizer:
    """Add an organizer and the first person who plans its fairs, both or neither. Raises EmailTaken."""
    hashed = await asyncio.to_thread(password_hash, password)
    organizer = Organizer(name=name, email=email.lower(), created_at=at)
    async with transaction():
        await organizer.save()
        person = await add_person(email=email, name=person_name, hashed_password=hashed, at=at)
        await give_role(person.id, RoleKind.ORGANIZER, organizer_id=organizer.id)
    return organizer


async def give_role(person_id: int, kind: RoleKind, *, organizer_id: int | None = None) -> None:
    """Give a person a role, once."""
    known = await Role.exists().where(Role.person == person_id, Role.kind == kind, Role.organizer == organizer_id)
    if not known:
        await Role(person=person_id, kind=kind, organizer=organizer_id).save()


async def sign_in(*, email: str, password: str, at: datetime) -> tuple[str, Person]:
    """Check the password and open a session; returns its token, which is kept nowhere. Raises SignInRefused."""
    person = await person_by_email(email)
    usable = person if person is not None and person.disabled_at is None else None
    right = await asyncio.to_thread(password_is, password, usable.password_hash if usable else None)
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
