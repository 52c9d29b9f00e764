"""Default deny: every route has a guard or stands on the public list."""

import re

import pytest
from litestar.handlers import HTTPRouteHandler

from chophien.accounts.actions import add_person, give_role
from chophien.accounts.rules import password_hash
from chophien.accounts.tables import Organizer, RoleKind
from chophien.app import make_litestar
from chophien.support.clock import now
from tests.conftest import Browser

PUBLIC = {
    ("GET", "/"),
    ("GET", "/calendar/{secret:str}"),
    ("GET", "/companies/{name:str}"),
    ("GET", "/confirm-email"),
    ("GET", "/confirm-email/{token:str}"),
    ("GET", "/fairs"),
    ("GET", "/fairs/{slug:str}"),
    ("GET", "/fairs/{slug:str}/exhibitors"),
    ("GET", "/fairs/{slug:str}/plan"),
    ("GET", "/fairs/{slug:str}/products"),
    ("GET", "/fairs/{slug:str}/register/{kind:str}"),
    ("GET", "/fairs/{slug:str}/visit"),
    ("GET", "/fairs/{slug:str}/cover.png"),
    ("GET", "/forgot-password"),
    ("GET", "/forgot-password/{token:str}"),
    ("GET", "/health"),
    ("GET", "/invitations/{token:str}"),
    ("GET", "/join/{token:str}"),
    ("GET", "/logos/{company_id:int}"),
    ("GET", "/logos/{company_id:int}/small"),
    ("GET", "/pictures/{picture_id:int}"),
    ("GET", "/pictures/{picture_id:int}/small"),
    ("GET", "/privacy"),
    ("GET", "/privacy/{version:str}"),
    ("GET", "/products"),
    ("GET", "/products/{name:str}"),
    ("GET", "/robots.txt"),
    ("GET", "/sign-in"),
    ("GET", "/sign-in/second-step"),
    ("GET", "/sitemap.xml"),
    ("GET", "/static/{path:path}"),
    ("HEAD", "/calendar/{secret:str}"),
    ("POST", "/confirm-email"),
    ("POST", "/confirm-email/{token:str}"),
    ("POST", "/fairs/{slug:str}/register/{kind:str}"),
    ("POST", "/forgot-password"),
    ("POST", "/forgot-password/{token:str}"),
    ("POST", "/invitations/{token:str}"),
    ("POST", "/join/{token:str}"),
    ("POST", "/language"),
    ("POST", "/sign-in"),
    ("POST", "/sign-in/second-step"),
}

OF_OTHERS = {
    RoleKind.PRODUCER: ("/organizer", "/desk", "/platform"),
    RoleKind.DISTRIBUTOR: ("/organizer", "/desk", "/platform"),
    RoleKind.DESK: ("/organizer", "/my", "/platform"),
    RoleKind.OWNER: ("/my", "/platform"),
    RoleKind.PLANNER: ("/my", "/platform"),
    RoleKind.VIEWER: ("/my", "/platform"),
    RoleKind.COHOST: ("/organizer", "/desk", "/my", "/platform"),
    RoleKind.INTERPRETER: ("/organizer", "/desk", "/my", "/cohost", "/platform"),
    RoleKind.PLATFORM: ("/organizer", "/desk", "/my"),
}
"""Where each role has no business at all."""


def _routes() -> set[tuple[str, str, bool]]:
    """Method, path, and whether a guard stands before it."""
    return {
        (method, route.path, bool(handler.resolve_guards()))
        for route in make_litestar().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
        for method in handler.http_methods
        if method != "OPTIONS"
    }


def _address(path: str) -> str:
    return re.sub(r"\{[a-z_]+:int\}", "1", re.sub(r"\{[a-z_]+:(str|path)\}", "x", path))


def test_only_the_routes_on_this_list_are_open_to_everybody() -> None:
    assert {(method, path) for method, path, guarded in _routes() if not guarded} == PUBLIC


async def test_whoever_is_not_signed_in_is_sent_to_sign_in_from_every_other_route(browser: Browser) -> None:
    answers = {}
    for method, path, guarded in sorted(_routes()):
        if guarded:
            send = browser.get if method == "GET" else browser.send_form
            answer = await send(_address(path))
            answers[method, path] = (answer.status_code, answer.headers.get("location", "").split("?")[0])
    assert {key: answer for key, answer in answers.items() if answer != (303, "/sign-in")} == {}


@pytest.mark.parametrize("kind", list(RoleKind))
async def test_each_role_is_refused_where_it_has_no_business(browser: Browser, kind: RoleKind) -> None:
    organizer = Organizer(name="Sở", email="", created_at=now())
    await organizer.save()
    hashed = password_hash("hoa sen trang")
    person = await add_person(email="ai@do.example", name="Ai", hashed_password=hashed, at=now())
    belongs = None if kind in {RoleKind.PLATFORM, RoleKind.PRODUCER, RoleKind.DISTRIBUTOR} else organizer.id
    await give_role(person.id, kind, organizer_id=belongs)
    await browser.sign_in("ai@do.example", "hoa sen trang")
    let_in = []
    for method, path, _guarded in sorted(_routes()):
        if path.startswith(OF_OTHERS[kind]):
            answer = await (browser.get if method == "GET" else browser.send_form)(_address(path))
            if answer.status_code != 403:
                let_in.append((method, path, answer.status_code))
    assert let_in == []
