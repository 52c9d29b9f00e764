"""The commands that let the first people in."""

import contextlib

from click.testing import CliRunner

from chophien.accounts.actions import EmailTaken, make_organizer
from chophien.accounts.queries import identity_behind, person_by_email
from chophien.accounts.tables import Organizer, RoleKind
from chophien.cli import main
from chophien.support.clock import now
from tests.conftest import Browser


async def test_an_organizers_first_person_signs_in_and_lands_at_work(browser: Browser) -> None:
    organizer = await make_organizer(
        name="Sở Công Thương", person_name="Hà", email="Ha@Cong.example", password="hoa sen trang", at=now()
    )
    answer = await browser.sign_in("ha@cong.example", "hoa sen trang")
    identity = await identity_behind(browser.cookies["session"], now())
    assert (answer.status_code, answer.headers["location"]) == (303, "/organizer")
    assert identity is not None
    assert (identity.kinds, identity.organizer_ids) == (frozenset({RoleKind.ORGANIZER}), frozenset({organizer.id}))


async def test_when_the_address_is_taken_no_organizer_is_left_behind(browser: Browser) -> None:
    for name in ("Sở Công Thương", "Sở Du lịch"):
        with contextlib.suppress(EmailTaken):
            await make_organizer(
                name=name, person_name="Hà", email="ha@cong.example", password="hoa sen trang", at=now()
            )
    assert await Organizer.select(Organizer.name) == [{"name": "Sở Công Thương"}]
    assert await person_by_email("ha@cong.example") is not None


def test_a_weak_password_is_refused_before_anything_is_written() -> None:
    words = ["add-organizer", "--organizer", "Sở", "--name", "Hà", "--email", "ha@cong.example", "--password", "hoa"]
    outcome = CliRunner().invoke(main, words)
    assert (outcome.exit_code, "--password" in outcome.output) == (2, True)
