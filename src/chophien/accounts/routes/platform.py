"""Looking after the installation."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.actions.platform import add_organizer, invite_owner, known_person, open_account, shut_account
from chophien.accounts.actions.second_step import drop_second_step
from chophien.accounts.auditing import concerning
from chophien.accounts.forms import NewOrganizer, read_address, read_new_organizer
from chophien.accounts.guards import platform, who
from chophien.accounts.pages import PlatformPage
from chophien.accounts.queries.platform import accounts_like, all_organizers
from chophien.accounts.tables import RoleKind
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

PAGE = "/platform"
MOST_FOUND = 30


@get(PAGE, guards=[platform])
async def platform_page(request: AnyRequest) -> Template:
    """Organizers, and the accounts that are looked for."""
    return await _shown(request, fresh_form())


@post(PAGE, guards=[platform], status_code=200)
async def add_organizer_now(request: AnyRequest) -> Template | Redirect:
    """Add an organizer and invite its first owner."""
    form: Form[NewOrganizer] = read_new_organizer(await typed_form(request))

    async def add(wanted: NewOrganizer) -> int:
        organizer_id = await add_organizer(who(request), wanted, at=now())
        concerning(request, organizer_id=organizer_id, detail=RoleKind.OWNER.value)
        return organizer_id

    if await form.submit(add) is None:
        return await _shown(request, form)
    return go_to(PAGE, done=_("Đã thêm ban tổ chức và gửi lời mời tới %(email)s.") % {"email": form.text("email")})


@post(PAGE + "/organizers/{organizer_id:int}/invite", guards=[platform])
async def invite_owner_now(request: AnyRequest, organizer_id: FromPath[int]) -> Redirect:
    """Invite one more owner."""
    form = read_address(await typed_form(request))
    if not form.is_right:
        raise Refusal(form.error("email") or "")
    concerning(request, organizer_id=organizer_id, detail=RoleKind.OWNER.value)
    email = await invite_owner(who(request), organizer_id, form.text("email").strip().lower(), at=now())
    return go_to(PAGE, done=_("Đã gửi lời mời tới %(email)s.") % {"email": email})


@post(PAGE + "/people/{person_id:int}/shut", guards=[platform])
async def shut_now(request: AnyRequest, person_id: FromPath[int]) -> Redirect:
    """Let somebody in no longer."""
    concerning(request, about_person_id=person_id)
    name = await shut_account(who(request), person_id, at=now())
    return go_to(PAGE, done=_("Đã khoá tài khoản của %(name)s.") % {"name": name})


@post(PAGE + "/people/{person_id:int}/open", guards=[platform])
async def open_now(request: AnyRequest, person_id: FromPath[int]) -> Redirect:
    """Let somebody in again."""
    concerning(request, about_person_id=person_id)
    name = await open_account(person_id)
    return go_to(PAGE, done=_("Đã mở lại tài khoản của %(name)s.") % {"name": name})


@post(PAGE + "/people/{person_id:int}/second-step", guards=[platform])
async def drop_second_step_now(request: AnyRequest, person_id: FromPath[int]) -> Redirect:
    """Let somebody who has lost the authenticator in with the password alone."""
    concerning(request, about_person_id=person_id)
    person = await known_person(person_id)
    await drop_second_step(person.id, at=now())
    return go_to(PAGE, done=_("%(name)s đăng nhập bằng mật khẩu, không cần bước hai.") % {"name": person.name})


async def _shown(request: AnyRequest, form: Form[NewOrganizer]) -> Template:
    search = request.query_params.get("q", "")[:100]
    page = PlatformPage(
        organizers=await all_organizers(now()),
        accounts=await accounts_like(search, MOST_FOUND),
        search=search,
        own_id=who(request).person_id,
        form=form,
    )
    return await show(request, page, status=200 if form.is_right else form.status)


ROUTES = [platform_page, add_organizer_now, invite_owner_now, shut_now, open_now, drop_second_step_now]
