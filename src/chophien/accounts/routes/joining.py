"""Following an invitation."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.actions.joining import join, join_as_newcomer, open_invitation
from chophien.accounts.auditing import concerning
from chophien.accounts.forms import Newcomer, read_newcomer
from chophien.accounts.pages import InvitationPage
from chophien.accounts.queries import identity_behind, organizer_named, person_by_email
from chophien.accounts.routes.signing_in import with_session
from chophien.accounts.rules import role_name
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

PAGE = "/invitations/{token:str}"


@get(PAGE, opt={"public": True})
async def invitation_page(request: AnyRequest, token: FromPath[str]) -> Template:
    """Who invites, as what; looking uses nothing up, because mail programs follow links by themselves."""
    return await _shown(request, token, fresh_form())


@post(PAGE, opt={"public": True}, status_code=200)
async def join_now(request: AnyRequest, token: FromPath[str]) -> Template | Redirect:
    """Join with the account one is signed in to, or with a new one."""
    typed: Form[Newcomer] = await typed_form(request)
    if request.user is not None:
        invitation = await join(request.user, token, at=now())
        concerning(request, organizer_id=invitation.organizer, detail=invitation.kind)
        identity = await identity_behind(request.auth, now())
        return go_to(identity.home if identity else "/", done=_("Bạn đã vào ban tổ chức."))
    form = read_newcomer(typed)

    async def enter(newcomer: Newcomer) -> str:
        session, person_id, invitation = await join_as_newcomer(token, newcomer, at=now())
        concerning(request, person_id=person_id, organizer_id=invitation.organizer, detail=invitation.kind)
        return session

    session = await form.submit(enter)
    if session is None:
        return await _shown(request, token, form, status=422)
    identity = await identity_behind(session, now())
    return with_session(go_to(identity.home if identity else "/", done=_("Bạn đã vào ban tổ chức.")), session)


async def _shown(request: AnyRequest, token: str, form: Form[Newcomer], *, status: int = 200) -> Template:
    invitation = await open_invitation(token, at=now())
    if request.user is not None:
        state = "join" if request.user.email == invitation.email else "other"
    else:
        state = "sign_in" if await person_by_email(invitation.email) is not None else "new"
    page = InvitationPage(
        form=form,
        token=token,
        organizer=(await organizer_named(invitation.organizer)).name,
        role=role_name(invitation.kind),
        email=invitation.email,
        state=state,
    )
    return await show(request, page, status=status)


ROUTES = [invitation_page, join_now]
