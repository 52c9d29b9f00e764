"""Every request that changes something is written down, with words, and without anything secret."""

from litestar.handlers import HTTPRouteHandler

from chophien.accounts.auditing import subject_of
from chophien.accounts.tables import AuditEntry
from chophien.app import make_litestar
from chophien.deeds import DEEDS
from chophien.support.language import english
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation


def _unsafe() -> dict[str, str]:
    """Words of each route that changes something, those it carries itself first."""
    return {
        f"{method} {route.path}": handler.opt.get("deed") or DEEDS.get(f"{method} {route.path}", "")
        for route in make_litestar().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
        for method in handler.http_methods
        if method not in {"GET", "HEAD", "OPTIONS"}
    }


def test_each_route_that_changes_something_has_words_in_both_languages() -> None:
    assert sorted(route for route, words in _unsafe().items() if words not in english()) == []


def test_no_words_are_left_over() -> None:
    assert sorted(DEEDS.keys() - _unsafe().keys()) == []


async def _log() -> list[dict[str, object]]:
    entry = AuditEntry
    columns = (entry.person, entry.deed, entry.subject, entry.organizer, entry.fair_id, entry.status)
    return await entry.select(*columns).order_by(entry.id)


async def test_who_did_what_at_which_fair_and_how_it_ended(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    one = await make_participation(fair, state="waiting")
    await browser.sign_in(staff.person.email, PASSWORD)
    base = f"/organizer/fairs/{fair.slug}"
    await browser.send_form(f"{base}/participants/{one.id}", decision="approve")
    await browser.send_form(f"{base}/participants/{one.id + 999}", decision="approve")
    by = staff.person.id
    decided = {"person": by, "deed": "Duyệt hoặc từ chối một đơn vị", "organizer": fair.organizer, "fair_id": fair.id}
    assert await _log() == [
        {
            "person": by,
            "deed": "Đăng nhập vào hệ thống",
            "subject": "/sign-in",
            "organizer": None,
            "fair_id": None,
            "status": 303,
        },
        {**decided, "subject": f"{base}/participants/{one.id}", "status": 303},
        {**decided, "subject": f"{base}/participants/{one.id + 999}", "status": 404},
    ]


async def test_wrong_passwords_are_written_down_and_what_strangers_send_elsewhere_is_not(browser: Browser) -> None:
    staff = await make_organizer()
    await browser.sign_in(staff.person.email, "khong phai mat khau")
    await browser.send_form("/forgot-password", email=staff.person.email)
    await browser.send_form("/my/company", name="x")
    log = await _log()
    assert [(line["person"], line["subject"], line["status"]) for line in log] == [(None, "/sign-in", 422)]
    whole = str(await AuditEntry.select())
    assert staff.person.email not in whole
    assert "khong phai" not in whole


def test_secrets_in_addresses_are_left_out() -> None:
    assert subject_of("/forgot-password/{token:str}", {"token": "s3cret"}) == "/forgot-password/…"
    assert subject_of("/f/{slug:str}/r/{n:int}", {"slug": "ocop", "n": 3}) == "/f/ocop/r/3"
