"""A producer looks for distributors, sees what they look for, and asks them for meetings."""

from dataclasses import replace

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import producer, who
from chophien.catalogue.pages import wish_facts
from chophien.catalogue.queries import wish_of
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import fair_head, own_participation, quotas_of
from chophien.fairs.registering.rules import interpreting_words
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.matchmaking.actions import approved_partner, ask_for_meeting
from chophien.matchmaking.forms import Wish, read_wish
from chophien.matchmaking.pages import DistributorPage, DistributorsPage
from chophien.matchmaking.queries import DistributorSearch, distributors_at, distributors_found, partners_asked
from chophien.matchmaking.routes.asking import told_asked
from chophien.matchmaking.rules import Side, may_step, why_closed, why_not_asking
from chophien.matchmaking.tables import RequestState
from chophien.support.clock import now
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/my/fairs/{slug:str}/distributors"
ONE = LIST + "/{distributor_id:int}"
_LONGEST_SEARCH = 100


@get(LIST, guards=[producer])
async def distributors_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Search distributors and what they look for."""
    fair, own = await own_participation(who(request), slug)
    query = request.query_params
    search = DistributorSearch(
        text=query.get("q", "")[:_LONGEST_SEARCH].strip(),
        form=query.get("form", "")[:20],
        country=query.get("country", "")[:2],
    )
    number = query.get("page", "")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    # Who takes part is for those who were approved themselves.
    approved = own.state == ParticipationState.APPROVED
    found = await distributors_found(fair.id if approved else 0, search, page)
    known = await partners_asked(own)
    shown = DistributorsPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        home=f"/my/fairs/{fair.slug}",
        search=search,
        lines=[(line, known.get(line.participation_id)) for line in found.lines],
        total=found.total,
        page=found.page,
        pages=found.pages,
        asked=sum(line.state is not RequestState.WITHDRAWN for line in known.values()),
        most=(await quotas_of(fair.id))[CompanyKind.PRODUCER].most_requests,
        closed=why_not_asking(fair, own, now()),
        forms=found.forms,
        countries=found.countries,
    )
    return await show(request, shown, fair=fair_head(fair))


async def _page(fair: Fair, own: Participation, participation_id: int, form: Form[Wish]) -> DistributorPage:
    await approved_partner(fair, participation_id, CompanyKind.DISTRIBUTOR)
    found = next(each for each in await distributors_at(fair.id) if each.participation_id == participation_id)
    if own.state != ParticipationState.APPROVED:
        found = replace(found, looking_for="", about="")
    request = (await partners_asked(own)).get(participation_id)
    shut = why_not_asking(fair, own, now())
    asked_here = request is not None and request.side(own.kind) is Side.ASKING
    approved = own.state == ParticipationState.APPROVED
    return DistributorPage(
        home=f"/my/fairs/{fair.slug}",
        base=f"/my/fairs/{fair.slug}/distributors/{participation_id}",
        found=found,
        interpreting=interpreting_words(found.interpreting) if found.interpreting else "",
        wanted=wish_facts(await wish_of(found.company_id)) if approved else [],
        request=request,
        may_ask=not shut and (request is None or request.state is RequestState.WITHDRAWN),
        may_withdraw=not why_closed(fair, own, now())
        and request is not None
        and asked_here
        and may_step(request.state, RequestState.WITHDRAWN, Side.ASKING),
        form=form,
        closed=shut,
    )


@get(ONE, guards=[producer])
async def distributor_page(request: AnyRequest, slug: FromPath[str], distributor_id: FromPath[int]) -> Template:
    """One distributor and what it looks for."""
    fair, own = await own_participation(who(request), slug)
    page = await _page(fair, own, distributor_id, fresh_form(weight=3))
    return await show(request, page, fair=fair_head(fair))


@post(ONE, guards=[producer], status_code=200)
async def ask_distributor(
    request: AnyRequest, slug: FromPath[str], distributor_id: FromPath[int]
) -> Template | Redirect:
    """Ask for a meeting."""
    fair, own = await own_participation(who(request), slug)
    line = await approved_partner(fair, distributor_id, CompanyKind.DISTRIBUTOR)
    form = read_wish(await typed_form(request))
    readable = form.is_right

    async def ask(wish: Wish) -> int:
        return await ask_for_meeting(fair, own, distributor_id, wish, at=now())

    if await form.submit(ask) is None:
        page = await _page(fair, own, distributor_id, form)
        return await show(request, page, fair=fair_head(fair), status=409 if readable else 422)
    url = f"/my/fairs/{fair.slug}/distributors/{distributor_id}"
    return go_to(url, done=told_asked(fair, line.company))


ROUTES = [distributors_page, distributor_page, ask_distributor]
