"""Turning the second step of signing in on and off."""

import segno
from litestar import get, post
from litestar.response import Redirect, Template
from markupsafe import Markup

from chophien.accounts.actions.second_step import renew_codes, turn_off, turn_on
from chophien.accounts.forms import SecondStep, read_password, read_second_step
from chophien.accounts.guards import oneself, who
from chophien.accounts.pages import RecoveryCodesPage, SecondStepSettingsPage
from chophien.accounts.queries import second_step_of
from chophien.accounts.routes.signing_in import host_of
from chophien.accounts.rules import is_totp_secret, new_totp_secret, totp_address
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

PAGE = "/account/second-step"


@get(PAGE, guards=[oneself])
async def second_step_settings(request: AnyRequest) -> Template:
    """A new secret for the authenticator; or, when it is on, the codes on paper and the way out."""
    return await _shown(request)


@post(PAGE, guards=[oneself], status_code=200)
async def turn_on_now(request: AnyRequest) -> Template:
    """Turn it on, and show the codes for paper, once."""
    form: Form[SecondStep] = read_second_step(await typed_form(request))

    async def turn(wanted: SecondStep) -> list[str]:
        return await turn_on(who(request), wanted, host=host_of(request), at=now())

    codes = await form.submit(turn)
    return await (_shown(request, form=form) if codes is None else show(request, RecoveryCodesPage(codes)))


@post(f"{PAGE}/codes", guards=[oneself], status_code=200)
async def renew_codes_now(request: AnyRequest) -> Template:
    """Show new codes for paper, once."""
    form: Form[str] = read_password(await typed_form(request), "codes_password")

    async def renew(password: str) -> list[str]:
        return await renew_codes(who(request), password, host=host_of(request), at=now())

    codes = await form.submit(renew)
    return await (_shown(request, renew=form) if codes is None else show(request, RecoveryCodesPage(codes)))


@post(f"{PAGE}/off", guards=[oneself], status_code=200)
async def turn_off_now(request: AnyRequest) -> Template | Redirect:
    """Back to the password alone."""
    form: Form[str] = read_password(await typed_form(request), "off_password")

    async def turn(password: str) -> bool:
        return await turn_off(who(request), password, host=host_of(request), at=now())

    if not await form.submit(turn):
        return await _shown(request, off=form)
    return go_to("/account", done=_("Đã tắt xác nhận hai bước."))


async def _shown(
    request: AnyRequest,
    *,
    form: Form[SecondStep] | None = None,
    renew: Form[str] | None = None,
    off: Form[str] | None = None,
) -> Template:
    identity = who(request)
    typed = form.text("secret") if form else ""
    secret = typed if is_totp_secret(typed) else new_totp_secret()
    code = segno.make(totp_address(secret, identity.email), error="m", micro=False)
    # Segno writes it from our own address; what it says is encoded in squares.
    qr = Markup(code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None))  # noqa: S704
    page = SecondStepSettingsPage(
        codes_left=await second_step_of(identity.person_id),
        secret=secret,
        qr=qr,
        form=form or fresh_form(),
        renew=renew or fresh_form(),
        off=off or fresh_form(),
    )
    refused = form or renew or off
    return await show(request, page, status=refused.status if refused else 200)


ROUTES = [second_step_settings, turn_on_now, renew_codes_now, turn_off_now]
