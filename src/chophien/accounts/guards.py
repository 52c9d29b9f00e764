"""Who may pass: the sign-in cookie read on every request, and guards named after what they demand."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from chophien.accounts.actions import note_seen
from chophien.accounts.devices import device_of
from chophien.accounts.identity import LOOKS, PLANS, Identity, narrowed
from chophien.accounts.queries import identity_behind
from chophien.accounts.rules import SEEN_EVERY
from chophien.accounts.tables import RoleKind
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.language import _, speak
from chophien.support.refusal import NotAllowed
from chophien.web.errors import SignInNeeded
from chophien.web.languages import language_cookie
from chophien.web.pages import AnyRequest

AnyConnection = ASGIConnection[Any, Any, Any, Any]


def session_cookie() -> str:
    """The cookie's name."""
    return settings().cookie("session")


class SignInMiddleware(AbstractAuthenticationMiddleware):
    """Set `request.user` to the identity behind the cookie, or none."""

    async def authenticate_request(self, connection: AnyConnection) -> AuthenticationResult:
        """Look the session up."""
        token = connection.cookies.get(session_cookie())
        at = now()
        identity = await identity_behind(token, at) if token else None
        if identity is not None and not identity.is_noted(at - SEEN_EVERY):
            await note_seen(identity.session_id, device_of(connection.headers.get("user-agent", "")), at=at)
        if identity is not None and language_cookie() not in connection.cookies:
            speak(identity.language)
        if identity is not None:
            identity = narrowed(identity, changes=_changes(connection))
        return AuthenticationResult(user=identity, auth=token)


def signed_in(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Anybody who is signed in."""
    _identity(connection)


def oneself(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Anybody who is signed in and does not act for somebody else at this moment."""
    if _identity(connection).acting is not None:
        raise NotAllowed(_("Bạn đang làm thay một đơn vị. Xin thôi làm thay rồi mở lại trang này."))


def organizer(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Somebody who plans fairs, or looks on where nothing changes; which ones, the query says."""
    _demand(connection, *(PLANS if _changes(connection) else LOOKS))


def owner(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Somebody who looks after an organizer's staff; which organizer, the query says."""
    _demand(connection, RoleKind.OWNER)


def cohost(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Somebody who speaks for a district at a fair; which one, the query says."""
    _demand(connection, RoleKind.COHOST)


def interpreter(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Somebody of a fair's staff; of which one, the query says."""
    _demand(connection, RoleKind.INTERPRETER)


def platform(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Somebody who looks after the installation."""
    _demand(connection, RoleKind.PLATFORM)


def desk(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """Somebody at the interpreter desk, or an organizer."""
    _demand(connection, RoleKind.DESK, *(PLANS if _changes(connection) else LOOKS))


def producer(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """A producer's delegate."""
    _demand(connection, RoleKind.PRODUCER)


def distributor(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """A distributor's delegate."""
    _demand(connection, RoleKind.DISTRIBUTOR)


def participant(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
    """A delegate of a producer or a distributor."""
    _demand(connection, RoleKind.PRODUCER, RoleKind.DISTRIBUTOR)


def who(request: AnyRequest) -> Identity:
    """The signed-in person behind a guarded request."""
    return _identity(request)


def _changes(connection: AnyConnection) -> bool:
    return connection.scope.get("method") not in {"GET", "HEAD", "OPTIONS"}


def _identity(connection: AnyConnection) -> Identity:
    user = connection.scope.get("user")
    if not isinstance(user, Identity):
        raise SignInNeeded
    return user


def _demand(connection: AnyConnection, *kinds: RoleKind) -> None:
    if not _identity(connection).kinds & set(kinds):
        raise NotAllowed(_("Trang này không dành cho tài khoản của bạn."))
