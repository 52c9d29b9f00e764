"""The participants of a fair: who applied, and the organizer's decision."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.fairs.pages.participants import View, participants_page
from chophien.fairs.queries import organizer_fair
from chophien.fairs.routes import participating
from chophien.fairs.routes.exporting import exported
from chophien.fairs.routes.planning import head_of
from chophien.fairs.tables import Fair
from chophien.web.forms import fresh_form
from chophien.web.pages import AnyRequest, show

LIST = "/organizer/fairs/{slug:str}/participants"
ONE = LIST + "/{participation_id:int}"


async def seen(request: AnyRequest, slug: str) -> tuple[Fair, View]:
    """The organizer's fair, with everybody at it."""
    fair = await organizer_fair(who(request), slug)
    return fair, View(f"/organizer/fairs/{fair.slug}")


@get(LIST, guards=[organizer])
async def participant_list(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The participants, filtered."""
    fair, view = await seen(request, slug)
    wanted, at = participating.wanted_of(request)
    return await show(request, await participants_page(fair, view, wanted, fresh_form(), at=at), fair=head_of(fair))


@post(LIST, guards=[organizer], status_code=200)
async def decide_several(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Approve or refuse those that are ticked."""
    fair, view = await seen(request, slug)
    return await participating.decide_ticked(request, fair, view, head_of(fair))


@get([f"{LIST}/csv", f"{LIST}/xlsx"], guards=[organizer])
async def export_list(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """The participants that the filters leave, as a file for a spreadsheet."""
    fair, view = await seen(request, slug)
    wanted, _at = participating.wanted_of(request)
    return await exported(fair, view, wanted, request.url.path.rpartition("/")[2])


@get(ONE, guards=[organizer])
async def one_participant(request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]) -> Template:
    """One participant with everything it told."""
    fair, view = await seen(request, slug)
    return await participating.show_one(request, fair, view, participation_id, head_of(fair))


@post(ONE, guards=[organizer], status_code=200)
async def decide_on_one(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]
) -> Template | Redirect:
    """Approve or refuse one participant."""
    fair, view = await seen(request, slug)
    return await participating.decide_single(request, fair, view, participation_id, head_of(fair))


@get(f"{ONE}/papers/{{paper_id:int}}", guards=[organizer])
async def paper_file(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int], paper_id: FromPath[int]
) -> Response[bytes]:
    """The scan of one of its papers."""
    fair, view = await seen(request, slug)
    return await participating.paper_file(request, fair, view, participation_id, paper_id)


ROUTES = [participant_list, decide_several, export_list, one_participant, decide_on_one, paper_file]
