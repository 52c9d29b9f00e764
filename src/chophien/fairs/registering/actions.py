"""Registering a company for a fair: everything it told is written at once, or nothing is."""

import asyncio
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from chophien.accounts.actions import (
    EmailTaken,
    add_person,
    ask_for_proof,
    give_role,
    note_consent,
    send_proof_again,
    tell_owner,
)
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import password_hash
from chophien.accounts.tables import RoleKind
from chophien.catalogue.actions import add_paper, add_products
from chophien.catalogue.forms import PaperDetails
from chophien.companies.actions import add_company, add_delegate, change_company
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.actions.places import hold_places, state_on_entry
from chophien.fairs.questions.actions import save_answers, take_enclosure
from chophien.fairs.registering.forms import Registration
from chophien.fairs.registering.queries import participation_of
from chophien.fairs.registering.rules import may_apply_again
from chophien.fairs.rules import registration_is_open, spoken
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.mail.outbox import write_message
from chophien.support.database import transaction
from chophien.support.database.conflicts import refusing
from chophien.support.language import _, speaking
from chophien.support.refusal import Refusal


class RegistrationShut(Refusal):
    """The fair takes no registrations at this moment."""


class AlreadyRegistered(Refusal):
    """The company has registered for this fair before."""


@dataclass(frozen=True)
class Recipient:
    """Who is told that a registration came in."""

    person_id: int
    name: str
    email: str
    language: str
    consents: bool = True
    """Whether the person speaks for itself; somebody of the staff who fills in for a company agrees to nothing."""


async def register_newcomer(fair: Fair, registration: Registration, *, at: datetime) -> None:
    """Register a company that nobody knew: person, role, company, delegates, products and participation.

    Where the address has an account nothing is kept and its owner is told; whoever typed it cannot tell the
    difference, neither by the answer nor by how long it takes. Raises RegistrationShut, TaxCodeTaken.
    """
    hashed = await asyncio.to_thread(password_hash, registration.password)
    if await person_by_email(registration.email) is None:
        try:
            await admit_newcomer(fair, registration, hashed_password=hashed, at=at)
        except EmailTaken:
            # Somebody was quicker with the same address.
            await _tell_known(fair, registration, at=at)
        return
    await _rehearse(fair, registration, hashed_password=hashed, at=at)
    await _tell_known(fair, registration, at=at)


class _OnlyRehearsed(Exception):
    """Ends a rehearsal, which leaves nothing."""


async def _rehearse(fair: Fair, registration: Registration, *, hashed_password: str, at: datetime) -> None:
    """Do everything under an address that is nobody's, so that what is wrong is said as it would be, and undo it."""
    nobody = replace(registration, email=f"{secrets.token_hex(16)}@nobody.invalid")
    try:
        async with transaction():
            await admit_newcomer(fair, nobody, hashed_password=hashed_password, at=at)
            raise _OnlyRehearsed
    except _OnlyRehearsed:
        return


async def _tell_known(fair: Fair, registration: Registration, *, at: datetime) -> None:
    await send_proof_again(registration.email, at=at, then=f"/my/fairs/{fair.slug}")

    def words() -> dict[str, str]:
        kind = registration.company.kind
        here = f"/fairs/{fair.slug}/register/{CompanyKind(kind).value}"
        return {
            "fair_name": spoken(fair.name_vi, fair.name_en),
            "company_name": registration.company.name,
            "path": f"/sign-in?next={quote(here)}",
        }

    await tell_owner(registration.email, kind="address_known", context=words, at=at)


async def admit_newcomer(fair: Fair, registration: Registration, *, hashed_password: str, at: datetime) -> None:
    """Keep everything, with a password already hashed, so that no transaction waits for the hashing.

    Raises RegistrationShut, EmailTaken, TaxCodeTaken.
    """
    first, *others = registration.delegates
    async with refusing(unique_participation__fair__company=_already()), transaction():
        person = await add_person(email=registration.email, name=first.name, hashed_password=hashed_password, at=at)
        await give_role(person.id, RoleKind(registration.company.kind))
        company = await add_company(registration.company, at=at)
        await add_delegate(company.id, first, person_id=person.id)
        for other in others:
            await add_delegate(company.id, other)
        await _add_offers(company.id, fair, registration, at=at)
        recipient = Recipient(person.id, person.name, person.email, person.language)
        await _apply(fair, company, registration, recipient, at=at)
        await ask_for_proof(person, at=at, then=f"/my/fairs/{fair.slug}")


async def register_known(
    fair: Fair, company: Company, registration: Registration, recipient: Recipient, *, at: datetime
) -> bool:
    """Register a company that has been here before, with its profile as it now is and further products.

    Raises RegistrationShut, TaxCodeTaken, AlreadyRegistered.
    """
    async with refusing(unique_participation__fair__company=_already()), transaction():
        await change_company(company.id, registration.company)
        await _add_offers(company.id, fair, registration, at=at)
        await _apply(fair, company, registration, recipient, at=at)
    return True


async def _add_offers(company_id: int, fair: Fair, registration: Registration, *, at: datetime) -> None:
    products = await add_products(company_id, registration.products)
    for paper in registration.papers:
        scan = await take_enclosure(fair.id, paper.token, field=paper.field)
        details = PaperDetails(kind=paper.kind, product_id=products[paper.product], expires_on=paper.expires_on)
        await add_paper(company_id, details, at=at, stored=scan)


async def _apply(
    fair: Fair, company: Company, registration: Registration, recipient: Recipient, *, at: datetime
) -> None:
    if not registration_is_open(fair, at):
        raise RegistrationShut(_("Hội chợ này hiện không nhận đăng ký."))
    await hold_places(fair.id)
    participation = await participation_of(fair.id, company.id)
    if participation is None:
        participation = Participation(fair=fair.id, company=company.id, kind=company.kind)
    elif not may_apply_again(participation.state):
        raise _already()
    participation.state = await state_on_entry(fair.id, company.kind)
    participation.interpreting = registration.interpreting
    participation.applied_at = at
    participation.decided_at = None
    participation.decided_by = None
    participation.reason = ""
    await participation.save()
    await save_answers(fair.id, participation.id, registration.answers, at=at)
    if recipient.consents:
        await note_consent(recipient.person_id, at=at, fair_id=fair.id)
    with speaking(recipient.language):
        fair_name = spoken(fair.name_vi, fair.name_en)
    await write_message(
        kind="registration_received",
        unique_key=f"registration_received:{participation.id}:{at.isoformat()}",
        to_address=recipient.email,
        to_name=recipient.name,
        language=recipient.language,
        due_at=at,
        context={
            "fair_name": fair_name,
            "company_name": registration.company.name,
            "path": f"/my/fairs/{fair.slug}",
            "queued": participation.state == ParticipationState.QUEUED,
        },
        organizer_id=fair.organizer,
        fair_id=fair.id,
        person_id=recipient.person_id,
    )


def _already() -> AlreadyRegistered:
    return AlreadyRegistered(_("Đơn vị này đã đăng ký hội chợ rồi."))
