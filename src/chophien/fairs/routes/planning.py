"""The organizer's fairs: the list, a fair's steps, its overview and checklist, showing and closing it."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.accounts.identity import Identity
from chophien.fairs.actions import change_fair, close_fair, create_fair, publish_fair, reopen_fair
from chophien.fairs.forms import FairPlan, Step, read_new_fair, read_step, reshape_blocks, step_as_typed
from chophien.fairs.pages.checklist import ChecksOf, checklist_page, checks_before_opening
from chophien.fairs.pages.organizer import OrganizerHomePage, TidingsOf
from chophien.fairs.pages.overview import overview_page, own_fairs
from chophien.fairs.pages.steps import FairStepPage, step_page, step_url
from chophien.fairs.queries import (
    approved_count,
    fair_head,
    organizer_fair,
    organizer_fairs,
    organizer_names,
    plan_of,
)
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, FairState
from chophien.support.clock import now
from chophien.support.language import _, later
from chophien.support.refusal import Refusal
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, FairHead, go_to, show

FAIR = "/organizer/fairs/{slug:str}"
STEPS = [f"{FAIR}/edit", *(f"{FAIR}/edit/{step}" for step in list(Step)[1:])]


class NotReady(Refusal):
    """Something that the public needs to know is missing."""


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
    """The first step of a new fair."""
    return await show(request, await _new_page(who(request), fresh_form()))


@post("/organizer/fairs/new", guards=[organizer], status_code=200)
async def make_new_fair(request: AnyRequest) -> Template | Redirect:
    """Make a draft with everything as most fairs have it, and go on with the next step."""
    form, identity = await typed_form(request), who(request)
    choices = [str(number) for number in sorted(identity.organizer_ids)]
    chosen = choices[0] if len(choices) == 1 else form.read_choice("organizer", choices, required=True)
    read_new_fair(form, now())

    async def make(plan: FairPlan) -> Fair:
        return await create_fair(plan, organizer_id=int(chosen or 0), at=now())

    fair = await form.submit(make)
    if fair is None:
        return await show(request, await _new_page(identity, form), status=422)
    done = _("Đã tạo hội chợ. Đây mới là bản nháp, chỉ ban tổ chức xem được.")
    return go_to(step_url(fair.slug, Step.PLACE), done=done)


def _step_of(request: AnyRequest) -> Step:
    last = request.url.path.rpartition("/")[2]
    return Step(last) if last in set(Step) else Step.NAME


@get(STEPS, guards=[organizer])
async def step_of_fair(request: AnyRequest, slug: FromPath[str]) -> Template:
    """A step filled with what stands."""
    fair = await organizer_fair(who(request), slug)
    step, plan = _step_of(request), await plan_of(fair)
    return await show(request, await _step_page(step, fair, plan, step_as_typed(step, plan)), fair=head_of(fair))


@post(STEPS, guards=[organizer], status_code=200)
async def take_step(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Save a step and go on with the next, or say what would break; a block more or less keeps what was typed."""
    fair = await organizer_fair(who(request), slug)
    form, step, plan = await typed_form(request), _step_of(request), await plan_of(fair)
    if reshape_blocks(form):
        return await show(request, await _step_page(step, fair, plan, form), fair=head_of(fair))
    read_step(step, form, plan, drafted_at=fair.created_at if fair.state == FairState.DRAFT else None)

    async def change(changed: FairPlan) -> bool:
        await change_fair(fair, changed)
        return True

    if not await form.submit(change):
        return await show(request, await _step_page(step, fair, plan, form), fair=head_of(fair), status=422)
    steps = list(Step)
    after = steps[steps.index(step) + 1 :]
    checklist = f"/organizer/fairs/{fair.slug}/checklist"
    onward = step_url(fair.slug, after[0]) if after else checklist
    return go_to(step_url(fair.slug, step) if form.text("stay") else onward, done=_("Đã lưu."))


@get("/organizer/fairs/{slug:str}", guards=[organizer])
async def fair_overview(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Where the fair stands, what waits, what is next."""
    fair = await organizer_fair(who(request), slug)
    tidings: list[TidingsOf] = list(request.app.state.get("tidings", []))
    told = [tiding for tell in tidings for tiding in await tell(fair.id, fair.slug)]
    return await show(request, await overview_page(fair, told, at=now()), fair=head_of(fair))


@get(f"{FAIR}/checklist", guards=[organizer])
async def fair_checklist(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What is missing before each phase can open, and the button that opens the fair."""
    fair = await organizer_fair(who(request), slug)
    others: list[ChecksOf] = list(request.app.state.get("checks", []))
    return await show(request, await checklist_page(fair, others, at=now()), fair=head_of(fair))


@post("/organizer/fairs/{slug:str}/publish", guards=[organizer])
async def publish(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """Let everybody see the fair, once the steps say what the public needs."""
    fair = await organizer_fair(who(request), slug)
    checks = checks_before_opening(await plan_of(fair), fair.slug, now())
    missing = [check.words for check in checks if check.needed and not check.done]
    if missing and fair.state == FairState.DRAFT:
        raise NotReady(" ".join([_("Chưa mở được hội chợ."), *missing]))
    await publish_fair(fair)
    return go_to(f"/organizer/fairs/{slug}", done=_("Hội chợ đã mở cho mọi người xem."))


@post("/organizer/fairs/{slug:str}/close", guards=[organizer])
async def close(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """End the fair."""
    fair = await organizer_fair(who(request), slug)
    await close_fair(fair)
    return go_to(f"/organizer/fairs/{slug}", done=_("Hội chợ đã đóng. Trang của hội chợ vẫn xem được."))


@post("/organizer/fairs/{slug:str}/reopen", guards=[organizer], opt={"deed": later("Mở lại hội chợ đã đóng")})
async def reopen(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """Open the fair again."""
    fair = await organizer_fair(who(request), slug)
    await reopen_fair(fair)
    return go_to(f"/organizer/fairs/{slug}", done=_("Hội chợ đã mở lại; mọi việc theo đúng các mốc thời gian của nó."))


async def _new_page(identity: Identity, form: Form[Any]) -> FairStepPage:
    several = len(identity.organizer_ids) > 1
    names = await organizer_names(sorted(identity.organizer_ids)) if several else {}
    earlier = [(fair.slug, spoken(fair.name_vi, fair.name_en)) for fair in await organizer_fairs(identity)]
    return step_page(
        Step.NAME, form, fair=None, plan=None, at=now(), organizers=sorted(names.items()), earlier=earlier[:5]
    )


async def _step_page(step: Step, fair: Fair, plan: FairPlan, form: Form[Any]) -> FairStepPage:
    return step_page(step, form, fair=fair, plan=plan, at=now(), approved=await approved_count(fair.id))


ROUTES = [
    organizer_home,
    new_fair_page,
    make_new_fair,
    step_of_fair,
    take_step,
    fair_overview,
    fair_checklist,
    publish,
    close,
    reopen,
]
