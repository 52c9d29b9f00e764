"""A participant's requests: answering those received, withdrawing those sent."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import participant, who
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import fair_head, own_participation
from chophien.fairs.rules import may_ask, spoken
from chophien.fairs.tables import Fair, Participation
from chophien.matchmaking.actions import Answered, answer_requests, withdraw_request
from chophien.matchmaking.forms import Answer, read_answer
from chophien.matchmaking.pages import RequestsPage
from chophien.matchmaking.queries import no_such_request, request_of, requests_of
from chophien.matchmaking.rules import why_closed
from chophien.matchmaking.tables import RequestState
from chophien.support.clock import now
from chophien.support.language import _, ngettext
from chophien.web.forms import Form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/my/fairs/{slug:str}/requests"


async def _page(fair: Fair, own: Participation, refused: str = "") -> RequestsPage:
    return RequestsPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        home=f"/my/fairs/{fair.slug}",
        kind=CompanyKind(own.kind),
        may_ask=may_ask(fair, own.kind),
        lines=await requests_of(own),
        refused=refused,
        closed=why_closed(fair, own, now()),
        until=fair.requests_until,
        timezone=fair.timezone,
    )


@get(LIST, guards=[participant])
async def requests_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What was received and sent."""
    fair, own = await own_participation(who(request), slug)
    return await show(request, await _page(fair, own), fair=fair_head(fair))


@post(LIST, guards=[participant], status_code=200)
async def answer_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Accept or decline, one or many at once."""
    fair, own = await own_participation(who(request), slug)
    form = read_answer(await typed_form(request))
    if form.is_right and form.value is not None and not form.value.request_ids:
        form.refuse("form", _("Xin chọn ít nhất một yêu cầu."))

    async def answer(value: Answer) -> Answered:
        return await answer_requests(fair, own, value, at=now())

    await _own_or_not_found(own, form)
    answered = await form.submit(answer)
    if answered is None:
        return await _refused(request, fair, own, form)
    return go_to(f"/my/fairs/{fair.slug}/requests", **_told(form.value, answered))


@post(f"{LIST}/withdraw", guards=[participant], status_code=200)
async def withdraw_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Take a request back."""
    fair, own = await own_participation(who(request), slug)
    form = read_answer(await typed_form(request))
    await _own_or_not_found(own, form)

    async def withdraw(value: Answer) -> str:
        request_id = value.request_ids[0] if value.request_ids else 0
        line = await request_of(own, request_id)
        await withdraw_request(fair, own, request_id, seen=value.seen, at=now())
        return line.partner(own.kind)

    partner = await form.submit(withdraw)
    if partner is None:
        return await _refused(request, fair, own, form)
    return go_to(f"/my/fairs/{fair.slug}/requests", done=_("Đã rút yêu cầu gặp %(company)s.") % {"company": partner})


async def _own_or_not_found(own: Participation, form: Form[Answer]) -> None:
    # A request between others is a page that is not there, not a form to correct.
    # Compared here: no database takes as many numbers at once as a crafted form can hold.
    wanted = set(form.value.request_ids) if form.value else set()
    if wanted and not wanted <= {line.id for line in await requests_of(own)}:
        raise no_such_request()


async def _refused(request: AnyRequest, fair: Fair, own: Participation, form: Form[Any]) -> Template:
    refused = next(iter(form.errors.values()), "")
    return await show(request, await _page(fair, own, refused), fair=fair_head(fair), status=409)


def _told(answer: Answer | None, answered: Answered) -> dict[str, str]:
    if answer is not None and answer.to is RequestState.ACCEPTED:
        words = ngettext("Đã nhận lời một yêu cầu gặp.", "Đã nhận lời %(num)s yêu cầu gặp.", answered.taken)
    else:
        words = ngettext("Đã từ chối một yêu cầu gặp.", "Đã từ chối %(num)s yêu cầu gặp.", answered.taken)
    words %= {"num": answered.taken}
    if not answered.moved_on:
        return {"done": words}
    moved = ngettext(
        "Một yêu cầu khác đã thay đổi trong lúc bạn xem nên vẫn giữ nguyên.",
        "%(num)s yêu cầu khác đã thay đổi trong lúc bạn xem nên vẫn giữ nguyên.",
        answered.moved_on,
    )
    return {"warned": f"{words} {moved % {'num': answered.moved_on}}"}


ROUTES = [requests_page, answer_now, withdraw_now]
