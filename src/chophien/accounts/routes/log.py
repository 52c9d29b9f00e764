"""The log of deeds, for whoever looks after an organizer."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from litestar import get
from litestar.response import Template

from chophien.accounts.guards import owner, who
from chophien.accounts.pages import LogPage
from chophien.accounts.queries.log import LogFilter, deeds_of, fairs_in_log, people_in_log
from chophien.web.pages import AnyRequest, show

ROWS_ON_A_PAGE = 50

FairNames = Callable[[list[int]], Awaitable[dict[int, str]]]
"""Names of fairs by id; fairs stand above accounts, so the app plugs it in."""


@get("/organizer/log", guards=[owner])
async def log_page(request: AnyRequest) -> Template:
    """Who did what, the latest first, by person and fair."""
    organizers = who(request).owner_ids
    asked = request.query_params
    chosen = LogFilter(person_id=_number(asked.get("person")), fair_id=_number(asked.get("fair")))
    page = _number(asked.get("page")) or 1
    lines, more = await deeds_of(organizers, chosen, first=(page - 1) * ROWS_ON_A_PAGE, most=ROWS_ON_A_PAGE)
    fair_names: FairNames = request.app.state.fair_names
    names = await fair_names(await fairs_in_log(organizers))

    def url(number: int) -> str:
        asked_for = {"person": chosen.person_id or "", "fair": chosen.fair_id or "", "page": number}
        return f"/organizer/log?{urlencode({name: value for name, value in asked_for.items() if value})}"

    return await show(
        request,
        LogPage(
            lines=lines,
            fairs=names,
            people=await people_in_log(organizers),
            person=chosen.person_id,
            fair=chosen.fair_id,
            number=page,
            previous_url=url(page - 1) if page > 1 else "",
            next_url=url(page + 1) if more else "",
        ),
    )


def _number(text: str | None) -> int | None:
    found = int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
    return found or None


ROUTES = [log_page]
