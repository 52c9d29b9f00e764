"""Choosing a booth, and the organizer's plan of them all."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, producer, who
from chophien.booths.actions import block_booth, book_booth, free_booth, give_booth, release_booth
from chophien.booths.forms import BoothChoice, BoothGift, read_booth, read_booth_choice, read_booth_gift
from chophien.booths.pages import BoothPage, BoothPlanPage, PublicPlanPage, free_near, halls_on_plan
from chophien.booths.queries import BoothOnPlan, booth_of, on_plan, plan_of
from chophien.booths.rules import closed_words
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import fair_head, organizer_fair, own_participation, participants_of, seen_fair
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, Participation
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

OWN = "/my/fairs/{slug:str}/booth"
PLAN = "/organizer/fairs/{slug:str}/booths"


def _booth_page(
    fair: Fair, participation: Participation, plan: list[BoothOnPlan], chosen: BoothOnPlan | None, refused: str = ""
) -> BoothPage:
    mine = booth_of(plan, participation.id)
    gone = chosen is not None and not chosen.is_free
    return BoothPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        base=f"/my/fairs/{fair.slug}/booth",
        halls=halls_on_plan(plan),
        free_count=sum(each.is_free for each in plan),
        mine=mine,
        chosen=chosen if chosen is not None and chosen.is_free and mine is not None else None,
        refused=refused,
        near=free_near(plan, chosen) if chosen is not None and (gone or refused) else [],
        closed=closed_words(fair, participation, now()),
    )


@get(OWN, guards=[producer])
async def booth_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The plan, and the own booth on it; `?to=` opens the question whether to change."""
    fair, participation = await own_participation(who(request), slug)
    plan = await plan_of(fair.id)
    wanted = request.query_params.get("to", "")
    chosen = next((each for each in plan if str(each.booth.id) == wanted), None)
    return await show(request, _booth_page(fair, participation, plan, chosen), fair=fair_head(fair))


@post(OWN, guards=[producer], status_code=200)
async def book_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Book a booth, or change to it."""
    identity = who(request)
    fair, participation = await own_participation(identity, slug)
    form = read_booth_choice(await typed_form(request))
    wanted = on_plan(await plan_of(fair.id), form.value.booth_id if form.value else None)

    async def book(choice: BoothChoice) -> str:
        await book_booth(fair, participation, wanted, instead_of=choice.instead_of, by=identity.person_id, at=now())
        return wanted.booth.code

    code = await form.submit(book)
    if code is None:
        # Read again: what was free a moment ago has just been taken.
        plan = await plan_of(fair.id)
        page = _booth_page(fair, participation, plan, on_plan(plan, wanted.booth.id), _refusal(form))
        return await show(request, page, fair=fair_head(fair), status=409)
    return go_to(
        f"/my/fairs/{slug}/booth", done=_("Gian %(code)s là của bạn. Thư xác nhận đang được gửi.") % {"code": code}
    )


@post(f"{OWN}/release", guards=[producer], status_code=200)
async def release_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Give the own booth back."""
    fair, participation = await own_participation(who(request), slug)
    form = read_booth_choice(await typed_form(request))

    async def release(choice: BoothChoice) -> bool:
        await release_booth(fair, participation, choice.booth_id, at=now())
        return True

    if await form.submit(release) is None:
        plan = await plan_of(fair.id)
        page = _booth_page(fair, participation, plan, None, _refusal(form))
        return await show(request, page, fair=fair_head(fair), status=409)
    return go_to(f"/my/fairs/{slug}/booth", done=_("Đã trả gian hàng. Gian ấy lại trống cho mọi người."))


async def _plan_page(fair: Fair, chosen_id: int | None, refused: str = "") -> BoothPlanPage:
    plan = await plan_of(fair.id)
    codes = {each.participation_id: each.booth.code for each in plan if each.participation_id is not None}
    producers = await participants_of(fair.id, kind=CompanyKind.PRODUCER)
    chosen = next((each for each in plan if each.booth.id == chosen_id), None)
    return BoothPlanPage(
        base=f"/organizer/fairs/{fair.slug}/booths",
        halls=halls_on_plan(plan),
        total=len(plan),
        taken=len(codes),
        blocked=sum(each.booth.blocked and each.participation_id is None for each in plan),
        unplaced=[(line.id, line.company) for line in producers if line.id not in codes],
        placed=[(line.id, f"{line.company} ({codes[line.id]})") for line in producers if line.id in codes],
        chosen=chosen,
        refused=refused,
        near=free_near(plan, chosen) if refused and chosen is not None else [],
    )


@get(PLAN, guards=[organizer])
async def plan_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Who sits where; `?booth=` opens one booth to act on."""
    fair = await organizer_fair(who(request), slug)
    wanted = read_booth(fresh_form(booth=request.query_params.get("booth", "")))
    return await show(request, await _plan_page(fair, wanted), fair=fair_head(fair))


@post(f"{PLAN}/give", guards=[organizer], status_code=200)
async def give_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Place a participant."""
    identity = who(request)
    fair = await organizer_fair(identity, slug)
    form = read_booth_gift(await typed_form(request))
    wanted = on_plan(await plan_of(fair.id), read_booth(form))

    async def give(gift: BoothGift) -> str:
        return await give_booth(fair, gift.participation_id, wanted, by=identity.person_id, at=now())

    company = await form.submit(give)
    if company is None:
        return await _refused(request, fair, wanted, form)
    words = {"company": company, "code": wanted.booth.code}
    return go_to(_at(fair, wanted), done=_("Đã xếp %(company)s vào gian %(code)s.") % words)


@post(f"{PLAN}/free", guards=[organizer], status_code=200)
async def free_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Take a booth back."""
    fair = await organizer_fair(who(request), slug)
    form = read_booth_choice(await typed_form(request))
    wanted = on_plan(await plan_of(fair.id), read_booth(form))

    async def free(_choice: BoothChoice) -> bool:
        await free_booth(fair, wanted, at=now())
        return True

    if await form.submit(free) is None:
        return await _refused(request, fair, wanted, form)
    return go_to(_at(fair, wanted), done=_("Gian %(code)s lại trống.") % {"code": wanted.booth.code})


@post(f"{PLAN}/block", guards=[organizer], status_code=200)
async def block_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Keep a booth back."""
    return await _block(request, slug, blocked=True)


@post(f"{PLAN}/unblock", guards=[organizer], status_code=200)
async def unblock_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Offer a booth again."""
    return await _block(request, slug, blocked=False)


async def _block(request: AnyRequest, slug: str, *, blocked: bool) -> Template | Redirect:
    fair = await organizer_fair(who(request), slug)
    form = read_booth_choice(await typed_form(request))
    wanted = on_plan(await plan_of(fair.id), read_booth(form))

    async def block(_choice: BoothChoice) -> bool:
        await block_booth(fair, wanted, blocked=blocked)
        return True

    if await form.submit(block) is None:
        return await _refused(request, fair, wanted, form)
    done = _("Đã giữ lại gian %(code)s.") if blocked else _("Gian %(code)s lại được chọn.")
    return go_to(_at(fair, wanted), done=done % {"code": wanted.booth.code})


async def _refused(request: AnyRequest, fair: Fair, wanted: BoothOnPlan, form: Form[Any]) -> Template:
    page = await _plan_page(fair, wanted.booth.id, _refusal(form))
    return await show(request, page, fair=fair_head(fair), status=409)


def _refusal(form: Form[Any]) -> str:
    return next(iter(form.errors.values()), "")


def _at(fair: Fair, wanted: BoothOnPlan) -> str:
    return f"/organizer/fairs/{fair.slug}/booths?booth={wanted.booth.id}"


@get("/fairs/{slug:str}/plan", opt={"public": True})
async def public_plan(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Every booth with the name of who has it."""
    fair = await seen_fair(request.user, slug)
    plan = await plan_of(fair.id)
    page = PublicPlanPage(
        slug=fair.slug,
        name=spoken(fair.name_vi, fair.name_en),
        venue=fair.venue,
        halls=halls_on_plan(plan),
        taken=sum(each.participation_id is not None for each in plan),
        url=f"{settings().public_url}/fairs/{fair.slug}/plan",
    )
    return await show(request, page, fair=fair_head(fair), private=False)


ROUTES = [public_plan, booth_page, book_now, release_now, plan_page, give_now, free_now, block_now, unblock_now]
