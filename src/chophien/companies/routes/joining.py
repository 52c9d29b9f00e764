"""Accepting an invitation to speak for a company; whoever holds the mailed link is let in."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.routes import with_session
from chophien.companies.actions import Joining, accept_invitation, join_with_account
from chophien.companies.forms import read_joining
from chophien.companies.pages import JoinPage
from chophien.companies.queries import has_account, invitation_behind
from chophien.support.clock import now
from chophien.support.language import _, later
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

PROFILE = "/my/company"


async def _page(request: AnyRequest, token: str, form: Form[tuple[str, str]] | None = None) -> JoinPage:
    invited = await invitation_behind(token, now())
    return JoinPage(
        form=form or fresh_form(delegate_name="" if invited.name == invited.company else invited.name),
        token=token,
        company=invited.company,
        email=invited.email,
        signed_in_as=request.user.email if request.user else "",
        has_account=await has_account(invited.email),
    )


@get("/join/{token:str}", opt={"public": True})
async def invitation_page(request: AnyRequest, token: FromPath[str]) -> Template:
    """Who invites whom; looking uses nothing up, because mail programs follow links by themselves."""
    return await show(request, await _page(request, token))


@post("/join/{token:str}", opt={"public": True, "deed": later("Nhận lời mời của đơn vị")}, status_code=200)
async def join_now(request: AnyRequest, token: FromPath[str]) -> Template | Redirect:
    """Make an account, or go on with the one that is signed in."""
    page = await _page(request, token)
    done = _("Chào mừng! Xin xem lại thông tin đơn vị dưới đây, sửa chỗ chưa đúng rồi lưu.")
    if request.user is not None:
        await join_with_account(request.user, token, at=now())
        return go_to(PROFILE, done=done)
    form: Form[tuple[str, str]] = read_joining(await typed_form(request))

    async def accept(typed: tuple[str, str]) -> str:
        return await accept_invitation(token, Joining(*typed), at=now())

    session = await form.submit(accept) if not page.has_account else None
    if session is None:
        return await show(request, await _page(request, token, form), status=422)
    return with_session(go_to(PROFILE, done=done), session)


ROUTES = [invitation_page, join_now]
