"""A session ends at once when it must, lasts while it is used, and its cookies are marked as they should be."""

from datetime import timedelta

import pytest

from chophien.accounts.tables import Person, Role, SignInSession
from chophien.settings import settings
from chophien.support.clock import now
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_organizer

HOME = "/organizer"


async def _signed_in(browser: Browser) -> Person:
    staff = await make_organizer()
    await browser.sign_in(staff.person.email, PASSWORD)
    assert (await browser.get(HOME)).status_code == 200
    return staff.person


async def test_whoever_is_disabled_is_out_with_the_next_request(browser: Browser) -> None:
    person = await _signed_in(browser)
    await Person.update({Person.disabled_at: now()}).where(Person.id == person.id)
    assert (await browser.get(HOME)).status_code == 303
    await browser.sign_in(person.email, PASSWORD)
    assert (await browser.get(HOME)).status_code == 303


async def test_a_role_that_is_taken_away_is_gone_with_the_next_request(browser: Browser) -> None:
    person = await _signed_in(browser)
    await Role.delete().where(Role.person == person.id)
    assert (await browser.get(HOME)).status_code == 403


async def test_a_cookie_kept_from_before_signing_out_opens_nothing(browser: Browser) -> None:
    await _signed_in(browser)
    kept = browser.cookies["session"]
    assert (await browser.send_form("/sign-out")).status_code == 303
    assert "session" not in browser.cookies
    async with new_browser() as thief:
        thief.cookies.set("session", kept, domain="fair.test")
        assert (await thief.get(HOME)).status_code == 303


async def test_signing_in_gives_a_new_session_whatever_cookie_the_browser_brings(browser: Browser) -> None:
    staff = await make_organizer()
    browser.cookies.set("session", "chosen-by-an-attacker", domain="fair.test", path="/")
    await browser.sign_in(staff.person.email, PASSWORD)
    first = [cookie.value for cookie in browser.cookies.jar if cookie.name == "session"]
    assert "chosen-by-an-attacker" not in first or len(first) == 2
    async with new_browser() as attacker:
        attacker.cookies.set("session", "chosen-by-an-attacker", domain="fair.test")
        assert (await attacker.get(HOME)).status_code == 303
    # Signing in once more in the same browser ends the session before.
    before = await SignInSession.select(SignInSession.id)
    await browser.sign_in(staff.person.email, PASSWORD)
    after = await SignInSession.select(SignInSession.id)
    assert (len(before), len(after), before == after) == (1, 1, False)


async def test_a_session_that_is_used_does_not_end_as_idle(browser: Browser) -> None:
    await _signed_in(browser)
    almost_idle = now() - timedelta(days=2, hours=23)
    await SignInSession.update({SignInSession.seen_at: almost_idle}, force=True)
    assert (await browser.get(HOME)).status_code == 200
    (row,) = await SignInSession.select(SignInSession.seen_at)
    assert now() - row["seen_at"] < timedelta(minutes=5)


async def test_over_https_every_cookie_is_secure_and_none_is_for_scripts(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHOPHIEN_PUBLIC_URL", "https://fair.test")
    settings.cache_clear()
    try:
        staff = await make_organizer()
        async with new_browser() as browser:
            browser.base_url = "https://fair.test"
            first = await browser.get("/sign-in")
            typed = {"email": staff.person.email, "password": PASSWORD}
            token = browser.cookies["__Host-csrftoken"]
            second = await browser.post("/sign-in", data={**typed, "_csrf_token": token})
            third = await browser.post("/language", data={"language": "en", "_csrf_token": token})
            saved = await browser.post("/account", data={"name": "Hạnh", "language": "vi", "_csrf_token": token})
            shown = await browser.get("/account")
            left = browser.cookies.get("__Host-notice")
            fourth = await browser.post("/sign-out", data={"_csrf_token": token})
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    given = [
        one for answer in (first, second, third, saved, shown, fourth) for one in answer.headers.get_list("set-cookie")
    ]
    assert {one.split("=")[0] for one in given} == {
        f"__Host-{name}" for name in ("csrftoken", "session", "language", "notice")
    }
    assert ("Đã lưu." in shown.text, left) == (True, None)
    for one in given:
        marks = {mark.strip().lower() for mark in one.split(";")[1:]}
        assert {"httponly", "secure", "samesite=lax", "path=/"} <= marks
        assert not any(mark.startswith("domain") for mark in marks)
