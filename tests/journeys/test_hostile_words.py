"""Markup in every text of the database stays text on every page; and no page changes anything by being looked at."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler
from piccolo.columns import Text, Varchar
from piccolo.table import Table

from chophien.accounts.actions import give_role
from chophien.accounts.tables import RoleKind, SignInSession
from chophien.app import make_litestar
from chophien.calendars.tables import CalendarLink
from chophien.fairs.tables import CoHostMember
from chophien.mail.letters import write_letter
from chophien.piccolo_app import all_tables
from tests.conftest import Browser, new_browser
from tests.factories.companies import producer_form
from tests.factories.fairs import PASSWORD
from tests.factories.tenants import Tenant, make_tenant

HOSTILE = "\"'><img src=x onerror=alert(1)>"
LEFT_ALONE = re.split(
    r"\s+",
    """stored_file.media_type stored_file.fingerprint person.email person.password_hash person.language
    person.totp_secret sign_in_session.acting_kind sign_in_session.acting_name consent.subject
    consent.version place.code place.kind company.country company.languages delegate.languages interpreter.pairs
    want.groups want.papers want.districts want.markets product.markets_reached product.markets_wanted fair.slug
    fair.timezone participation.interpreting draft.typed
    timetable_run.question timetable_run.finding timetable_run.problem timetable_run.answer timetable_run.worker
    timetable_run.progress outgoing_message.kind outgoing_message.unique_key outgoing_message.language
    outgoing_message.facts
    outgoing_message.body_html outgoing_message.calendar outgoing_message.calendar_method outgoing_message.message_id
    outgoing_message.worker sheet_import.sheet sheet_import.columns sheet_import.report sheet_import.undo_report
    import_change.table_name import_change.before import_change.after merged_company.gone merged_company.told
    meeting.uid""",
)
"""Columns that hold no words of people: codes, JSON, hashes, and mails as they were rendered."""


class Dangers(HTMLParser):
    """What of a page would run."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note attributes that run, links that run, and scripts of no file."""
        given = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            if re.match(r"\s*(javascript|vbscript|data:text)", given.get(name) or "", re.IGNORECASE):
                self.found.append(f"<{tag} {name}={given[name]}>")
        if given.get("src") == "x" or (tag == "script" and not given.get("src") and given.get("type") != LD_JSON):
            self.found.append(f"<{tag}>")


LD_JSON = "application/ld+json"


def _dangers(page: str) -> list[str]:
    parser = Dangers()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize(
    "page",
    [
        '<p title=""\'><img src=x onerror=alert(1)>">',
        "<a href=' JavaScript:alert(1)'>x</a>",
        "<script>alert(1)</script>",
        f'<script type="{LD_JSON}">{{"name": "</script><script>alert(1)</script>"}}</script>',
    ],
)
def test_what_would_run_is_noticed(page: str) -> None:
    """The negative control."""
    assert _dangers(page)


async def _fill_every_text_with_markup() -> int:
    filled = 0
    for table in all_tables():
        name = table._meta.tablename
        for column in table._meta.columns:
            path = f"{name}.{column._meta.name}"
            long_enough = isinstance(column, Text) or (isinstance(column, Varchar) and (column.length or 0) > 34)
            if not long_enough or column._meta.choices or path in LEFT_ALONE or path.endswith("_hash"):
                continue
            key = table._meta.primary_key._meta.name
            await table.raw(f'UPDATE "{name}" SET "{column._meta.name}" = {{}} || "{key}"', HOSTILE)
            filled += 1
    return filled


async def _everything() -> dict[str, list[dict[str, Any]]]:
    apart = {SignInSession.seen_at, CalendarLink}
    tables: list[type[Table]] = [table for table in all_tables() if table not in apart]
    return {
        table._meta.tablename: await table.select(
            *[column for column in table._meta.columns if column not in apart]
        ).order_by(table._meta.primary_key)
        for table in tables
    }


def _pages() -> list[str]:
    return sorted(
        route.path
        for route in make_litestar().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and "GET" in handler.http_methods
    )


async def _somebody_who_goes_everywhere(browser: Browser, tenant: Tenant) -> None:
    person, organizer = tenant.producer.person, tenant.staff.organizer.id
    for kind in (RoleKind.DISTRIBUTOR, RoleKind.PLATFORM):
        await give_role(person.id, kind)
    for kind in (RoleKind.OWNER, RoleKind.DESK, RoleKind.COHOST):
        await give_role(person.id, kind, organizer_id=organizer)
    await CoHostMember.update({CoHostMember.person: person.id}, force=True)
    await browser.sign_in(person.email, PASSWORD)


async def test_markup_in_every_text_runs_on_no_page_and_looking_changes_nothing(sqlite_database: str) -> None:
    tenant = await make_tenant(versions=1)
    async with new_browser() as browser:
        await _somebody_who_goes_everywhere(browser, tenant)
        # The first page of a session notes the device.
        await browser.get("/account")
        assert await _fill_every_text_with_markup() > 60
        before = await _everything()
        found, seen = {}, 0
        for path in _pages():
            address = re.sub(r"\{(\w+):\w+\}", lambda match: str(tenant.ids.get(match[1], "producer")), path)
            answer = await browser.get(address)
            if answer.headers.get("content-type", "").startswith("text/html") and answer.status_code == 200:
                seen += "onerror" in answer.text
                found[path] = _dangers(answer.text)
            assert answer.status_code < 500, (path, answer.text)
        assert {path: dangers for path, dangers in found.items() if dangers} == {}
        assert seen > 40
        assert await _everything() == before


@pytest.mark.parametrize("link", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "java\nscript:x"])
async def test_a_link_that_would_run_is_kept_by_no_form(sqlite_database: str, link: str) -> None:
    tenant = await make_tenant(versions=1)
    async with new_browser() as browser:
        await _somebody_who_goes_everywhere(browser, tenant)
        profile = await browser.send_form("/my/company", **producer_form(website=link))
        place = f"/organizer/fairs/{tenant.fair.slug}/edit/place"
        hall = {"hall_0_name": "Nhà A", "hall_0_tables": "2"}
        mapped = await browser.send_form(place, **hall, map_url=link)
    assert ("website-error" in profile.text, "map_url-error" in mapped.text) == (True, True)


def test_markup_in_a_letter_stays_text() -> None:
    words = {"fair_name": HOSTILE, "company_name": HOSTILE, "path": "/x", "is_shut": False, "queued": False}
    for kind in ("registration_received", "address_known"):
        assert _dangers(write_letter(kind, "vi", HOSTILE, words).html) == []
