"""What two sides tell each other, and how to reach somebody, is read by nobody else at the fair, nor by strangers."""

import re
from typing import Any

from litestar.handlers import HTTPRouteHandler

from chophien.app import make_litestar
from chophien.companies.tables import Company, Delegate
from chophien.fairs.questions.tables import Answer
from chophien.fairs.tables import ApprovalCondition, Interpreter, Participation
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.tables import MeetingRequest
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_participation
from tests.factories.tenants import Tenant, make_tenant

PRIVATE = (
    (MeetingRequest.note, MeetingRequest),
    (MeetingRequest.answer, MeetingRequest),
    (Participation.reason, Participation),
    (ApprovalCondition.words, ApprovalCondition),
    (Answer.text, Answer),
    (OutgoingMessage.subject, OutgoingMessage),
    (OutgoingMessage.body_text, OutgoingMessage),
    (Interpreter.phone, Interpreter),
    (Delegate.phone, Delegate),
    (Delegate.email, Delegate),
    (Company.phone, Company),
    (Company.email, Company),
)


def _marker(column: Any) -> str:
    return f"{column._meta.table._meta.tablename}-{column._meta.name}@kin.example".replace("_", "-")


async def _mark() -> None:
    for column, table in PRIVATE:
        await table.update({column: _marker(column)}, force=True)


def _addresses(tenant: Tenant) -> list[str]:
    paths = sorted(
        route.path
        for route in make_litestar().routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and "GET" in handler.http_methods
    )
    words = {"kind": "producer", "name": f"mien-dong-{tenant.product.id}"}
    return [re.sub(r"\{(\w+):\w+\}", lambda at: str((words | tenant.ids).get(at[1], "x")), path) for path in paths]


async def _read(browser: Browser, tenant: Tenant) -> dict[str, list[str]]:
    """The private words that the browser finds, by where."""
    found = {}
    for address in _addresses(tenant):
        text = (await browser.get(address)).text
        found[address] = [_marker(column) for column, _ in PRIVATE if _marker(column) in text]
    return {address: words for address, words in found.items() if words}


async def test_nobody_else_reads_what_two_sides_tell_each_other_or_how_to_reach_them(sqlite_database: str) -> None:
    tenant = await make_tenant(versions=1)
    await _mark()
    others = [await make_participation(tenant.fair, kind, "Người Thứ Ba") for kind in ("producer", "distributor")]
    async with new_browser() as stranger:
        assert await _read(stranger, tenant) == {}
    for other in others:
        async with new_browser() as third:
            await third.sign_in(other.person.email, PASSWORD)
            assert await _read(third, tenant) == {}
    # The control: whoever it concerns reads it.
    async with new_browser() as organizer:
        await organizer.sign_in(tenant.staff.person.email, PASSWORD)
        read = {word for words in (await _read(organizer, tenant)).values() for word in words}
    assert {_marker(column) for column in (MeetingRequest.note, Delegate.phone, ApprovalCondition.words)} <= read
