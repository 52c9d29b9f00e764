"""Which language a request is served in, and the switch between them."""

from litestar import Request, post
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response import Redirect
from litestar.types import ASGIApp, Receive, Scope, Send

from chophien.settings import settings
from chophien.support.language import LANGUAGES, speak
from chophien.web.forms import typed_form
from chophien.web.pages import AnyRequest, safe_path

_A_YEAR = 31_536_000


def language_cookie() -> str:
    """The name of the cookie that keeps the language."""
    return settings().cookie("language")


def language_of(request: AnyRequest) -> str:
    """The language chosen here, else the first one that the browser prefers and we speak, else Vietnamese."""
    chosen = request.cookies.get(language_cookie())
    if chosen in LANGUAGES:
        return chosen
    for preferred in request.headers.get("accept-language", "").split(","):
        language = preferred.split(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


class LanguageMiddleware(ASGIMiddleware):
    """Speak the person's language for the length of a request."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Set the language, then go on."""
        speak(language_of(Request(scope)))
        await next_app(scope, receive, send)


@post("/language", opt={"public": True})
async def choose_language(request: AnyRequest) -> Redirect:
    """Remember the language and go back to where the person was."""
    form = await typed_form(request)
    language = form.text("language")
    redirect = Redirect(safe_path(form.text("next")), status_code=303)
    return remember_language(redirect, language)


def remember_language(redirect: Redirect, language: str) -> Redirect:
    """`redirect` with the language kept in this browser, if we speak it."""
    if language in LANGUAGES:
        redirect.set_cookie(
            language_cookie(), language, max_age=_A_YEAR, samesite="lax", secure=settings().https, httponly=True
        )
    return redirect
