"""What people do with their own account: profile, password, address, sessions, and proving the address."""

import re
from datetime import timedelta

import pytest

from chophien.accounts.actions import (
    EmailTaken,
    LinkSpent,
    add_person,
    ask_for_proof,
    make_person,
    open_session,
    prove_address,
)
from chophien.accounts.queries import identity_behind, person_by_email
from chophien.accounts.tables import MailedLink, Person, SignInSession
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from tests.conftest import Browser, new_browser

OLD, NEW = "hoa sen trang", "cay da ben nuoc"


async def _lan(browser: Browser | None = None) -> Person:
    person = await make_person(email="lan@muoi.example", name="Lan", password=OLD, at=now())
    if browser is not None:
        await browser.sign_in("lan@muoi.example", OLD)
    return person


async def _mailed_path() -> str:
    mails = await OutgoingMessage.objects().where(OutgoingMessage.kind == "confirm_email").order_by(OutgoingMessage.id)
    found = re.search(r"http://fair\.test(/confirm-email/\S+)", mails[-1].body_text)
    assert found
    return found[1]


async def _mails() -> list[tuple[str, str]]:
    rows = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.to_address).order_by(OutgoingMessage.id)
    return [(row["kind"], row["to_address"]) for row in rows]


async def test_name_and_language_are_kept_and_spoken_at_once(browser: Browser) -> None:
    await _lan(browser)
    answer = await browser.send_form("/account", name="Nguyễn Thị Lan", language="en")
    page = await browser.get("/account")
    person = await person_by_email("lan@muoi.example")
    assert (answer.status_code, "My account" in page.text, "Saved." in page.text) == (303, True, True)
    assert person is not None
    assert (person.name, person.language) == ("Nguyễn Thị Lan", "en")
    assert (await browser.send_form("/account", name="", language="fr")).status_code == 422


async def test_a_new_password_needs_the_old_one_and_ends_other_sessions_only(browser: Browser) -> None:
    await _lan(browser)
    async with new_browser() as elsewhere:
        await elsewhere.sign_in("lan@muoi.example", OLD)
        wrong = await browser.send_form("/account/password", old_password=NEW, new_password=NEW)
        weak = await browser.send_form("/account/password", old_password=OLD, new_password="ngan")
        assert (await elsewhere.get("/account")).status_code == 200
        right = await browser.send_form("/account/password", old_password=OLD, new_password=NEW)
        assert (wrong.status_code, weak.status_code, right.status_code) == (422, 422, 303)
        assert NEW not in wrong.text
        assert (await elsewhere.get("/account")).status_code == 303
    assert (await browser.get("/account")).status_code == 200
    assert await _mails() == [("password_changed", "lan@muoi.example")]
    async with new_browser() as again:
        assert (await again.sign_in("lan@muoi.example", OLD)).status_code == 422
        assert (await again.sign_in("lan@muoi.example", NEW)).status_code == 303


async def test_whoever_found_an_open_browser_cannot_guess_the_password_fast(browser: Browser) -> None:
    await _lan(browser)
    for _ in range(5):
        await browser.send_form("/account/password", old_password="sai mat khau", new_password=NEW)
    waiting = await browser.send_form("/account/password", old_password=OLD, new_password=NEW)
    async with new_browser() as elsewhere:
        assert (await elsewhere.sign_in("lan@muoi.example", OLD)).status_code == 303
    assert (waiting.status_code, "Xin đợi " in waiting.text) == (429, True)


async def test_signing_out_everywhere_else_leaves_this_browser_in(browser: Browser) -> None:
    await _lan(browser)
    async with new_browser() as elsewhere:
        await elsewhere.sign_in("lan@muoi.example", OLD)
        listed = await browser.get("/account")
        await browser.send_form("/account/sessions/end")
        left = await browser.get("/account")
        assert (listed.text.count("Dùng lần cuối"), left.text.count("Dùng lần cuối")) == (2, 1)
        assert (await elsewhere.get("/account")).status_code == 303


async def test_one_other_device_is_signed_out_and_never_somebody_else_s(browser: Browser) -> None:
    await _lan(browser)
    stranger = await add_person(email="khac@muoi.example", name="Khách", hashed_password="", at=now())
    await open_session(stranger.id, at=now())
    theirs = await SignInSession.objects().get(SignInSession.person == stranger.id)
    assert theirs is not None
    async with new_browser() as lost, new_browser() as kept:
        await lost.sign_in("lan@muoi.example", OLD)
        [gone] = re.findall(r'name="session" value="([0-9]+)"', (await browser.get("/account")).text)
        await kept.sign_in("lan@muoi.example", OLD)
        await browser.send_form("/account/sessions/end", session=gone)
        await browser.send_form("/account/sessions/end", session=str(theirs.id))
        await browser.send_form("/account/sessions/end", session="không phải số")
        answers = [(await one.get("/account")).status_code for one in (browser, lost, kept)]
    assert answers == [200, 303, 200]
    assert await SignInSession.exists().where(SignInSession.id == theirs.id)


async def test_an_address_changes_only_through_the_link_and_the_old_one_is_told(browser: Browser) -> None:
    await _lan(browser)
    wrong = await browser.send_form("/account/email", new_email="lan@moi.example", address_password=NEW)
    asked = await browser.send_form("/account/email", new_email="Lan@Moi.example", address_password=OLD)
    assert (wrong.status_code, asked.status_code) == (422, 303)
    assert await person_by_email("lan@moi.example") is None
    path = await _mailed_path()
    assert "lan@moi.example" in (await browser.get(path)).text
    assert await person_by_email("lan@moi.example") is None
    assert (await browser.send_form(path)).headers["location"] == "/account"
    assert (await browser.send_form(path)).status_code == 410
    assert await person_by_email("lan@muoi.example") is None
    assert await _mails() == [("confirm_email", "lan@moi.example"), ("email_changed", "lan@muoi.example")]


async def test_an_address_that_was_taken_meanwhile_is_refused_and_the_link_is_not_used_up(browser: Browser) -> None:
    await _lan(browser)
    await browser.send_form("/account/email", new_email="lan@moi.example", address_password=OLD)
    await make_person(email="lan@moi.example", name="Một Lan khác", password=OLD, at=now())
    path = await _mailed_path()
    with pytest.raises(EmailTaken):
        await prove_address(path.rpartition("/")[2], at=now())
    assert (await browser.send_form(path)).status_code == 409
    assert await MailedLink.count() == 1


async def test_a_newcomer_signs_in_only_once_the_address_is_proved_and_the_link_lets_in(browser: Browser) -> None:
    person = await make_person(email="lan@muoi.example", name="Lan", password=OLD, at=now())
    await ask_for_proof(person, at=now(), then="/privacy")
    refused = await browser.sign_in("lan@muoi.example", OLD)
    assert refused.status_code == 422
    assert "xin mở liên kết trong thư xác nhận trước" in refused.text
    confirmed = await browser.confirm_address()
    assert (confirmed.status_code, confirmed.headers["location"]) == (303, "/privacy")
    assert "lan@muoi.example" in (await browser.get("/account")).text
    async with new_browser() as other:
        assert (await other.sign_in("lan@muoi.example", OLD)).status_code == 303


async def test_a_link_for_a_new_password_proves_the_address_too(browser: Browser) -> None:
    person = await make_person(email="lan@muoi.example", name="Lan", password=OLD, at=now())
    await ask_for_proof(person, at=now())
    await browser.send_form("/forgot-password", email="lan@muoi.example")
    mail = await OutgoingMessage.objects().where(OutgoingMessage.kind == "forgot_password").first()
    assert mail
    [path] = re.findall(r"/forgot-password/\S+", mail.body_text)
    assert (await browser.send_form(path, password=NEW)).status_code == 303
    assert (await browser.get("/account")).status_code == 200


async def test_a_proof_comes_too_late_after_three_days(database: str) -> None:
    person = await _lan()
    at = now()
    await ask_for_proof(person, at=at)
    token = (await _mailed_path()).rpartition("/")[2]
    with pytest.raises(LinkSpent):
        await prove_address(token, at=at + timedelta(days=3))
    proved = await prove_address(token, at=at + timedelta(days=2))
    assert (proved.changed, proved.entrance is None) == (False, False)


async def test_resending_stops_when_several_mails_went_within_the_hour_and_says_nothing(browser: Browser) -> None:
    person = await make_person(email="lan@muoi.example", name="Lan", password=OLD, at=now())
    await ask_for_proof(person, at=now())
    answers = [(await browser.send_form("/confirm-email", email="lan@muoi.example")).status_code for _ in range(4)]
    assert answers == [200] * 4
    assert await _mails() == [("confirm_email", "lan@muoi.example")] * 3


async def test_a_disabled_person_loses_the_session_with_the_next_request(browser: Browser) -> None:
    person = await _lan(browser)
    await Person.update({Person.disabled_at: now()}).where(Person.id == person.id)
    assert (await browser.get("/account")).status_code == 303
    assert await identity_behind(browser.cookies["session"], now()) is None
