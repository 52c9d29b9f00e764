"""Proving that an address belongs to the person, after registering and when it changes.

Whether an address has an account is nobody's business but its owner's: whoever types one here gets the same answer
either way, and the owner of a known one a letter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from chophien.accounts.actions.links import make_link, use_link
from chophien.accounts.actions.own_account import demand_password
from chophien.accounts.actions.people import email_taken
from chophien.accounts.actions.signing_in import Entrance, enter
from chophien.accounts.forms import AddressChange
from chophien.accounts.identity import Identity
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import ADDRESS_LINK_LASTS
from chophien.accounts.tables import LinkPurpose, MailedLink, Person
from chophien.mail.outbox import write_message
from chophien.support.database import transaction
from chophien.support.database.conflicts import refusing
from chophien.support.language import _, speaking
from chophien.support.refusal import Refusal

_PURPOSE = LinkPurpose.PROVE_ADDRESS


class EnoughMails(Refusal):
    """Several mails went to this person within the hour."""

    status = 429


@dataclass(frozen=True)
class Proved:
    """What a followed link did."""

    changed: bool
    """Whether the address is another one than before."""
    entrance: Entrance | None
    """What lets a newcomer in, who could not sign in before; none for somebody who could."""


async def ask_for_proof(person: Person, *, at: datetime, then: str = "/") -> None:
    """Mail a newcomer a link that proves the address and leads on to `then`; until it is followed nobody signs in.

    Joins the caller's transaction. Raises EnoughMails.
    """
    async with transaction():
        await Person.update({Person.awaits_proof: True}).where(Person.id == person.id)
        person.awaits_proof = True
        await _send_link(person, person.email, at=at, then=then)


async def send_proof_again(email: str, *, at: datetime, then: str = "/") -> None:
    """Mail the link once more to somebody who has registered with `email` and not followed it; else do nothing."""
    person = await person_by_email(email)
    if person is None or not person.awaits_proof or person.disabled_at is not None:
        return
    try:
        async with transaction():
            await _send_link(person, person.email, at=at, then=then)
    except EnoughMails:
        return


async def tell_owner(email: str, *, kind: str, context: Callable[[], dict[str, Any]], at: datetime) -> None:
    """Tell whoever has an account with `email` that somebody typed it elsewhere, at most once an hour.

    `kind` names the letter, and `context` gives its words, asked for in the owner's language; whether the account is
    shut is added to them.
    """
    person = await person_by_email(email)
    if person is None:
        return
    with speaking(person.language):
        words = context()
    async with transaction():
        await write_message(
            kind=kind,
            unique_key=f"{kind}:{person.id}:{at:%Y-%m-%dT%H}",
            to_address=person.email,
            to_name=person.name,
            language=person.language,
            due_at=at,
            context={**words, "is_shut": person.disabled_at is not None},
            person_id=person.id,
            expires_at=at + ADDRESS_LINK_LASTS,
        )


async def ask_for_new_address(identity: Identity, change: AddressChange, *, host: str, at: datetime) -> bool:
    """Mail a link to the new address; nothing changes before it is followed. Where the address has an account its
    owner is told instead. Raises WrongPassword, TooManyAttempts, EnoughMails.
    """
    await demand_password(identity, change.password, field="address_password", host=host, at=at)
    if change.email == identity.email:
        raise Refusal(_("Đây đang là địa chỉ của bạn."), field="new_email")
    known = await person_by_email(change.email) is not None
    async with transaction():
        person = await Person.objects().get(Person.id == identity.person_id)
        if person is not None and known:
            # The link is made all the same and goes nowhere: otherwise the number of mails would tell.
            await _make_link(person, change.email, at=at)
            await tell_owner(change.email, kind="address_wanted", context=dict, at=at)
        elif person is not None:
            await _send_link(person, change.email, at=at)
    return True


async def prove_address(token: str, *, at: datetime) -> Proved:
    """Take the address that the link was sent to as the person's own; a former address is told, a newcomer let in.

    Raises LinkSpent, EmailTaken.
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
        entrance = await enter(person, at=at) if person is not None and person.awaits_proof else None
    return Proved(former != link.email, entrance)


async def _make_link(person: Person, email: str, *, at: datetime) -> tuple[str, int]:
    made = await make_link(person.id, _PURPOSE, email=email, lasts=ADDRESS_LINK_LASTS, at=at)
    if made is None:
        raise EnoughMails(_("Đã gửi nhiều thư trong một giờ qua. Xin xem hộp thư, cả mục thư rác, rồi thử lại sau."))
    return made


async def _send_link(person: Person, email: str, *, at: datetime, then: str = "/") -> None:
    token, link_id = await _make_link(person, email, at=at)
    onward = "" if then == "/" else f"?next={quote(then)}"
    await write_message(
        kind="confirm_email",
        unique_key=f"confirm_email:{link_id}:{at.isoformat()}",
        to_address=email,
        to_name=person.name,
        language=person.language,
        due_at=at,
        context={"path": f"/confirm-email/{token}{onward}", "email": email, "lets_in": person.awaits_proof},
        person_id=person.id,
        expires_at=at + ADDRESS_LINK_LASTS,
    )
