"""Signing in and out."""

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from chophien.accounts.actions import close_session, sign_in
from chophien.accounts.auditing import concerning
from chophien.accounts.forms import SignInForm, read_sign_in
from chophien.accounts.guards import session_cookie, signed_in
from chophien.accounts.pages import SignInPage
from chophien.accounts.queries import identity_behind
from chophien.accounts.rules import SIGN_IN_LASTS
from chophien.settings import settings
from chophien.support.clock import now
from chophien.web.forms import fresh_form, typed_form
from chophien.web.pages import AnyRequest, safe_path, show


@get("/sign-in", opt={"public": True})
async def sign_in_page(request: AnyRequest) -> Template | Redirect:
    """Ask for address and password; somebody already signed in goes home."""
    if request.user is not None:
        return Redirect(request.user.home)
    return await show(request, SignInPage(form=fresh_form(), next=safe_path(request.query_params.get("next", "/"))))


@post("/sign-in", opt={"public": True}, status_code=200)
async def sign_in_now(request: AnyRequest) -> Template | Redirect:
    """Open a session with a new token, whatever cookie the browser came with."""
    form = read_sign_in(await typed_form(request))
    wanted = safe_path(form.text("next") or "/")

    async def attempt(value: SignInForm) -> str:
        token, person = await sign_in(email=value.email, password=value.password, at=now(), host=host_of(request))
        concerning(request, person_id=person.id)
        return token

    token = await form.submit(attempt)
    if token is None:
        return await show(request, SignInPage(form=form, next=wanted), status=422)
    if request.auth:
        await close_session(request.auth)
    identity = await identity_behind(token, now())
    home = identity.home if identity else "/"
    return with_session(Redirect(home if wanted == "/" else wanted, status_code=303), token)


@post("/sign-out", guards=[signed_in])
async def sign_out(request: AnyRequest) -> Redirect:
    """End the session here and on the server."""
    await close_session(request.auth)
    redirect = Redirect("/", status_code=303)
    # Browsers take a cookie with this prefix away only when told so with the same marks as it was set with.
    redirect.set_cookie(
        session_cookie(), "", max_age=0, expires=0, httponly=True, samesite="lax", secure=settings().https
    )
    return redirect


def host_of(request: AnyRequest) -> str:
    """The address that the browser comes from, as the server saw it; no header is believed here."""
    return request.client.host if request.client else ""


def with_session(redirect: Redirect, token: str) -> Redirect:
    """`redirect` with the session cookie set."""
    redirect.cookies.append(
        Cookie(
            key=session_cookie(),
            value=token,
            path="/",
            httponly=True,
            samesite="lax",
            secure=settings().https,
            max_age=int(SIGN_IN_LASTS.total_seconds()),
        )
    )
    return redirect


ROUTES = [sign_in_page, sign_in_now, sign_out]
