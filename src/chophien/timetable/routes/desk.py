"""The interpreter desk: who interprets where, to read."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from chophien.accounts.guards import desk, who
from chophien.fairs.queries import desk_fair, desk_fairs, fair_head
from chophien.timetable.pages.desk import DeskFairsPage, DeskPage, desk_days
from chophien.timetable.queries.desk import desk_slots
from chophien.timetable.queries.versions import published_version
from chophien.web.pages import AnyRequest, show


@get("/desk", guards=[desk])
async def desk_home(request: AnyRequest) -> Template:
    """The fairs whose desk the person watches."""
    return await show(request, DeskFairsPage(fairs=await desk_fairs(who(request))))


@get("/desk/fairs/{slug:str}", guards=[desk])
async def desk_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """One day of interpreters by slot."""
    fair = await desk_fair(who(request), slug)
    slots = await desk_slots(fair.id)
    days = list(dict.fromkeys(line.slot.day for line in slots))
    wanted = request.query_params.get("day", "")
    chosen = next((day for day in days if day.isoformat() == wanted), next(iter(days), None))
    page = DeskPage(
        timezone=fair.timezone,
        days=desk_days(slots, chosen, url=f"/desk/fairs/{fair.slug}", timezone=fair.timezone),
        lines=[line for line in slots if line.slot.day == chosen],
        published=await published_version(fair.id) is not None,
    )
    return await show(request, page, fair=fair_head(fair))


ROUTES = [desk_home, desk_page]
