"""Adding people, organizers and roles."""

import asyncio
from datetime import datetime

from chophien.accounts.rules import password_hash
from chophien.accounts.tables import Organizer, Person, Role, RoleKind
from chophien.support.database import transaction
from chophien.support.database.conflicts import refusing
from chophien.support.language import _, spoken_language
from chophien.support.refusal import Refusal


class EmailTaken(Refusal):
    """Somebody already signs in with this address."""


async def make_person(*, email: str, name: str, password: str, at: datetime) -> Person:
    """Add somebody who can sign in; joins the caller's transaction. Raises EmailTaken."""
    hashed = await asyncio.to_thread(password_hash, password)
    return await add_person(email=email, name=name, hashed_password=hashed, at=at)


async def add_person(*, email: str, name: str, hashed_password: str, at: datetime) -> Person:
    """Add somebody whose password is already hashed, so that no transaction waits for the hashing."""
    person = Person(
        email=email.lower(), name=name, password_hash=hashed_password, language=spoken_language(), created_at=at
    )
    async with refusing(unique_person__email=email_taken("email")), transaction():
        await person.save()
    return person


async def make_organizer(*, name: str, person_name: str, email: str, password: str, at: datetime) -> Organizer:
    """Add an organizer and its owner, both or neither. Raises EmailTaken."""
    hashed = await asyncio.to_thread(password_hash, password)
    organizer = Organizer(name=name, email=email.lower(), created_at=at)
    async with transaction():
        await organizer.save()
        person = await add_person(email=email, name=person_name, hashed_password=hashed, at=at)
        await give_role(person.id, RoleKind.OWNER, organizer_id=organizer.id)
    return organizer


def email_taken(field: str) -> EmailTaken:
    """The refusal, beside `field` of the form."""
    return EmailTaken(_("Địa chỉ này đã có tài khoản. Xin đăng nhập, hoặc dùng địa chỉ khác."), field=field)


async def give_role(person_id: int, kind: RoleKind, *, organizer_id: int | None = None) -> None:
    """Give a person a role, once; of two who come at the same moment the database lets one in."""
    role = Role(person=person_id, kind=kind, organizer=organizer_id)
    await Role.insert(role).on_conflict(action="DO NOTHING")
