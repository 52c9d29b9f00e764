"""Proving that an address belongs to the person, after registering and when it changes."""

from datetime import datetime

from chophien.accounts.actions.links import make_link, use_link
from chophien.accounts.actions.own_account import demand_password
from chophien.accounts.actions.people import email_taken
from chophien.accounts.forms import AddressChange
from chophien.accounts.identity import Identity
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import ADDRESS_LINK_LASTS
from chophien.accounts.tables import LinkPurpose, MailedLink, Person
from chophien.mail.outbox import write_message
from chophien.support.database import transaction
from chophien.support.database.conflicts import refusing
from chophien.support.language import _
from chophien.support.refusal import Refusal

_PURPOSE = LinkPurpose.PROVE_ADDRESS


class EnoughMails(Refusal):
    """Several mails went to this person within the hour."""

    status = 429


async def ask_for_proof(person: Person, *, at: datetime) -> None:
    """Mail a newcomer a link that proves the address; joins the caller's transaction. Raises EnoughMails."""
    async with transaction():
        await Person.update({Person.awaits_proof: True}).where(Person.id == person.id)
        await _send_link(person, person.email, at=at)


async def ask_again_for_proof(identity: Identity, *, at: datetime) -> None:
    """Mail the link once more, if it is still needed. Raises EnoughMails."""
    async with transaction():
        person = await Person.objects().get(Person.id == identity.person_id)
        if person is not None and person.awaits_proof:
            await _send_link(person, person.email, at=at)


async def ask_for_new_address(identity: Identity, change: AddressChange, *, host: str, at: datetime) -> bool:
    """Mail a link to the new address; nothing changes before it is followed.

    Raises WrongPassword, TooManyAttempts, EmailTaken, EnoughMails.
    """
    await demand_password(identity, change.password, field="address_password", host=host, at=at)
    if change.email == identity.email:
        raise Refusal(_("Đây đang là địa chỉ của bạn."), field="new_email")
    if await person_by_email(change.email) is not None:
        raise email_taken("new_email")
    async with transaction():
        person = await Person.objects().get(Person.id == identity.person_id)
        if person is not None:
            await _send_link(person, change.email, at=at)
    return True


async def prove_address(token: str, *, at: datetime) -> bool:
    """Take the address that the link was sent to as the person's own; a former address is told.

    Returns whether the address is another one than before. Raises LinkSpent, EmailTaken.
    """
    async with refusing(unique_person__email=email_taken("form")), transaction():
        link = await use_link(token, _PURPOSE, at=at)
        person = await Person.objects().get(Person.id == link.person)
        former = person.email if person is not None else link.email
        await Person.update({Person.email: link.email, Person.awaits_proof: False}).where(Person.id == link.person)
        # Whatever else is under way was sent to an address, or for a change, that no longer counts.
        await MailedLink.delete().where(MailedLink.person == link.person)
        if person is not None and former != link.email:
            await write_message(
                kind="email_changed",
                unique_key=f"email_changed:{link.id}:{at.isoformat()}",
                to_address=former,
                to_name=person.name,
                language=person.language,
                due_at=at,
                context={"new_email": link.email},
                person_id=person.id,
            )
    return former != link.email


async def _send_link(person: Person, email: str, *, at: datetime) -> None:
    made = await make_link(person.id, _PURPOSE, email=email, lasts=ADDRESS_LINK_LASTS, at=at)
    if made is None:
        raise EnoughMails(_("Đã gửi nhiều thư trong một giờ qua. Xin xem hộp thư, cả mục thư rác, rồi thử lại sau."))
    token, link_id = made
    await write_message(
        kind="confirm_email",
        unique_key=f"confirm_email:{link_id}:{at.isoformat()}",
        to_address=email,
        to_name=person.name,
        language=person.language,
        due_at=at,
        context={"path": f"/confirm-email/{token}", "email": email},
        person_id=person.id,
        expires_at=at + ADDRESS_LINK_LASTS,
    )
