"""Security headers on every answer, also on errors: an outer layer, because exceptions pass handlers by."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


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
