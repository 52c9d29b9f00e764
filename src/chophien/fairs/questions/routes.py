"""The organizer's page of the registration form: its questions, their order, and how many companies are taken."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.companies.rules import company_kind_words
from chophien.companies.tables import CompanyKind
from chophien.fairs.actions.places import set_capacity
from chophien.fairs.queries import fair_head, organizer_fair
from chophien.fairs.queries.places import places_of
from chophien.fairs.questions.actions import add_question, change_question, move_question, retire_question
from chophien.fairs.questions.forms import (
    Limit,
    QuestionDetails,
    question_as_typed,
    read_limit,
    read_question,
    side_of,
)
from chophien.fairs.questions.pages import RegistrationFormPage
from chophien.fairs.questions.queries import question_of, questions_of
from chophien.fairs.questions.tables import Question
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.language import _, later, ngettext
from chophien.web.formats import number
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, FairHead, Link, go_to, show

PAGE = "/organizer/fairs/{slug:str}/registration"


def _head(fair: Fair) -> FairHead:
    return fair_head(fair, f"/organizer/fairs/{fair.slug}")


async def _page(
    fair: Fair,
    kind: CompanyKind,
    form: Form[QuestionDetails],
    *,
    chosen: Question | None = None,
    limit: Form[Limit] | None = None,
) -> RegistrationFormPage:
    base = f"/organizer/fairs/{fair.slug}"
    places = await places_of(fair.id, kind)
    return RegistrationFormPage(
        base=f"{base}/registration",
        fair_base=base,
        kind=kind,
        tabs=[
            Link(company_kind_words(each), f"{base}/registration?kind={each.value}", current=each == kind)
            for each in CompanyKind
        ],
        places=places,
        questions=await questions_of(fair.id, kind),
        form=form,
        limit_form=limit or fresh_form(capacity=places.capacity),
        chosen=chosen.id if chosen else None,
    )


@get(PAGE, guards=[organizer])
async def registration_form(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The questions of one side."""
    fair = await organizer_fair(who(request), slug)
    side = side_of(request.query_params.get("kind", ""))
    return await show(request, await _page(fair, side, fresh_form(type="text")), fair=_head(fair))


@post(PAGE, guards=[organizer], status_code=200, opt={"deed": later("Thêm câu hỏi vào đơn đăng ký")})
async def ask_more(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Ask one thing more."""
    fair = await organizer_fair(who(request), slug)
    form: Form[QuestionDetails] = await typed_form(request)
    side = side_of(form.text("kind"))
    read_question(form)

    async def add(details: QuestionDetails) -> bool:
        await add_question(fair, side, details)
        return True

    if not await form.submit(add):
        return await show(request, await _page(fair, side, form), fair=_head(fair), status=422)
    return go_to(f"/organizer/fairs/{slug}/registration?kind={side.value}", done=_("Đã thêm câu hỏi."))


@post(f"{PAGE}/limit", guards=[organizer], status_code=200, opt={"deed": later("Đặt số chỗ nhận đăng ký")})
async def limit_places(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Say how many companies are taken."""
    fair = await organizer_fair(who(request), slug)
    form: Form[Limit] = await typed_form(request)
    side = side_of(form.text("kind"))
    read_limit(form)

    async def save(limit: Limit) -> str:
        up = await set_capacity(fair, side, limit.capacity, at=now())
        if not up:
            return _("Đã lưu số chỗ.")
        words = ngettext(
            "Đã lưu số chỗ. Một đơn vị trong danh sách chờ được xếp lên và được báo bằng thư.",
            "Đã lưu số chỗ. %(num)s đơn vị trong danh sách chờ được xếp lên và được báo bằng thư.",
            up,
        )
        return words % {"num": number(up)}

    told = await form.submit(save)
    if told is None:
        page = await _page(fair, side, fresh_form(type="text"), limit=form)
        return await show(request, page, fair=_head(fair), status=422)
    return go_to(f"/organizer/fairs/{slug}/registration?kind={side.value}", done=told)


@get(PAGE + "/{question_id:int}", guards=[organizer])
async def one_question(request: AnyRequest, slug: FromPath[str], question_id: FromPath[int]) -> Template:
    """A question opened to be changed."""
    fair = await organizer_fair(who(request), slug)
    question = await question_of(fair.id, question_id)
    form = fresh_form(**question_as_typed(question))
    return await show(request, await _page(fair, CompanyKind(question.kind), form, chosen=question), fair=_head(fair))


@post(
    PAGE + "/{question_id:int}", guards=[organizer], status_code=200, opt={"deed": later("Sửa câu hỏi của đơn đăng ký")}
)
async def change_one(request: AnyRequest, slug: FromPath[str], question_id: FromPath[int]) -> Template | Redirect:
    """Change a question, move it, or ask it no more."""
    fair = await organizer_fair(who(request), slug)
    question = await question_of(fair.id, question_id)
    form: Form[QuestionDetails] = await typed_form(request)
    back = f"/organizer/fairs/{slug}/registration?kind={question.kind}"
    match form.text("do"):
        case "up" | "down" as way:
            await move_question(question, -1 if way == "up" else 1)
            return go_to(back, done=_("Đã đổi thứ tự."))
        case "retire":
            await retire_question(question, at=now())
            return go_to(back, done=_("Đã bỏ câu hỏi. Các câu trả lời đã có vẫn còn."))
    read_question(form)

    async def change(details: QuestionDetails) -> bool:
        await change_question(question, details)
        return True

    if not await form.submit(change):
        page = await _page(fair, CompanyKind(question.kind), form, chosen=question)
        return await show(request, page, fair=_head(fair), status=422)
    return go_to(back, done=_("Đã lưu câu hỏi."))


ROUTES = [registration_form, ask_more, limit_places, one_question, change_one]
