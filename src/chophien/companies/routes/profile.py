"""A company's own profile and delegates."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import oneself, participant, who
from chophien.companies.actions import (
    add_own_delegate,
    change_delegate,
    confirm_profile,
    end_access,
    hand_over_company,
    invite_own_delegate,
    keep_logo,
    remove_delegate,
    remove_logo,
)
from chophien.companies.forms import (
    CompanyDetails,
    DelegateDetails,
    company_as_typed,
    delegate_as_typed,
    read_company,
    read_delegate,
)
from chophien.companies.pages import CompanyPage, DelegateLine, DelegatePage
from chophien.companies.queries import delegates_of, invited_at, own_company, own_delegate, owners_of, owns_company
from chophien.companies.rules import company_address, language_words
from chophien.companies.tables import Company, CompanyKind, Delegate
from chophien.files.rules import UPLOAD_BODY
from chophien.places.queries import place_key
from chophien.support.clock import now
from chophien.support.language import _, later
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

PROFILE = "/my/company"


async def _profile(
    request: AnyRequest,
    company: Company,
    *,
    form: Form[CompanyDetails] | None = None,
    logo_form: Form[bool] | None = None,
) -> CompanyPage:
    owners = await owners_of(company.id)
    return CompanyPage(
        kind=CompanyKind(company.kind),
        form=form or fresh_form(**company_as_typed(company, await place_key(company.place))),
        delegates=[_line(seat, owners) for seat in await delegates_of(company.id)],
        logo_form=logo_form or fresh_form(),
        logo_url=f"/logos/{company.id}" if company.logo is not None else "",
        public_url=company_address(company.id, company.name),
        is_public=await request.app.state.is_public(company.id),
    )


def _line(delegate: Delegate, owners: set[int]) -> DelegateLine:
    return DelegateLine(
        id=delegate.id,
        name=delegate.name,
        duty=delegate.duty,
        email=delegate.email,
        phone=delegate.phone,
        languages=language_words(delegate.languages),
        signs_in=delegate.person is not None,
        owner=delegate.person in owners,
    )


async def _delegate(request: AnyRequest, delegate: Delegate, form: Form[DelegateDetails]) -> DelegatePage:
    identity = who(request)
    signs_in = delegate.person is not None
    owns = identity.acting is None and await owns_company(identity, delegate.company)
    return DelegatePage(
        form=form,
        delegate_id=delegate.id,
        name=delegate.name,
        signs_in=signs_in,
        may_hand_over=signs_in and owns and delegate.person != identity.person_id,
        may_invite=not signs_in and owns,
        email=delegate.email,
        invited_at=await invited_at(delegate.id),
    )


@get(PROFILE, guards=[participant])
async def company_page(request: AnyRequest) -> Template:
    """The profile as it stands."""
    company = await own_company(who(request))
    return await show(request, await _profile(request, company))


@post(PROFILE, guards=[participant], status_code=200)
async def save_company(request: AnyRequest) -> Template | Redirect:
    """Write the profile anew."""
    company = await own_company(who(request))
    form = read_company(await typed_form(request), CompanyKind(company.kind))

    async def change(details: CompanyDetails) -> int:
        return await confirm_profile(company.id, details, request.app.state.get("confirmed", []), at=now())

    decided = await form.submit(change)
    if decided is None:
        return await show(request, await _profile(request, company, form=form), status=422)
    if decided:
        return go_to("/my", done=_("Đã xác nhận thông tin. Đơn vị của bạn nay chính thức tham gia hội chợ."))
    return go_to(PROFILE, done=_("Đã lưu thông tin đơn vị."))


@post(
    f"{PROFILE}/logo",
    guards=[participant],
    status_code=200,
    request_max_body_size=UPLOAD_BODY,
    opt={"deed": later("Đổi biểu trưng")},
)
async def change_logo(request: AnyRequest) -> Template | Redirect:
    """Show another logo, or none."""
    identity = who(request)
    company = await own_company(identity)
    form: Form[bool] = await typed_form(request)
    if form.text("do") == "remove":
        await remove_logo(identity)
        return go_to(f"{PROFILE}#logo", done=_("Đã bỏ biểu trưng."))
    form.value = True

    async def keep(_sent: bool) -> bool:
        return await keep_logo(identity, form.upload("logo"))

    if await form.submit(keep) is None:
        return await show(request, await _profile(request, company, logo_form=form), status=422)
    return go_to(f"{PROFILE}#logo", done=_("Đã lưu biểu trưng."))


@get(f"{PROFILE}/delegates/new", guards=[participant])
async def new_delegate_page(request: AnyRequest) -> Template:
    """Ask who else comes."""
    await own_company(who(request))
    return await show(request, DelegatePage(form=fresh_form()))


@post(f"{PROFILE}/delegates/new", guards=[participant], status_code=200)
async def add_delegate_now(request: AnyRequest) -> Template | Redirect:
    """Name one more delegate."""
    identity = who(request)
    form = read_delegate(await typed_form(request))

    async def add(details: DelegateDetails) -> Delegate:
        return await add_own_delegate(identity, details)

    delegate = await form.submit(add)
    if delegate is None:
        return await show(request, DelegatePage(form=form), status=422)
    return go_to(PROFILE, done=_("Đã thêm người đại diện %(name)s.") % {"name": delegate.name})


@get(PROFILE + "/delegates/{delegate_id:int}", guards=[participant])
async def delegate_page(request: AnyRequest, delegate_id: FromPath[int]) -> Template:
    """One delegate as known."""
    delegate = await own_delegate(who(request), delegate_id)
    return await show(request, await _delegate(request, delegate, fresh_form(**delegate_as_typed(delegate))))


@post(PROFILE + "/delegates/{delegate_id:int}", guards=[participant], status_code=200)
async def save_delegate(request: AnyRequest, delegate_id: FromPath[int]) -> Template | Redirect:
    """Write a delegate anew."""
    identity = who(request)
    delegate = await own_delegate(identity, delegate_id)
    form = read_delegate(await typed_form(request))

    async def change(details: DelegateDetails) -> str:
        await change_delegate(identity, delegate_id, details)
        return details.name

    name = await form.submit(change)
    if name is None:
        return await show(request, await _delegate(request, delegate, form), status=422)
    return go_to(PROFILE, done=_("Đã lưu người đại diện %(name)s.") % {"name": name})


@post(PROFILE + "/delegates/{delegate_id:int}/remove", guards=[participant])
async def remove_delegate_now(request: AnyRequest, delegate_id: FromPath[int]) -> Redirect:
    """Take a delegate away."""
    name = await remove_delegate(who(request), delegate_id)
    return go_to(PROFILE, done=_("Đã bỏ người đại diện %(name)s.") % {"name": name})


@post(
    PROFILE + "/delegates/{delegate_id:int}/invite",
    guards=[participant, oneself],
    opt={"deed": later("Mời người đại diện đăng nhập")},
)
async def invite_delegate_now(request: AnyRequest, delegate_id: FromPath[int]) -> Redirect:
    """Send a delegate a link to sign in with."""
    email = await invite_own_delegate(who(request), delegate_id, at=now())
    return go_to(f"{PROFILE}/delegates/{delegate_id}", done=_("Đã gửi thư mời tới %(email)s.") % {"email": email})


@post(
    PROFILE + "/delegates/{delegate_id:int}/owner",
    guards=[participant, oneself],
    opt={"deed": later("Giao việc phụ trách đơn vị")},
)
async def hand_over_now(request: AnyRequest, delegate_id: FromPath[int]) -> Redirect:
    """Let another delegate look after the company."""
    name = await hand_over_company(who(request), delegate_id)
    return go_to(PROFILE, done=_("%(name)s nay phụ trách đơn vị.") % {"name": name})


@post(
    PROFILE + "/delegates/{delegate_id:int}/end-access",
    guards=[participant, oneself],
    opt={"deed": later("Thôi cho người đại diện đăng nhập")},
)
async def end_access_now(request: AnyRequest, delegate_id: FromPath[int]) -> Redirect:
    """Let a delegate sign in for the company no more."""
    name = await end_access(who(request), delegate_id)
    return go_to(PROFILE, done=_("%(name)s không còn đăng nhập thay mặt đơn vị.") % {"name": name})


ROUTES = [
    hand_over_now,
    end_access_now,
    invite_delegate_now,
    company_page,
    save_company,
    change_logo,
    new_delegate_page,
    add_delegate_now,
    delegate_page,
    save_delegate,
    remove_delegate_now,
]
