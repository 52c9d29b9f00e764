"""Who works for an organizer: invited, given another role, sent away; another organizer's staff is never found."""

import re

from chophien.accounts.tables import Invitation, Person, Role, RoleKind
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, Staff, make_fair, make_organizer, make_signer

ROOM = "/organizer/staff"


async def _owner(browser: Browser) -> Staff:
    staff = await make_organizer()
    await browser.sign_in(staff.person.email, PASSWORD)
    return staff


async def _mailed_path() -> str:
    mails = await OutgoingMessage.objects().where(OutgoingMessage.kind == "invitation").order_by(OutgoingMessage.id)
    found = re.search(r"http://fair\.test(/invitations/\S+)", mails[-1].body_text)
    assert found
    return found[1]


async def _roles(organizer_id: int) -> list[tuple[str, str]]:
    rows = await Role.select(Role.person.email, Role.kind).where(Role.organizer == organizer_id).order_by(Role.id)
    return [(row["person.email"], row["kind"]) for row in rows]


async def test_somebody_invited_sets_a_password_and_works_for_the_organizer(browser: Browser) -> None:
    staff = await _owner(browser)
    fair = await make_fair(staff)
    here = f"{ROOM}/{staff.organizer.id}"
    assert (await browser.send_form(f"{here}/invite", email="Minh@thu.example", kind="viewer")).status_code == 303
    assert "minh@thu.example" in (await browser.get(ROOM)).text
    path = await _mailed_path()
    async with new_browser() as theirs:
        assert staff.organizer.name in (await theirs.get(path)).text
        weak = await theirs.send_form(path, name="Minh", password="ngan", consent="yes")
        entered = await theirs.send_form(path, name="Minh", password="hoa sen trang", consent="yes")
        assert (weak.status_code, entered.status_code, entered.headers["location"]) == (422, 303, "/organizer")
        assert (await theirs.get(f"/organizer/fairs/{fair.slug}")).status_code == 200
        assert (await theirs.send_form(f"/organizer/fairs/{fair.slug}/publish")).status_code == 403
        assert (await theirs.get(ROOM)).status_code == 403
    async with new_browser() as late:
        assert (await late.get(path)).status_code == 410
    assert (await _roles(staff.organizer.id))[-1] == ("minh@thu.example", "viewer")
    person = await Person.objects().get(Person.email == "minh@thu.example")
    assert person is not None
    assert not person.awaits_proof


async def test_who_has_an_account_joins_with_it_and_nobody_else_can(browser: Browser) -> None:
    staff = await _owner(browser)
    known = await make_signer("Lê Văn Sáu")
    await browser.send_form(f"{ROOM}/{staff.organizer.id}/invite", email=known.email, kind="planner")
    path = await _mailed_path()
    assert (await browser.send_form(path)).status_code == 403
    async with new_browser() as theirs:
        assert "/sign-in?next=" in (await theirs.get(path)).text
        stranger = await theirs.send_form(path, name="Kẻ Lạ", password="hoa sen trang", consent="yes")
        assert stranger.status_code == 422
        await theirs.sign_in(known.email, PASSWORD)
        assert (await theirs.send_form(path)).headers["location"] == "/organizer"
    assert await _roles(staff.organizer.id) == [(staff.person.email, "owner"), (known.email, "planner")]
    again = await browser.send_form(f"{ROOM}/{staff.organizer.id}/invite", email=known.email, kind="desk")
    assert (again.status_code, "đã ở trong ban tổ chức" in again.text) == (422, True)


async def test_a_withdrawn_invitation_and_an_older_one_lead_nowhere(browser: Browser) -> None:
    staff = await _owner(browser)
    here = f"{ROOM}/{staff.organizer.id}"
    await browser.send_form(f"{here}/invite", email="minh@thu.example", kind="desk")
    older = await _mailed_path()
    await browser.send_form(f"{here}/invite", email="minh@thu.example", kind="desk")
    newer = await _mailed_path()
    invitation = await Invitation.objects().first()
    assert invitation
    async with new_browser() as theirs:
        assert [(await theirs.get(path)).status_code for path in (older, newer)] == [410, 200]
        await browser.send_form(f"{here}/invitations/{invitation.id}/withdraw")
        assert (await theirs.send_form(newer, name="Minh", password="hoa sen trang", consent="yes")).status_code == 410


async def test_roles_change_at_once_and_the_last_owner_stays(browser: Browser) -> None:
    staff = await _owner(browser)
    other = await make_signer("Lê Văn Sáu")
    await Role(person=other.id, kind=RoleKind.PLANNER, organizer=staff.organizer.id).save()
    here = f"{ROOM}/{staff.organizer.id}/people"
    async with new_browser() as theirs:
        await theirs.sign_in(other.email, PASSWORD)
        assert (await theirs.get("/organizer")).status_code == 200
        assert (await browser.send_form(f"{here}/{staff.person.id}", kind="viewer")).status_code == 409
        assert (await browser.send_form(f"{here}/{staff.person.id}", kind="none")).status_code == 409
        assert (await browser.send_form(f"{here}/{other.id}", kind="cohost")).status_code == 409
        assert (await browser.send_form(f"{here}/{other.id}", kind="none")).status_code == 303
        assert (await theirs.get("/organizer")).status_code == 403
    assert (await browser.send_form(f"{here}/{other.id}", kind="owner")).status_code == 404
    assert await _roles(staff.organizer.id) == [(staff.person.email, "owner")]


async def test_another_organizers_staff_is_never_found(browser: Browser) -> None:
    await _owner(browser)
    others = await make_organizer("Trung tâm khác")
    theirs = f"{ROOM}/{others.organizer.id}"
    found = [
        await browser.send_form(f"{theirs}/invite", email="minh@thu.example", kind="owner"),
        await browser.send_form(f"{theirs}/people/{others.person.id}", kind="none"),
        await browser.send_form(f"{theirs}/invitations/1/withdraw"),
    ]
    assert [answer.status_code for answer in found] == [404, 404, 404]
    assert "Trung tâm khác" not in (await browser.get(ROOM)).text
    assert await Invitation.count() == 0
