"""The words on personal data, and who agreed to which version of them."""

import hashlib

from chophien.accounts.rules import PRIVACY_TEXTS
from chophien.accounts.tables import Consent
from chophien.fairs.tables import Fair
from chophien.web.templating import TEMPLATES
from tests.conftest import Browser
from tests.factories.companies import producer_form
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation

AGREED_TO = {
    "2026-11.en.html": "b05d720ab0506b5c",
    "2026-11.vi.html": "3238882ea85179b6",
}
"""The first letters of each text's SHA-256."""


def test_no_text_changes_once_somebody_may_have_agreed_to_it() -> None:
    texts = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in (TEMPLATES / "accounts" / "privacy").iterdir()
    }
    assert texts == AGREED_TO, (
        "A new wording is a new version: a new file for each language, and a line in PRIVACY_TEXTS."
    )
    assert sorted(AGREED_TO) == sorted(
        f"{version}.{language}.html" for version in PRIVACY_TEXTS for language in ("en", "vi")
    )


async def test_everybody_reads_the_words_in_both_languages_and_each_version_has_an_address(browser: Browser) -> None:
    vietnamese = await browser.get("/privacy")
    browser.cookies.set("language", "en")
    english = await browser.get(f"/privacy/{PRIVACY_TEXTS[0]}")
    unknown = await browser.get("/privacy/..%2F..%2Fweb%2F_layout")
    assert ("Chúng tôi giữ những gì" in vietnamese.text, "What we keep" in english.text) == (True, True)
    assert (vietnamese.status_code, english.status_code, unknown.status_code) == (200, 200, 404)
    assert 'href="/privacy"' in (await browser.get("/sign-in")).text


async def _consents() -> list[dict[str, object]]:
    return await Consent.select(Consent.person.email, Consent.subject, Consent.version, Consent.fair_id).order_by(
        Consent.id
    )


async def test_registering_keeps_who_agreed_to_which_version_at_which_fair(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    url = f"/fairs/{fair.slug}/register/producer"
    await browser.send_form(url, **producer_form(consent=None))
    assert await _consents() == []
    await browser.send_form(url, **producer_form())
    agreed = {"subject": "privacy", "version": PRIVACY_TEXTS[-1], "fair_id": fair.id}
    assert await _consents() == [{"person.email": "thu@miencuda.example", **agreed}]


async def test_whoever_fills_in_for_a_company_agrees_to_nothing_in_its_name(browser: Browser) -> None:
    staff = await make_organizer()
    known = await make_participation(await make_fair(staff))
    fair = await make_fair(staff, name="Hội chợ mùa thu")
    await browser.sign_in(staff.person.email, PASSWORD)
    first = f"/organizer/fairs/{(await _slug(known.participation.fair))}/participants/{known.id}/act"
    await browser.send_form(first)
    url = f"/fairs/{fair.slug}/register/producer"
    assert (await browser.send_form(url, **producer_form(email=None, password=None))).status_code == 303
    assert await _consents() == []


async def _slug(fair_id: int) -> str:
    row = await Fair.select(Fair.slug).where(Fair.id == fair_id).first()
    assert row
    return str(row["slug"])
