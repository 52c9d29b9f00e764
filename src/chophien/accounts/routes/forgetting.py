"""Forgotten passwords: asking for a link, and setting a new password with it."""

from litestar import get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.actions import Entrance, open_link, send_password_link, set_forgotten_password
from chophien.accounts.forms import read_address, read_new_password
from chophien.accounts.pages import ForgotPasswordPage, NewPasswordPage
from chophien.accounts.queries import open_sessions
from chophien.accounts.routes.signing_in import let_in
from chophien.accounts.tables import LinkPurpose, MailedLink
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, show


@get("/forgot-password", opt={"public": True})
async def forgot_password(request: AnyRequest) -> Template:
    """Ask for the address."""
    email = request.user.email if request.user else ""
    return await show(request, ForgotPasswordPage(form=fresh_form(email=email), sent=False))


@post("/forgot-password", opt={"public": True}, status_code=200)
async def ask_for_link(request: AnyRequest) -> Template:
    """Answer the same for every address, and only then look whose it is: neither words nor time tell who is here."""
    form = read_address(await typed_form(request))
    if not form.is_right:
        return await show(request, ForgotPasswordPage(form=form, sent=False), status=422)
    shown = await show(request, ForgotPasswordPage(form=form, sent=True))
    shown.background = BackgroundTask(send_password_link, form.text("email"), at=now())
    return shown


@get("/forgot-password/{token:str}", opt={"public": True})
async def new_password(request: AnyRequest, token: FromPath[str]) -> Template:
    """Ask for the new password; looking uses nothing up, because mail programs follow links by themselves."""
    return await _shown(request, token, fresh_form())


@post("/forgot-password/{token:str}", opt={"public": True}, status_code=200)
async def set_new_password(request: AnyRequest, token: FromPath[str]) -> Template | Redirect:
    """Set it, end every session of the person, and sign in here."""
    form: Form[str] = read_new_password(await typed_form(request))
    link = await open_link(token, LinkPurpose.FORGOTTEN, at=now())
    signs_out = await _signs_out(link)

    async def change(password: str) -> Entrance:
        return await set_forgotten_password(token, password, at=now())

    entrance = await form.submit(change)
    if entrance is None:
        return await _shown(request, token, form, status=422)
    told = _("Đã đặt mật khẩu mới. Các thiết bị khác đã được đăng xuất.") if signs_out else _("Đã đặt mật khẩu.")
    return await let_in(entrance, done=told)


async def _signs_out(link: MailedLink) -> bool:
    """Whether the person is signed in somewhere: not so who follows the link of an invitation."""
    return bool(await open_sessions(link.person, now()))


async def _shown(request: AnyRequest, token: str, form: Form[str], *, status: int = 200) -> Template:
    link = await open_link(token, LinkPurpose.FORGOTTEN, at=now())
    page = NewPasswordPage(form=form, token=token, email=link.email, signs_out=await _signs_out(link))
    return await show(request, page, status=status)


ROUTES = [forgot_password, ask_for_link, new_password, set_new_password]
