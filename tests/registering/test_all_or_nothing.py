"""Registering is one step: all of it, or nothing; and one tax code belongs to one company, however many ask at once."""

import asyncio
from collections import Counter

import pytest

from chophien.accounts.rules import password_hash
from chophien.accounts.tables import Person, Role, SignInSession
from chophien.catalogue.tables import Product
from chophien.companies.actions import TaxCodeTaken
from chophien.companies.tables import Company, Delegate
from chophien.fairs.registering.actions import AlreadyRegistered, Recipient, admit_newcomer, register_known
from chophien.fairs.tables import Fair, Participation
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from tests.factories.companies import PASSWORD, make_registration
from tests.factories.fairs import make_fair, make_organizer, make_participation

HASHED = password_hash(PASSWORD)
AT_ONCE = 50


async def _counts() -> list[int]:
    tables = (Person, Role, SignInSession, Company, Delegate, Product, Participation, OutgoingMessage)
    return [await table.count() for table in tables]


@pytest.mark.parametrize("table", ["outgoing_message", "mailed_link", "participation", "product"])
async def test_when_a_late_step_fails_nothing_is_left_of_the_earlier_ones(database: str, table: str) -> None:
    fair = await make_fair(await make_organizer())
    before = await _counts()
    # A column that is gone makes that step fail in the database itself.
    column = {"outgoing_message": "subject", "mailed_link": "expires_at", "participation": "reason", "product": "unit"}
    await Fair.raw(f'ALTER TABLE "{table}" RENAME COLUMN "{column[table]}" TO "moved"')
    with pytest.raises(Exception, match=column[table]):
        await admit_newcomer(fair, make_registration(), hashed_password=HASHED, at=now())
    await Fair.raw(f'ALTER TABLE "{table}" RENAME COLUMN "moved" TO "{column[table]}"')
    assert await _counts() == before
    await admit_newcomer(fair, make_registration(), hashed_password=HASHED, at=now())
    assert [after - b for after, b in zip(await _counts(), before, strict=True)] == [1, 1, 0, 1, 2, 1, 1, 2]


async def _all_ask_for_one_tax_code(fair: Fair) -> Counter[str]:
    async def ask() -> str:
        try:
            await admit_newcomer(fair, make_registration(tax_code="0100109106"), hashed_password=HASHED, at=now())
        except TaxCodeTaken:
            return "refused"
        return "registered"

    return Counter(await asyncio.gather(*[ask() for _ in range(AT_ONCE)]))


async def test_of_fifty_who_register_one_tax_code_at_once_one_gets_it(database: str) -> None:
    fair = await make_fair(await make_organizer())
    people = await Person.count()
    assert await _all_ask_for_one_tax_code(fair) == {"registered": 1, "refused": AT_ONCE - 1}
    assert await Company.count() == 1
    assert await Participation.count() == 1
    assert await Person.count() == people + 1
    assert await Product.count() == 1


async def test_without_the_unique_index_all_fifty_would_get_it(database: str) -> None:
    await Fair.raw('DROP INDEX "unique_company__tax_code"')
    fair = await make_fair(await make_organizer())
    assert await _all_ask_for_one_tax_code(fair) == {"registered": AT_ONCE}
    assert await Company.count() == AT_ONCE


async def test_a_known_company_that_presses_ten_times_at_once_is_registered_once(database: str) -> None:
    organizer = await make_organizer()
    known = await make_participation(await make_fair(organizer))
    fair = await make_fair(organizer, name="Hội chợ mùa thu")
    recipient = Recipient(known.person.id, known.person.name, known.person.email, "vi")

    async def press() -> str:
        registration = make_registration(name="Hợp tác xã Nón lá Chuông")
        try:
            await register_known(fair, known.company, registration, recipient, at=now())
        except AlreadyRegistered:
            return "refused"
        return "registered"

    assert Counter(await asyncio.gather(*[press() for _ in range(10)])) == {"registered": 1, "refused": 9}
    assert await Participation.count().where(Participation.fair == fair.id) == 1
    assert await Product.count().where(Product.company == known.company.id) == 1
