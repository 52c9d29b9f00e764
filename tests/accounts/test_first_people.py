"""The commands that let the first people in."""

import asyncio
import contextlib

import pytest
from click.testing import CliRunner

from chophien.accounts.actions import EmailTaken, give_role, make_organizer, make_person
from chophien.accounts.queries import identity_behind, person_by_email
from chophien.accounts.tables import Organizer, Role, RoleKind
from chophien.cli import main
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_fair, make_signer
from tests.factories.fairs import make_organizer as make_staff


async def test_an_organizers_first_person_signs_in_and_lands_at_work(browser: Browser) -> None:
    organizer = await make_organizer(
        name="Sở Công Thương", person_name="Hà", email="Ha@Cong.example", password="hoa sen trang", at=now()
    )
    answer = await browser.sign_in("ha@cong.example", "hoa sen trang")
    identity = await identity_behind(browser.cookies["session"], now())
    assert (answer.status_code, answer.headers["location"]) == (303, "/organizer")
    assert identity is not None
    assert (identity.kinds, identity.organizer_ids) == (frozenset({RoleKind.OWNER}), frozenset({organizer.id}))


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


async def test_a_platform_administrator_is_let_in_and_reaches_no_organizer(browser: Browser) -> None:
    person = await make_person(email="quan@tri.example", name="Quản", password="hoa sen trang", at=now())
    await give_role(person.id, RoleKind.PLATFORM)
    answer = await browser.sign_in("quan@tri.example", "hoa sen trang")
    assert answer.headers["location"] == "/platform"
    assert (await browser.get("/organizer")).status_code == 403


@pytest.mark.parametrize("kind", [RoleKind.PLATFORM, RoleKind.PRODUCER])
async def test_a_role_without_an_organizer_is_given_once_also_to_many_at_once(database: str, kind: RoleKind) -> None:
    person = await make_person(email="lan@muoi.example", name="Lan", password="hoa sen trang", at=now())
    await asyncio.gather(*[give_role(person.id, kind) for _ in range(10)])
    assert await Role.count().where(Role.person == person.id) == 1


async def test_a_viewer_sees_what_planners_see_and_changes_nothing(browser: Browser) -> None:
    staff = await make_staff()
    fair = await make_fair(staff)
    viewer = await make_signer("Người Xem")
    await give_role(viewer.id, RoleKind.VIEWER, organizer_id=staff.organizer.id)
    await browser.sign_in(viewer.email, PASSWORD)
    seen = await browser.get(f"/organizer/fairs/{fair.slug}")
    tried = await browser.send_form(f"/organizer/fairs/{fair.slug}/close")
    assert (seen.status_code, tried.status_code) == (200, 403)
    assert (await Fair.select(Fair.state).first() or {})["state"] == "open"


async def test_who_plans_for_one_organizer_and_looks_on_at_another_changes_only_the_first(browser: Browser) -> None:
    ours, others = await make_staff(), await make_staff("Trung tâm khác")
    fair = await make_fair(others)
    await give_role(ours.person.id, RoleKind.VIEWER, organizer_id=others.organizer.id)
    await browser.sign_in(ours.person.email, PASSWORD)
    assert (await browser.get(f"/organizer/fairs/{fair.slug}")).status_code == 200
    assert (await browser.send_form(f"/organizer/fairs/{fair.slug}/close")).status_code == 404
