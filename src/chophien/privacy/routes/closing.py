"""Closing an account for good: one's own, or that of somebody who asked an administrator for it."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.actions.platform import known_person
from chophien.accounts.auditing import concerning
from chophien.accounts.forms import read_password
from chophien.accounts.guards import oneself, platform, signed_in, who
from chophien.accounts.routes import host_of, without_session
from chophien.privacy.actions.erasing import close_own_account, erase_for_somebody
from chophien.privacy.pages import ClosePage
from chophien.privacy.queries import companies_held, households_alone, subject_of, ties_of
from chophien.support.clock import now
from chophien.support.language import _, later
from chophien.web.formats import local
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show


@get("/account/close", guards=[signed_in])
async def close_page(request: AnyRequest) -> Template:
    """What will happen, before anything does."""
    return await _shown(request, fresh_form())


@post("/account/close", guards=[oneself], status_code=200, opt={"deed": later("Đóng tài khoản của mình")})
async def close_now(request: AnyRequest) -> Template | Redirect:
    """Close the own account."""
    form: Form[str] = read_password(await typed_form(request), "password")

    async def close(password: str) -> bool:
        return await close_own_account(who(request), password, host=host_of(request), at=now())

    if not await form.submit(close):
        return await _shown(request, form)
    done = _("Tài khoản đã đóng. Họ tên, địa chỉ và điện thoại của bạn không còn trong hệ thống.")
    return without_session(go_to("/", done=done))


@post("/platform/people/{person_id:int}/erase", guards=[platform], opt={"deed": later("Đóng tài khoản của người khác")})
async def erase_now(request: AnyRequest, person_id: FromPath[int]) -> Redirect:
    """Close the account of somebody who asked for it."""
    concerning(request, about_person_id=person_id)
    name = await erase_for_somebody(who(request), person_id, at=now())
    return go_to("/platform", done=_("Đã đóng tài khoản của %(name)s; thông tin cá nhân không còn.") % {"name": name})


async def _shown(request: AnyRequest, form: Form[str]) -> Template:
    identity = who(request)
    held = await companies_held(identity.person_id)
    alone = await households_alone(await subject_of(await known_person(identity.person_id)))
    page = ClosePage(
        form=form,
        email=identity.email,
        companies=[name for number, name in held.items() if number not in {household.id for household in alone}],
        households=[household.name for household in alone],
        ties=await ties_of(identity.person_id, local(now()).date()),
    )
    return await show(request, page, status=200 if form.is_right else form.status)


ROUTES = [close_page, close_now, erase_now]
