"""Every request of a fair, for its organizer: filters, pins, requests written down for others."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import fair_head, organizer_fair, participants_of, slots_of, tables_of
from chophien.fairs.tables import Fair
from chophien.matchmaking.actions import add_request, decide_request, pin_request
from chophien.matchmaking.forms import AddedRequest, Answer, PinnedTo, read_added_request, read_answer, read_pin
from chophien.matchmaking.pages import FairRequestsPage
from chophien.matchmaking.queries import RequestLine, request_at, request_counts, requests_at
from chophien.matchmaking.rules import organizer_may_add
from chophien.matchmaking.tables import RequestState
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/organizer/fairs/{slug:str}/requests"


async def _page(
    request: AnyRequest,
    fair: Fair,
    *,
    chosen: RequestLine | None = None,
    pin_form: Form[Any] | None = None,
    add_form: Form[Any] | None = None,
) -> FairRequestsPage:
    query = request.query_params
    state = query.get("state", "") if query.get("state", "") in set(RequestState) else ""
    weight = query.get("weight", "") if query.get("weight", "") in {"1", "2", "3", "4", "5"} else ""
    text = query.get("q", "")[:100].strip()
    number = query.get("page", "")
    found = await requests_at(
        fair.id,
        state=state,
        text=text,
        weight=int(weight) if weight else None,
        pinned=bool(query.get("pinned")),
        page=int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 1,
    )
    people = await participants_of(fair.id)
    return FairRequestsPage(
        base=f"/organizer/fairs/{fair.slug}/requests",
        counts=await request_counts(fair.id),
        text=text,
        state=state,
        weight=weight,
        pinned=bool(query.get("pinned")),
        lines=found.lines,
        total=found.total,
        page=found.page,
        pages=found.pages,
        timezone=fair.timezone,
        chosen=chosen,
        pin_form=pin_form or fresh_form(**_pin_of(chosen)),
        slots=await slots_of(fair.id) if chosen else [],
        tables=await tables_of(fair.id) if chosen else [],
        add_form=add_form or fresh_form(weight=3, asked_by=CompanyKind.DISTRIBUTOR.value),
        producers=[(line.id, line.company) for line in people if line.kind is CompanyKind.PRODUCER],
        distributors=[(line.id, line.company) for line in people if line.kind is CompanyKind.DISTRIBUTOR],
        may_add=organizer_may_add(fair, now()),
        adding=add_form is not None,
    )


def _pin_of(line: RequestLine | None) -> dict[str, object]:
    return {"slot": line.pinned_slot, "table": line.pinned_table} if line else {}


@get(LIST, guards=[organizer])
async def fair_requests_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The list; `?request=` opens one to be pinned."""
    fair = await organizer_fair(who(request), slug)
    wanted = request.query_params.get("request", "")
    readable = wanted.isascii() and wanted.isdecimal() and len(wanted) < 10
    chosen = await request_at(fair.id, int(wanted)) if readable and int(wanted) else None
    return await show(request, await _page(request, fair, chosen=chosen), fair=fair_head(fair))


@post(LIST, guards=[organizer], status_code=200)
async def add_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Write a request down for two participants."""
    fair = await organizer_fair(who(request), slug)
    form = read_added_request(await typed_form(request))
    readable = form.is_right

    async def add(added: AddedRequest) -> int:
        return await add_request(fair, added, at=now())

    request_id = await form.submit(add)
    if request_id is None:
        page = await _page(request, fair, add_form=form)
        return await show(request, page, fair=fair_head(fair), status=409 if readable else 422)
    line = await request_at(fair.id, request_id)
    names = {"producer": line.producer_name, "distributor": line.distributor_name}
    done = _("Đã thêm yêu cầu gặp giữa %(producer)s và %(distributor)s.") % names
    return go_to(f"/organizer/fairs/{fair.slug}/requests?request={request_id}", done=done)


@post(LIST + "/{request_id:int}/pin", guards=[organizer], status_code=200)
async def pin_now(request: AnyRequest, slug: FromPath[str], request_id: FromPath[int]) -> Template | Redirect:
    """Pin a request, or free it."""
    fair = await organizer_fair(who(request), slug)
    line = await request_at(fair.id, request_id)
    form = read_pin(await typed_form(request))
    readable = form.is_right

    async def pin(to: PinnedTo) -> bool:
        await pin_request(fair, request_id, to, at=now())
        return True

    if await form.submit(pin) is None:
        page = await _page(request, fair, chosen=line, pin_form=form)
        return await show(request, page, fair=fair_head(fair), status=409 if readable else 422)
    freed = form.value is None or (form.value.slot is None and form.value.table is None)
    done = _("Đã bỏ ghim; máy tự xếp cuộc gặp này.") if freed else _("Đã ghim cuộc gặp này.")
    return go_to(f"/organizer/fairs/{fair.slug}/requests?request={request_id}", done=done)


@post(LIST + "/{request_id:int}/decide", guards=[organizer], status_code=200)
async def decide_now(request: AnyRequest, slug: FromPath[str], request_id: FromPath[int]) -> Template | Redirect:
    """Accept, decline or withdraw for the participants."""
    fair = await organizer_fair(who(request), slug)
    line = await request_at(fair.id, request_id)
    form = read_answer(await typed_form(request))

    async def decide(answer: Answer) -> bool:
        await decide_request(fair, request_id, seen=answer.seen, to=answer.to, at=now())
        return True

    if await form.submit(decide) is None:
        page = await _page(request, fair, chosen=line, pin_form=form)
        return await show(request, page, fair=fair_head(fair), status=409)
    told = {
        RequestState.ACCEPTED: _("Đã nhận lời thay; hai bên được báo qua thư."),
        RequestState.DECLINED: _("Đã từ chối thay; hai bên được báo qua thư."),
    }
    done = told.get(form.value.to, _("Đã rút thay; hai bên được báo qua thư.")) if form.value else ""
    return go_to(f"/organizer/fairs/{fair.slug}/requests?request={request_id}", done=done)


ROUTES = [fair_requests_page, add_now, pin_now, decide_now]
