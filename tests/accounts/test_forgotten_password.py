"""A forgotten password is replaced through a mail."""

import re
from datetime import timedelta

import pytest

from chophien.accounts.actions import LinkSpent, make_person, send_password_link, set_forgotten_password, sign_in
from chophien.accounts.queries import identity_behind
from chophien.accounts.tables import MailedLink, SignInSession
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from tests.conftest import Browser, new_browser

OLD, NEW = "hoa sen trang", "cay da ben nuoc"


async def _lan() -> None:
    await make_person(email="lan@muoi.example", name="Lan", password=OLD, at=now())


async def _mailed_path(kind: str = "forgot_password") -> str:
    mails = await OutgoingMessage.objects().where(OutgoingMessage.kind == kind).order_by(OutgoingMessage.id)
    found = re.search(r"http://fair\.test(/forgot-password/\S+)", mails[-1].body_text)
    assert found
    return found[1]


async def test_a_new_password_through_the_mail_signs_in_and_ends_every_other_session(browser: Browser) -> None:
    await _lan()
    async with new_browser() as elsewhere:
        await elsewhere.sign_in("lan@muoi.example", OLD)
        asked = await browser.send_form("/forgot-password", email="Lan@Muoi.example")
        path = await _mailed_path()
        assert "/forgot-password/" not in asked.text
        assert "lan@muoi.example" in (await browser.get(path)).text
        weak = await browser.send_form(path, password="ngan")
        done = await browser.send_form(path, password=NEW)
        again = await browser.send_form(path, password="mot cau khac nua")
        assert (weak.status_code, done.status_code, again.status_code) == (422, 303, 410)
        assert (
            (await elsewhere.post("/sign-out", data={"_csrf_token": elsewhere.cookies["csrftoken"]}))
            .headers["location"]
            .startswith("/sign-in")
        )
    assert await identity_behind(browser.cookies["session"], now()) is not None
    assert (await browser.sign_in("lan@muoi.example", OLD)).status_code == 422
    assert (await browser.sign_in("lan@muoi.example", NEW)).status_code == 303
    assert [row["kind"] for row in await OutgoingMessage.select(OutgoingMessage.kind).order_by(OutgoingMessage.id)] == [
        "forgot_password",
        "password_changed",
    ]


async def test_known_and_unknown_addresses_get_the_same_answer(browser: Browser) -> None:
    await _lan()
    await browser.get("/sign-in")
    known = await browser.send_form("/forgot-password", email="lan@muoi.example")
    unknown = await browser.send_form("/forgot-password", email="ai@muoi.example")
    assert known.status_code == unknown.status_code == 200
    assert _without_token(known.text).replace("lan@", "ai@") == _without_token(unknown.text)
    assert await OutgoingMessage.count() == 1


def _without_token(text: str) -> str:
    return re.sub(r'"[0-9a-f]{64,}"', '""', text)


async def test_only_the_hash_of_the_token_is_kept_and_it_lasts_an_hour(database: str) -> None:
    await _lan()
    at = now()
    await send_password_link("lan@muoi.example", at=at)
    token = (await _mailed_path()).rpartition("/")[2]
    assert len(token) == 43
    assert token not in str(await MailedLink.select())
    with pytest.raises(LinkSpent):
        await set_forgotten_password(token, NEW, at=at + timedelta(hours=1))
    await set_forgotten_password(token, NEW, at=at + timedelta(minutes=59))
    assert await MailedLink.count() == 0


async def test_a_second_link_dies_when_the_first_is_used(database: str) -> None:
    await _lan()
    at = now()
    await send_password_link("lan@muoi.example", at=at)
    first = (await _mailed_path()).rpartition("/")[2]
    await send_password_link("lan@muoi.example", at=at + timedelta(seconds=1))
    second = (await _mailed_path()).rpartition("/")[2]
    await set_forgotten_password(first, NEW, at=at + timedelta(minutes=1))
    with pytest.raises(LinkSpent):
        await set_forgotten_password(second, "mot cau khac nua", at=at + timedelta(minutes=1))
    assert await SignInSession.count() == 1
    await sign_in(email="lan@muoi.example", password=NEW, at=at)


async def test_nobodys_postbox_is_filled(database: str) -> None:
    await _lan()
    at = now()
    for minute in range(10):
        await send_password_link("lan@muoi.example", at=at + timedelta(minutes=minute))
    assert await OutgoingMessage.count() == 3
    await send_password_link("lan@muoi.example", at=at + timedelta(minutes=61))
    assert await OutgoingMessage.count() == 4
