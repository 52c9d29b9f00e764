"""Signing in and out."""

from datetime import timedelta

from chophien.accounts.actions import close_session, make_person, sign_in
from chophien.accounts.queries import identity_behind
from chophien.accounts.tables import SignInSession
from chophien.support.clock import now
from tests.conftest import Browser


async def test_a_person_signs_in_and_only_the_hash_of_the_token_is_kept(database: str) -> None:
    await make_person(email="Lan@Muoi.example", name="Nguyễn Thị Lan", password="hoa sen trang", at=now())
    token = (await sign_in(email="lan@muoi.example", password="hoa sen trang", at=now())).token
    identity = await identity_behind(token, now())
    assert identity is not None
    assert (identity.name, identity.email) == ("Nguyễn Thị Lan", "lan@muoi.example")
    assert token not in str(await SignInSession.select())


async def test_a_closed_or_old_session_is_dead_at_once(database: str) -> None:
    await make_person(email="lan@muoi.example", name="Lan", password="hoa sen trang", at=now())
    first = (await sign_in(email="lan@muoi.example", password="hoa sen trang", at=now())).token
    second = (await sign_in(email="lan@muoi.example", password="hoa sen trang", at=now())).token
    await close_session(first)
    assert await identity_behind(first, now()) is None
    assert await identity_behind(second, now()) is not None
    assert await identity_behind(second, now() + timedelta(days=4)) is None


async def test_the_sign_in_page_keeps_the_address_and_never_the_password(browser: Browser) -> None:
    answer = await browser.sign_in("ai@do.example", "khong dung dau")
    assert answer.status_code == 422
    assert "ai@do.example" in answer.text
    assert "khong dung dau" not in answer.text
