"""Guessing passwords is slow; nobody is locked out by it."""

import asyncio
from datetime import datetime, timedelta

import pytest

from chophien.accounts.actions import SignInRefused, TooManyAttempts, make_person, sign_in
from chophien.accounts.queries import identity_behind
from chophien.accounts.rules import FREE_ATTEMPTS_OF_NETWORK, network_of
from chophien.accounts.tables import SignInAttempt
from chophien.support.clock import now
from tests.conftest import Browser

RIGHT = "hoa sen trang"


async def _lan() -> None:
    await make_person(email="lan@muoi.example", name="Lan", password=RIGHT, at=now())


async def _outcome(password: str, at: datetime, *, email: str = "lan@muoi.example", host: str = "") -> str:
    try:
        await sign_in(email=email, password=password, at=at, host=host)
    except (SignInRefused, TooManyAttempts) as refusal:
        return type(refusal).__name__
    return "in"


@pytest.mark.parametrize("email", ["lan@muoi.example", "khong-ai@muoi.example"])
async def test_after_five_wrong_passwords_each_further_one_waits_longer(database: str, email: str) -> None:
    await _lan()
    start = now()
    for _ in range(5):
        assert await _outcome("sai mat khau", start, email=email) == "SignInRefused"
    tried = [
        second
        for second in range(1, 200)
        if await _outcome("sai mat khau", start + timedelta(seconds=second), email=email) == "SignInRefused"
    ]
    assert tried == [5, 15, 35, 75, 135, 195]


async def test_an_hour_of_knocking_gives_fewer_than_a_hundred_guesses(database: str) -> None:
    await _lan()
    start = now()
    at, guesses = start, 0
    while at < start + timedelta(hours=1):
        guesses += await _outcome("sai mat khau", at) == "SignInRefused"
        at += timedelta(seconds=1 if guesses < 9 else 20)
    assert 50 < guesses < 100


async def test_the_owner_comes_in_after_the_wait_and_a_live_session_goes_on(database: str) -> None:
    await _lan()
    start = now()
    token = (await sign_in(email="lan@muoi.example", password=RIGHT, at=start)).token
    for _ in range(5):
        await _outcome("sai mat khau", start)
    assert await identity_behind(token, start) is not None
    assert await _outcome(RIGHT, start + timedelta(seconds=4)) == "TooManyAttempts"
    assert await _outcome(RIGHT, start + timedelta(seconds=5)) == "in"


async def test_right_passwords_are_never_counted(database: str) -> None:
    await _lan()
    at = now()
    assert [await _outcome(RIGHT, at) for _ in range(8)] == ["in"] * 8
    assert await SignInAttempt.count() == 0


async def test_guesses_sent_at_once_count_as_many(database: str) -> None:
    await _lan()
    at = now()
    outcomes = await asyncio.gather(*(_outcome("sai mat khau", at) for _ in range(20)))
    assert (outcomes.count("SignInRefused"), outcomes.count("TooManyAttempts")) == (5, 15)


async def test_one_network_on_many_accounts_is_slowed_and_another_is_not(sqlite_database: str) -> None:
    await _lan()
    at = now()
    rows = [SignInAttempt(account=str(n), network="203.0.113.7", made_at=at) for n in range(FREE_ATTEMPTS_OF_NETWORK)]
    await SignInAttempt.insert(*rows)
    assert await _outcome(RIGHT, at, host="203.0.113.7") == "TooManyAttempts"
    assert await _outcome(RIGHT, at, host="203.0.113.8") == "in"
    assert await _outcome(RIGHT, at + timedelta(seconds=10), host="203.0.113.7") == "in"


def test_an_ipv6_site_is_one_network() -> None:
    hosts = ("2001:db8::1", "2001:db8::ffff:1", "198.51.100.4", "testclient", "")
    assert [network_of(host) for host in hosts] == ["2001:db8::", "2001:db8::", "198.51.100.4", "", ""]


async def test_attempts_older_than_an_hour_are_forgotten(database: str) -> None:
    at = now()
    await _outcome("sai mat khau", at)
    await _outcome("sai mat khau", at + timedelta(minutes=61))
    assert await SignInAttempt.count() == 1


async def test_the_page_says_how_long_to_wait(browser: Browser) -> None:
    for _ in range(5):
        await browser.sign_in("lan@muoi.example", "sai mat khau")
    answer = await browser.sign_in("lan@muoi.example", "sai mat khau")
    assert (answer.status_code, "Xin đợi " in answer.text, "sai mat khau" in answer.text) == (429, True, False)
