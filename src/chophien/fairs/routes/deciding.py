"""The participants of a fair: who applied, and the organizer's decision."""

from urllib.parse import urlencode

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.companies.rules import company_kind_words
from chophien.companies.tables import CompanyKind
from chophien.fairs.actions import decide_many, decide_one
from chophien.fairs.actions.deciding import Decided
from chophien.fairs.forms import Decision, read_decision
from chophien.fairs.pages.organizer import ParticipantRow, ParticipantsPage
from chophien.fairs.pages.participant import one_participant_page
from chophien.fairs.queries import (
    counts_by_state,
    organizer_fair,
    participant,
    participants_of,
)
from chophien.fairs.routes.planning import head_of
from chophien.fairs.rules import state_words
from chophien.fairs.tables import Fair, ParticipationState
from chophien.support.clock import now
from chophien.support.language import _, ngettext
from chophien.web.formats import number
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, Link, go_to, show

ROWS_ON_A_PAGE = 50


@get("/organizer/fairs/{slug:str}/participants", guards=[organizer])
async def participant_list(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The participants, filtered by state, kind and name."""
    fair = await organizer_fair(who(request), slug)
    asked = request.query_params
    wanted = (asked.get("state", ""), asked.get("kind", ""), asked.get("q", "")[:100])
    number = asked.get("page", "1")
    at = int(number) if number.isdecimal() and len(number) < 6 else 1
    return await show(request, await _list_page(fair, *wanted, fresh_form(), at=at), fair=head_of(fair))


@post("/organizer/fairs/{slug:str}/participants", guards=[organizer], status_code=200)
async def decide_several(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Approve or refuse those that are ticked."""
    fair = await organizer_fair(who(request), slug)
    form = read_decision(await typed_form(request), needs_ids=True)
    state, kind, search = form.text("state"), form.text("kind"), form.text("q")[:100]

    async def decide(decision: Decision) -> str:
        by = who(request).person_id
        done = await decide_many(
            fair,
            decision.ids,
            decision.state,
            reason=decision.reason,
            by=by,
            at=now(),
            condition=decision.condition,
        )
        return _told(decision.state, done)

    told = await form.submit(decide)
    if told is None:
        page = await _list_page(fair, state, kind, search, form)
        return await show(request, page, fair=head_of(fair), status=422)
    given = {name: value for name, value in (("state", state), ("kind", kind), ("q", search)) if value}
    return go_to(f"/organizer/fairs/{slug}/participants?{urlencode(given)}".rstrip("?"), done=told)


@get("/organizer/fairs/{slug:str}/participants/{participation_id:int}", guards=[organizer])
async def participant_page(request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]) -> Template:
    """One participant with delegates and products."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await one_participant_page(fair, participation_id, at=now()), fair=head_of(fair))


@post("/organizer/fairs/{slug:str}/participants/{participation_id:int}", guards=[organizer], status_code=200)
async def decide_on_one(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]
) -> Template | Redirect:
    """Approve or refuse one participant."""
    fair = await organizer_fair(who(request), slug)
    line = await participant(fair.id, participation_id)
    form = read_decision(await typed_form(request))

    async def decide(decision: Decision) -> str:
        by = who(request).person_id
        await decide_one(
            fair,
            line.id,
            decision.state,
            reason=decision.reason,
            by=by,
            at=now(),
            condition=decision.condition,
        )
        return _told(decision.state, Decided(1, 0))

    told = await form.submit(decide)
    if told is None:
        status = 409 if form.error("form") else 422
        page = await one_participant_page(fair, line.id, at=now(), form=form)
        return await show(request, page, fair=head_of(fair), status=status)
    return go_to(f"/organizer/fairs/{slug}/participants/{line.id}", done=told)


def _told(state: ParticipationState, done: Decided) -> str:
    told = []
    if done.now:
        if state == ParticipationState.APPROVED:
            words = ngettext("Đã duyệt một đơn vị và gửi thư báo.", "Đã duyệt %(num)s đơn vị và gửi thư báo.", done.now)
        else:
            words = ngettext(
                "Đã từ chối một đơn vị và gửi thư báo.", "Đã từ chối %(num)s đơn vị và gửi thư báo.", done.now
            )
        told.append(words % {"num": number(done.now)})
    if done.before:
        late = ngettext("Một đơn vị đã được quyết định trước.", "%(num)s đơn vị đã được quyết định trước.", done.before)
        told.append(late % {"num": number(done.before)})
    if done.full:
        full = ngettext("Một đơn vị không còn chỗ.", "%(num)s đơn vị không còn chỗ.", done.full)
        told.append(full % {"num": number(done.full)})
    return " ".join(told)


async def _list_page(
    fair: Fair, state: str, kind: str, search: str, form: Form[Decision], *, at: int = 1
) -> ParticipantsPage:
    state = state if state in set(ParticipationState) else ""
    kind = kind if kind in set(CompanyKind) else ""
    lines = await participants_of(fair.id, kind or None, state or None, search)
    counts = await counts_by_state(fair.id)
    base = f"/organizer/fairs/{fair.slug}/participants"
    tabs = [Link(_("Tất cả"), base, current=not state, count=counts.total())]
    for each in ParticipationState:
        count = sum(found for (_kind, of_state), found in counts.items() if of_state == each)
        if count or each == state:
            tabs.append(Link(state_words(each), f"{base}?state={each}", current=state == each, count=count))
    # Those who wait come first: they are what the page is opened for.
    rows = sorted(map(ParticipantRow, lines), key=lambda row: not row.waits)
    pages = max(1, -(-len(rows) // ROWS_ON_A_PAGE))
    at = min(max(at, 1), pages)
    given = {name: value for name, value in (("state", state), ("kind", kind), ("q", search)) if value}

    def address(page: int) -> str:
        return f"{base}?{urlencode({**given, 'page': page})}" if 1 <= page <= pages else ""

    return ParticipantsPage(
        slug=fair.slug,
        rows=rows[(at - 1) * ROWS_ON_A_PAGE : at * ROWS_ON_A_PAGE],
        found=len(rows),
        first=(at - 1) * ROWS_ON_A_PAGE + 1,
        previous_url=address(at - 1),
        next_url=address(at + 1),
        tabs=tabs,
        state=state,
        kind=kind,
        search=search,
        kinds=[(each.value, company_kind_words(each)) for each in CompanyKind],
        can_decide=any(row.waits for row in rows),
        total=counts.total(),
        form=form,
    )


ROUTES = [participant_list, decide_several, participant_page, decide_on_one]
