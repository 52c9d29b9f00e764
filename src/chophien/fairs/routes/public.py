"""What everybody may read about fairs."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from chophien.fairs.pages.programme import exhibitors_page, fair_list_page, public_fair_page
from chophien.fairs.pages.public import ExhibitorSearch
from chophien.fairs.queries import fair_head, seen_fair
from chophien.support.clock import now
from chophien.web.pages import AnyRequest, show


@get(["/", "/fairs"], opt={"public": True})
async def fair_list(request: AnyRequest) -> Template:
    """Every fair that is open or over."""
    return await show(request, await fair_list_page(at=now()), private=False)


@get("/fairs/{slug:str}", opt={"public": True})
async def fair_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The fair's own page; a draft only for those who plan it."""
    fair = await seen_fair(request.user, slug)
    page = await public_fair_page(fair, request.app.state.get("booth_codes"), at=now())
    return await show(request, page, fair=fair_head(fair), private=False)


@get("/fairs/{slug:str}/exhibitors", opt={"public": True})
async def exhibitor_list(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The producers with booth and products."""
    fair = await seen_fair(request.user, slug)
    asked = request.query_params
    number = asked.get("page", "1")
    wanted = ExhibitorSearch(
        text=asked.get("q", "")[:100],
        district=asked.get("district", "")[:10],
        group=asked.get("group", "")[:20],
        page=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
    )
    page = await exhibitors_page(fair, request.app.state.get("booth_codes"), wanted)
    return await show(request, page, fair=fair_head(fair), private=False)


ROUTES = [fair_list, fair_page, exhibitor_list]
