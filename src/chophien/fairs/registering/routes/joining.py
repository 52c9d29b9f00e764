"""Registering for a fair."""

from collections.abc import Awaitable, Callable

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import who
from chophien.accounts.identity import Identity
from chophien.companies.forms import company_as_typed
from chophien.companies.queries import company_of
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.queries import fair_head, public_fair
from chophien.fairs.questions.actions import enclosure_names, keep_enclosures
from chophien.fairs.questions.queries import questions_of
from chophien.fairs.registering.actions import Recipient, register_known, register_newcomer
from chophien.fairs.registering.drafting import draft_form, forget_draft, save_draft
from chophien.fairs.registering.forms import Registration, file_fields, read_registration, reshape_products
from chophien.fairs.registering.pages.joining import register_page, shut_page, wrong_account_page
from chophien.fairs.registering.queries import (
    has_namesake,
    interpreting_last_time,
    least_product_blocks,
    participation_of,
)
from chophien.fairs.registering.rules import may_apply_again
from chophien.fairs.rules import registration_is_open
from chophien.fairs.tables import Fair
from chophien.places.queries import place_key
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show, show_fragment

REGISTRATION_BODY = 30_000_000
"""What the registration form may weigh with its papers, in bytes."""


def _side(kind: str) -> CompanyKind:
    if kind not in set(CompanyKind):
        raise NotFound(_("Không có loại đăng ký này."))
    return CompanyKind(kind)


async def _turned_away(
    request: AnyRequest, fair: Fair, kind: CompanyKind, company: Company | None
) -> Template | Redirect | None:
    """What is shown instead of the form: when registration is shut, or this account cannot use it."""
    head = fair_head(fair)
    if request.user is not None and request.user.acting and request.user.acting.organizer_id != fair.organizer:
        raise NotFound(_("Không có hội chợ này."))
    known = await participation_of(fair.id, company.id) if company else None
    if known is not None and not may_apply_again(known.state):
        return go_to(f"/my/fairs/{fair.slug}", told=_("Đơn vị của bạn đã đăng ký hội chợ này."))
    if not registration_is_open(fair, now()):
        return await show(request, shut_page(fair, at=now()), fair=head, status=200 if request.method == "GET" else 409)
    if request.user is not None and (company is None or company.kind != kind):
        return await show(request, wrong_account_page(fair, kind, company), fair=head)
    return None


async def _as_known(company: Company) -> Form[Registration]:
    profile = company_as_typed(company, await place_key(company.place))
    return fresh_form(**profile, interpreting=await interpreting_last_time(company.id))


def _newcomer(fair: Fair) -> Callable[[Registration], Awaitable[bool]]:
    async def register(registration: Registration) -> bool:
        await register_newcomer(fair, registration, at=now())
        return True

    return register


def _known(fair: Fair, company: Company, identity: Identity) -> Callable[[Registration], Awaitable[bool]]:
    recipient = Recipient(
        identity.person_id, identity.name, identity.email, identity.language, consents=identity.acting is None
    )
    return lambda registration: register_known(fair, company, registration, recipient, at=now())


@get("/fairs/{slug:str}/register/{kind:str}", opt={"public": True})
async def registration_page(request: AnyRequest, slug: FromPath[str], kind: FromPath[str]) -> Template | Redirect:
    """The form: empty for a newcomer, filled with the profile for a company that is known."""
    fair, side = await public_fair(slug), _side(kind)
    company = await company_of(request.user) if request.user else None
    if (instead := await _turned_away(request, fair, side, company)) is not None:
        return instead
    form = await draft_form(fair, side, request.query_params.get("draft", "")[:100], request.user)
    if form is None:
        form = await _as_known(company) if company else fresh_form(country="VN")
    page = await register_page(fair, side, form, company, await questions_of(fair.id, side))
    return await show(request, page, fair=fair_head(fair))


@post(
    "/fairs/{slug:str}/register/{kind:str}",
    opt={"public": True},
    status_code=200,
    request_max_body_size=REGISTRATION_BODY,
)
async def register_now(request: AnyRequest, slug: FromPath[str], kind: FromPath[str]) -> Template | Redirect:
    """Register; or, when a button beside the products was pressed, show the form with a block more or less."""
    fair, side = await public_fair(slug), _side(kind)
    company = await company_of(request.user) if request.user else None
    if (instead := await _turned_away(request, fair, side, company)) is not None:
        return instead
    form: Form[Registration] = await typed_form(request)
    questions = await questions_of(fair.id, side)
    least = await least_product_blocks(side, company)
    # Kept at once: whatever else is wrong with the form, a file on a telephone is not to be chosen twice.
    await keep_enclosures(form, fair.id, file_fields(form, questions, least=least), at=now())
    await enclosure_names(form, fair.id)
    if form.text("later"):
        return await _save_for_later(request, fair, side, form, company)
    if reshape_products(form, least=least):
        page = await register_page(fair, side, form, company, questions)
        shown = show_fragment(page.product_blocks) if "hx-request" in request.headers else None
        return shown or await show(request, page, fair=fair_head(fair))
    read_registration(form, side, questions, signed_in=company is not None, least_products=least)
    if company is None:
        await _warn_of_namesake(fair, form)
    mine = f"/my/fairs/{fair.slug}"
    done = _("Đã gửi đăng ký. Ban tổ chức sẽ xem và trả lời bạn qua thư điện tử.")
    if company is not None:
        if await form.submit(_known(fair, company, who(request))):
            await forget_draft(fair, side, "", request.user)
            return go_to(mine, done=done)
    elif await form.submit(_newcomer(fair)):
        await forget_draft(fair, side, form.text("draft"), None)
        # The same for everybody: whether the address had an account before, only its owner learns, by mail.
        sentence = _("Đã nhận đơn. Xin mở thư vừa gửi tới %(email)s và bấm liên kết trong đó để vào trang của bạn.")
        return go_to("/confirm-email", done=sentence % {"email": form.text("email").strip()})
    page = await register_page(fair, side, form, company, questions)
    return await show(request, page, fair=fair_head(fair), status=422)


async def _warn_of_namesake(fair: Fair, form: Form[Registration]) -> None:
    """Ask a newcomer who may stand in the list already; whoever says to be another one goes on."""
    if form.value is None or form.read_tick("another") or not await has_namesake(fair, form.value.company):
        return
    form.typed["namesake"] = ["yes"]
    form.refuse(
        "name",
        _(
            "Đã có đơn vị tên như vậy. Nếu là đơn vị của bạn, xin đăng nhập, hoặc nhờ ban tổ chức gửi thư mời;"
            " nếu là đơn vị khác, xin đánh dấu bên dưới rồi gửi lại."
        ),
    )


async def _save_for_later(
    request: AnyRequest, fair: Fair, kind: CompanyKind, form: Form[Registration], company: Company | None
) -> Template | Redirect:
    email = request.user.email if request.user else form.read_email("email", required=True)
    here = f"/fairs/{fair.slug}/register/{kind.value}"
    if form.is_right:
        try_to: Form[str] = Form()
        try_to.value = email

        async def save(address: str) -> tuple[str]:
            return (await save_draft(fair, kind, form, address, request.user, at=now()),)

        saved = await try_to.submit(save)
        if saved is not None:
            if not saved[0]:
                return go_to("/my", done=_("Đã lưu đơn đăng ký. Bạn mở lại lúc nào cũng được để điền tiếp và gửi."))
            words = _("Đã lưu đơn, chưa gửi. Liên kết để điền tiếp đã gửi tới %(email)s.") % {"email": email}
            return go_to(f"{here}?draft={saved[0]}", done=words)
        form.refuse("form", try_to.error("form") or "")
    form.typed.pop("password", None)
    page = await register_page(fair, kind, form, company, await questions_of(fair.id, kind))
    return await show(request, page, fair=fair_head(fair), status=422)


ROUTES = [registration_page, register_now]
