"""Everybody walks the sample fair along its links: every kind of page, in both languages, on a phone and at a desk."""

import pytest
from playwright.sync_api import Browser as Chromium

from chophien.sample.load import DEMO_PASSWORD
from chophien.sample.world import build_world
from tests.journeys.conftest import Site
from tests.journeys.walking import Data, Walk

ADMINISTRATOR = "quan-tri@chophien.example"
HOMES = {
    "organizer": "/organizer",
    "producer": "/my",
    "distributor": "/my",
    "interpreter_desk": "/desk",
    "cohost": "/cohost",
}


@pytest.fixture(scope="module")
def sample_fair(site: Site) -> Site:
    """The installation with the sample fair and an administrator."""
    site.command("demo", "--no-serve", "--seconds", "4")
    who = ("--name", "Quản trị", "--email", ADMINISTRATOR, "--password", DEMO_PASSWORD)
    site.command("add-administrator", *who)
    return site


def test_every_page_fits_speaks_both_languages_and_leads_somewhere(
    sample_fair: Site, browser_program: Chromium
) -> None:
    walk = Walk(browser_program, sample_fair.url, Data.of(sample_fair.var / "chophien.sqlite"))
    walk.along("anybody", ["/", "/fairs"])
    for person in build_world().demo:
        walk.along(person.role, [HOMES[person.role]], email=person.email, password=DEMO_PASSWORD)
    walk.along("administrator", ["/platform"], email=ADMINISTRATOR, password=DEMO_PASSWORD)
    assert walk.wrong == []
    # A walk that was turned away at the door would find nothing wrong.
    assert len(walk.kinds) > 95
