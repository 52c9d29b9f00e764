"""Reading companies and their delegates."""

from dataclasses import dataclass
from datetime import datetime

from chophien.accounts.identity import Identity
from chophien.accounts.tables import Person
from chophien.companies.tables import Company, Delegate, DelegateInvitation
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal
from chophien.support.tokens import token_hash


class NoCompany(NotFound):
    """The person speaks for no company."""


async def company_of(identity: Identity) -> Company | None:
    """The company for which the person speaks, or acts at this moment; the one joined first, should there be more."""
    if identity.acting is not None:
        return await Company.objects().get(Company.id == identity.acting.company_id)
    seat = (
        await Delegate.select(Delegate.company)
        .where(Delegate.person == identity.person_id)
        .order_by(Delegate.id)
        .first()
    )
    return await Company.objects().get(Company.id == seat["company"]) if seat else None


async def own_company(identity: Identity) -> Company:
    """The company for which the person speaks. Raises NoCompany."""
    company = await company_of(identity)
    if company is None:
        raise NoCompany(_("Tài khoản này chưa thuộc đơn vị nào."))
    return company


async def with_logo(company_ids: list[int]) -> set[int]:
    """Which of these companies have a logo."""
    if not company_ids:
        return set()
    rows = await Company.select(Company.id).where(Company.id.is_in(company_ids), Company.logo.is_not_null())
    return {row["id"] for row in rows}


async def delegates_of(company_id: int) -> list[Delegate]:
    """Everybody who speaks for a company, in the order in which they were named."""
    return await Delegate.objects().where(Delegate.company == company_id).order_by(Delegate.id)


async def own_delegate(identity: Identity, delegate_id: int) -> Delegate:
    """One of the own company's delegates; somebody else's are not found."""
    company = await own_company(identity)
    found = [delegate for delegate in await delegates_of(company.id) if delegate.id == delegate_id]
    if not found:
        raise NotFound(_("Không tìm thấy người đại diện này."))
    return found[0]


class InvitationSpent(Refusal):
    """The invitation was taken before, is too old, or never was one."""

    status = 410


@dataclass(frozen=True)
class Invited:
    """Who was invited to speak for which company."""

    delegate_id: int
    company_id: int
    company: str
    name: str
    email: str
    """In lower case."""


async def invitation_behind(token: str, at: datetime) -> Invited:
    """The invitation whose link has this token; looking uses nothing up. Raises InvitationSpent."""
    row = (
        await DelegateInvitation.select(
            DelegateInvitation.delegate.as_alias("delegate_id"),
            DelegateInvitation.delegate.company.as_alias("company_id"),
            DelegateInvitation.delegate._.company.name.as_alias("company"),
            DelegateInvitation.delegate.name.as_alias("name"),
            DelegateInvitation.delegate.person.as_alias("person"),
            DelegateInvitation.email,
        )
        .where(DelegateInvitation.token_hash == token_hash(token), DelegateInvitation.expires_at > at)
        .first()
    )
    if row is None or row.pop("person") is not None:
        raise InvitationSpent(_("Lời mời này đã được nhận hoặc đã quá hạn. Xin nhờ ban tổ chức gửi lại."))
    return Invited(**row)


async def has_account(email: str) -> bool:
    """Whether somebody signs in with this address."""
    found: bool = await Person.exists().where(Person.email == email.lower())
    return found


async def owners_of(company_id: int) -> set[int]:
    """The people who say who else signs in for a company: its owner, or the first who came without one."""
    rows = (
        await Delegate.select(Delegate.person, Delegate.owner)
        .where(Delegate.company == company_id, Delegate.person.is_not_null())
        .order_by(Delegate.owner, ascending=False)
        .order_by(Delegate.id)
    )
    return {row["person"] for row in rows if row["owner"]} or {row["person"] for row in rows[:1]}


async def owns_company(identity: Identity, company_id: int) -> bool:
    """Whether the person says who else signs in for the company."""
    return identity.person_id in await owners_of(company_id)


async def invited_at(delegate_id: int) -> datetime | None:
    """When a delegate was invited last."""
    row = (
        await DelegateInvitation.select(DelegateInvitation.created_at)
        .where(DelegateInvitation.delegate == delegate_id)
        .first()
    )
    return row["created_at"] if row else None
