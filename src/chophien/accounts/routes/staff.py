"""Who works for an organizer."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.actions.second_step import drop_second_step_of_staff
from chophien.accounts.actions.staff import change_staff, invite, own_organizer, staff_person, withdraw_invitation
from chophien.accounts.auditing import concerning
from chophien.accounts.forms import Invited, read_invitation
from chophien.accounts.guards import owner, who
from chophien.accounts.identity import Identity
from chophien.accounts.pages import InvitationLine, StaffLine, StaffPage, StaffSection
from chophien.accounts.queries import open_invitations, organizers_of, staff_of, works_only_for
from chophien.accounts.rules import STAFF, role_name
from chophien.accounts.tables import Organizer, RoleKind
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

STAFF_PAGE = "/organizer/staff"
ONE = STAFF_PAGE + "/{organizer_id:int}"


@get(STAFF_PAGE, guards=[owner])
async def staff_page(request: AnyRequest) -> Template:
    """Everybody who works for the person's organizers."""
    return await _shown(request)


@post(ONE + "/invite", guards=[owner], status_code=200)
async def invite_now(request: AnyRequest, organizer_id: FromPath[int]) -> Template | Redirect:
    """Mail an invitation."""
    identity, organizer = await _own(request, organizer_id)
    form: Form[Invited] = read_invitation(await typed_form(request))

    async def send(invited: Invited) -> str:
        concerning(request, detail=invited.kind.value)
        return await invite(identity, organizer, invited, at=now())

    email = await form.submit(send)
    if email is None:
        return await _shown(request, refused=(organizer.id, form))
    return go_to(STAFF_PAGE, done=_("Đã gửi lời mời tới %(email)s.") % {"email": email})


@post(ONE + "/invitations/{invitation_id:int}/withdraw", guards=[owner])
async def withdraw_now(request: AnyRequest, organizer_id: FromPath[int], invitation_id: FromPath[int]) -> Redirect:
    """Let an invitation lead nowhere."""
    _identity, organizer = await _own(request, organizer_id)
    email = await withdraw_invitation(organizer, invitation_id)
    return go_to(STAFF_PAGE, done=_("Đã thu hồi lời mời gửi %(email)s.") % {"email": email})


@post(ONE + "/people/{person_id:int}", guards=[owner])
async def change_now(request: AnyRequest, organizer_id: FromPath[int], person_id: FromPath[int]) -> Redirect:
    """Give another role, or none."""
    identity, organizer = await _own(request, organizer_id)
    await staff_person(organizer.id, person_id)
    typed = (await typed_form(request)).text("kind")
    if typed != "none" and typed not in {kind.value for kind in STAFF}:
        raise Refusal(_("Xin chọn vai trò."))
    concerning(request, about_person_id=person_id, detail=typed)
    name = await change_staff(organizer, person_id, None if typed == "none" else RoleKind(typed))
    if typed == "none":
        here = "/" if person_id == identity.person_id else STAFF_PAGE
        return go_to(here, done=_("%(name)s không còn ở ban tổ chức này.") % {"name": name})
    return go_to(
        STAFF_PAGE if typed == RoleKind.OWNER or person_id != identity.person_id else "/",
        done=_("%(name)s từ nay là: %(role)s.") % {"name": name, "role": role_name(typed)},
    )


@post(ONE + "/people/{person_id:int}/second-step", guards=[owner])
async def drop_second_step_now(request: AnyRequest, organizer_id: FromPath[int], person_id: FromPath[int]) -> Redirect:
    """Let somebody who has lost the authenticator in with the password alone."""
    identity, organizer = await _own(request, organizer_id)
    person = await staff_person(organizer.id, person_id)
    concerning(request, about_person_id=person.id)
    await drop_second_step_of_staff(identity, person, at=now())
    return go_to(STAFF_PAGE, done=_("%(name)s đăng nhập bằng mật khẩu, không cần bước hai.") % {"name": person.name})


async def _own(request: AnyRequest, organizer_id: int) -> tuple[Identity, Organizer]:
    identity = who(request)
    organizer = await own_organizer(identity, organizer_id)
    concerning(request, organizer_id=organizer.id)
    return identity, organizer


async def _shown(request: AnyRequest, *, refused: tuple[int, Form[Invited]] | None = None) -> Template:
    identity = who(request)
    sections = []
    for organizer in await organizers_of(identity.owner_ids):
        form: Form[Invited] = refused[1] if refused and refused[0] == organizer.id else fresh_form()
        sections.append(
            StaffSection(
                organizer_id=organizer.id,
                name=organizer.name,
                people=[
                    StaffLine(
                        member,
                        role_name(member.kind),
                        is_oneself=member.person_id == identity.person_id,
                        may_drop_second_step=member.has_second_step
                        and member.person_id != identity.person_id
                        and await works_only_for(member.person_id, identity.owner_ids),
                    )
                    for member in await staff_of(organizer.id)
                ],
                invitations=[
                    InvitationLine(one.id, one.email, role_name(one.kind), one.expires_at)
                    for one in await open_invitations(organizer.id, now())
                ],
                form=form,
            )
        )
    return await show(
        request, StaffPage(sections=sections, roles=_roles()), status=refused[1].status if refused else 200
    )


def _roles() -> list[tuple[str, str, str]]:
    """What may be given, in words, and what each may do."""
    may = {
        RoleKind.OWNER: _("Làm mọi việc, mời và đổi vai trò người khác, xem nhật ký."),
        RoleKind.PLANNER: _("Lập hội chợ, duyệt đơn vị, xếp lịch."),
        RoleKind.VIEWER: _("Xem mọi trang của hội chợ, không đổi được gì."),
        RoleKind.DESK: _("Chỉ xem bàn phiên dịch trong ngày hội chợ."),
    }
    return [(kind.value, role_name(kind), may[kind]) for kind in STAFF]


ROUTES = [staff_page, invite_now, withdraw_now, change_now, drop_second_step_now]
