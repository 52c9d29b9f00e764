"""Absurd numbers, endless words and strange characters in addresses and forms: refused, and never a crash."""

import re
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler

from chophien.accounts.actions import give_role
from chophien.accounts.tables import RoleKind
from chophien.app import make_litestar
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD
from tests.factories.tenants import Tenant, make_tenant

NUMBERS = [
    "99999999999999999999",
    "9223372036854775808",
    "2147483648",
    "0",
    "-1",
    "x",
    "1" * 5000,
    "%00",
    "1e9",
    "²",
    "٣",
]
QUERIES = [
    "99999999999999999999",
    "-1",
    "0",
    "x",
    "²",
    "٣",
    "%00",
    "%ff",
    "a" * 3_500,
    "%F0%9F%A6%86",
    "%25_'\"--",
    "[]",
]
QUERY_NAMES = re.split(
    " ", "q page state kind group stars district day to booth request weight pinned whole next organizer"
)
TYPED = ["99999999999999999999", "-1", "9" * 5000, "\x00", "²", "٣", "\ud7ff🦆'\"<b>", "0001-01-01T00:00", "x" * 70_000]


def _routes() -> list[tuple[str, str]]:
    """Method and path of every route."""
    return sorted(
        (method, route.path)
        for route in make_litestar().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
        for method in handler.http_methods
        if method in {"GET", "POST"} and route.path != "/sign-out"
    )


def _address(path: str, ids: dict[str, Any]) -> str:
    return re.sub(r"\{(\w+):\w+\}", lambda found: str(ids.get(found[1], "x")), path)


@pytest.fixture
async def tenant(browser: Browser) -> Tenant:
    """A fair with everything in it, and somebody signed in who may go everywhere."""
    made = await make_tenant(versions=1)
    person = made.producer.person
    await give_role(person.id, RoleKind.DISTRIBUTOR)
    await give_role(person.id, RoleKind.OWNER, organizer_id=made.staff.organizer.id)
    await browser.sign_in(person.email, PASSWORD)
    return made


async def test_numbers_in_addresses_that_name_nothing_are_not_found(browser: Browser, tenant: Tenant) -> None:
    found = {}
    for method, path in _routes():
        for name in re.findall(r"\{(\w+):int\}", path):
            for number in NUMBERS:
                address = _address(path, tenant.ids | {name: number})
                answer = await (browser.get(address) if method == "GET" else browser.send_form(address))
                found[method, path, name, number[:20]] = answer.status_code
    assert found
    # A digit of another script is a digit, so it may name something.
    assert {tried: status for tried, status in found.items() if status != 404 and tried[3] != "٣"} == {}


async def test_words_in_addresses_that_name_nothing_are_not_found(browser: Browser, tenant: Tenant) -> None:
    found = {}
    for method, path in _routes():
        for name in re.findall(r"\{(\w+):(?:str|path)\}", path):
            for word in ("%00", "%F0%9F%A6%86", "a" * 30_000, "..%2F..%2Fetc", "'--"):
                address = _address(path, tenant.ids | {name: word})
                answer = await (browser.get(address) if method == "GET" else browser.send_form(address))
                found[method, path, name, word[:20]] = answer.status_code
    # A co-host's pages are refused to everybody else before the fair is looked for.
    refused = {tried for tried, status in found.items() if status == 403}
    assert {path for _, path, *_ in refused if not path.startswith(("/cohost/", "/interpreting/"))} == set()
    assert {tried: status for tried, status in found.items() if status not in {400, 403, 404, 410}} == {}


@pytest.mark.parametrize("value", QUERIES, ids=lambda value: value[:12])
async def test_no_question_crashes_a_page(browser: Browser, tenant: Tenant, value: str) -> None:
    query = "&".join(f"{name}={value}" for name in QUERY_NAMES)
    found = {
        path: (await browser.get(f"{_address(path, tenant.ids)}?{query}")).status_code
        for method, path in _routes()
        if method == "GET"
    }
    assert {path: status for path, status in found.items() if status >= 500} == {}


FIELDS = re.split(
    r"\s+",
    """email password next language name company_form tax_code district country address phone company_email about_vi
    interpreting product_blocks less p1_product_name p1_group p1_stars p1_price_from p1_capacity first_delegate_name
    delegate_name delegate_email delegate_phone consent product_name group stars price_from price_to capacity unit
    decision chosen reason state kind q booth instead_of participation producer distributor asked_by weight note slot
    table cell request to seen answer shown present whole do seconds name_vi starts_on ends_on slot_minutes
    reminder_minutes registration_from registration_until requests_from requests_until session_0_name session_0_from
    session_0_to hall_0_name hall_0_tables hall_0_rows hall_0_prefix interpreter_0_name interpreter_0_pairs
    programme_0_day programme_0_from programme_0_to programme_0_title co_hosts organizer add timezone map_url
    session_0_day session_0_minutes session_0_gap session_0_breaks session_0_at asking acceptance
    producer_most_requests distributor_least_meetings provisional_from final_from days holder sessions stay""",
)


@pytest.mark.parametrize("value", TYPED, ids=lambda value: ascii(value[:12]))
async def test_no_form_crashes_a_page(browser: Browser, tenant: Tenant, value: str) -> None:
    found = {
        path: (await browser.send_form(_address(path, tenant.ids), **dict.fromkeys(FIELDS, value))).status_code
        for method, path in _routes()
        if method == "POST" and len(value) * len(FIELDS) < 1_000_000
    }
    found |= {
        path: (await browser.send_form(_address(path, tenant.ids), **{field: value})).status_code
        for path, field in (
            ("/sign-in", "password"),
            ("/sign-in", "next"),
            ("/language", "next"),
            ("/my/company", "name"),
        )
    }
    assert {path: status for path, status in found.items() if status >= 500} == {}


FAIR_STEPS: dict[str, dict[str, str]] = {
    "": {"name_vi": "Hội chợ", "starts_on": "2031-05-01", "ends_on": "2031-05-02"},
    "/place": {"hall_0_name": "Nhà A", "hall_0_tables": "2"},
    "/dates": {
        "reminder_minutes": "30",
        "registration_from": "2031-01-01T08:00",
        "registration_until": "2031-02-01T08:00",
        "requests_from": "2031-01-01T08:00",
        "requests_until": "2031-02-01T08:00",
    },
}


async def _changed_fair(browser: Browser, step: str, changes: dict[str, str]) -> int:
    """The answer to a fresh fair's step with these changes; the first step is that of a new fair."""
    if not step:
        return (await browser.send_form("/organizer/fairs/new", **FAIR_STEPS[""] | changes)).status_code
    made = await browser.send_form("/organizer/fairs/new", **FAIR_STEPS[""])
    base = made.headers["location"].removesuffix("/place")
    return (await browser.send_form(base + step, **FAIR_STEPS[step] | changes)).status_code


@pytest.mark.parametrize(
    ("step", "changes"),
    [
        ("", {"starts_on": "0001-01-01", "ends_on": "0001-01-02"}),
        ("", {"starts_on": "9999-12-31", "ends_on": "9999-12-31"}),
        ("", {"ends_on": "2032-05-02"}),
        ("/dates", {"registration_from": "0001-01-01T00:00"}),
        ("/dates", {"requests_from": "2031-01-01T08:00+05:00"}),
        ("/place", {"hall_0_rows": "A 201"}),
        ("/place", {"hall_0_tables": "301"}),
    ],
    ids=lambda value: next(iter(value.values())) if isinstance(value, dict) else value,
)
async def test_a_fair_outside_of_time_and_measure_is_refused(
    browser: Browser, tenant: Tenant, step: str, changes: dict[str, str]
) -> None:
    assert await _changed_fair(browser, step, changes) == 422


async def test_the_fair_that_those_are_made_from_is_right(browser: Browser, tenant: Tenant) -> None:
    assert [await _changed_fair(browser, step, {}) for step in FAIR_STEPS] == [303, 303, 303]


async def test_tens_of_thousands_of_rows_named_in_one_form_are_refused(browser: Browser, tenant: Tenant) -> None:
    many = [str(number) for number in range(1_000, 91_000)]
    mine, organizer = f"/my/fairs/{tenant.fair.slug}", f"/organizer/fairs/{tenant.fair.slug}"
    answers = [
        await browser.send_form(f"{mine}/requests", request=many, to="accepted", seen="waiting"),
        await browser.send_form(f"{mine}/requests/withdraw", request=many, to="withdrawn", seen="waiting"),
        await browser.send_form(f"{organizer}/participants", chosen=many, decision="approve"),
        await browser.send_form(f"{mine}/availability", present=many, shown=",".join(many)),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 422, 303]


async def test_a_body_beyond_two_megabytes_is_refused(browser: Browser) -> None:
    answer = await browser.send_form("/sign-in", email="ai@do.example", password="x" * 2_100_000)
    assert answer.status_code == 413


@pytest.mark.parametrize("url", ["//[", "http://[::1", "https://a]b", "/\x85//[x"])
async def test_addresses_that_cannot_be_read_send_nobody_anywhere(browser: Browser, url: str) -> None:
    shown = await browser.get("/sign-in", params={"next": url})
    strayed = await browser.get("/no-such-page", headers={"referer": url.replace("\x85", "")})
    back = await browser.send_form("/language", language="vi", next=url)
    assert (shown.status_code, strayed.status_code, back.status_code) == (200, 404, 303)
    assert "//[" not in back.headers["location"].removeprefix("/%C2%85//[x")
