"""The own account: profile, password, address and sessions."""

from litestar import get, post
from litestar.response import Redirect, Template

from chophien.accounts.actions import (
    ask_for_new_address,
    change_password,
    change_profile,
    close_other_sessions,
    close_own_session,
)
from chophien.accounts.forms import (
    AddressChange,
    PasswordChange,
    Profile,
    read_address_change,
    read_password_change,
    read_profile,
)
from chophien.accounts.guards import oneself, signed_in, who
from chophien.accounts.pages import AccountPage
from chophien.accounts.queries import open_sessions, second_step_of
from chophien.accounts.routes.signing_in import host_of
from chophien.support.clock import now
from chophien.support.language import _, speak
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.languages import remember_language
from chophien.web.pages import AnyRequest, go_to, show


@get("/account", guards=[signed_in])
async def account_page(request: AnyRequest) -> Template:
    """Everything about the own account."""
    return await _shown(request)


@post("/account", guards=[oneself], status_code=200)
async def change_profile_now(request: AnyRequest) -> Template | Redirect:
    """Keep name and language, and speak that language from now on."""
    form: Form[Profile] = read_profile(await typed_form(request))

    async def change(profile: Profile) -> bool:
        return await change_profile(who(request), profile)

    if not await form.submit(change):
        return await _shown(request, profile=form)
    language = form.text("language")
    speak(language)
    return remember_language(go_to("/account", done=_("Đã lưu.")), language)


@post("/account/password", guards=[oneself], status_code=200)
async def change_password_now(request: AnyRequest) -> Template | Redirect:
    """Set another password; the old one is asked for."""
    form: Form[PasswordChange] = read_password_change(await typed_form(request))

    async def change(value: PasswordChange) -> bool:
        return await change_password(who(request), value, host=host_of(request), at=now())

    if not await form.submit(change):
        return await _shown(request, password=form)
    return go_to("/account", done=_("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."))


@post("/account/email", guards=[oneself], status_code=200)
async def change_address_now(request: AnyRequest) -> Template | Redirect:
    """Send a link to the new address."""
    form: Form[AddressChange] = read_address_change(await typed_form(request))

    async def change(value: AddressChange) -> bool:
        return await ask_for_new_address(who(request), value, host=host_of(request), at=now())

    if not await form.submit(change):
        return await _shown(request, address=form)
    sentence = _("Đã gửi liên kết tới %(email)s. Địa chỉ đổi khi bạn mở liên kết đó; trước đó mọi thứ vẫn như cũ.")
    return go_to("/account", told=sentence % {"email": form.text("new_email").strip()})


@post("/account/sessions/end", guards=[oneself])
async def sign_out_elsewhere(request: AnyRequest) -> Redirect:
    """End every session but this one, or the one that the form names."""
    form: Form[str] = await typed_form(request)
    named = form.text("session")
    if named:
        await close_own_session(
            who(request), int(named) if named.isascii() and named.isdigit() and len(named) < 10 else 0
        )
        return go_to("/account", done=_("Đã đăng xuất khỏi thiết bị đó."))
    await close_other_sessions(who(request))
    return go_to("/account", done=_("Đã đăng xuất khỏi mọi thiết bị khác."))


async def _shown(
    request: AnyRequest,
    *,
    profile: Form[Profile] | None = None,
    password: Form[PasswordChange] | None = None,
    address: Form[AddressChange] | None = None,
) -> Template:
    identity = who(request)
    page = AccountPage(
        email=identity.email,
        session_id=identity.session_id,
        sessions=await open_sessions(identity.person_id, now()),
        profile=profile or fresh_form(name=identity.name, language=identity.language),
        password=password or fresh_form(),
        address=address or fresh_form(),
        codes_left=await second_step_of(identity.person_id),
    )
    refused = profile or password or address
    return await show(request, page, status=refused.status if refused else 200)


ROUTES = [
    account_page,
    change_profile_now,
    change_password_now,
    change_address_now,
    sign_out_elsewhere,
]
