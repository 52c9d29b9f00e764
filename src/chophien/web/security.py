"""What guards every request: headers on each answer, the form token's cookie, addresses that can be looked for.

The headers are an outer layer, because exceptions pass handlers by.
"""

from litestar.enums import ScopeType
from litestar.exceptions import NotFoundException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from chophien.settings import settings

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

LARGEST_ID = 2_147_483_647
"""The largest number that both databases keep in an identifier."""


def token_cookie() -> str:
    """The name of the cookie that forms are compared with."""
    return settings().cookie("csrftoken")


class AddressMiddleware(ASGIMiddleware):
    """Addresses that can name nothing are not found, before a database refuses to look for them."""

    scopes = (ScopeType.HTTP,)
    # What stands in a calendar's address is hashed before it is looked for, and all wrong ones get one answer.
    exclude_path_pattern = ("^/calendar/",)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Go on, unless a number in the path is no identifier or a NUL stands anywhere."""
        named: dict[str, object] = dict(scope["path_params"])
        numbers = [value for value in named.values() if isinstance(value, int)]
        nul = "\x00" in scope["path"] or b"%00" in scope["query_string"] or b"\x00" in scope["query_string"]
        if nul or any(not 0 < number <= LARGEST_ID for number in numbers):
            raise NotFoundException
        await next_app(scope, receive, send)


def with_security_headers(app: ASGIApp, *, https: bool) -> ASGIApp:
    """Wrap `app` so that each response carries the headers; `https` adds strict transport security."""
    headers = {
        b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"same-origin",
        b"cross-origin-opener-policy": b"same-origin",
        b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    }
    if https:
        headers[b"strict-transport-security"] = b"max-age=31536000; includeSubDomains"

    async def secured(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                added = [(name, value) for name, value in headers.items() if name not in given]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await app(scope, receive, send_secured if scope["type"] == ScopeType.HTTP else send)

    return secured
