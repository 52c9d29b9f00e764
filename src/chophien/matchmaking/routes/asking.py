"""A distributor looks for producers and asks them for meetings."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import distributor, who
from chophien.catalogue.queries import products_of, wish_of
from chophien.companies.rules import company_form_words
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import fair_head, own_participation
from chophien.fairs.registering.rules import interpreting_words
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Acceptance, Fair, Participation
from chophien.matchmaking.actions import approved_partner, ask_for_meeting
from chophien.matchmaking.forms import Wish, read_wish
from chophien.matchmaking.pages import ProducerPage, ProducersPage
from chophien.matchmaking.queries import ProducerSearch, about_company, partners_asked, producers_found
from chophien.matchmaking.rules import Side, may_step, why_closed, why_not_asking
from chophien.matchmaking.tables import RequestState
from chophien.places.rules import place_words
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/my/fairs/{slug:str}/producers"
ONE = LIST + "/{participation_id:int}"
_LONGEST_SEARCH = 100


@get(LIST, guards=[distributor])
async def producers_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Search producers and what they make."""
    fair, own = await own_participation(who(request), slug)
    query = request.query_params
    search = ProducerSearch(
        text=query.get("q", "")[:_LONGEST_SEARCH].strip(),
        group=query.get("group", ""),
        stars=query.get("stars", ""),
        district=query.get("district", ""),
    )
    number = query.get("page", "")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1
    wish = await wish_of(own.company)
    found = await producers_found(fair.id, search, page, wish=wish)
    known = await partners_asked(own)
    shown = ProducersPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        home=f"/my/fairs/{fair.slug}",
        search=search,
        lines=[(line, known.get(line.participation_id)) for line in found.lines],
        total=found.total,
        wishes=not wish.is_empty,
        page=found.page,
        pages=found.pages,
        asked=sum(line.state is not RequestState.WITHDRAWN for line in known.values()),
        closed=why_not_asking(fair, own, now()),
    )
    return await show(request, shown, fair=fair_head(fair))


async def _producer_page(fair: Fair, own: Participation, participation_id: int, form: Form[Wish]) -> ProducerPage:
    line = await approved_partner(fair, participation_id, CompanyKind.PRODUCER)
    request = (await partners_asked(own)).get(participation_id)
    closed = why_closed(fair, own, now())
    shut = why_not_asking(fair, own, now())
    asking = request is not None and request.side(own.kind) is Side.ASKING
    return ProducerPage(
        home=f"/my/fairs/{fair.slug}",
        base=f"/my/fairs/{fair.slug}/producers/{participation_id}",
        name=line.company,
        form_words=company_form_words(line.form),
        place=place_words(line.place_kind, line.place) if line.place else "",
        about=await about_company(line.company_id),
        interpreting=interpreting_words(line.interpreting) if line.interpreting else "",
        own_interpreting=interpreting_words(own.interpreting) if own.interpreting else "",
        products=(await products_of([line.company_id]))[line.company_id],
        request=request,
        may_ask=not shut and (request is None or request.state is RequestState.WITHDRAWN),
        may_withdraw=not closed
        and request is not None
        and asking
        and may_step(request.state, RequestState.WITHDRAWN, Side.ASKING),
        form=form,
        closed=shut,
    )


@get(ONE, guards=[distributor])
async def producer_page(request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]) -> Template:
    """One producer and its products."""
    fair, own = await own_participation(who(request), slug)
    page = await _producer_page(fair, own, participation_id, fresh_form(weight=3))
    return await show(request, page, fair=fair_head(fair))


@post(ONE, guards=[distributor], status_code=200)
async def ask_now(request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]) -> Template | Redirect:
    """Ask for a meeting."""
    fair, own = await own_participation(who(request), slug)
    line = await approved_partner(fair, participation_id, CompanyKind.PRODUCER)
    form = read_wish(await typed_form(request))
    readable = form.is_right

    async def ask(wish: Wish) -> int:
        return await ask_for_meeting(fair, own, participation_id, wish, at=now())

    if await form.submit(ask) is None:
        page = await _producer_page(fair, own, participation_id, form)
        return await show(request, page, fair=fair_head(fair), status=409 if readable else 422)
    return go_to(f"/my/fairs/{fair.slug}/producers/{participation_id}", done=told_asked(fair, line.company))


def told_asked(fair: Fair, company: str) -> str:
    """What somebody is told who has just asked `company` for a meeting."""
    if fair.acceptance == Acceptance.AUTOMATIC:
        return _("Đã hẹn gặp %(company)s; giờ và bàn có khi xếp lịch.") % {"company": company}
    return _("Đã gửi yêu cầu gặp đến %(company)s. Bạn sẽ nhận được thư khi có trả lời.") % {"company": company}


ROUTES = [producers_page, producer_page, ask_now]
