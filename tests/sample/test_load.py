"""The sample world becomes rows: all of it, once, on either engine."""

from collections import Counter

import pytest

from chophien.accounts.actions import sign_in
from chophien.accounts.queries import identity_behind
from chophien.accounts.rules import password_hash
from chophien.accounts.tables import Organizer, Person
from chophien.booths.tables import BoothBooking
from chophien.catalogue.tables import CraftVillage, Product
from chophien.companies.tables import Company, Delegate
from chophien.engine.wire import read_problem, write_problem
from chophien.fairs.tables import Booth, CoHost, Fair, MeetingTable, Participation, ParticipationState, Slot
from chophien.matchmaking.tables import Absence, MeetingRequest
from chophien.sample.load import DEMO_PASSWORD, Loaded, load_world
from chophien.sample.shapes import Distributor, Producer
from chophien.sample.world import build_world
from chophien.support.clock import now
from chophien.support.folding import folded
from chophien.timetable.load_problem import fair_problem
from tests.sample.problems import as_problem

WORLD = build_world()


async def _load() -> Loaded:
    return await load_world(WORLD, hashed_password=password_hash(DEMO_PASSWORD), at=now())


async def _tallies() -> dict[str, int]:
    tables = (Organizer, Company, Delegate, Product, CraftVillage, Fair, CoHost, Slot, MeetingTable, Booth)
    others = (Participation, BoothBooking, MeetingRequest, Absence)
    return {table.__name__: await table.count() for table in (*tables, *others)}


async def test_the_whole_world_is_written_once(database: str) -> None:
    first = await _load()
    tallies = await _tallies()
    second = await _load()
    assert (first.is_new, second.is_new) == (True, False)
    assert first.fair_id == second.fair_id
    assert first.counts == second.counts
    assert await _tallies() == tallies
    everybody: list[Producer | Distributor] = [*WORLD.producers, *WORLD.distributors]
    assert tallies == {
        "Organizer": 1,
        "Company": 189,
        "Delegate": sum(len(one.delegates) for one in [*everybody, *WORLD.applicants]),
        "Product": sum(len(one.products) for one in (*WORLD.producers, *WORLD.applicants)),
        "CraftVillage": len(WORLD.villages),
        "Fair": 1,
        "CoHost": 5,
        "Slot": 36,
        "MeetingTable": 36,
        "Booth": 100,
        "Participation": 189,
        "BoothBooking": 84,
        "MeetingRequest": 1300,
        "Absence": sum(len(one.away) for one in everybody),
    }


async def test_rows_say_what_the_world_says(sqlite_database: str) -> None:
    loaded = await _load()
    rows = await MeetingRequest.select(
        MeetingRequest.producer._.company.name,
        MeetingRequest.distributor._.company.name,
        MeetingRequest.weight,
        MeetingRequest.state,
        MeetingRequest.note,
    ).where(MeetingRequest.fair == loaded.fair_id)
    names = {one.key: one.name for one in WORLD.producers} | {one.key: one.name for one in WORLD.distributors}
    assert Counter(tuple(row.values()) for row in rows) == Counter(
        (names[r.producer_key], names[r.distributor_key], r.weight, r.answer, r.note) for r in WORLD.requests
    )
    bookings = await BoothBooking.select(BoothBooking.booth.code, BoothBooking.participation._.company.name)
    assert {tuple(row.values()) for row in bookings} == {
        (booking.booth_code, names[booking.producer_key]) for booking in WORLD.bookings
    }
    products = await Product.select(Product.name, Product.folded_name, Product.company.name, Product.place.code)
    assert Counter((row["name"], row["company.name"], row["place.code"]) for row in products) == Counter(
        (product.name.vi, one.name, one.district_code)
        for one in (*WORLD.producers, *WORLD.applicants)
        for product in one.products
    )
    assert all(row["folded_name"] == folded(row["name"]) for row in products)
    waiting = await Participation.select(Participation.company.name).where(
        Participation.state == ParticipationState.WAITING
    )
    assert {row["company.name"] for row in waiting} == {one.name for one in WORLD.applicants}


async def test_the_rows_make_the_same_problem_as_the_world(sqlite_database: str) -> None:
    loaded = await _load()
    problem = await fair_problem(loaded.fair_id)
    assert read_problem(write_problem(problem)) == problem
    wanted = as_problem(WORLD)
    assert (len(problem.requests), len(problem.slots), len(problem.places), len(problem.interpreters)) == tuple(
        len(wanted[part]) for part in ("requests", "slots", "places", "interpreters")
    )
    assert sorted(request.weight for request in problem.requests) == sorted(r["weight"] for r in wanted["requests"])
    assert sum(request.interpreting is not None for request in problem.requests) == sum(
        "interpreting" in request for request in wanted["requests"]
    )
    assert sum(request.fixed is not None for request in problem.requests) == 6
    # Whoever has no accepted request is in no problem.
    met = {side for request in wanted["requests"] for side in request["between"]}
    assert len(problem.participants) == len(met)
    assert sum(len(one.away) for one in problem.participants) == sum(
        len(one["away"]) for one in wanted["participants"] if one["id"] in met
    )


async def test_the_world_moves_in_beside_what_is_there(sqlite_database: str) -> None:
    other = Organizer(name="Sở Công Thương", email="sct@thu.example", created_at=now())
    await other.save()
    await _load()
    assert await Organizer.count() == 2
    assert await Person.exists().where(Person.email == WORLD.demo[0].email)


@pytest.mark.parametrize(
    ("number", "home"),
    [(0, "/organizer"), (1, "/my"), (2, "/my"), (3, "/desk"), (4, "/cohost")],
    ids=[p.role for p in WORLD.demo],
)
async def test_each_demo_person_signs_in_to_its_work(sqlite_database: str, number: int, home: str) -> None:
    await _load()
    entrance = await sign_in(email=WORLD.demo[number].email, password=DEMO_PASSWORD, at=now())
    identity = await identity_behind(entrance.token, now())
    assert identity is not None
    assert (identity.name, identity.home) == (WORLD.demo[number].name, home)


async def test_every_company_has_somebody_who_can_sign_in(sqlite_database: str) -> None:
    await _load()
    rows = await Delegate.select(Delegate.company).where(Delegate.person.is_not_null())
    assert len({row["company"] for row in rows}) == len(rows) == 189
