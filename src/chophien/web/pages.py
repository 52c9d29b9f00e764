"""What every page shares: its frame, the shell around it, and how it is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlsplit

from litestar import Request
from litestar.response import Redirect, Template

from chophien.settings import settings
from chophien.support.language import spoken_language
from chophien.web.formats import HANOI

AnyRequest = Request[Any, Any, Any]


class Page:
    """One page; a frozen dataclass whose fields are all its template may see, under the name `page`."""

    template: ClassVar[str]


@dataclass(frozen=True)
class Link:
    """A step in the navigation."""

    label: str
    url: str
    current: bool = False
    count: int = 0
    """How many things wait there."""


@dataclass(frozen=True)
class FairHead:
    """The fair a page belongs to, as the shell shows it."""

    slug: str
    name: str
    url: str
    phase_words: str
    organizer_id: int | None = None
    asking: frozenset[str] = frozenset()
    """The kinds of companies that send requests there."""
    timezone: str = HANOI
    """In which its pages tell the time."""


@dataclass(frozen=True)
class Notice:
    """A sentence shown once at the top of the next page."""

    kind: str
    """done, told, warned or failed."""
    text: str


@dataclass(frozen=True)
class ShellPerson:
    """Who is signed in."""

    name: str
    role_words: str


@dataclass(frozen=True)
class Shell:
    """Everything around the page, under the name `shell`."""

    path: str
    csrf_token: str
    person: ShellPerson | None = None
    navigation: list[Link] = field(default_factory=list)
    fair: FairHead | None = None
    notices: list[Notice] = field(default_factory=list)
    acting_for: str = ""
    """The company for which the person acts at this moment."""
    language: str = field(default_factory=spoken_language)
    public_url: str = field(default_factory=lambda: settings().public_url)


ShellBuilder = Callable[[AnyRequest, FairHead | None], Awaitable[Shell]]


def notice_cookie() -> str:
    """The name of the cookie that carries a sentence over a redirect."""
    return settings().cookie("notice")


async def show(
    request: AnyRequest, page: Page, *, fair: FairHead | None = None, status: int = 200, private: bool = True
) -> Template:
    """Render `page` in its shell. `private` keeps it out of shared caches and browser history caches."""
    build: ShellBuilder = request.app.state.shell
    shell = await build(request, fair)
    headers = {"Cache-Control": "no-store" if private else "private, no-cache", "Vary": "Cookie, Accept-Language"}
    shown = Template(page.template, context={"page": page, "shell": shell}, status_code=status, headers=headers)
    if shell.notices:
        # Browsers take a cookie with this prefix away only when told so with the same marks as it was set with.
        shown.set_cookie(
            notice_cookie(), "", max_age=0, expires=0, httponly=True, samesite="lax", secure=settings().https
        )
    return shown


def show_fragment(page: Page, *, status: int = 200) -> Template:
    """Render `page` without the shell, for htmx to put into a page that is already there."""
    return Template(page.template, context={"page": page}, status_code=status, headers={"Cache-Control": "no-store"})


def go_to(url: str, *, done: str = "", told: str = "", warned: str = "") -> Redirect:
    """Send the browser to `url` after a change, with a sentence to show there once."""
    redirect = Redirect(safe_path(url), status_code=303)
    for kind, text in (("done", done), ("told", told), ("warned", warned)):
        if text:
            packed = f"{kind}:{text}".encode().hex()
            redirect.set_cookie(
                notice_cookie(), packed, max_age=60, httponly=True, samesite="lax", secure=settings().https
            )
    return redirect


def notices_of(request: AnyRequest) -> list[Notice]:
    """The notices that the last redirect left."""
    packed = request.cookies.get(notice_cookie(), "")
    try:
        kind, _, text = bytes.fromhex(packed).decode().partition(":")
    except ValueError:
        return []
    return [Notice(kind, text)] if text and kind in {"done", "told", "warned", "failed"} else []


def safe_path(url: str) -> str:
    """`url` if it is a path on this site, else the front page: nobody is sent elsewhere by a crafted link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    plain = not parts.scheme and not parts.netloc and url.startswith("/") and not url.startswith("//")
    clean = not any(character in url for character in "\\\r\n\t\x00")
    return url if plain and clean else "/"
