"""Setting a new password, with a link sent by mail when the old one is forgotten."""

import asyncio
from datetime import datetime

from chophien.accounts.actions.links import make_link, open_link, use_link
from chophien.accounts.actions.signing_in import Entrance, enter
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import NEW_PASSWORD_LINK_LASTS, password_hash
from chophien.accounts.tables import LinkPurpose, MailedLink, PendingSignIn, Person, SignInSession
from chophien.mail.outbox import write_message
from chophien.support.database import transaction

_PURPOSE = LinkPurpose.FORGOTTEN


async def send_password_link(email: str, *, at: datetime) -> None:
    """Mail a link for a new password to whoever signs in with `email`; nothing happens when nobody does."""
    person = await person_by_email(email)
    if person is None or person.disabled_at is not None:
        return
    async with transaction():
        made = await make_link(person.id, _PURPOSE, email=person.email, lasts=NEW_PASSWORD_LINK_LASTS, at=at)
        if made is None:
            return
        token, link_id = made
        await write_message(
            kind="forgot_password",
            unique_key=f"forgot_password:{link_id}:{at.isoformat()}",
            to_address=person.email,
            to_name=person.name,
            language=person.language,
            due_at=at,
            context={"path": f"/forgot-password/{token}"},
            person_id=person.id,
            expires_at=at + NEW_PASSWORD_LINK_LASTS,
        )


async def set_forgotten_password(token: str, password: str, *, at: datetime) -> Entrance:
    """Set a new password, end every session and let the person in, or to the second step. Raises LinkSpent."""
    await open_link(token, _PURPOSE, at=at)
    hashed = await asyncio.to_thread(password_hash, password)
    async with transaction():
        link = await use_link(token, _PURPOSE, at=at)
        await keep_password(link.person, hashed, at=at)
        # The link came by mail to that very address, which proves it.
        await Person.update({Person.awaits_proof: False}).where(Person.id == link.person)
        person = await Person.objects().get(Person.id == link.person)
        assert person is not None  # noqa: S101 - a link never outlives its person.
        return await enter(person, at=at)


async def keep_password(person_id: int, hashed: str, *, at: datetime, but_session: int | None = None) -> None:
    """Keep a new password, inside the caller's transaction: other sessions and links end, and a mail tells the person.

    `but_session` is the session that stays.
    """
    person = await Person.objects().get(Person.id == person_id)
    await Person.update({Person.password_hash: hashed}).where(Person.id == person_id)
    await SignInSession.delete().where(SignInSession.person == person_id, SignInSession.id != (but_session or 0))
    await PendingSignIn.delete().where(PendingSignIn.person == person_id)
    await MailedLink.delete().where(MailedLink.person == person_id, MailedLink.purpose == _PURPOSE)
    if person is not None:
        await write_message(
            kind="password_changed",
            unique_key=f"password_changed:{person.id}:{at.isoformat()}",
            to_address=person.email,
            to_name=person.name,
            language=person.language,
            due_at=at,
            context={"changed_at": at},
            person_id=person.id,
        )
