"""Looking after the installation: organizers with a first owner, accounts shut and opened; nobody's rows are seen."""

import re

from chophien.accounts.actions import give_role
from chophien.accounts.tables import Organizer, Person, Role, RoleKind
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_signer


async def _administrator(browser: Browser) -> Person:
    person = await make_signer("Quản Trị")
    await give_role(person.id, RoleKind.PLATFORM)
    assert (await browser.sign_in(person.email, PASSWORD)).headers["location"] == "/platform"
    return person


async def test_a_new_organizer_gets_its_first_owner_by_invitation(browser: Browser) -> None:
    await _administrator(browser)
    assert (await browser.send_form("/platform", name="", email="x")).status_code == 422
    assert (await browser.send_form("/platform", name="Sở Công Thương", email="Hai@so.example")).status_code == 303
    assert "Đã mời: hai@so.example." in (await browser.get("/platform")).text
    mail = await OutgoingMessage.objects().where(OutgoingMessage.kind == "invitation").first()
    assert mail
    found = re.search(r"http://fair\.test(/invitations/\S+)", mail.body_text)
    assert found
    async with new_browser() as theirs:
        entered = await theirs.send_form(found[1], name="Hai", password="hoa sen trang", consent="yes")
        assert entered.headers["location"] == "/organizer"
        assert (await theirs.get("/organizer/staff")).status_code == 200
    organizer = await Organizer.objects().first()
    assert organizer
    again = await browser.send_form(f"/platform/organizers/{organizer.id}/invite", email="ba@so.example")
    assert (again.status_code, "hai@so.example" in (await browser.get("/platform")).text) == (303, True)
    assert (await browser.send_form("/platform/organizers/999/invite", email="ba@so.example")).status_code == 404


async def test_a_shut_account_is_out_at_once_and_comes_back(browser: Browser) -> None:
    own = await _administrator(browser)
    staff = await make_organizer()
    async with new_browser() as theirs:
        await theirs.sign_in(staff.person.email, PASSWORD)
        found = await browser.get(f"/platform?q={staff.person.email}")
        assert f"/platform/people/{staff.person.id}/shut" in found.text
        assert (await browser.send_form(f"/platform/people/{staff.person.id}/shut")).status_code == 303
        assert (await theirs.get("/organizer")).status_code == 303
        assert (await theirs.sign_in(staff.person.email, PASSWORD)).status_code == 422
        assert (await browser.send_form(f"/platform/people/{staff.person.id}/open")).status_code == 303
        assert (await theirs.sign_in(staff.person.email, PASSWORD)).status_code == 303
    assert (await browser.send_form(f"/platform/people/{own.id}/shut")).status_code == 409
    assert (await browser.get("/platform?q=%25")).text.count("entry-name") == 1


async def test_an_administrator_reaches_no_organizers_rows(browser: Browser) -> None:
    await _administrator(browser)
    fair = await make_fair(await make_organizer())
    pages = [f"/organizer/fairs/{fair.slug}", f"/desk/fairs/{fair.slug}", f"/my/fairs/{fair.slug}", "/organizer/log"]
    assert [(await browser.get(page)).status_code for page in pages] == [403] * 4
    assert await Role.count().where(Role.kind == RoleKind.PLATFORM) == 1
