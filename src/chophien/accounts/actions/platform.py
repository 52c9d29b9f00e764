"""What looks after the installation does: organizers with their first owner, and accounts that are shut."""

from datetime import datetime

from chophien.accounts.actions.staff import write_invitation
from chophien.accounts.forms import Invited, NewOrganizer
from chophien.accounts.identity import Identity
from chophien.accounts.queries import organizer_named
from chophien.accounts.tables import Invitation, MailedLink, Organizer, PendingSignIn, Person, RoleKind, SignInSession
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal


class OneselfShut(Refusal):
    """Nobody shuts the own account by mistake and locks the platform."""


async def add_organizer(identity: Identity, wanted: NewOrganizer, *, at: datetime) -> int:
    """Add an organizer and mail its first owner an invitation; returns the organizer's id."""
    organizer = Organizer(name=wanted.name, email=wanted.email, created_at=at)
    async with transaction():
        await organizer.save()
        await write_invitation(identity, organizer, Invited(wanted.email, RoleKind.OWNER), at=at)
    return int(organizer.id)


async def invite_owner(identity: Identity, organizer_id: int, email: str, *, at: datetime) -> str:
    """Mail one more invitation to look after an organizer, say when the first one got lost. Raises NotFound."""
    async with transaction():
        await lock("organizer", organizer_id)
        organizer = await organizer_named(organizer_id)
        await write_invitation(identity, organizer, Invited(email, RoleKind.OWNER), at=at)
    return email


async def shut_account(identity: Identity, person_id: int, *, at: datetime) -> str:
    """Let the person in no longer: sessions, mailed links and invitations end at once. Returns the name.

    Raises NotFound, OneselfShut.
    """
    if person_id == identity.person_id:
        raise OneselfShut(_("Bạn không thể khoá tài khoản của chính mình."))
    async with transaction():
        person = await known_person(person_id)
        await Person.update({Person.disabled_at: at}).where(Person.id == person_id)
        await SignInSession.delete().where(SignInSession.person == person_id)
        await PendingSignIn.delete().where(PendingSignIn.person == person_id)
        await MailedLink.delete().where(MailedLink.person == person_id)
        await Invitation.delete().where(Invitation.email == person.email)
    return person.name


async def open_account(person_id: int) -> str:
    """Let the person in again; returns the name. Raises NotFound for nobody, and for an account that was erased."""
    person = await known_person(person_id)
    if person.closed_at is not None:
        raise _unknown()
    await Person.update({Person.disabled_at: None}).where(Person.id == person_id)
    return person.name


async def known_person(person_id: int) -> Person:
    """Somebody with an account. Raises NotFound."""
    person = await Person.objects().get(Person.id == person_id)
    if person is None:
        raise _unknown()
    return person


def _unknown() -> NotFound:
    return NotFound(_("Không có tài khoản này."))
