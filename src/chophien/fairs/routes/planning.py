"""The organizer's fairs: the list, a fair's form, its overview, showing and closing it."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.accounts.identity import Identity
from chophien.fairs.actions import change_fair, close_fair, create_fair, publish_fair
from chophien.fairs.forms import BLOCKS, FairPlan, blank_fair_form, block_counts, plan_as_typed, read_fair
from chophien.fairs.pages.organizer import FairFormPage, OrganizerHomePage, TidingsOf
from chophien.fairs.pages.overview import overview_page, own_fairs
from chophien.fairs.queries import approved_count, fair_head, organizer_fair, organizer_names, plan_of
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.places.rules import district_choices
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, typed_form
from chophien.web.pages import AnyRequest, FairHead, go_to, show


def head_of(fair: Fair) -> FairHead:
    """The fair as the shell shows it to its organizer."""
    return fair_head(fair, f"/organizer/fairs/{fair.slug}")


@get("/organizer", guards=[organizer])
async def organizer_home(request: AnyRequest) -> Template:
    """The organizer's fairs and what waits for it."""
    fairs = await own_fairs(who(request), at=now())
    return await show(request, OrganizerHomePage(fairs=fairs, waiting=sum(fair.waiting for fair in fairs)))


@get("/organizer/fairs/new", guards=[organizer])
async def new_fair_page(request: AnyRequest) -> Template:
    """A blank form."""
    return await show(request, await _form_page(who(request), blank_fair_form()))


@post("/organizer/fairs/new", guards=[organizer], status_code=200)
async def make_new_fair(request: AnyRequest) -> Template | Redirect:
    """Make the fair, or show the form with one more block, or with what is wrong."""
    form, identity = await typed_form(request), who(request)
    if form.text("add") in BLOCKS:
        return await show(request, await _form_page(identity, form))
    choices = [str(number) for number in sorted(identity.organizer_ids)]
    chosen = choices[0] if len(choices) == 1 else form.read_choice("organizer", choices, required=True)
    read_fair(form)

    async def make(plan: FairPlan) -> Fair:
        return await create_fair(plan, organizer_id=int(chosen or 0), at=now())

    fair = await form.submit(make)
    if fair is None:
        return await show(request, await _form_page(identity, form), status=422)
    done = _("Đã tạo hội chợ. Đây mới là bản nháp, chỉ ban tổ chức xem được.")
    return go_to(f"/organizer/fairs/{fair.slug}", done=done)


@get("/organizer/fairs/{slug:str}/edit", guards=[organizer])
async def edit_fair_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The form filled with what stands."""
    fair = await organizer_fair(who(request), slug)
    page = await _form_page(who(request), plan_as_typed(await plan_of(fair)), fair)
    return await show(request, page, fair=head_of(fair))


@post("/organizer/fairs/{slug:str}/edit", guards=[organizer], status_code=200)
async def edit_fair(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Change the fair, or say what would break."""
    fair = await organizer_fair(who(request), slug)
    form = await typed_form(request)
    if form.text("add") in BLOCKS:
        return await show(request, await _form_page(who(request), form, fair), fair=head_of(fair))
    read_fair(form)

    async def change(plan: FairPlan) -> bool:
        await change_fair(fair, plan)
        return True

    if not await form.submit(change):
        return await show(request, await _form_page(who(request), form, fair), fair=head_of(fair), status=422)
    return go_to(f"/organizer/fairs/{fair.slug}", done=_("Đã lưu hội chợ."))


@get("/organizer/fairs/{slug:str}", guards=[organizer])
async def fair_overview(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Where the fair stands, what waits, what is next."""
    fair = await organizer_fair(who(request), slug)
    tidings: list[TidingsOf] = list(request.app.state.get("tidings", []))
    told = [tiding for tell in tidings for tiding in await tell(fair.id, fair.slug)]
    return await show(request, await overview_page(fair, told, at=now()), fair=head_of(fair))


@post("/organizer/fairs/{slug:str}/publish", guards=[organizer])
async def publish(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """Let everybody see the fair."""
    fair = await organizer_fair(who(request), slug)
    await publish_fair(fair)
    return go_to(f"/organizer/fairs/{slug}", done=_("Hội chợ đã mở cho mọi người xem."))


@post("/organizer/fairs/{slug:str}/close", guards=[organizer])
async def close(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """End the fair."""
    fair = await organizer_fair(who(request), slug)
    await close_fair(fair)
    return go_to(f"/organizer/fairs/{slug}", done=_("Hội chợ đã đóng. Trang của hội chợ vẫn xem được."))


async def _form_page(identity: Identity, form: Form[FairPlan], fair: Fair | None = None) -> FairFormPage:
    several = fair is None and len(identity.organizer_ids) > 1
    base = f"/organizer/fairs/{fair.slug}" if fair else ""
    return FairFormPage(
        form=form,
        counts=block_counts(form, adding=form.text("add")),
        districts=district_choices(),
        organizers=sorted((await organizer_names(sorted(identity.organizer_ids))).items()) if several else [],
        url=f"{base}/edit" if fair else "/organizer/fairs/new",
        back_url=base or "/organizer",
        name=spoken(fair.name_vi, fair.name_en) if fair else "",
        approved=await approved_count(fair.id) if fair else 0,
    )


ROUTES = [
    organizer_home,
    new_fair_page,
    make_new_fair,
    edit_fair_page,
    edit_fair,
    fair_overview,
    publish,
    close,
]
