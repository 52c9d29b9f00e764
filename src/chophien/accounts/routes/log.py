"""The log of deeds: for whoever looks after an organizer, and for platform administrators."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from litestar import get
from litestar.response import Template

from chophien.accounts.guards import owner, platform, who
from chophien.accounts.pages import LogLine, LogPage, PlatformLogPage
from chophien.accounts.queries.log import (
    DeedLine,
    LogFilter,
    Scope,
    accounts_in_log,
    deeds_in_log,
    deeds_of,
    fairs_in_log,
    organizers_in_log,
    people_in_log,
)
from chophien.accounts.rules import role_name
from chophien.accounts.tables import RoleKind
from chophien.support.language import _
from chophien.web.pages import AnyRequest, show

ROWS_ON_A_PAGE = 50

FairNames = Callable[[list[int]], Awaitable[dict[int, str]]]
"""Names of fairs by id; fairs stand above accounts, so the app plugs it in."""


@get("/organizer/log", guards=[owner])
async def log_page(request: AnyRequest) -> Template:
    """Who did what, the latest first, by person and fair."""
    scope = Scope(who(request).owner_ids)
    asked = request.query_params
    chosen = LogFilter(person_id=_number(asked.get("person")), fair_id=_number(asked.get("fair")))
    number = _number(asked.get("page")) or 1
    lines, more = await deeds_of(scope, chosen, first=(number - 1) * ROWS_ON_A_PAGE, most=ROWS_ON_A_PAGE)
    fair_names: FairNames = request.app.state.fair_names
    asked_for = {"person": chosen.person_id, "fair": chosen.fair_id}
    return await show(
        request,
        LogPage(
            lines=[_line(deed) for deed in lines],
            fairs=await fair_names(await fairs_in_log(scope)),
            people=await people_in_log(scope),
            chosen=chosen,
            number=number,
            previous_url=_url("/organizer/log", asked_for, number - 1) if number > 1 else "",
            next_url=_url("/organizer/log", asked_for, number + 1) if more else "",
        ),
    )


@get("/platform/log", guards=[platform])
async def platform_log_page(request: AnyRequest) -> Template:
    """What was done with organizers and accounts, the latest first; no organizer's own work stands there."""
    scope = Scope(None)
    asked = request.query_params
    chosen = LogFilter(
        person_id=_number(asked.get("person")),
        about_id=_number(asked.get("about")),
        organizer_id=_number(asked.get("organizer")),
        deed=asked.get("deed", "")[:200],
    )
    number = _number(asked.get("page")) or 1
    lines, more = await deeds_of(scope, chosen, first=(number - 1) * ROWS_ON_A_PAGE, most=ROWS_ON_A_PAGE)
    asked_for = {
        "person": chosen.person_id,
        "about": chosen.about_id,
        "organizer": chosen.organizer_id,
        "deed": chosen.deed,
    }
    page = PlatformLogPage(
        lines=[_line(deed) for deed in lines],
        people=await people_in_log(scope),
        accounts=await accounts_in_log(scope),
        organizers=await organizers_in_log(scope),
        deeds=[(words, _(words)) for words in await deeds_in_log(scope)],
        chosen=chosen,
        is_filtered=any(asked_for.values()),
        number=number,
        previous_url=_url("/platform/log", asked_for, number - 1) if number > 1 else "",
        next_url=_url("/platform/log", asked_for, number + 1) if more else "",
    )
    return await show(request, page)


def _line(deed: DeedLine) -> LogLine:
    if deed.detail == "none":
        return LogLine(deed, _("không còn vai trò"))
    return LogLine(deed, role_name(deed.detail) if deed.detail in set(RoleKind) else "")


def _url(path: str, asked_for: Mapping[str, int | str | None], number: int) -> str:
    return f"{path}?{urlencode({name: value for name, value in {**asked_for, 'page': number}.items() if value})}"


def _number(text: str | None) -> int | None:
    found = int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
    return found or None


ROUTES = [log_page, platform_log_page]
