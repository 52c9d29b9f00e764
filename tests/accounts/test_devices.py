"""The list of signed-in devices names each by browser and system, so that somebody can tell which one to end."""

import pytest

from chophien.accounts.devices import MOST_READ, Device, device_of
from chophien.accounts.tables import SignInSession
from chophien.support.language import speaking
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_organizer

_PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (_PHONE, "Chrome trên Android"),
        (_PHONE.replace("Chrome/", "SamsungBrowser/25.0 Chrome/"), "Samsung Internet trên Android"),
        (f"{_PHONE} Zalo android/24060548", "Zalo trên Android"),
        (f"{_WINDOWS}coc_coc_browser/126.0.0 Chrome/120.0 Safari/537.36", "Cốc Cốc trên Windows"),
        (f"{_WINDOWS}Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge trên Windows"),
        (f"{_WINDOWS}Chrome/126.0.0.0 Safari/537.36 OPR/112.0", "Opera trên Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox trên Linux"),
        (f"{_IPHONE}Version/17.5 Mobile/15E148 Safari/604.1", "Safari trên iPhone"),
        (f"{_IPHONE}CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1", "Chrome trên iPhone"),
        (f"{_IPHONE}Mobile/15E148 [FBAN/FBIOS;FBAV/468.0]", "Facebook trên iPhone"),
        (f"{_MAC}Version/17.5 Safari/605.1.15", "Safari trên macOS"),
        ("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X)", "Trình duyệt trên iPad"),
        ("Firefox/127.0", "Firefox"),
        ("curl/8.8.0", "Thiết bị không rõ"),
        ("", "Thiết bị không rõ"),
        ("x" * MOST_READ + _PHONE, "Thiết bị không rõ"),
    ],
)
def test_a_browser_is_named_by_itself_and_not_by_those_it_descends_from(sent: str, words: str) -> None:
    assert device_of(sent).words == words


def test_names_are_said_in_both_languages() -> None:
    with speaking("en"):
        told = [Device("Chrome", "Android").words, Device("", "iPad").words, Device().words]
    assert told == ["Chrome on Android", "A browser on iPad", "Unknown device"]


async def test_the_account_page_names_the_device_behind_each_sign_in(browser: Browser) -> None:
    staff = await make_organizer()
    browser.headers["User-Agent"] = _PHONE
    await browser.sign_in(staff.person.email, PASSWORD)
    async with new_browser() as other:
        other.headers["User-Agent"] = f"<b>{_WINDOWS}</b>Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0<script>"
        await other.sign_in(staff.person.email, PASSWORD)
        # Signed in, and nothing asked for since.
        assert "Thiết bị không rõ" in (await browser.get("/account")).text
        assert (await other.get("/organizer")).status_code == 200
    page = (await browser.get("/account")).text
    assert [
        words for words in ("Chrome trên Android", "Edge trên Windows", "<script>", "không rõ") if words in page
    ] == [
        "Chrome trên Android",
        "Edge trên Windows",
    ]
    kept = await SignInSession.select(SignInSession.browser, SignInSession.system).order_by(SignInSession.id)
    assert kept == [{"browser": "Chrome", "system": "Android"}, {"browser": "Edge", "system": "Windows"}]


async def test_a_session_from_before_devices_were_noted_is_named_with_its_next_request(browser: Browser) -> None:
    staff = await make_organizer()
    browser.headers["User-Agent"] = _PHONE
    await browser.sign_in(staff.person.email, PASSWORD)
    await SignInSession.update({SignInSession.browser: None, SignInSession.system: ""}, force=True)
    assert "Chrome trên Android" in (await browser.get("/account")).text
