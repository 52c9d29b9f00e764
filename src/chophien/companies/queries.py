"""Reading companies and their delegates."""

from chophien.accounts.identity import Identity
from chophien.companies.tables import Company, Delegate
from chophien.support.language import _
from chophien.support.refusal import NotFound


class NoCompany(NotFound):
    """The person speaks for no company."""


async def company_of(identity: Identity) -> Company | None:
    """The company for which the person speaks; the one joined first, should there be more."""
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
