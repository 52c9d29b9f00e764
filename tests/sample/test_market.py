"""The sample's papers, wishes and pictures: believable, the same each time, and something to see for everybody."""

from datetime import UTC, datetime

from chophien.accounts.tables import Person
from chophien.catalogue.queries import papers_of, wishes_of
from chophien.catalogue.tables import Paper, ProductPicture, Want
from chophien.companies.tables import Company, Delegate
from chophien.files.tables import StoredFile
from chophien.sample.load import load_world
from chophien.sample.load_market import PICTURES
from chophien.sample.products import GROUPS
from chophien.sample.still_lifes import still_life
from chophien.sample.streams import stream
from chophien.sample.world import build_world

AT = datetime(2026, 11, 1, 3, tzinfo=UTC)


async def test_every_state_of_a_paper_and_every_wish_is_there(sqlite_database: str) -> None:
    world = build_world()
    await load_world(world, hashed_password="x", at=AT)
    companies = [row["id"] for row in await Company.select(Company.id)]
    papers = [line for lines in (await papers_of(companies, AT.date())).values() for line in lines]
    assert {line.state.value for line in papers} == {"valid", "soon", "expired", "missing"}
    assert sum(line.needs_care for line in papers) < len(papers) / 4
    email = next(one.email for one in world.demo if one.role == "producer")
    seat = await Delegate.select(Delegate.company).where(
        Delegate.person.is_in(Person.select(Person.id).where(Person.email == email))
    )
    shown = await papers_of([seat[0]["company"]], AT.date())
    assert "soon" in {line.state.value for line in shown[seat[0]["company"]]}
    assert await Want.count() == len(world.distributors)
    assert not any(wish.is_empty for wish in (await wishes_of(companies)).values())
    assert (await ProductPicture.count(), await StoredFile.count()) == (PICTURES, PICTURES)
    largest = max(row["size"] for row in await StoredFile.select(StoredFile.size))
    assert largest < 40_000


def test_the_same_seed_gives_the_same_drawing() -> None:
    drawings = {group: [still_life(group, stream(7, "x")).content for _again in range(2)] for group in GROUPS}
    assert [group for group, (one, other) in drawings.items() if one != other] == []
    assert len({one for one, _other in drawings.values()}) == len(GROUPS)


async def test_the_same_seed_gives_the_same_papers(sqlite_database: str) -> None:
    world = build_world()
    await load_world(world, hashed_password="x", at=AT)
    numbers = sorted(row["number"] for row in await Paper.select(Paper.number))
    assert (numbers[0], len(numbers)) == ("1006/2025/TRAD", 167)
