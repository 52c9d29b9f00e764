"""Confirming an address: following the mailed link, and having it sent once more."""

from litestar import get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.actions import open_link, prove_address, send_proof_again
from chophien.accounts.actions.addresses import Proved
from chophien.accounts.auditing import concerning
from chophien.accounts.forms import read_address
from chophien.accounts.pages import ConfirmEmailPage, ProofAgainPage
from chophien.accounts.routes.signing_in import let_in
from chophien.accounts.tables import LinkPurpose
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, safe_path, show


@get("/confirm-email", opt={"public": True})
async def ask_for_proof_page(request: AnyRequest) -> Template:
    """Say that a mail is under way, and offer another."""
    return await show(request, ProofAgainPage(form=fresh_form(), sent=False))


@post("/confirm-email", opt={"public": True}, status_code=200)
async def send_again(request: AnyRequest) -> Template:
    """Answer the same for every address, and only then look whose it is."""
    form = read_address(await typed_form(request))
    if not form.is_right:
        return await show(request, ProofAgainPage(form=form, sent=False), status=422)
    shown = await show(request, ProofAgainPage(form=form, sent=True))
    shown.background = BackgroundTask(send_proof_again, form.text("email"), at=now())
    return shown


@get("/confirm-email/{token:str}", opt={"public": True})
async def confirm_email(request: AnyRequest, token: FromPath[str]) -> Template:
    """One button; looking uses nothing up, because mail programs follow links by themselves."""
    return await _shown(request, token, fresh_form(next=request.query_params.get("next", "/")))


@post("/confirm-email/{token:str}", opt={"public": True}, status_code=200)
async def confirm_email_now(request: AnyRequest, token: FromPath[str]) -> Template | Redirect:
    """Take the address as proved; a newcomer is signed in and goes on where the letter led."""
    form: Form[str] = await typed_form(request)
    form.value = token

    async def prove(value: str) -> Proved:
        return await prove_address(value, at=now())

    proved = await form.submit(prove)
    if proved is None:
        return await _shown(request, token, form, status=409)
    done = _("Đã đổi địa chỉ thư điện tử.") if proved.changed else _("Đã xác nhận địa chỉ thư điện tử. Cảm ơn bạn.")
    if proved.entrance is None:
        return go_to("/account" if request.user else "/sign-in", done=done)
    concerning(request, person_id=proved.entrance.person_id)
    return await let_in(proved.entrance, safe_path(form.text("next") or "/"), done=done)


async def _shown(request: AnyRequest, token: str, form: Form[str], *, status: int = 200) -> Template:
    link = await open_link(token, LinkPurpose.PROVE_ADDRESS, at=now())
    wanted = safe_path(form.text("next") or "/")
    page = ConfirmEmailPage(form=form, token=token, email=link.email, next=wanted)
    return await show(request, page, status=status)


ROUTES = [ask_for_proof_page, send_again, confirm_email, confirm_email_now]
