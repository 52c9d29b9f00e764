"""Inviting somebody who speaks for a company to sign in, and accepting that."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from chophien.accounts.actions import add_person, give_role, note_consent, open_session
from chophien.accounts.identity import Identity
from chophien.accounts.queries import language_for
from chophien.accounts.rules import password_hash
from chophien.accounts.tables import Role, RoleKind
from chophien.companies.queries import Invited, company_of, invitation_behind, own_company, own_delegate, owns_company
from chophien.companies.tables import Company, Delegate, DelegateInvitation
from chophien.mail.outbox import write_message
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import NotAllowed, Refusal
from chophien.support.tokens import token_hash

LASTS = timedelta(days=30)


class InvitedElsewhere(Refusal):
    """The account that is signed in cannot take this invitation."""


class NotTheirs(NotAllowed):
    """Only the owner of a company says who else signs in for it."""


class NotSigningIn(Refusal):
    """The delegate does not sign in for the company, or is the one who asks."""


class NoAddress(Refusal):
    """There is nobody to invite, or nowhere to write to."""


@dataclass(frozen=True)
class Joining:
    """What somebody new tells when accepting."""

    name: str
    password: str


async def make_invitation(delegate_id: int, *, email: str, by: int | None, at: datetime) -> str:
    """Make a link for a delegate, which replaces earlier ones; returns its token. Joins the caller's transaction."""
    token = secrets.token_urlsafe(32)
    async with transaction():
        await DelegateInvitation.delete().where(DelegateInvitation.delegate == delegate_id)
        await DelegateInvitation(
            delegate=delegate_id,
            email=email.lower(),
            token_hash=token_hash(token),
            invited_by=by,
            created_at=at,
            expires_at=at + LASTS,
        ).save()
    return token


async def invite_own_delegate(identity: Identity, delegate_id: int, *, at: datetime) -> str:
    """Invite a delegate of the own company by mail; returns the address. Raises NotFound, NotTheirs, NoAddress."""
    async with transaction():
        company = await own_company(identity)
        delegate = await own_delegate(identity, delegate_id)
        if not await owns_company(identity, company.id):
            raise NotTheirs(_("Chỉ người phụ trách đơn vị mới mời thêm người đăng nhập."))
        if delegate.person is not None or not delegate.email:
            raise NoAddress(_("Người này đã đăng nhập được, hoặc chưa có thư điện tử."))
        token = await make_invitation(delegate.id, email=delegate.email, by=identity.person_id, at=at)
        await write_message(
            kind="delegate_invitation",
            unique_key=f"delegate_invitation:{delegate.id}:{at.isoformat()}",
            to_address=delegate.email,
            to_name=delegate.name,
            language=await language_for(delegate.email),
            due_at=at,
            context={"inviter_name": identity.name, "company_name": company.name, "path": f"/join/{token}"},
        )
    return str(delegate.email)


async def hand_over_company(identity: Identity, delegate_id: int) -> str:
    """Let another delegate who signs in look after the own company; returns the name.

    Raises NotFound, NotTheirs, NotSigningIn.
    """
    async with transaction():
        delegate = await _signing_in(identity, delegate_id)
        await Delegate.update({Delegate.owner: False}).where(Delegate.company == delegate.company)
        await Delegate.update({Delegate.owner: True}).where(Delegate.id == delegate.id)
    return str(delegate.name)


async def end_access(identity: Identity, delegate_id: int) -> str:
    """Let a delegate sign in for the own company no more; returns the name. The delegate stays in its list.

    Raises NotFound, NotTheirs, NotSigningIn.
    """
    async with transaction():
        delegate = await _signing_in(identity, delegate_id)
        company = await own_company(identity)
        person_id = delegate.person
        await Delegate.update({Delegate.person: None, Delegate.owner: False}).where(Delegate.id == delegate.id)
        if not await Delegate.exists().where(Delegate.person == person_id):
            await Role.delete().where(Role.person == person_id, Role.kind == company.kind)
    return str(delegate.name)


async def _signing_in(identity: Identity, delegate_id: int) -> Delegate:
    """Another delegate who signs in for the own company, which only its owner may deal with."""
    company = await own_company(identity)
    await lock("company", company.id)
    delegate = await own_delegate(identity, delegate_id)
    if not await owns_company(identity, company.id):
        raise NotTheirs(_("Chỉ người phụ trách đơn vị mới làm được việc này."))
    if delegate.person is None or delegate.person == identity.person_id:
        raise NotSigningIn(_("Người này không đăng nhập thay mặt đơn vị, hoặc chính là bạn."))
    return delegate


async def accept_invitation(token: str, joining: Joining, *, at: datetime) -> str:
    """Make an account for whoever was invited; returns the token of a session. Raises InvitationSpent, EmailTaken.

    The link came by mail to that very address, which proves it.
    """
    hashed = await asyncio.to_thread(password_hash, joining.password)
    async with transaction():
        invited = await _claim(token, at)
        person = await add_person(email=invited.email, name=joining.name, hashed_password=hashed, at=at)
        await note_consent(person.id, at=at)
        await _take_seat(invited, person.id, joining.name)
        return await open_session(person.id, at=at)


async def join_with_account(identity: Identity, token: str, *, at: datetime) -> None:
    """Let somebody who signs in already speak for one more company. Raises InvitationSpent, InvitedElsewhere."""
    async with transaction():
        invited = await _claim(token, at)
        if identity.email.lower() != invited.email:
            raise InvitedElsewhere(_("Lời mời này gửi tới một địa chỉ khác với tài khoản đang đăng nhập."))
        if await company_of(identity) is not None:
            raise InvitedElsewhere(_("Tài khoản này đã thuộc một đơn vị; mỗi tài khoản đại diện một đơn vị."))
        await _take_seat(invited, identity.person_id, identity.name)


async def _claim(token: str, at: datetime) -> Invited:
    """The invitation, used up: of two who come at once one gets it."""
    invited = await invitation_behind(token, at)
    await lock("company", invited.company_id)
    await invitation_behind(token, at)
    await DelegateInvitation.delete().where(DelegateInvitation.delegate == invited.delegate_id)
    return invited


async def _take_seat(invited: Invited, person_id: int, name: str) -> None:
    company = await Company.select(Company.kind).where(Company.id == invited.company_id).first()
    assert company is not None  # noqa: S101 - an invitation goes with its company.
    await give_role(person_id, RoleKind(company["kind"]))
    # Whoever comes first says who else comes.
    first = not await Delegate.exists().where(Delegate.company == invited.company_id, Delegate.person.is_not_null())
    await Delegate.update(
        {
            Delegate.person: person_id,
            Delegate.name: name,
            Delegate.email: invited.email,
            Delegate.owner: first,
        }
    ).where(Delegate.id == invited.delegate_id)
