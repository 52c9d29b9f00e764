"""The organizer's interpreters and desk staff: their languages, when they are away, and who of them signs in."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.fairs.queries import InterpreterLine, fair_head, organizer_fair, slots_of, staff_of
from chophien.fairs.tables import Fair
from chophien.matchmaking.forms import Presence, read_presence
from chophien.matchmaking.pages import day_strips
from chophien.matchmaking.queries import interpreter_absences_of
from chophien.staffing import pages
from chophien.staffing.actions import (
    absences_with,
    add_staff,
    change_staff,
    invite_staff,
    remove_staff,
    save_staff_absences,
    shut_out_staff,
)
from chophien.staffing.forms import StaffDetails, pair_choices, read_staff
from chophien.staffing.queries import accounts_of, interpreted_by, interpreted_counts, member_of
from chophien.staffing.rules import Interpreted, broken_by
from chophien.support.clock import now
from chophien.support.language import _, later, ngettext
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/organizer/fairs/{slug:str}/interpreters"
ONE = LIST + "/{interpreter_id:int}"


def _url(fair: Fair, interpreter_id: int | None = None) -> str:
    return f"/organizer/fairs/{fair.slug}/interpreters" + (f"/{interpreter_id}" if interpreter_id else "")


async def _list(fair: Fair, form: Form[StaffDetails], *, adding: bool) -> pages.StaffPage:
    staff, away = await staff_of(fair.id), await interpreter_absences_of(fair.id)
    counts, accounts = await interpreted_counts([each.id for each in staff]), await accounts_of(fair.id)
    return pages.StaffPage(
        base=_url(fair),
        people=[
            pages.StaffLine(each, len(away.get(each.id, ())), counts[each.id], each.id in accounts) for each in staff
        ],
        total=len(await slots_of(fair.id)),
        form=form,
        choices=pair_choices(),
        adding=adding,
    )


async def presence_of(
    fair: Fair, member: InterpreterLine, *, typed: set[int] | None = None, broken: list[Interpreted] | None = None
) -> pages.Presence:
    """Somebody's slots as they were saved; with `typed` as they would be, which the page then asks about."""
    slots = await slots_of(fair.id)
    away = (await interpreter_absences_of(fair.id)).get(member.id, set()) if typed is None else typed
    if broken is None:
        broken = broken_by(await interpreted_by(fair.id, member.id), away, member.pairs)
    return pages.Presence(
        days=day_strips(slots, away, fair.timezone),
        shown=",".join(str(slot.id) for slot in slots),
        broken=broken,
        asks=typed is not None,
        timezone=fair.timezone,
    )


async def newly_broken(fair: Fair, member: InterpreterLine, typed: set[int]) -> list[Interpreted]:
    """The announced meetings that these absences break and that stood before."""
    meetings = await interpreted_by(fair.id, member.id)
    before = (await interpreter_absences_of(fair.id)).get(member.id, set())
    known = {each.slot_id for each in broken_by(meetings, before, member.pairs)}
    return [each for each in broken_by(meetings, typed, member.pairs) if each.slot_id not in known]


def saved_words(name: str, away: int) -> str:
    """What is said once absences are saved."""
    words = ngettext("%(name)s vắng một lượt gặp.", "%(name)s vắng %(num)s lượt gặp.", away)
    words = words if away else _("%(name)s có mặt ở mọi lượt gặp.")
    return words % {"name": name, "num": away}


async def _member_page(
    fair: Fair, member: InterpreterLine, form: Form[StaffDetails] | None = None, presence: pages.Presence | None = None
) -> pages.MemberPage:
    return pages.MemberPage(
        list_url=_url(fair),
        member=member,
        account=(await accounts_of(fair.id)).get(member.id),
        form=form
        or fresh_form(
            name=member.name,
            duty=member.duty.value,
            pairs=list(member.pairs),
            email=member.email,
            phone=member.phone,
        ),
        choices=pair_choices(member.pairs),
        presence=presence or await presence_of(fair, member),
        meetings=len(await interpreted_by(fair.id, member.id)),
    )


@get(LIST, guards=[organizer])
async def staff_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Everybody with the languages they speak."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await _list(fair, fresh_form(duty="interpreter"), adding=False), fair=fair_head(fair))


@post(LIST, guards=[organizer], status_code=200, opt={"deed": later("Thêm phiên dịch hoặc người trực bàn")})
async def add_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Add somebody."""
    fair = await organizer_fair(who(request), slug)
    form = read_staff(await typed_form(request))

    async def add(details: StaffDetails) -> int:
        return await add_staff(fair, details)

    added = await form.submit(add)
    if added is None:
        return await show(request, await _list(fair, form, adding=True), fair=fair_head(fair), status=422)
    return go_to(_url(fair, added), done=_("Đã thêm. Bây giờ có thể ghi giờ vắng và mời người này đăng nhập."))


@get(ONE, guards=[organizer])
async def member_page(request: AnyRequest, slug: FromPath[str], interpreter_id: FromPath[int]) -> Template:
    """One person."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await _member_page(fair, await member_of(fair.id, interpreter_id)), fair=fair_head(fair))


@post(ONE, guards=[organizer], status_code=200)
async def save_absences_now(
    request: AnyRequest, slug: FromPath[str], interpreter_id: FromPath[int]
) -> Template | Redirect:
    """Replace all absences of one person; those that break announced meetings are asked about first."""
    fair = await organizer_fair(who(request), slug)
    member = await member_of(fair.id, interpreter_id)
    form = read_presence(await typed_form(request))
    if form.value is not None and not form.text("sure"):
        typed = await absences_with(fair, member.id, form.value)
        if broken := await newly_broken(fair, member, typed):
            page = await _member_page(
                fair, member, presence=await presence_of(fair, member, typed=typed, broken=broken)
            )
            return await show(request, page, fair=fair_head(fair), status=409)

    async def save(presence: Presence) -> set[int]:
        return await save_staff_absences(fair, member.id, presence)

    away = len(await form.submit(save) or set())
    return go_to(_url(fair, member.id), done=saved_words(member.name, away))


@post(f"{ONE}/details", guards=[organizer], status_code=200, opt={"deed": later("Sửa phiên dịch hoặc người trực bàn")})
async def change_now(request: AnyRequest, slug: FromPath[str], interpreter_id: FromPath[int]) -> Template | Redirect:
    """Change who somebody is and what they speak."""
    fair = await organizer_fair(who(request), slug)
    member = await member_of(fair.id, interpreter_id)
    form = read_staff(await typed_form(request), member.pairs)

    async def change(details: StaffDetails) -> bool:
        await change_staff(fair, member.id, details)
        return True

    if not await form.submit(change):
        return await show(request, await _member_page(fair, member, form), fair=fair_head(fair), status=422)
    return go_to(_url(fair, member.id), done=_("Đã lưu."))


@post(f"{ONE}/invite", guards=[organizer], status_code=200, opt={"deed": later("Mời phiên dịch đăng nhập")})
async def invite_now(request: AnyRequest, slug: FromPath[str], interpreter_id: FromPath[int]) -> Template | Redirect:
    """Let somebody sign in, and mail them how."""
    fair = await organizer_fair(who(request), slug)
    member = await member_of(fair.id, interpreter_id)
    form: Form[int] = await typed_form(request)
    form.value = member.id

    async def invite(member_id: int) -> str:
        return await invite_staff(fair, member_id, at=now())

    email = await form.submit(invite)
    if email is None:
        return go_to(_url(fair, member.id), warned=next(iter(form.errors.values()), ""))
    return go_to(_url(fair, member.id), done=_("Đã gửi thư mời tới %(email)s.") % {"email": email})


@post(f"{ONE}/shut-out", guards=[organizer], opt={"deed": later("Thôi cho phiên dịch đăng nhập")})
async def shut_out_now(request: AnyRequest, slug: FromPath[str], interpreter_id: FromPath[int]) -> Redirect:
    """Somebody signs in for this fair no more."""
    fair = await organizer_fair(who(request), slug)
    await shut_out_staff(fair, interpreter_id)
    return go_to(_url(fair, interpreter_id), done=_("Người này không còn đăng nhập vào hội chợ này."))


@post(f"{ONE}/remove", guards=[organizer], opt={"deed": later("Bỏ phiên dịch hoặc người trực bàn")})
async def remove_now(request: AnyRequest, slug: FromPath[str], interpreter_id: FromPath[int]) -> Redirect:
    """Somebody is of the staff no more."""
    fair = await organizer_fair(who(request), slug)
    name = await remove_staff(fair, interpreter_id)
    return go_to(_url(fair), done=_("Đã bỏ %(name)s.") % {"name": name})


ROUTES = [
    staff_page,
    add_now,
    member_page,
    save_absences_now,
    change_now,
    invite_now,
    shut_out_now,
    remove_now,
]
