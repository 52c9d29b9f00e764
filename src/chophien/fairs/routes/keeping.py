"""What an organizer does with a participant after the decision: conditions, its answers' files, taking it out."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.fairs.actions.withdrawing import Leaving, withdraw_participation
from chophien.fairs.pages.participant import WithdrawForPage
from chophien.fairs.queries import organizer_fair, participant
from chophien.fairs.routes import participating
from chophien.fairs.routes.deciding import seen
from chophien.fairs.routes.planning import head_of
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.language import _, later
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

ONE = "/organizer/fairs/{slug:str}/participants/{participation_id:int}"


@get(ONE + "/answers/{question_id:int}", guards=[organizer])
async def participant_file(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int], question_id: FromPath[int]
) -> Response[bytes]:
    """A file that a participant sent as an answer."""
    fair, view = await seen(request, slug)
    return await participating.answer_file(request, fair, view, participation_id, question_id)


@post(ONE + "/conditions", guards=[organizer], status_code=200, opt={"deed": later("Yêu cầu một đơn vị bổ sung")})
async def ask_for_more(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]
) -> Template | Redirect:
    """Ask a participant for something more."""
    fair, view = await seen(request, slug)
    return await participating.set_condition(request, fair, view, participation_id, head_of(fair))


@post(
    ONE + "/conditions/{condition_id:int}",
    guards=[organizer],
    opt={"deed": later("Đánh dấu phần bổ sung của một đơn vị")},
)
async def tick_off(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int], condition_id: FromPath[int]
) -> Redirect:
    """Note that a condition is met, or take that back."""
    fair, view = await seen(request, slug)
    return await participating.tick(request, fair, view, participation_id, condition_id)


@get(ONE + "/withdraw", guards=[organizer])
async def withdraw_for_page(request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]) -> Template:
    """Ask whether to take a participant out, with what would be lost."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await _asking(request, fair, participation_id, fresh_form()), fair=head_of(fair))


@post(ONE + "/withdraw", guards=[organizer], status_code=200, opt={"deed": later("Rút một đơn vị khỏi hội chợ")})
async def withdraw_for(
    request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]
) -> Template | Redirect:
    """Take a participant out of the fair."""
    fair = await organizer_fair(who(request), slug)
    line = await participant(fair.id, participation_id)
    form: Form[str] = await typed_form(request)
    reason = form.read_text("reason", required=True, most=1000)
    form.value = reason if form.is_right else None

    async def take_out(reason: str) -> bool:
        by = who(request).person_id
        await withdraw_participation(
            fair, line.id, leaving=_leaving(request), reason=reason, by=by, at=now(), tell=True
        )
        return True

    if not await form.submit(take_out):
        page = await _asking(request, fair, line.id, form)
        return await show(request, page, fair=head_of(fair), status=409 if form.error("form") else 422)
    return go_to(_url(fair, line.id), done=_("Đã rút đơn vị này và gửi thư báo."))


def _leaving(request: AnyRequest) -> Leaving:
    leaving: Leaving = request.app.state.leaving
    return leaving


def _url(fair: Fair, participation_id: int) -> str:
    return f"/organizer/fairs/{fair.slug}/participants/{participation_id}"


async def _asking(request: AnyRequest, fair: Fair, participation_id: int, form: Form[Any]) -> WithdrawForPage:
    line = await participant(fair.id, participation_id)
    losses = await _leaving(request).losses_of(fair, line.id)
    return WithdrawForPage(url=_url(fair, line.id), company=line.company, losses=losses, form=form)


ROUTES = [participant_file, ask_for_more, tick_off, withdraw_for_page, withdraw_for]
