"""What people change about their own account: name, language, password, and where they are signed in."""

import asyncio
from datetime import datetime

from chophien.accounts.actions.passwords import keep_password
from chophien.accounts.actions.trying import try_password
from chophien.accounts.forms import PasswordChange, Profile
from chophien.accounts.identity import Identity
from chophien.accounts.rules import password_hash
from chophien.accounts.tables import Person, SignInSession
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import Refusal


class WrongPassword(Refusal):
    """Whoever sits here does not know the account's password."""

    status = 403


async def change_profile(identity: Identity, profile: Profile) -> bool:
    """Keep the person's name and the language of its mails."""
    await Person.update({Person.name: profile.name, Person.language: profile.language}).where(
        Person.id == identity.person_id
    )
    return True


async def change_password(identity: Identity, change: PasswordChange, *, host: str, at: datetime) -> bool:
    """Set a new password and end every other session. Raises WrongPassword, TooManyAttempts."""
    await demand_password(identity, change.old, field="old_password", host=host, at=at)
    hashed = await asyncio.to_thread(password_hash, change.new)
    async with transaction():
        await keep_password(identity.person_id, hashed, at=at, but_session=identity.session_id)
    return True


async def demand_password(identity: Identity, password: str, *, field: str, host: str, at: datetime) -> None:
    """Let only somebody who knows the password go on; guesses here are counted apart from those at the sign-in page,
    so that strangers who knock there do not stop the owner. Raises WrongPassword, TooManyAttempts."""
    person = await Person.objects().get(Person.id == identity.person_id)
    kept = person.password_hash if person is not None else None
    if not await try_password(password, kept, account=f"person {identity.person_id}", host=host, at=at):
        raise WrongPassword(_("Mật khẩu chưa đúng."), field=field)


async def close_other_sessions(identity: Identity) -> None:
    """Sign out everywhere but here."""
    await SignInSession.delete().where(
        SignInSession.person == identity.person_id, SignInSession.id != identity.session_id
    )


async def close_own_session(identity: Identity, session_id: int) -> None:
    """End one of the person's own sessions; nothing happens when it has ended before, or is somebody else's."""
    await SignInSession.delete().where(SignInSession.id == session_id, SignInSession.person == identity.person_id)
