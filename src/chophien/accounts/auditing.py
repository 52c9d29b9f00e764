"""The one place where requests that change something are written down: who, for whom, what, when, how it ended."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from chophien.accounts.actions.deeds import Deed, note_deed
from chophien.accounts.identity import Acting, Identity
from chophien.support.clock import now
from chophien.web.pages import AnyRequest

FairFinder = Callable[[str], Awaitable[tuple[int, int] | None]]
"""A fair's id and its organizer's, by the name in addresses; fairs stand above accounts, so the app plugs it in."""

OF_ACCOUNTS = (
    "/platform",
    "/organizer/staff/",
    "/invitations/",
    "/account/close",
    "/account/password",
    "/account/email",
    "/account/second-step",
    "/forgot-password/",
    "/confirm-email/",
)
"""How addresses begin under which organizers and accounts change: what platform administrators see of the log."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_CONCERNING = "deed_concerns"

log = logging.getLogger("chophien.accounts")


def concerning(
    request: AnyRequest,
    *,
    person_id: int | None = None,
    organizer_id: int | None = None,
    acting: Acting | None = None,
    about_person_id: int | None = None,
    detail: str | None = None,
) -> None:
    """Tell the log what it cannot see by itself: who has just signed in, which organizer or account it is about, and
    the role that was given."""
    told: dict[str, Any] = {
        "person_id": person_id,
        "organizer_id": organizer_id,
        "acting": acting,
        "about_person_id": about_person_id,
        "detail": detail,
    }
    noted = request.scope["state"].setdefault(_CONCERNING, {})
    noted.update({name: value for name, value in told.items() if value is not None})


def subject_of(template: str, params: Mapping[str, Any]) -> str:
    """The address with its numbers and fair names; whatever else stands in it may be a secret and is left out."""
    parts = []
    for part in template.split("/"):
        name, _colon, _kind = part.strip("{}").partition(":")
        known = part.startswith("{") and (name == "slug" or isinstance(params.get(name), int))
        parts.append(str(params[name]) if known else "…" if part.startswith("{") else part)
    return "/".join(parts)


class AuditMiddleware(ASGIMiddleware):
    """Write each unsafe request down before its answer goes out. Strangers are written down where they sign in only:
    whatever else they send without an account is refused, and would let anybody fill the log."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Go on; note the deed when the status is known."""
        if scope.get("method") in _SAFE:
            await next_app(scope, receive, send)
            return
        noted = False

        async def send_noted(message: Message) -> None:
            nonlocal noted
            if message["type"] == "http.response.start" and not noted:
                noted = True
                await _note(scope, message["status"])
            await send(message)

        await next_app(scope, receive, send_noted)


async def _note(scope: Scope, status: int) -> None:
    user = scope.get("user")
    identity = user if isinstance(user, Identity) else None
    told = scope["state"].get(_CONCERNING, {})
    person_id = identity.person_id if identity else told.get("person_id")
    template = str(scope.get("path_template", ""))
    if person_id is None and template != "/sign-in":
        return
    route = f"{scope.get('method')} {template}"
    app = scope["litestar_app"]
    words = scope["route_handler"].opt.get("deed") or app.state.deeds.get(route, route)
    acting = (identity.acting if identity else None) or told.get("acting")
    fair = await _fair(scope, app.state.fair_named)
    organizer_id = fair[1] if fair else told.get("organizer_id") or (acting.organizer_id if acting else None)
    try:
        await note_deed(
            Deed(
                person_id=person_id,
                words=words,
                subject=subject_of(template, scope["path_params"]),
                status=status,
                acting=acting,
                organizer_id=organizer_id,
                fair_id=fair[0] if fair else None,
                about_person_id=told.get("about_person_id"),
                detail=told.get("detail", ""),
                of_accounts=template.startswith(OF_ACCOUNTS),
            ),
            at=now(),
        )
    except Exception:
        # The change has been made; an answer that hides it would be worse than a gap in the log, which is told here.
        log.exception("A deed could not be written down: person %s, %s, status %s", person_id, route, status)


async def _fair(scope: Scope, fair_named: FairFinder) -> tuple[int, int] | None:
    slug = scope["path_params"].get("slug")
    return await fair_named(slug) if isinstance(slug, str) else None
