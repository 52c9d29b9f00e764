"""Logs name no address, password or secret, whatever happens."""

import logging
import re

import pytest

from chophien.accounts.routes import confirming, forgetting, joining
from chophien.accounts.tables import SignInSession
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.factories.companies import PASSWORD, producer_form
from tests.factories.fairs import make_fair, make_organizer


async def test_the_life_of_an_account_leaves_nothing_of_it_in_the_logs(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fair = await make_fair(await make_organizer())
    await browser.send_form(f"/fairs/{fair.slug}/register/producer", **producer_form())
    await browser.confirm_address()
    await browser.send_form("/account/email", new_email="moi@miencuda.example", address_password=PASSWORD)
    await browser.send_form("/account/email", new_email="moi@miencuda.example", address_password="sai hoan toan")
    async with new_browser() as other:
        await other.sign_in("thu@miencuda.example", "sai hoan toan")
        await other.send_form("/forgot-password", email="thu@miencuda.example")
        await other.get("/invitations/khong-co-that")
    bodies = [row["body_text"] for row in await OutgoingMessage.select(OutgoingMessage.body_text)]
    tokens = re.findall(r"/(?:confirm-email|forgot-password)/([\w-]{20,})", "\n".join(bodies))
    assert len(tokens) == 3
    assert await SignInSession.count() == 1
    kept = [
        "miencuda.example",
        "0987654321",
        "0987 654 321",
        "Đinh Thị Thu",
        PASSWORD,
        "sai hoan toan",
        browser.cookies["session"],
        browser.cookies["csrftoken"],
        *tokens,
    ]
    assert [words for words in kept if words in caplog.text] == []


@pytest.mark.usefixtures("sqlite_database")
@pytest.mark.parametrize(
    ("module", "opened", "path"),
    [
        (joining, "open_invitation", "/invitations/"),
        (forgetting, "open_link", "/forgot-password/"),
        (confirming, "open_link", "/confirm-email/"),
    ],
)
async def test_a_crash_at_a_secret_address_is_logged_without_the_secret(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    module: object,
    opened: str,
    path: str,
) -> None:
    async def crashes(*_: object, **__: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(module, opened, crashes)
    async with new_browser() as browser:
        answer = await browser.get(f"{path}S3cr3t-Tok3n%0AINFO a line of ours")
    assert (answer.status_code, "no such luck" in answer.text) == (500, False)
    assert f"A request failed: GET '{path}…" in caplog.text
    assert "S3cr3t" not in caplog.text
    assert "\nINFO a line" not in caplog.text
