"""Headers, cookies, tokens and redirects."""

import pytest

from chophien.web.pages import safe_path
from tests.conftest import Browser, new_browser


@pytest.mark.parametrize("path", ["/health", "/sign-in", "/no-such-page", "/static/no-such-file"])
async def test_every_answer_carries_the_security_headers(browser: Browser, path: str) -> None:
    headers = (await browser.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"


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
