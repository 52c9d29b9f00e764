"""The second step of signing in: codes of an authenticator, each once, and codes on paper, each once."""

import re
from datetime import timedelta

import pyotp
import pytest

from chophien.accounts.actions.second_step import WrongCode, take_second_step
from chophien.accounts.actions.signing_in import sign_in
from chophien.accounts.tables import Person, RecoveryCode, Role, RoleKind
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_organizer, make_signer

PAGE = "/account/second-step"


async def _turned_on(browser: Browser, email: str) -> tuple[pyotp.TOTP, list[str]]:
    await browser.sign_in(email, PASSWORD)
    found = re.search(r'name="secret" value="([A-Z2-7]{32})"', (await browser.get(PAGE)).text)
    assert found
    totp = pyotp.TOTP(found[1])
    # The step before the present one is good too; so a test may sign in with the present one at once.
    code = totp.at(int(now().timestamp()) - 30)
    shown = await browser.send_form(PAGE, secret=found[1], code=code, password=PASSWORD)
    assert shown.status_code == 200
    return totp, re.findall(r">([a-z2-9]{5}-[a-z2-9]{5})<", shown.text)


async def test_with_it_a_password_alone_opens_nothing_and_a_code_opens_once(browser: Browser) -> None:
    person = await make_signer("Lan")
    totp, codes = await _turned_on(browser, person.email)
    assert len(codes) == 10
    code = totp.now()
    async with new_browser() as theirs:
        answer = await theirs.sign_in(person.email, PASSWORD)
        assert answer.headers["location"] == "/sign-in/second-step?next=%2F"
        assert (await theirs.get("/account")).status_code == 303
        assert (await theirs.get("/sign-in/second-step")).status_code == 200
        wrong = "000000" if code != "000000" else "111111"
        assert (await theirs.send_form("/sign-in/second-step", code=wrong)).status_code == 422
        assert (await theirs.send_form("/sign-in/second-step", code=code, next="/account")).status_code == 303
        assert (await theirs.get("/account")).status_code == 200
    async with new_browser() as thief:
        await thief.sign_in(person.email, PASSWORD)
        assert (await thief.send_form("/sign-in/second-step", code=code)).status_code == 422
        assert (await thief.get("/account")).status_code == 303


async def test_a_code_on_paper_stands_in_once_and_new_ones_end_the_old(browser: Browser) -> None:
    person = await make_signer("Lan")
    _totp, codes = await _turned_on(browser, person.email)
    kept = str(await RecoveryCode.select())
    assert not any(code in kept for code in codes)
    for code, status in [(codes[0].upper(), 303), (codes[0], 422)]:
        async with new_browser() as theirs:
            await theirs.sign_in(person.email, PASSWORD)
            assert (await theirs.send_form("/sign-in/second-step", code=code)).status_code == status
    assert "9" in (await browser.get(PAGE)).text
    assert (await browser.send_form(f"{PAGE}/codes", codes_password="sai mat khau")).status_code == 422
    renewed = await browser.send_form(f"{PAGE}/codes", codes_password=PASSWORD)
    assert codes[1] not in renewed.text
    async with new_browser() as theirs:
        await theirs.sign_in(person.email, PASSWORD)
        assert (await theirs.send_form("/sign-in/second-step", code=codes[1])).status_code == 422


async def test_codes_cannot_be_guessed_fast(browser: Browser) -> None:
    person = await make_signer("Lan")
    await _turned_on(browser, person.email)
    async with new_browser() as thief:
        await thief.sign_in(person.email, PASSWORD)
        tried = [(await thief.send_form("/sign-in/second-step", code="zzzzz-zzzzz")).status_code for _ in range(6)]
    assert tried == [422] * 5 + [429]


async def test_whoever_waits_too_long_begins_again(sqlite_database: str) -> None:
    person = await make_signer("Lan")
    secret = pyotp.random_base32(32)
    await Person.update({Person.totp_secret: secret}).where(Person.id == person.id)
    entrance = await sign_in(email=person.email, password=PASSWORD, at=now())
    assert entrance.needs_second_step
    late = now() + timedelta(minutes=11)
    with pytest.raises(Exception, match="từ đầu"):
        await take_second_step(entrance.token, pyotp.TOTP(secret).at(late), host="", at=late)
    with pytest.raises(WrongCode):
        await take_second_step(entrance.token, "", host="", at=now())


async def test_a_forgotten_password_does_not_open_an_account_with_it(browser: Browser) -> None:
    person = await make_signer("Lan")
    await _turned_on(browser, person.email)
    async with new_browser() as theirs:
        await theirs.send_form("/forgot-password", email=person.email)
        mails = await OutgoingMessage.objects().where(OutgoingMessage.kind == "forgot_password")
        found = re.search(r"http://fair\.test(/forgot-password/\S+)", mails[-1].body_text)
        assert found
        answer = await theirs.send_form(found[1], password="cay da ben nuoc")
        assert answer.headers["location"].startswith("/sign-in/second-step")
        assert (await theirs.get("/account")).status_code == 303


async def test_an_owner_helps_staff_who_lost_the_phone_unless_they_also_work_elsewhere(browser: Browser) -> None:
    staff, others = await make_organizer(), await make_organizer("Trung tâm khác")
    helped = await make_signer("Lê Văn Sáu")
    await Role(person=helped.id, kind=RoleKind.PLANNER, organizer=staff.organizer.id).save()
    async with new_browser() as theirs:
        await _turned_on(theirs, helped.email)
    await browser.sign_in(staff.person.email, PASSWORD)
    address = f"/organizer/staff/{staff.organizer.id}/people/{helped.id}/second-step"
    await Role(person=helped.id, kind=RoleKind.VIEWER, organizer=others.organizer.id).save()
    assert (await browser.send_form(address)).status_code == 403
    await Role.delete().where(Role.organizer == others.organizer.id, Role.person == helped.id)
    assert (await browser.send_form(address)).status_code == 303
    async with new_browser() as theirs:
        await theirs.sign_in(helped.email, PASSWORD)
        assert (await theirs.get("/account")).status_code == 200
    told = await OutgoingMessage.select(OutgoingMessage.to_address).where(OutgoingMessage.kind == "second_step_off")
    assert told == [{"to_address": helped.email}]


async def test_it_is_turned_off_with_the_password_only(browser: Browser) -> None:
    person = await make_signer("Lan")
    await _turned_on(browser, person.email)
    assert (await browser.send_form(f"{PAGE}/off", off_password="sai mat khau")).status_code == 422
    assert (await browser.send_form(f"{PAGE}/off", off_password=PASSWORD)).status_code == 303
    async with new_browser() as theirs:
        await theirs.sign_in(person.email, PASSWORD)
        assert (await theirs.get("/account")).status_code == 200
