"""Signing in and out."""

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from chophien.accounts.actions import Entrance, close_session, sign_in
from chophien.accounts.actions.second_step import take_second_step
from chophien.accounts.auditing import concerning
from chophien.accounts.forms import SignInForm, read_code, read_sign_in
from chophien.accounts.guards import session_cookie, signed_in
from chophien.accounts.pages import SecondStepPage, SignInPage
from chophien.accounts.queries import identity_behind, pending_sign_in
from chophien.accounts.rules import SECOND_STEP_LASTS, SIGN_IN_LASTS
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, safe_path, show


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

    async def attempt(value: SignInForm) -> Entrance:
        entrance = await sign_in(email=value.email, password=value.password, at=now(), host=host_of(request))
        concerning(request, person_id=entrance.person_id)
        return entrance

    entrance = await form.submit(attempt)
    if entrance is None:
        return await show(request, SignInPage(form=form, next=wanted), status=form.status)
    if request.auth:
        await close_session(request.auth)
    return await let_in(entrance, wanted)


@get("/sign-in/second-step", opt={"public": True})
async def second_step_page(request: AnyRequest) -> Template | Redirect:
    """Ask for the code; whoever has not typed the password begins there."""
    if await pending_sign_in(request.cookies.get(pending_cookie(), ""), now()) is None:
        return go_to("/sign-in", told=_("Xin đăng nhập lại từ đầu."))
    page = SecondStepPage(form=fresh_form(), next=safe_path(request.query_params.get("next", "/")))
    return await show(request, page)


@post("/sign-in/second-step", opt={"public": True}, status_code=200)
async def second_step_now(request: AnyRequest) -> Template | Redirect:
    """Open the session when the code is right."""
    form: Form[str] = read_code(await typed_form(request))
    wanted = safe_path(form.text("next") or "/")
    pending = request.cookies.get(pending_cookie(), "")

    async def attempt(code: str) -> Entrance:
        token, person_id = await take_second_step(pending, code, host=host_of(request), at=now())
        concerning(request, person_id=person_id)
        return Entrance(person_id, token, needs_second_step=False)

    if await pending_sign_in(pending, now()) is None:
        return go_to("/sign-in", told=_("Xin đăng nhập lại từ đầu."))
    entrance = await form.submit(attempt)
    if entrance is None:
        return await show(request, SecondStepPage(form=form, next=wanted), status=form.status)
    redirect = await let_in(entrance, wanted)
    redirect.cookies.append(_pending_kept("", 0))
    return redirect


@post("/sign-out", guards=[signed_in])
async def sign_out(request: AnyRequest) -> Redirect:
    """End the session here and on the server."""
    await close_session(request.auth)
    return without_session(Redirect("/", status_code=303))


def without_session(redirect: Redirect) -> Redirect:
    """`redirect` with the session cookie taken away."""
    # Browsers take a cookie with this prefix away only when told so with the same marks as it was set with.
    redirect.set_cookie(
        session_cookie(), "", max_age=0, expires=0, httponly=True, samesite="lax", secure=settings().https
    )
    return redirect


async def let_in(entrance: Entrance, wanted: str = "/", *, done: str = "") -> Redirect:
    """To the page that was wanted, or home; by way of the second step if there is one."""
    if entrance.needs_second_step:
        redirect = Redirect("/sign-in/second-step", query_params={"next": wanted}, status_code=303)
        redirect.cookies.append(_pending_kept(entrance.token, int(SECOND_STEP_LASTS.total_seconds())))
        return redirect
    identity = await identity_behind(entrance.token, now())
    home = identity.home if identity else "/"
    return with_session(go_to(home if wanted == "/" else wanted, done=done), entrance.token)


def pending_cookie() -> str:
    """The name of the cookie between the two steps."""
    return settings().cookie("second-step")


def _pending_kept(token: str, seconds: int) -> Cookie:
    return Cookie(
        key=pending_cookie(),
        value=token,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings().https,
        max_age=seconds,
    )


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


ROUTES = [sign_in_page, sign_in_now, second_step_page, second_step_now, sign_out]
