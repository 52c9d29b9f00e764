"""Looking after the installation: organizers with a first owner, accounts shut and opened; nobody's rows are seen."""

import re

from chophien.accounts.actions import give_role
from chophien.accounts.actions.deeds import Deed, note_deed
from chophien.accounts.tables import Organizer, Person, Role, RoleKind
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
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


def _lines(page: str) -> list[list[str]]:
    """The cells of each line of the log, in words."""
    body = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0] if "<tbody>" in page else ""
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("<tr>")[1:]]
    plain = [[re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in row] for row in cells]
    return [[first, who, organizer] for first, who, _when, organizer, _how in plain]


async def test_the_platforms_log_says_who_did_what_to_which_account_and_nothing_of_fairs(browser: Browser) -> None:
    await _administrator(browser)
    staff = await make_organizer("Sở Công Thương")
    fair = await make_fair(staff)
    mai = await make_signer("Mai")
    await give_role(mai.id, RoleKind.DESK, organizer_id=staff.organizer.id)
    async with new_browser() as owner:
        await owner.sign_in(staff.person.email, PASSWORD)
        await owner.send_form(f"/organizer/fairs/{fair.slug}/close")
        await owner.send_form(f"/organizer/staff/{staff.organizer.id}/people/{mai.id}", kind="viewer")
        await owner.send_form(f"/organizer/staff/{staff.organizer.id}/people/{mai.id}", kind="none")
        assert (await owner.get("/platform/log")).status_code == 403
    for deed in ("shut", "open", "erase"):
        await browser.send_form(f"/platform/people/{mai.id}/{deed}")
    about, gone = f"/platform/people/{mai.id}", "Người đã rời hệ thống"
    role = f"/organizer/staff/{staff.organizer.id}/people/{mai.id}"
    told = [
        [f"Đóng tài khoản của người khác {gone} {about}/erase", "Quản Trị", ""],
        [f"Mở lại tài khoản {gone} {about}/open", "Quản Trị", ""],
        [f"Khoá tài khoản {gone} {about}/shut", "Quản Trị", ""],
        [f"Đổi vai trò trong ban tổ chức: không còn vai trò {gone} {role}", staff.person.name, "Sở Công Thương"],
        [f"Đổi vai trò trong ban tổ chức: Ban tổ chức, chỉ xem {gone} {role}", staff.person.name, "Sở Công Thương"],
    ]
    assert _lines((await browser.get("/platform/log")).text) == told
    filtered = {
        f"about={mai.id}": told,
        "about=999": [],
        f"organizer={staff.organizer.id}": told[3:],
        f"person={staff.person.id}": told[3:],
        "deed=Mở lại tài khoản": told[1:2],
    }
    assert {query: _lines((await browser.get(f"/platform/log?{query}")).text) for query in filtered} == filtered
    async with new_browser() as owner:
        await owner.sign_in(staff.person.email, PASSWORD)
        assert "Đổi vai trò trong ban tổ chức: Ban tổ chức, chỉ xem" in (await owner.get("/organizer/log")).text


async def test_the_platforms_log_has_pages(browser: Browser) -> None:
    await _administrator(browser)
    for number in range(52):
        await note_deed(
            Deed(person_id=None, words="Khoá tài khoản", subject=f"{number}", status=303, of_accounts=True), at=now()
        )
    first, second = [await browser.get(f"/platform/log?page={page}") for page in (1, 2)]
    assert (len(_lines(first.text)), len(_lines(second.text))) == (50, 2)
    assert ("page=2" in first.text, "page=1" in second.text) == (True, True)
