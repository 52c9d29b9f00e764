"""Broken constraints are named alike on both engines, and become refusals."""

import asyncio

import pytest

from chophien.accounts.actions import EmailTaken, add_person
from chophien.accounts.tables import Organizer, Person
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.database import transaction
from chophien.support.database.conflicts import INTEGRITY_ERRORS, broken_constraint, lock, refusing
from chophien.support.refusal import Refusal


async def test_a_broken_unique_index_has_the_same_name_on_both_engines(database: str) -> None:
    await Person(email="lan@muoi.example", name="Lan", password_hash="-", created_at=now()).save()
    with pytest.raises(INTEGRITY_ERRORS) as caught:
        await Person(email="lan@muoi.example", name="Anh", password_hash="-", created_at=now()).save()
    assert broken_constraint(caught.value) == "unique_person__email"


async def test_a_conflict_nobody_named_is_not_swallowed(database: str) -> None:
    with pytest.raises(INTEGRITY_ERRORS):
        async with refusing(unique_person__email=Refusal("tên khác")), transaction():
            await Fair(organizer=999, slug="khong-co", name_vi="Không có").save()


async def test_of_fifty_people_who_take_one_address_at_once_one_gets_it(database: str) -> None:
    outcomes = await asyncio.gather(
        *(add_person(email="lan@muoi.example", name=f"Lan {n}", hashed_password="-", at=now()) for n in range(50)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, EmailTaken)]
    assert (len(refused), await Person.count()) == (49, 1)


async def test_a_lock_makes_read_and_write_one_step(database: str) -> None:
    await Organizer(name="đếm", email="", phone="0", created_at=now()).save()

    async def count_up() -> None:
        async with transaction():
            await lock("organizer", 2, 1)
            (row,) = await Organizer.select(Organizer.phone)
            await Organizer.update({Organizer.phone: str(int(row["phone"]) + 1)}, force=True)

    await asyncio.gather(*(count_up() for _ in range(30)))
    assert await Organizer.select(Organizer.phone) == [{"phone": "30"}]
