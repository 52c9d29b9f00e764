"""Reading one company's participations, and the products at a fair."""

from dataclasses import dataclass
from datetime import datetime

from chophien.catalogue.tables import Product
from chophien.companies.forms import CompanyDetails
from chophien.companies.short_names import name_key
from chophien.companies.tables import Company, CompanyKind, Delegate
from chophien.fairs.rules import registration_is_open
from chophien.fairs.tables import Fair, FairState, Participation, ParticipationState


@dataclass(frozen=True)
class OwnFair:
    """A fair together with the own participation in it."""

    fair: Fair
    participation: Participation


async def fairs_of(company_id: int) -> list[OwnFair]:
    """The fairs that a company registered for, the latest first."""
    participations = await Participation.objects().where(Participation.company == company_id)
    if not participations:
        return []
    fairs = await Fair.objects().where(
        Fair.id.is_in([participation.fair for participation in participations]), Fair.state != FairState.DRAFT
    )
    by_id = {fair.id: fair for fair in fairs}
    own = [OwnFair(by_id[each.fair], each) for each in participations if each.fair in by_id]
    return sorted(own, key=lambda one: (one.fair.starts_on, one.fair.id), reverse=True)


async def fairs_taking_registrations(at: datetime) -> list[Fair]:
    """Every fair for which companies may register at `at`, the first to begin first."""
    fairs = (
        await Fair.objects()
        .where(Fair.state == FairState.OPEN, Fair.registration_from <= at, Fair.registration_until > at)
        .order_by(Fair.starts_on)
        .order_by(Fair.id)
    )
    return [fair for fair in fairs if registration_is_open(fair, at)]


async def participation_of(fair_id: int, company_id: int) -> Participation | None:
    """A company's participation in a fair, in whatever state."""
    return (
        await Participation.objects().where(Participation.fair == fair_id, Participation.company == company_id).first()
    )


async def has_namesake(fair: Fair, details: CompanyDetails) -> bool:
    """Whether a company that sounds the same is known already: at this organizer's fairs, or to everybody.

    Two that both have a tax code are two, whatever they are called. What somebody sent who has not opened the letter
    yet does not count before it is approved: it would tell whether the address had an account already.
    """
    unopened = Delegate.select(Delegate.company).where(Delegate.person.awaits_proof.is_in([True]))
    theirs = (Participation.fair.organizer == fair.organizer) & Participation.company.not_in(unopened)
    seen = Participation.select(Participation.company).where(
        theirs | (Participation.state == ParticipationState.APPROVED)
    )
    alike = await Company.select(Company.tax_code).where(
        Company.name_key == name_key(details.name),
        Company.kind == details.kind,
        Company.country == details.country,
        Company.id.is_in(seen),
    )
    return any(not (details.tax_code and row["tax_code"]) for row in alike)


async def interpreting_last_time(company_id: int) -> str:
    """The language pair that a company needed at the fair it registered for last; empty for none."""
    row = (
        await Participation.select(Participation.interpreting)
        .where(Participation.company == company_id)
        .order_by(Participation.applied_at, ascending=False)
        .first()
    )
    return (row["interpreting"] or "") if row else ""


async def least_product_blocks(kind: CompanyKind, company: Company | None) -> int:
    """How many products the form asks for at least: one of a producer that has none yet."""
    if kind != CompanyKind.PRODUCER:
        return 0
    return 0 if company is not None and await Product.exists().where(Product.company == company.id) else 1


async def delegate_names(company_id: int) -> list[str]:
    """Who speaks for a company, in the order in which they were named."""
    rows = await Delegate.select(Delegate.name).where(Delegate.company == company_id).order_by(Delegate.id)
    return [row["name"] for row in rows]
