"""Nobody reaches another tenant's rows: every route that names a fair or a row is tried with somebody else's."""

import re
from collections.abc import AsyncIterator
from contextlib import aclosing
from itertools import product as combinations
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler

from chophien.accounts.tables import Person
from chophien.app import make_litestar
from chophien.fairs.tables import Fair, FairState, Participation, ParticipationState
from chophien.piccolo_app import all_tables
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.tenants import Tenant, make_tenant
from tests.journeys.cohost_routes import (
    AROUND_PARTICIPANTS,
    AROUND_STAFF,
    DISTRICT,
    PLATFORM_DOUBLES,
    PUBLIC_COMPANIES,
)

FAIR, OWN = "/organizer/fairs/{slug:str}", "/my/fairs/{slug:str}"
VERSION, RUN = FAIR + "/timetable/versions/{number:int}", FAIR + "/timetable/runs/{run_id:int}"

IMPORT = FAIR + "/imports/{import_id:int}"

WHO_IS_LET_IN: dict[str, str] = {
    "GET /desk/fairs/{slug:str}": "desk",
    f"GET {FAIR}": "organizer",
    f"POST {FAIR}/publish": "organizer",
    **{f"POST {FAIR}/{step}": "organizer" for step in ("close", "reopen")},
    f"GET {FAIR}/edit": "organizer",
    f"POST {FAIR}/edit": "organizer",
    **{
        f"{method} {FAIR}/edit/{step}": "organizer"
        for method in ("GET", "POST")
        for step in ("place", "hours", "asking", "dates", "programme")
    },
    f"GET {FAIR}/checklist": "organizer",
    f"GET {FAIR}/copy": "organizer",
    f"POST {FAIR}/copy": "organizer",
    f"GET {FAIR}/tables": "organizer",
    f"GET {FAIR}/tables/{{table_id:int}}": "organizer",
    f"POST {FAIR}/tables/{{table_id:int}}": "organizer",
    **AROUND_PARTICIPANTS,
    f"GET {FAIR}/booths": "organizer",
    **{f"POST {FAIR}/booths/{deed}": "organizer" for deed in ("give", "free", "block", "unblock")},
    f"GET {FAIR}/requests": "organizer",
    f"POST {FAIR}/requests": "organizer",
    f"POST {FAIR}/requests/{{request_id:int}}/pin": "organizer",
    f"POST {FAIR}/requests/{{request_id:int}}/decide": "organizer",
    **AROUND_STAFF,
    f"GET {FAIR}/messages": "organizer",
    f"GET {FAIR}/messages/{{message_id:int}}": "organizer",
    f"POST {FAIR}/messages/{{message_id:int}}/again": "organizer",
    f"GET {FAIR}/timetable": "organizer",
    f"POST {FAIR}/timetable": "organizer",
    f"GET {RUN}": "organizer",
    f"GET {RUN}/progress": "organizer",
    f"POST {RUN}/cancel": "organizer",
    f"POST {RUN}/keep": "organizer",
    f"GET {RUN}/problem.json": "organizer",
    f"GET {RUN}/timetable.json": "organizer",
    f"GET {VERSION}": "organizer",
    f"POST {VERSION}/publish": "organizer",
    f"GET {VERSION}/changes": "organizer",
    f"GET {VERSION}/why/{{request_id:int}}": "organizer",
    f"POST {VERSION}/why/{{request_id:int}}": "organizer",
    f"GET {FAIR}/timetable/repair": "organizer",
    f"POST {FAIR}/timetable/repair": "organizer",
    f"GET {FAIR}/timetable/questions": "organizer",
    f"POST {FAIR}/timetable/questions/what-if": "organizer",
    f"POST {FAIR}/timetable/questions/tables": "organizer",
    f"GET {VERSION}/move/{{request_id:int}}": "organizer",
    f"POST {VERSION}/move/{{request_id:int}}": "organizer",
    f"POST {VERSION}/drop/{{request_id:int}}": "organizer",
    f"GET {OWN}": "producer",
    f"GET {OWN}/booth": "producer",
    f"POST {OWN}/booth": "producer",
    f"POST {OWN}/booth/release": "producer",
    f"GET {OWN}/producers": "distributor",
    f"GET {OWN}/producers/{{participation_id:int}}": "distributor",
    f"POST {OWN}/producers/{{participation_id:int}}": "distributor",
    f"GET {OWN}/distributors": "producer",
    f"GET {OWN}/distributors/{{distributor_id:int}}": "producer",
    f"POST {OWN}/distributors/{{distributor_id:int}}": "producer",
    f"GET {OWN}/requests": "producer",
    f"POST {OWN}/requests": "producer",
    f"POST {OWN}/requests/withdraw": "distributor",
    f"GET {OWN}/availability": "producer",
    f"POST {OWN}/availability": "producer",
    f"GET {OWN}/schedule": "producer",
    f"POST {OWN}/schedule/link": "producer",
    f"GET {OWN}/schedule.ics": "producer",
    "GET /my/products/{product_id:int}": "producer",
    "POST /my/products/{product_id:int}": "producer",
    "POST /my/products/{product_id:int}/remove": "producer",
    "POST /my/products/{product_id:int}/pictures": "producer",
    "POST /my/pictures/{picture_id:int}": "producer",
    "GET /my/papers/{paper_id:int}": "producer",
    "POST /my/papers/{paper_id:int}": "producer",
    "POST /my/papers/{paper_id:int}/remove": "producer",
    "GET /my/papers/{paper_id:int}/file": "producer",
    f"GET {OWN}/wishes": "producer",
    f"GET {FAIR}/invitations": "organizer",
    f"POST {FAIR}/invitations": "organizer",
    f"GET {FAIR}/imports": "organizer",
    f"POST {FAIR}/imports": "organizer",
    f"GET {IMPORT}": "organizer",
    f"GET {IMPORT}/columns": "organizer",
    f"POST {IMPORT}/columns": "organizer",
    f"GET {IMPORT}/progress": "organizer",
    f"GET {IMPORT}/report.xlsx": "organizer",
    f"POST {IMPORT}/write": "organizer",
    f"POST {IMPORT}/undo": "organizer",
    f"POST {IMPORT}/remove": "organizer",
    f"GET {OWN}/answers": "producer",
    f"POST {OWN}/answers": "producer",
    f"GET {OWN}/answers/{{question_id:int}}/file": "producer",
    f"GET {OWN}/withdraw": "producer",
    f"POST {OWN}/withdraw": "producer",
    f"POST {OWN}/language": "producer",
    f"GET {FAIR}/papers": "organizer",
    f"GET {FAIR}/papers/{{paper_id:int}}/file": "organizer",
    f"GET {FAIR}/wishes": "organizer",
    f"POST {FAIR}/participants/{{participation_id:int}}/act": "organizer",
    "POST /organizer/staff/{organizer_id:int}/invite": "organizer",
    "POST /organizer/staff/{organizer_id:int}/people/{person_id:int}": "organizer",
    "POST /organizer/staff/{organizer_id:int}/people/{person_id:int}/second-step": "organizer",
    "POST /organizer/staff/{organizer_id:int}/invitations/{invitation_id:int}/withdraw": "organizer",
}
"""Every route that names a fair or a row of a tenant, and who has business there."""

OF_THE_PLATFORM = {
    "POST /platform/organizers/{organizer_id:int}/invite",
    *(f"POST /platform/people/{{person_id:int}}/{deed}" for deed in ("shut", "open", "second-step", "erase")),
    *PLATFORM_DOUBLES,
}
"""Routes of the installation, which belongs to no tenant; the matrix says who is let in."""

FOR_EVERYBODY = {
    "GET /confirm-email/{token:str}",
    "POST /confirm-email/{token:str}",
    "GET /forgot-password/{token:str}",
    "POST /forgot-password/{token:str}",
    "GET /calendar/{secret:str}",
    "HEAD /calendar/{secret:str}",
    "GET /invitations/{token:str}",
    "POST /invitations/{token:str}",
    "GET /join/{token:str}",
    "POST /join/{token:str}",
    "GET /fairs/{slug:str}",
    "GET /fairs/{slug:str}/exhibitors",
    "GET /fairs/{slug:str}/plan",
    "GET /fairs/{slug:str}/products",
    "GET /fairs/{slug:str}/visit",
    "GET /fairs/{slug:str}/cover.png",
    "GET /fairs/{slug:str}/register/{kind:str}",
    "POST /fairs/{slug:str}/register/{kind:str}",
    "GET /organizer/imports/templates/{kind:str}/{language:str}",
    *PUBLIC_COMPANIES,
    "GET /pictures/{picture_id:int}",
    "GET /pictures/{picture_id:int}/small",
    "GET /privacy/{version:str}",
    "GET /products/{name:str}",
    "GET /static/{path:path}",
}
"""Routes with a name in their address that belong to no tenant, or to whoever knows the secret."""

NOTHING_THERE_YET = {f"GET {RUN}/timetable.json", f"GET {FAIR}/delete"}
"""Pages that the owner is not shown either: the run has no answer, and the fair is a draft no more."""


def _routes() -> set[str]:
    """`GET /path` of every route whose address has a parameter."""
    return {
        f"{method} {route.path}"
        for route in make_litestar().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
        for method in handler.http_methods
        if method != "OPTIONS" and "{" in route.path
    }


def _everything(tenant: Tenant) -> dict[str, Any]:
    """A form that would change something on any route, were it let in."""
    return {
        "decision": "approve",
        "chosen": tenant.applicant.id,
        "reason": "Vì thế",
        "booth": tenant.free_booth.booth.id,
        "instead_of": tenant.booth.booth.id,
        "participation": tenant.producer.id,
        "producer": tenant.producer.id,
        "distributor": tenant.distributor.id,
        "asked_by": "distributor",
        "weight": 5,
        "note": "Muốn gặp",
        "slot": tenant.slot,
        "table": tenant.table,
        "cell": f"{tenant.slot}-{tenant.table}",
        "request": tenant.request,
        "to": "declined",
        "seen": "accepted",
        "shown": tenant.slot,
        "whole": f"away:{tenant.session}",
        "delegate_name": "Kẻ Lạ",
        "product_name": "Hàng lạ",
        "kind": "organic",
        "do": "remove",
        "group": "food",
        "name_vi": "Hội chợ của người khác",
        "starts_on": "2099-12-04",
        "holder": tenant.distributor.id,
        "sessions": tenant.session,
        "place": tenant.place,
        "name": "Kẻ Lạ",
        "email": "kela@thu.example",
    }


async def _rows() -> dict[str, list[dict[str, Any]]]:
    """Everything in the database but sign-ins and the log of what was tried."""
    apart = {"sign_in_session", "sign_in_attempt", "audit_entry"}
    tables = [table for table in all_tables() if table._meta.tablename not in apart]
    return {table._meta.tablename: await table.select().order_by(table._meta.primary_key) for table in tables}


async def _browser_of(person: Person) -> Browser:
    browser = new_browser()
    await browser.sign_in(person.email, PASSWORD)
    return browser


@pytest.fixture
async def tenants(sqlite_database: str) -> tuple[Tenant, Tenant]:
    """Ours and the other's."""
    return await make_tenant(versions=1), await make_tenant(versions=2)


@pytest.fixture
async def browsers(tenants: tuple[Tenant, Tenant]) -> AsyncIterator[dict[str, Browser]]:
    """Our people, each in a browser."""
    ours, _others = tenants
    people = {
        "organizer": ours.staff.person,
        "desk": ours.desk,
        "cohost": ours.cohost,
        "producer": ours.producer.person,
        "distributor": ours.distributor.person,
    }
    opened = {role: await _browser_of(person) for role, person in people.items()}
    yield opened
    for browser in opened.values():
        await browser.aclose()


async def _status(browser: Browser, route: str, ids: dict[str, Any], typed: dict[str, Any]) -> int:
    method, path = route.split(" ")
    address = re.sub(r"\{(\w+):\w+\}", lambda found: str(ids[found[1]]), path)
    answer = await (browser.get(address) if method == "GET" else browser.send_form(address, **typed))
    return answer.status_code


def test_every_route_that_names_something_has_been_thought_of() -> None:
    assert _routes() == WHO_IS_LET_IN.keys() | FOR_EVERYBODY | OF_THE_PLATFORM


async def test_whoever_has_business_there_is_let_in(
    tenants: tuple[Tenant, Tenant], browsers: dict[str, Browser]
) -> None:
    """The counter-check: without it a page that nobody finds would pass the test below."""
    ours, _others = tenants
    found = {
        route: await _status(browsers[role], route, ours.ids, {})
        for route, role in WHO_IS_LET_IN.items()
        if route.startswith("GET")
    }
    assert {route for route, status in found.items() if status != 200} == NOTHING_THERE_YET


async def test_with_anything_of_another_tenant_in_the_address_nothing_is_found_and_nothing_changes(
    tenants: tuple[Tenant, Tenant], browsers: dict[str, Browser]
) -> None:
    ours, others = tenants
    before = await _rows()
    found = {}
    for route, role in WHO_IS_LET_IN.items():
        names = re.findall(r"\{(\w+):", route)
        for foreign in combinations([True, False], repeat=len(names)):
            if any(foreign):
                ids = {
                    name: (others if theirs else ours).ids[name] for name, theirs in zip(names, foreign, strict=True)
                }
                found[route, *foreign] = await _status(browsers[role], route, ids, _everything(others))
    assert {tried: status for tried, status in found.items() if status != 404} == {}
    assert await _rows() == before


FORMS_THAT_NAME_ROWS: list[tuple[str, str, tuple[str, ...]]] = [
    (f"POST {FAIR}/participants", "organizer", ("chosen",)),
    (f"POST {DISTRICT}", "cohost", ("chosen",)),
    (f"POST {FAIR}/cohosts", "organizer", ("place",)),
    (f"POST {FAIR}/booths/give", "organizer", ("booth", "participation")),
    (f"POST {FAIR}/booths/free", "organizer", ("booth",)),
    (f"POST {FAIR}/booths/block", "organizer", ("booth",)),
    (f"POST {FAIR}/booths/unblock", "organizer", ("booth",)),
    (f"POST {FAIR}/tables/{{table_id:int}}", "organizer", ("holder", "sessions")),
    (f"POST {FAIR}/requests", "organizer", ("producer", "distributor")),
    (f"POST {FAIR}/requests/{{request_id:int}}/pin", "organizer", ("slot", "table")),
    (f"POST {VERSION}/move/{{request_id:int}}", "organizer", ("cell",)),
    (f"POST {OWN}/booth", "producer", ("booth", "instead_of")),
    (f"POST {OWN}/booth/release", "producer", ("booth",)),
    (f"POST {OWN}/requests", "producer", ("request",)),
    (f"POST {OWN}/requests/withdraw", "distributor", ("request",)),
]
"""Forms, and their fields that name rows."""


async def test_with_anything_of_another_tenant_in_a_form_nothing_changes(
    tenants: tuple[Tenant, Tenant], browsers: dict[str, Browser]
) -> None:
    ours, others = tenants
    before = await _rows()
    found = {}
    for route, role, fields in FORMS_THAT_NAME_ROWS:
        for foreign in combinations([True, False], repeat=len(fields)):
            if any(foreign):
                theirs = {field for field, is_theirs in zip(fields, foreign, strict=True) if is_theirs}
                typed = _everything(ours) | {field: _everything(others)[field] for field in theirs}
                found[route, *theirs] = await _status(browsers[role], route, ours.ids, typed)
    assert {tried: status for tried, status in found.items() if status not in {404, 409, 422}} == {}
    assert await _rows() == before


async def test_hours_of_another_fair_are_never_noted(
    tenants: tuple[Tenant, Tenant], browsers: dict[str, Browser]
) -> None:
    ours, others = tenants
    before = await _rows()
    assert await _status(browsers["producer"], f"POST {OWN}/availability", ours.ids, _everything(others)) == 303
    assert await _rows() == before


async def test_a_draft_is_nowhere_to_be_seen(sqlite_database: str) -> None:
    staff, stranger = await make_organizer(), await make_organizer("Trung tâm khác")
    fair = await make_fair(staff, name="Hội chợ còn giấu", state=FairState.DRAFT)
    taking_part = [await make_participation(fair, kind) for kind in ("producer", "distributor")]
    people = [None, stranger.person, *(each.person for each in taking_part)]
    pages = ["", "/exhibitors", "/products", "/plan", "/visit", "/register/producer", "/register/distributor"]
    addresses = [f"/fairs/{fair.slug}{page}" for page in pages] + [f"/my/fairs/{fair.slug}"]
    for person in people:
        browser = await _browser_of(person) if person else new_browser()
        async with aclosing(browser):
            found = [(await browser.get(address)).status_code for address in addresses]
            assert found[:-1] == [404] * (len(addresses) - 1)
            assert found[-1] in {303, 403, 404}
            assert (await browser.send_form(f"{addresses[0]}/register/producer", name="Gốm")).status_code == 404
            lists = [(await browser.get(page)).text for page in ("/", "/fairs", "/my")]
            assert [text for text in lists if "còn giấu" in text] == []
    async with aclosing(await _browser_of(staff.person)) as owner:
        assert (await owner.get(addresses[0])).status_code == 200


@pytest.mark.parametrize("state", [state for state in ParticipationState if state != ParticipationState.APPROVED])
async def test_who_is_not_approved_can_neither_book_nor_ask_nor_answer(
    tenants: tuple[Tenant, Tenant], browsers: dict[str, Browser], state: ParticipationState
) -> None:
    ours, _others = tenants
    both = [ours.producer.id, ours.distributor.id]
    partner = await make_participation(await _fair(ours), "producer")
    await Participation.update({Participation.state: state}).where(Participation.id.is_in(both))
    before = await _rows()
    form = _everything(ours) | {"do": "make"}
    tried = {
        f"POST {OWN}/booth": "producer",
        f"POST {OWN}/booth/release": "producer",
        f"POST {OWN}/requests": "producer",
        f"POST {OWN}/requests/withdraw": "distributor",
        f"POST {OWN}/producers/{{participation_id:int}}": "distributor",
        f"POST {OWN}/availability": "producer",
        f"POST {OWN}/schedule/link": "producer",
    }
    ids = ours.ids | {"participation_id": partner.id}
    found = {route: await _status(browsers[role], route, ids, form) for route, role in tried.items()}
    assert found == dict.fromkeys(tried, 409)
    assert await _status(browsers["producer"], f"GET {OWN}/schedule.ics", ours.ids, {}) == 404
    assert await _rows() == before


async def _fair(tenant: Tenant) -> Fair:
    fair = await Fair.objects().get(Fair.id == tenant.fair.id)
    assert fair
    return fair
