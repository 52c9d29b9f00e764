"""The participants of a fair: who applied, and the organizer's decision."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.fairs.actions.terms import set_terms
from chophien.fairs.forms.terms import Terms, read_terms
from chophien.fairs.pages.participant import one_participant_page
from chophien.fairs.pages.participants import View, participants_page
from chophien.fairs.queries import organizer_fair, participant
from chophien.fairs.registering.rules import interpreting_choices
from chophien.fairs.routes import participating
from chophien.fairs.routes.exporting import exported
from chophien.fairs.routes.planning import head_of
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.language import _, later
from chophien.web.forms import fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

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


@post(f"{ONE}/terms", guards=[organizer], status_code=200, opt={"deed": later("Sửa ngôn ngữ, số cuộc gặp của đơn vị")})
async def change_terms(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]
) -> Template | Redirect:
    """Change the language that its meetings need, and how many there may be."""
    fair, view = await seen(request, slug)
    line = await participant(fair.id, participation_id, places=view.places)
    form = read_terms(await typed_form(request), [pair for pair, _words in interpreting_choices()])

    async def change(terms: Terms) -> bool:
        await set_terms(fair, line.id, terms, at=now())
        return True

    if not await form.submit(change):
        page = await one_participant_page(fair, view, line.id, at=now(), terms_form=form)
        return await show(request, page, fair=head_of(fair), status=422)
    return go_to(f"{view.base}/{line.id}", done=_("Đã lưu. Lần xếp lịch sau theo đó."))


ROUTES = [participant_list, decide_several, export_list, one_participant, decide_on_one, change_terms, paper_file]
