"""Adding companies, changing their profile and their delegates."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from chophien.accounts.identity import Identity
from chophien.companies.forms import CompanyDetails, DelegateDetails
from chophien.companies.queries import delegates_of, own_company, own_delegate
from chophien.companies.rules import MOST_DELEGATES
from chophien.companies.short_names import named
from chophien.companies.tables import Company, Delegate
from chophien.places.actions import place_of
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _
from chophien.support.refusal import Refusal

Confirmed = Callable[[int, datetime], Awaitable[int]]
"""Told that a company's own people looked its data over; joins the transaction and returns how much that decided."""


class TaxCodeTaken(Refusal):
    """Another company has this tax code; which one is not said."""


class DelegateStays(Refusal):
    """This delegate cannot be taken away."""


class TooManyDelegates(Refusal):
    """A company sends so many and no more."""


def _tax_code_taken() -> TaxCodeTaken:
    return TaxCodeTaken(
        _(
            "Mã số thuế này đã có đơn vị đăng ký. Nếu đó là đơn vị của bạn, xin đăng nhập bằng tài khoản đã có."
            " Chưa có tài khoản thì nhờ ban tổ chức gửi thư mời."
        ),
        field="tax_code",
    )


async def add_company(details: CompanyDetails, *, at: datetime) -> Company:
    """Add a company; joins the caller's transaction. Raises TaxCodeTaken."""
    async with refusing(unique_company__tax_code=_tax_code_taken()), transaction():
        company = Company(kind=details.kind, created_at=at, **await _columns(details))
        await company.save()
    return company


async def change_company(company_id: int, details: CompanyDetails) -> None:
    """Write a company's profile anew; which side it is on stays. Raises TaxCodeTaken."""
    async with refusing(unique_company__tax_code=_tax_code_taken()), transaction():
        await Company.update(await _columns(details)).where(Company.id == company_id)


async def confirm_profile(
    company_id: int, details: CompanyDetails, confirmed: Sequence[Confirmed], *, at: datetime
) -> int:
    """Write the profile as its own people sent it, and tell those who wait for that; returns how much it decided.

    Raises TaxCodeTaken.
    """
    async with refusing(unique_company__tax_code=_tax_code_taken()), transaction():
        await Company.update(await _columns(details)).where(Company.id == company_id)
        return sum([await tell(company_id, at) for tell in confirmed])


async def add_delegate(company_id: int, details: DelegateDetails, *, person_id: int | None = None) -> Delegate:
    """Name somebody who speaks for a company. Raises TooManyDelegates."""
    async with transaction():
        await lock("company", company_id)
        if len(await delegates_of(company_id)) >= MOST_DELEGATES:
            raise TooManyDelegates(_("Mỗi đơn vị có nhiều nhất %(most)s người đại diện.") % {"most": MOST_DELEGATES})
        delegate = Delegate(
            company=company_id,
            person=person_id,
            name=details.name,
            duty=details.duty,
            email=details.email,
            phone=details.phone,
            languages=details.languages,
        )
        await delegate.save()
    return delegate


async def add_own_delegate(identity: Identity, details: DelegateDetails) -> Delegate:
    """Name one more delegate of the own company."""
    company = await own_company(identity)
    return await add_delegate(company.id, details)


async def change_delegate(identity: Identity, delegate_id: int, details: DelegateDetails) -> None:
    """Write one of the own company's delegates anew. Raises NotFound."""
    async with transaction():
        delegate = await own_delegate(identity, delegate_id)
        await Delegate.update(
            {
                Delegate.name: details.name,
                Delegate.duty: details.duty,
                Delegate.email: details.email,
                Delegate.phone: details.phone,
                Delegate.languages: details.languages,
            }
        ).where(Delegate.id == delegate.id)


async def remove_delegate(identity: Identity, delegate_id: int) -> str:
    """Take one of the own company's delegates away; returns the name. Raises NotFound, DelegateStays."""
    async with transaction():
        delegate = await own_delegate(identity, delegate_id)
        if delegate.person is not None:
            raise DelegateStays(_("Người này đăng nhập thay mặt đơn vị nên không bỏ được."))
        await Delegate.delete().where(Delegate.id == delegate.id)
    return delegate.name


async def _columns(details: CompanyDetails) -> dict[Any, Any]:
    return {
        "form": details.form,
        **named(details.name),
        "tax_code": details.tax_code,
        "place": await place_of(details.district) if details.district else None,
        "country": details.country,
        "address": details.address,
        "phone": details.phone,
        "email": details.email,
        "about_vi": details.about_vi,
        "about_en": details.about_en,
        "looking_for_vi": details.looking_for_vi,
        "looking_for_en": details.looking_for_en,
        "website": details.website,
        "languages": details.languages,
    }
