"""Following an invitation: with the account one has, or with a new one."""

import asyncio
from datetime import datetime

from chophien.accounts.actions.consenting import note_consent
from chophien.accounts.actions.links import LinkSpent
from chophien.accounts.actions.people import add_person, email_taken
from chophien.accounts.actions.signing_in import open_session
from chophien.accounts.forms import Newcomer
from chophien.accounts.identity import Identity
from chophien.accounts.queries import invitation_behind
from chophien.accounts.rules import STAFF, password_hash
from chophien.accounts.tables import Invitation, Person, Role
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _
from chophien.support.refusal import NotAllowed


async def open_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation behind `token`, not used up by looking. Raises LinkSpent."""
    invitation = await invitation_behind(token, at)
    if invitation is None:
        raise _spent()
    return invitation


async def join(identity: Identity, token: str, *, at: datetime) -> Invitation:
    """Begin to work for the organizer with the account one is signed in to. Raises LinkSpent, NotAllowed."""
    async with transaction():
        invitation = await _use(token, at=at)
        if invitation.email != identity.email:
            raise NotAllowed(_("Lời mời này gửi cho một địa chỉ khác."))
        await Person.update({Person.awaits_proof: False}).where(Person.id == identity.person_id)
        await _take_role(identity.person_id, invitation)
    return invitation


async def join_as_newcomer(token: str, newcomer: Newcomer, *, at: datetime) -> tuple[str, int, Invitation]:
    """Make an account, begin to work for the organizer, sign in; returns the session's token and the person's id.

    The address needs no further proof: the link came through it. Raises LinkSpent, EmailTaken.
    """
    await open_invitation(token, at=at)
    hashed = await asyncio.to_thread(password_hash, newcomer.password)
    async with refusing(unique_person__email=email_taken("form")), transaction():
        invitation = await _use(token, at=at)
        person = await add_person(email=invitation.email, name=newcomer.name, hashed_password=hashed, at=at)
        await note_consent(person.id, at=at)
        await _take_role(person.id, invitation)
        return await open_session(person.id, at=at), person.id, invitation


async def _use(token: str, *, at: datetime) -> Invitation:
    """Use the invitation up: of two who come at once one gets it."""
    invitation = await open_invitation(token, at=at)
    if not await Invitation.delete().where(Invitation.id == invitation.id).returning(Invitation.id):
        raise _spent()
    return invitation


async def _take_role(person_id: int, invitation: Invitation) -> None:
    await lock("organizer", invitation.organizer)
    if await Role.exists().where(
        Role.organizer == invitation.organizer,
        Role.person == person_id,
        Role.kind.is_in([kind.value for kind in STAFF]),
    ):
        return
    await Role(person=person_id, kind=invitation.kind, organizer=invitation.organizer).save()


def _spent() -> LinkSpent:
    return LinkSpent(_("Lời mời này đã dùng rồi, đã quá hạn hoặc đã được thu hồi. Xin người mời gửi lại."))
