"""A participant's own fairs: where each stands, what was answered, and leaving it."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import participant, who
from chophien.companies.queries import own_company
from chophien.fairs.actions.terms import set_own_language
from chophien.fairs.actions.withdrawing import Leaving, withdraw_participation
from chophien.fairs.forms.terms import Terms, read_terms
from chophien.fairs.queries import fair_head, own_participation
from chophien.fairs.questions.actions import keep_enclosures, save_answers
from chophien.fairs.questions.forms import AnswerGiven, answers_as_typed, read_answers
from chophien.fairs.questions.queries import answered_file, answers_of, paper_fields, questions_of
from chophien.fairs.registering.pages.own_fairs import my_fair_page, my_page, own_answers_page, withdraw_page
from chophien.fairs.registering.routes.joining import REGISTRATION_BODY
from chophien.fairs.registering.rules import answers_may_change, interpreting_choices
from chophien.fairs.tables import Fair
from chophien.files.queries import stored_file
from chophien.files.replies import file_reply
from chophien.support.clock import now
from chophien.support.language import _, later
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, FairHead, go_to, show

OWN = "/my/fairs/{slug:str}"


def _head(fair: Fair) -> FairHead:
    return fair_head(fair, f"/my/fairs/{fair.slug}")


@get("/my", guards=[participant])
async def my_home(request: AnyRequest) -> Template:
    """The own company and its fairs."""
    identity = who(request)
    company = await own_company(identity)
    organizer_id = identity.acting.organizer_id if identity.acting else None
    return await show(request, await my_page(company, at=now(), organizer_id=organizer_id))


@get(OWN, guards=[participant])
async def my_fair(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Where the own participation in one fair stands."""
    fair, participation = await own_participation(who(request), slug)
    return await show(request, await my_fair_page(fair, participation, at=now()), fair=_head(fair))


@get(f"{OWN}/answers", guards=[participant])
async def own_answers(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """What was answered to the organizer's questions, to be changed while registration is open."""
    fair, participation = await own_participation(who(request), slug)
    if not answers_may_change(fair, participation.state, now()):
        return go_to(f"/my/fairs/{slug}", told=_("Hết hạn sửa câu trả lời. Cần đổi, xin liên hệ ban tổ chức."))
    form = fresh_form(**answers_as_typed(await answers_of(participation.id)))
    return await show(request, await own_answers_page(fair, participation, form), fair=_head(fair))


@post(
    f"{OWN}/answers",
    guards=[participant],
    status_code=200,
    request_max_body_size=REGISTRATION_BODY,
    opt={"deed": later("Sửa câu trả lời cho ban tổ chức")},
)
async def change_answers(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Write the answers anew."""
    fair, participation = await own_participation(who(request), slug)
    if not answers_may_change(fair, participation.state, now()):
        return go_to(f"/my/fairs/{slug}", told=_("Hết hạn sửa câu trả lời. Cần đổi, xin liên hệ ban tổ chức."))
    questions = await questions_of(fair.id, participation.kind)
    form: Form[list[AnswerGiven]] = await typed_form(request)
    await keep_enclosures(form, fair.id, paper_fields(questions), at=now())
    sent = {each.question_id for each in await answers_of(participation.id) if each.file_id}
    answers = read_answers(form, questions, sent=sent)
    form.value = answers if form.is_right else None

    async def save(answers: list[AnswerGiven]) -> bool:
        await save_answers(fair.id, participation.id, answers, at=now())
        return True

    if not await form.submit(save):
        page = await own_answers_page(fair, participation, form)
        return await show(request, page, fair=_head(fair), status=422)
    return go_to(f"/my/fairs/{slug}", done=_("Đã lưu câu trả lời."))


@get(f"{OWN}/answers/{{question_id:int}}/file", guards=[participant])
async def own_answered_file(request: AnyRequest, slug: FromPath[str], question_id: FromPath[int]) -> Response[bytes]:
    """A file that was sent as an answer."""
    _fair, participation = await own_participation(who(request), slug)
    return file_reply(request, await stored_file(await answered_file(participation.id, question_id)))


@post(f"{OWN}/language", guards=[participant], opt={"deed": later("Đổi ngôn ngữ phiên dịch của đơn vị mình")})
async def change_language(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """Change the language that the own meetings need."""
    fair, participation = await own_participation(who(request), slug)
    form: Form[Terms] = read_terms(await typed_form(request), [pair for pair, _words in interpreting_choices()])

    async def change(terms: Terms) -> bool:
        await set_own_language(fair, participation.id, terms.interpreting, at=now())
        return True

    if not await form.submit(change):
        return go_to(f"/my/fairs/{slug}", warned=next(iter(form.errors.values()), ""))
    return go_to(f"/my/fairs/{slug}", done=_("Đã lưu ngôn ngữ của các cuộc gặp."))


@get(f"{OWN}/withdraw", guards=[participant])
async def leaving_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Ask whether to leave the fair, with what would be lost."""
    fair, participation = await own_participation(who(request), slug)
    page = await withdraw_page(fair, participation, _leaving(request), fresh_form(), at=now())
    return await show(request, page, fair=_head(fair))


@post(f"{OWN}/withdraw", guards=[participant], status_code=200, opt={"deed": later("Rút đăng ký")})
async def leave_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Leave the fair."""
    identity = who(request)
    fair, participation = await own_participation(identity, slug)
    form: Form[Any] = await typed_form(request)
    reason = form.read_text("reason", most=1000)
    form.value = reason or "-" if form.is_right else None

    async def leave(_typed: str) -> bool:
        await withdraw_participation(
            fair,
            participation.id,
            leaving=_leaving(request),
            reason=reason,
            by=identity.person_id,
            at=now(),
            tell=False,
        )
        return True

    if not await form.submit(leave):
        page = await withdraw_page(fair, participation, _leaving(request), form, at=now())
        return await show(request, page, fair=_head(fair), status=409 if form.error("form") else 422)
    return go_to(f"/my/fairs/{slug}", done=_("Đã rút đăng ký."))


def _leaving(request: AnyRequest) -> Leaving:
    leaving: Leaving = request.app.state.leaving
    return leaving


ROUTES = [
    my_home,
    my_fair,
    own_answers,
    change_answers,
    own_answered_file,
    change_language,
    leaving_page,
    leave_now,
]
