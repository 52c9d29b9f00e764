"""Headers, cookies, tokens, redirects, and what strangers claim about themselves."""

import re
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from chophien.accounts.routes import privacy
from chophien.accounts.tables import SignInAttempt
from chophien.app import make_litestar
from chophien.mail.tables import OutgoingMessage
from chophien.settings import settings
from chophien.web.pages import safe_path
from tests.conftest import Browser, new_browser, site
from tests.factories.fairs import PASSWORD, make_organizer


async def test_an_answer_of_any_status_carries_the_security_headers(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what no handler answers: refused tokens, wrong methods, endless bodies, our own mistakes, kept files."""
    found = {}
    async with new_browser() as browser:
        css = await browser.get("/static/site.css")
        answers = [
            css,
            await browser.get("/static/site.css", headers={"if-none-match": css.headers["etag"]}),
            await browser.get("/health"),
            await browser.get("/sign-in"),
            await browser.get("/account"),
            await browser.post("/language", data={"language": "en"}),
            await browser.get("/no-such-page"),
            await browser.get("/calendar/no-such-secret.ics"),
            await browser.get("/sign-out"),
            await browser.get("/confirm-email/spent"),
            await browser.send_form("/sign-in", email="ai@do.example", password="x" * 2_100_000),
            *[await browser.sign_in("ai@do.example", "sai") for _ in range(6)],
        ]
        monkeypatch.setattr(privacy, "PRIVACY_TEXTS", ())
        answers.append(await browser.get("/privacy"))
    for answer in answers:
        headers = answer.headers
        found[answer.status_code] = (
            headers.get("x-content-type-options"),
            "frame-ancestors 'none'" in headers.get("content-security-policy", ""),
            "object-src 'none'" in headers.get("content-security-policy", ""),
            "base-uri 'none'" in headers.get("content-security-policy", ""),
            headers.get("referrer-policy"),
        )
    assert sorted(found) == [200, 303, 304, 403, 404, 405, 410, 413, 422, 429, 500]
    # A calendar's address is a secret, and is told to nobody at all.
    assert set(found.values()) == {("nosniff", True, True, True, policy) for policy in ("same-origin", "no-referrer")}
    assert "IndexError" not in answers[-1].text


async def test_over_https_browsers_are_told_to_stay_there(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHOPHIEN_PUBLIC_URL", "https://fair.test")
    settings.cache_clear()
    try:
        async with new_browser() as browser:
            answer = await browser.get("/no-such-page")
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_no_form_of_any_page_is_taken_without_this_browsers_token(sqlite_database: str) -> None:
    async with new_browser() as browser, new_browser() as other:
        await browser.get("/sign-in")
        await other.get("/sign-in")
        answers = {}
        for path in sorted(_posts()):
            address = re.sub(r"\{\w+:(int|str)\}", "1", path)
            for token in ("", "x" * 64, other.cookies["csrftoken"]):
                answer = await browser.post(address, data={"_csrf_token": token})
                answers[path, token[:1]] = answer.status_code
    assert len(answers) > 100
    assert {key: status for key, status in answers.items() if status != 403} == {}


def _posts() -> set[str]:
    return {
        route.path
        for route in make_litestar().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and "POST" in handler.http_methods
    }


REDIRECTS = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%0d%0aSet-Cookie:a=b",
    "/\r\nSet-Cookie: a=b",
    "\t//evil.example",
    " //evil.example",
    "/\t/evil.example",
    "evil.example",
    "@evil.example",
]


@pytest.mark.parametrize("wanted", REDIRECTS)
async def test_whatever_a_link_wants_nobody_leaves_the_site_by_signing_in_or_choosing_a_language(
    sqlite_database: str, wanted: str
) -> None:
    staff = await make_organizer()
    async with new_browser() as browser:
        spoken = await browser.send_form("/language", language="en", next=wanted)
        entered = await browser.send_form("/sign-in", email=staff.person.email, password=PASSWORD, next=wanted)
    for answer in (spoken, entered):
        target = urljoin("http://fair.test/here", answer.headers["location"])
        assert answer.status_code == 303
        assert target.startswith("http://fair.test/")
        assert "a" not in browser.cookies


async def test_what_proxies_and_browsers_claim_changes_neither_links_nor_whom_attempts_are_counted_under(
    sqlite_database: str,
) -> None:
    """The server believes a proxy on its own machine only; here a stranger claims to be one."""
    staff = await make_organizer()
    claimed = {
        "X-Forwarded-For": "198.51.100.7",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "for=198.51.100.7;host=evil.example;proto=https",
    }
    served: Any = ProxyHeadersMiddleware(site())
    transport = httpx.ASGITransport(app=served, client=("203.0.113.9", 4711))
    async with Browser(transport=transport, base_url="http://evil.example", headers=claimed) as browser:
        await browser.sign_in(staff.person.email, "sai hoan toan")
        await browser.send_form("/forgot-password", email=staff.person.email)
        front = await browser.get("/fairs")
    assert await SignInAttempt.select(SignInAttempt.network) == [{"network": "203.0.113.9"}]
    (mail,) = await OutgoingMessage.select(OutgoingMessage.body_text, OutgoingMessage.body_html)
    assert "http://fair.test/forgot-password/" in mail["body_text"]
    assert "evil.example" not in "".join((*mail.values(), front.text))


async def test_a_form_without_its_token_changes_nothing(browser: Browser) -> None:
    await browser.get("/sign-in")
    answer = await browser.post("/language", data={"language": "en", "next": "/"})
    assert (answer.status_code, "language" in browser.cookies) == (403, False)


async def test_a_token_of_another_browser_is_refused(browser: Browser) -> None:
    await browser.get("/sign-in")
    async with new_browser() as other:
        await other.get("/sign-in")
        answer = await browser.post(
            "/language", data={"language": "en", "next": "/", "_csrf_token": other.cookies["csrftoken"]}
        )
    assert answer.status_code == 403


async def test_the_language_is_chosen_and_kept(browser: Browser) -> None:
    answer = await browser.send_form("/language", language="en", next="/sign-in")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert 'lang="en"' in (await browser.get("/sign-in")).text


async def test_the_browsers_own_language_counts_until_one_is_chosen(browser: Browser) -> None:
    page = await browser.get("/sign-in", headers={"accept-language": "fr-FR,en;q=0.8"})
    assert 'lang="en"' in page.text


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example",
        "https://evil.example",
        "https:evil",
        "\\\\evil",
        "/\\evil",
        "javascript:alert(1)",
        "/a\r\nb",
        "",
    ],
)
def test_nobody_is_sent_elsewhere(url: str) -> None:
    assert safe_path(url) == "/"


def test_a_path_of_ours_is_kept() -> None:
    assert safe_path("/fairs/ocop-2026?page=2") == "/fairs/ocop-2026?page=2"


async def test_static_files_may_be_kept_for_ever_and_are_not_sent_twice(browser: Browser) -> None:
    first = await browser.get("/static/site.css?v=1")
    again = await browser.get("/static/site.css?v=1", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, first.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert (again.status_code, again.content) == (304, b"")


async def test_a_static_address_cannot_leave_its_folder(browser: Browser) -> None:
    for path in ("/static/../assets.py", "/static/%2e%2e/assets.py", "/static//etc/passwd"):
        assert (await browser.get(path)).status_code == 404
