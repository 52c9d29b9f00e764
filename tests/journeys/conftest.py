"""The whole product for the journeys: a real server with its worker, a real mail server, a real browser."""

import os
import pathlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from tests.chromium import FLAGS, chromium

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@dataclass
class Postbox:
    """Every mail that the product has sent, in order."""

    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name.
        """Take a mail in."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 taken"

    def wait_for(self, address: str, *, more_than: int = 0, seconds: float = 30) -> list[EmailMessage]:
        """Mails to `address` once there are more than `more_than` of them."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [mail for mail in self.mails if address in str(mail["To"])]
            if len(found) > more_than:
                return found
            time.sleep(0.1)
        raise AssertionError(f"No more than {more_than} mails for {address}; there are {[m['To'] for m in self.mails]}")

    def confirm(self, page: Page, address: str) -> None:
        """Follow the link of the letter that asks `address` for it, and press its button."""
        for mail in self.wait_for(address, more_than=1):
            body = mail.get_body(("plain",))
            found = re.search(r"/confirm-email/\S+", body.get_content()) if body else None
            if found:
                page.goto(found[0])
                page.locator("main form button").first.click()
                return
        raise AssertionError(f"No letter to {address} asks to confirm it.")


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    var: pathlib.Path
    environment: dict[str, str]
    postbox: Postbox

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run an operator's command on this installation."""
        whole = [sys.executable, "-m", "chophien", *words]
        return subprocess.run(whole, env=self.environment, capture_output=True, text=True, timeout=120, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str, server: subprocess.Popen[bytes], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return True
        except httpx.TransportError:
            time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with an empty database, its worker, and a mail server beside it."""
    var = tmp_path_factory.mktemp("site")
    postbox = Postbox()
    smtp = Controller(postbox, hostname="127.0.0.1", port=_free_port())
    smtp.start()
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHOPHIEN_")},
        "CHOPHIEN_VAR": str(var),
        "CHOPHIEN_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "CHOPHIEN_SMTP_URL": f"smtp://127.0.0.1:{smtp.port}",
        "CHOPHIEN_MAIL_FROM": "hoi-cho@congthuong.example",
    }
    log = (var / "server.log").open("wb")
    command = [sys.executable, "-m", "chophien", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        assert _answers(f"http://127.0.0.1:{port}", server, 60), (var / "server.log").read_text()
        yield Site(f"http://127.0.0.1:{port}", var, environment, postbox)
    finally:
        server.terminate()
        server.wait(30)
        smtp.stop()
        log.close()


@pytest.fixture(scope="module")
def browser_program() -> Iterator[Chromium]:
    """One Chromium for a file of journeys; while it is open, its event loop would stand in the way of other tests."""
    program = chromium()
    if program is None:
        pytest.fail("There is no Chromium; `make test` installs one.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


class People:
    """Everybody's own browser window, made when they first come."""

    def __init__(self, chromium_: Chromium, site: Site) -> None:
        """Windows of `chromium_` on `site`."""
        self._chromium = chromium_
        self._site = site
        self._pages: dict[str, Page] = {}
        self.complaints: list[str] = []

    def __call__(
        self, name: str, *, viewport: dict[str, int] | None = None, language: str = "vi-VN", scripts: bool = True
    ) -> Page:
        """The window of `name`; without `scripts` nothing of JavaScript runs in it."""
        if name not in self._pages:
            size: Any = viewport or DESK
            context = self._chromium.new_context(
                viewport=size, locale=language, base_url=self._site.url, java_script_enabled=scripts
            )
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.on("pageerror", lambda error: self.complaints.append(f"{name}: {error}"))
            page.on(
                "console",
                lambda said: (
                    self.complaints.append(f"{name}: {said.text}") if "Content Security Policy" in said.text else None
                ),
            )
            self._pages[name] = page
        return self._pages[name]

    def close(self) -> None:
        """Close every window; with CHOPHIEN_PICTURES set, a picture of how each was left goes into that folder."""
        for name, page in self._pages.items():
            if folder := os.environ.get("CHOPHIEN_PICTURES"):
                page.screenshot(path=f"{folder}/{name}.png", full_page=True)
            page.context.close()


@pytest.fixture
def people(browser_program: Chromium, site: Site) -> Iterator[People]:
    """Windows for the people of a journey; scripts that break or the content policy refuses fail it."""
    windows = People(browser_program, site)
    yield windows
    complaints = list(windows.complaints)
    windows.close()
    assert complaints == []
