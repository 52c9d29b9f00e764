"""create_app(): the only place that plugs everything together."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from litestar import Litestar, get
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.middleware import DefineMiddleware
from litestar.types import ASGIApp, ControllerRouterHandler

import chophien.piccolo_app  # noqa: F401 - every table must be known before an engine is chosen.
from chophien.accounts import routes as accounts
from chophien.accounts.auditing import AuditMiddleware
from chophien.accounts.guards import SignInMiddleware
from chophien.booths import routes as booths
from chophien.booths.queries import booth_codes
from chophien.calendars import routes as calendars
from chophien.calendars.secrecy import hide_secrets_in_logs
from chophien.catalogue import routes as catalogue
from chophien.clockwork import ticking
from chophien.companies import routes as companies
from chophien.deeds import DEEDS_BY_TEMPLATE
from chophien.directory import routes as directory
from chophien.directory.tidings import directory_tidings
from chophien.exchange import routes as exchange
from chophien.exchange.actions.confirming import confirm_company
from chophien.fairs import routes as fairs
from chophien.fairs.actions.withdrawing import Leaving
from chophien.fairs.market import routes as market
from chophien.fairs.market.queries import is_public, public_companies, watches_company
from chophien.fairs.market.tidings import market_tidings
from chophien.fairs.queries import fair_named, fair_names
from chophien.fairs.questions import routes as questions
from chophien.fairs.registering import routes as registering
from chophien.matchmaking import routes as matchmaking
from chophien.navigation import bare_shell_for, shell_for
from chophien.privacy import routes as privacy
from chophien.reminders import routes as reminders
from chophien.reminders.actions import announce_changes
from chophien.reports import routes as reports
from chophien.reports.tidings import report_tidings
from chophien.settings import settings
from chophien.staffing import routes as staffing
from chophien.support.database import close_database, open_database
from chophien.tidings import checks_of, tidings_of
from chophien.timetable import routes as timetable
from chophien.timetable.actions.leaving import leave_fair, losses_of
from chophien.timetable.queries import meetings_of
from chophien.web import styleguide
from chophien.web.assets import static_file
from chophien.web.errors import EXCEPTION_HANDLERS
from chophien.web.languages import LanguageMiddleware, choose_language
from chophien.web.security import AddressMiddleware, token_cookie, with_security_headers
from chophien.web.templating import template_config

ROUTES: list[ControllerRouterHandler] = [
    static_file,
    choose_language,
    *accounts.ROUTES,
    *companies.ROUTES,
    *catalogue.ROUTES,
    *fairs.ROUTES,
    *market.ROUTES,
    *questions.ROUTES,
    *registering.ROUTES,
    *booths.ROUTES,
    *matchmaking.ROUTES,
    *calendars.ROUTES,
    *reminders.ROUTES,
    *timetable.ROUTES,
    *staffing.ROUTES,
    *reports.ROUTES,
    *exchange.ROUTES,
    *directory.ROUTES,
    *privacy.ROUTES,
]


@get("/health", opt={"public": True}, sync_to_thread=False)
def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@get("/robots.txt", opt={"public": True}, sync_to_thread=False, media_type="text/plain")
def robots() -> str:
    """Keep search engines to the public pages. Calendars are not named: programs that obey this file read them."""
    hidden = "User-agent: *\nDisallow: /my\nDisallow: /organizer\nDisallow: /desk\nDisallow: /interpreting\n"
    return f"{hidden}Sitemap: {settings().public_url}/sitemap.xml\n"


@asynccontextmanager
async def _database(_app: Litestar) -> AsyncIterator[None]:
    await open_database()
    yield
    await close_database()


def make_litestar() -> Litestar:
    """The Litestar application, without the outer security layer; tests ask it for its routes."""
    return Litestar(
        route_handlers=[health, robots, *ROUTES, *(styleguide.ROUTES if settings().development else [])],
        lifespan=[_database, ticking],
        middleware=[
            LanguageMiddleware(),
            AddressMiddleware(),
            DefineMiddleware(SignInMiddleware, exclude=["^/static/"]),
            AuditMiddleware(),
        ],
        csrf_config=CSRFConfig(
            secret=settings().secret,
            cookie_name=token_cookie(),
            cookie_secure=settings().https,
            cookie_httponly=True,
            cookie_samesite="lax",
            exclude=["^/static/", "^/calendar/", "^/health$"],
        ),
        # A calendar goes out as it is: some calendar programs cannot read a compressed one.
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5, exclude=["^/calendar/"]),
        template_config=template_config(),
        exception_handlers=EXCEPTION_HANDLERS,
        state=State(
            {
                "announce": announce_changes,
                "leaving": Leaving(losses_of, partial(leave_fair, announce=announce_changes)),
                "deeds": DEEDS_BY_TEMPLATE,
                "fair_named": fair_named,
                "fair_names": fair_names,
                "shell": shell_for,
                "bare_shell": bare_shell_for,
                "booth_codes": booth_codes,
                "tidings": [tidings_of, market_tidings, report_tidings, directory_tidings],
                "checks": [checks_of],
                "confirmed": [confirm_company],
                "meetings_of": meetings_of,
                "public_companies": public_companies,
                "is_public": is_public,
                "watches_company": watches_company,
            }
        ),
        openapi_config=None,
        request_max_body_size=2_000_000,
        logging_config=None,
    )


def create_app() -> ASGIApp:
    """The application as the server runs it."""
    hide_secrets_in_logs()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return with_security_headers(make_litestar(), https=settings().https)
