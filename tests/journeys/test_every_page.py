"""Everybody walks the sample fair along its links: every kind of page, in both languages, on a phone and at a desk."""

import pytest
from playwright.sync_api import Browser as Chromium

from chophien.sample.load import DEMO_PASSWORD
from chophien.sample.world import build_world
from tests.journeys.conftest import People, Site
from tests.journeys.walking import Data, Walk, sign_in

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


def test_a_long_list_is_looked_through_by_a_word_without_its_marks(sample_fair: Site, people: People) -> None:
    head = next(person for person in build_world().demo if person.role == "organizer")
    page = people(head.name)
    sign_in(page, head.email, DEMO_PASSWORD)
    page.goto("/organizer/fairs/hoi-cho-lang-nghe-2026/timetable/repair")
    page.click("summary:has-text('Ai vắng hay đến muộn?')")
    choices = page.locator("#f-absent .check")
    everybody = choices.count()
    chosen = choices.filter(visible=True).first.inner_text()
    choices.first.click()
    page.fill("#f-absent [data-narrows]", "GOM")
    left = choices.filter(visible=True).all_inner_texts()
    assert 2 < len(left) < everybody
    assert left[0] == chosen
    assert all("gốm" in name.casefold() for name in left[1:])
    page.keyboard.press("Enter")
    assert page.url.endswith("/repair")
    assert choices.filter(has=page.locator(":checked")).all_inner_texts() == [chosen]
