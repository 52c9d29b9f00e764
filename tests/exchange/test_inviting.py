"""Imported companies are invited, set a password, check their data and take over their own profile."""

import re

from chophien.accounts.tables import Person, Role
from chophien.companies.tables import Company, Delegate, DelegateInvitation
from chophien.exchange.tables import ImportedParticipation
from chophien.fairs.tables import Fair, Participation
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.exchange.sheets import workbook
from tests.exchange.test_importing import _begin, _confirm, _send
from tests.factories.companies import distributor_form
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation, make_signer

HEADERS = ("Tên đơn vị", "Email", "Người liên hệ", "Email người liên hệ")
ROWS = (
    ("Siêu thị Sen Hồng", "chung@sen.example", "Lê Thị Mai", "mai@sen.example"),
    ("Tre Việt", "tre@viet.example", "", ""),
    ("Không Địa Chỉ", "", "", ""),
)


async def _imported(browser: Browser) -> Fair:
    _staff, fair = await _begin(browser)
    await _confirm(browser, await _send(browser, fair, workbook(HEADERS, *ROWS)))
    return fair


async def _link(address: str) -> str:
    message = (
        await OutgoingMessage.objects()
        .where(OutgoingMessage.to_address == address)
        .order_by(OutgoingMessage.id, ascending=False)
        .first()
    )
    assert message is not None
    found = re.search(r"/join/[\w-]+", message.body_text)
    assert found is not None
    return found[0]


async def test_everybody_with_an_address_is_invited_once_and_again_only_by_name(browser: Browser) -> None:
    fair = await _imported(browser)
    url = f"/organizer/fairs/{fair.slug}/invitations"
    page = (await browser.get(url)).text
    assert [words for words in ("mai@sen.example", "chưa có địa chỉ thư", "Mời 2 đơn vị") if words not in page] == []
    assert (await browser.send_form(url)).status_code == 303
    assert (await browser.send_form(url)).status_code == 404
    sent = await OutgoingMessage.select(OutgoingMessage.to_address, OutgoingMessage.fair_id).order_by(
        OutgoingMessage.id
    )
    assert sent == [
        {"to_address": "mai@sen.example", "fair_id": None},
        {"to_address": "tre@viet.example", "fair_id": None},
    ]
    marks = await ImportedParticipation.select(ImportedParticipation.invited_at).order_by(ImportedParticipation.id)
    assert [mark["invited_at"] is not None for mark in marks] == [True, True, False]
    first = await _link("mai@sen.example")
    row = re.search(r'name="participation" value="(\d+)"', (await browser.get(url)).text)
    assert row is not None
    assert (await browser.send_form(url, participation=row[1])).status_code == 303
    assert await DelegateInvitation.count() == 2
    assert (await browser.get(first)).status_code == 410


async def test_whoever_was_invited_sets_a_password_and_takes_the_profile_over(browser: Browser) -> None:
    fair = await _imported(browser)
    await browser.send_form(f"/organizer/fairs/{fair.slug}/invitations")
    link = await _link("mai@sen.example")
    async with new_browser() as mai:
        assert (await mai.get(link)).text.count("Siêu thị Sen Hồng") >= 1
        wrong = await mai.send_form(link, delegate_name="", password="short")
        assert (wrong.status_code, wrong.text.count("Cần sửa:")) == (422, 3)
        joined = await mai.send_form(link, delegate_name="Lê Thị Mai", password=PASSWORD, consent="yes")
        assert (joined.status_code, joined.headers["location"]) == (303, "/my/company")
        assert "Xin xem lại thông tin đơn vị" in (await mai.get("/my/company")).text
        assert (await mai.get(f"/my/fairs/{fair.slug}")).status_code == 200
        assert (await mai.get(link)).status_code == 410
    assert await Person.select(Person.email, Person.awaits_proof).where(Person.name == "Lê Thị Mai") == [
        {"email": "mai@sen.example", "awaits_proof": False}
    ]
    seat = await Delegate.select(Delegate.owner, Delegate.person.email.as_alias("email")).where(
        Delegate.name == "Lê Thị Mai"
    )
    assert seat == [{"owner": True, "email": "mai@sen.example"}]
    again = await _send(browser, fair, workbook(HEADERS, ("Siêu thị Sen Hồng", "khac@sen.example", "", "")))
    assert "tự giữ hồ sơ" in (await browser.get(again)).text
    assert await Company.exists().where(Company.email == "khac@sen.example") is False


async def test_somebody_with_an_account_signs_in_first_and_a_stranger_gets_nowhere(browser: Browser) -> None:
    fair = await _imported(browser)
    tre, stranger = await make_signer("Tre"), await make_signer("Kẻ Lạ")
    await Person.update({Person.email: "tre@viet.example"}).where(Person.id == tre.id)
    await browser.send_form(f"/organizer/fairs/{fair.slug}/invitations")
    link = await _link("tre@viet.example")
    async with new_browser() as anybody:
        assert "Xin đăng nhập để nhận lời mời" in (await anybody.get(link)).text
        forced = await anybody.send_form(link, delegate_name="Ai", password=PASSWORD, consent="yes")
        assert forced.status_code == 422
        await anybody.sign_in(stranger.email, PASSWORD)
        assert (await anybody.send_form(link)).status_code == 409
    assert await Delegate.exists().where(Delegate.person == stranger.id) is False
    async with new_browser() as owner:
        await owner.sign_in("tre@viet.example", PASSWORD)
        assert (await owner.send_form(link)).headers["location"] == "/my/company"
    assert await Role.select(Role.kind).where(Role.person == tre.id) == [{"kind": "distributor"}]


async def test_an_account_speaks_for_one_company_only(browser: Browser) -> None:
    fair = await _imported(browser)
    own = await make_participation(await make_fair(await make_organizer("Khác")), "distributor")
    await Person.update({Person.email: "tre@viet.example"}).where(Person.id == own.person.id)
    await browser.send_form(f"/organizer/fairs/{fair.slug}/invitations")
    link = await _link("tre@viet.example")
    async with new_browser() as theirs:
        await theirs.sign_in("tre@viet.example", PASSWORD)
        assert (await theirs.send_form(link)).status_code == 409
    assert await Delegate.count().where(Delegate.person == own.person.id) == 1


async def test_a_company_that_confirms_first_counts_once_its_own_people_saved_its_details(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    url = await _send(browser, fair, workbook(HEADERS, *ROWS), confirm_first="yes")
    await _confirm(browser, url)
    await browser.send_form(f"/organizer/fairs/{fair.slug}/invitations")
    async with new_browser() as mai:
        link = await _link("mai@sen.example")
        await mai.send_form(link, delegate_name="Lê Thị Mai", password=PASSWORD, consent="yes")
        assert await _states() == ["waiting", "waiting", "waiting"]
        typed = distributor_form(name="Siêu thị Sen Hồng")
        assert (await mai.send_form("/my/company", **typed)).headers["location"] == "/my"
        assert "nay chính thức tham gia" in (await mai.get("/my")).text
        assert (await mai.send_form("/my/company", **typed)).headers["location"] == "/my/company"
    assert await _states() == ["approved", "waiting", "waiting"]


async def _states() -> list[str]:
    return [row["state"] for row in await Participation.select(Participation.state).order_by(Participation.id)]
