"""Who works for an organizer: invited by mail, given another role, sent away; one owner always stays."""

import secrets
from datetime import datetime

from chophien.accounts.forms import Invited
from chophien.accounts.identity import Identity
from chophien.accounts.queries import language_for, organizer_named
from chophien.accounts.rules import INVITATION_LASTS, LINKS_COUNT_FOR, MOST_INVITATIONS, STAFF, role_name
from chophien.accounts.tables import Invitation, Organizer, Person, Role, RoleKind
from chophien.mail.outbox import write_message
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal
from chophien.support.tokens import token_hash


class LastOwner(Refusal):
    """Without an owner nobody could invite anybody any more."""


class AlreadyStaff(Refusal):
    """The person works for the organizer already."""


class EnoughInvitations(Refusal):
    """Many mails went out for this organizer within the hour."""

    status = 429


async def own_organizer(identity: Identity, organizer_id: int) -> Organizer:
    """An organizer whose staff the person looks after. Raises NotFound for any other."""
    if organizer_id not in identity.owner_ids:
        raise _nobody()
    return await organizer_named(organizer_id)


async def invite(identity: Identity, organizer: Organizer, invited: Invited, *, at: datetime) -> str:
    """Mail somebody a link with which to join; an earlier one to the same address ends. Returns the address.

    Raises AlreadyStaff, EnoughInvitations.
    """
    async with transaction():
        await lock("organizer", organizer.id)
        known = await Role.exists().where(
            Role.organizer == organizer.id,
            Role.person.email == invited.email,
            Role.kind.is_in([kind.value for kind in STAFF]),
        )
        if known:
            raise AlreadyStaff(_("Người này đã ở trong ban tổ chức. Xin đổi vai trò ở danh sách."), field="email")
        await write_invitation(identity, organizer, invited, at=at)
    return invited.email


async def write_invitation(identity: Identity, organizer: Organizer, invited: Invited, *, at: datetime) -> None:
    """Keep the invitation and its mail, inside the caller's transaction. Raises EnoughInvitations."""
    lately = await Invitation.count().where(
        Invitation.organizer == organizer.id, Invitation.created_at > at - LINKS_COUNT_FOR
    )
    if lately >= MOST_INVITATIONS:
        raise EnoughInvitations(_("Đã gửi nhiều lời mời trong một giờ qua. Xin thử lại sau."))
    await Invitation.delete().where(
        Invitation.organizer == organizer.id,
        (Invitation.email == invited.email) | (Invitation.expires_at <= at),
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        organizer=organizer.id,
        kind=invited.kind,
        email=invited.email,
        token_hash=token_hash(token),
        invited_by=identity.person_id,
        created_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    await invitation.save()
    await write_message(
        kind="invitation",
        unique_key=f"invitation:{invitation.id}:{at.isoformat()}",
        to_address=invited.email,
        to_name="",
        language=await language_for(invited.email),
        due_at=at,
        context={
            "path": f"/invitations/{token}",
            "organizer_name": organizer.name,
            "inviter": identity.name,
            "role": role_name(invited.kind),
        },
        organizer_id=organizer.id,
        expires_at=at + INVITATION_LASTS,
    )


async def withdraw_invitation(organizer: Organizer, invitation_id: int) -> str:
    """Let an invitation lead nowhere; returns its address. Raises NotFound."""
    gone = (
        await Invitation.delete()
        .where(Invitation.id == invitation_id, Invitation.organizer == organizer.id)
        .returning(Invitation.email)
    )
    if not gone:
        raise NotFound(_("Lời mời này không còn nữa."))
    return str(gone[0]["email"])


async def change_staff(organizer: Organizer, person_id: int, kind: RoleKind | None) -> str:
    """Give somebody of the staff another role, or none: then the person works here no longer. Counts from the next
    request on. Returns the person's name. Raises NotFound, LastOwner.
    """
    async with transaction():
        await lock("organizer", organizer.id)
        person = await staff_person(organizer.id, person_id)
        await Role.delete().where(
            Role.organizer == organizer.id, Role.person == person_id, Role.kind.is_in([kind.value for kind in STAFF])
        )
        if kind is not None:
            await Role(person=person_id, kind=kind, organizer=organizer.id).save()
        owned = await Role.exists().where(
            Role.organizer == organizer.id, Role.kind == RoleKind.OWNER, Role.person.disabled_at.is_null()
        )
        if not owned:
            raise LastOwner(_("Ban tổ chức cần ít nhất một người phụ trách. Xin giao cho người khác trước."))
    return person.name


async def staff_person(organizer_id: int, person_id: int) -> Person:
    """Somebody of the organizer's staff. Raises NotFound."""
    works_here = await Role.exists().where(
        Role.organizer == organizer_id, Role.person == person_id, Role.kind.is_in([kind.value for kind in STAFF])
    )
    person = await Person.objects().get(Person.id == person_id) if works_here else None
    if person is None:
        raise _nobody()
    return person


def _nobody() -> NotFound:
    return NotFound(_("Không có người này trong ban tổ chức của bạn."))
