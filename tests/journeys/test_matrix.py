"""Who reaches what: every guarded route, tried by everybody there is, against a table with a line for each."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress

import pytest
from litestar.handlers import HTTPRouteHandler

from chophien.accounts.actions import give_role
from chophien.accounts.tables import Person, RoleKind
from chophien.app import make_litestar
from chophien.piccolo_app import all_tables
from chophien.support.database import transaction
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_signer
from tests.factories.tenants import Tenant, make_tenant
from tests.journeys.matrix import ACTORS, MATRIX


def guarded_routes() -> list[str]:
    """`GET /path` of every route with a guard."""
    return sorted(
        f"{method} {route.path}"
        for route in make_litestar().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and handler.resolve_guards()
        for method in handler.http_methods
        if method != "OPTIONS"
    )


def test_every_guarded_route_has_its_line() -> None:
    assert sorted(MATRIX) == guarded_routes()


async def _with_role(kind: RoleKind, organizer_id: int | None) -> Person:
    person = await make_signer(kind.value)
    await give_role(person.id, kind, organizer_id=organizer_id)
    return person


@pytest.fixture
async def ours(sqlite_database: str) -> Tenant:
    """The tenant whose rows the addresses name."""
    return await make_tenant(versions=1)


@pytest.fixture
async def browsers(ours: Tenant) -> AsyncIterator[dict[str, Browser]]:
    """Everybody there is, each in a browser."""
    others = await make_tenant(versions=1)
    here = ours.staff.organizer.id
    people = {
        "viewer": await _with_role(RoleKind.VIEWER, here),
        "planner": await _with_role(RoleKind.PLANNER, here),
        "owner": ours.staff.person,
        "desk": ours.desk,
        "cohost": ours.cohost,
        "other owner": others.staff.person,
        "producer": ours.producer.person,
        "other producer": others.producer.person,
        "distributor": ours.distributor.person,
        "platform": await _with_role(RoleKind.PLATFORM, None),
    }
    async with AsyncExitStack() as stack:
        opened = {"anonymous": await stack.enter_async_context(new_browser())}
        for name, person in people.items():
            opened[name] = await stack.enter_async_context(new_browser())
            await opened[name].sign_in(person.email, PASSWORD)
        yield opened


async def _outcome(browser: Browser, route: str, ours: Tenant) -> str:
    """s: sent to sign in. x: no business there. -: not found, because it is somebody else's. +: let in."""
    method, path = route.split(" ")
    address = re.sub(r"\{(\w+):\w+\}", lambda found: str(ours.ids.get(found[1], "1")), path)
    answer = await (browser.get(address) if method == "GET" else browser.send_form(address))
    if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
        return "s"
    assert answer.status_code < 500, (route, answer.status_code)
    return {403: "x", 404: "-"}.get(answer.status_code, "+")


class _UndoneError(Exception):
    """Nothing of what was tried stays."""


async def _rows() -> dict[str, object]:
    apart = {"sign_in_session", "sign_in_attempt", "audit_entry"}
    tables = [table for table in all_tables() if table._meta.tablename not in apart]
    return {table._meta.tablename: await table.select().order_by(table._meta.primary_key) for table in tables}


async def test_everybody_reaches_what_the_table_says_and_the_rest_changes_nothing(
    ours: Tenant, browsers: dict[str, Browser]
) -> None:
    before = await _rows()
    found: dict[str, list[str]] = {route: [""] * len(ACTORS) for route in MATRIX}
    let_in = []
    for route, expected in MATRIX.items():
        for place, (actor, outcome) in enumerate(zip(ACTORS, expected, strict=True)):
            if outcome == "+" and not route.startswith("GET"):
                let_in.append((route, place, actor))
            else:
                found[route][place] = await _outcome(browsers[actor], route, ours)
    assert await _rows() == before
    # Whoever may change something does so in a transaction that is rolled back: no change stands in another's way.
    for route, place, actor in let_in:
        with suppress(_UndoneError):
            async with transaction():
                found[route][place] = await _outcome(browsers[actor], route, ours)
                raise _UndoneError
    differing = {route: "".join(outcomes) for route, outcomes in found.items() if "".join(outcomes) != MATRIX[route]}
    assert differing == {}
