"""What an interpreter, or somebody of the desk, sees of their own work, and says of themselves."""

import asyncio

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import interpreter, who
from chophien.calendars.interpreting import duty_content
from chophien.calendars.queries import calendar_fair
from chophien.fairs.pages.dates import span_of
from chophien.fairs.queries import InterpreterLine, fair_head
from chophien.fairs.rules import Phase, phase, spoken
from chophien.fairs.tables import Fair, StaffDuty
from chophien.matchmaking.forms import Presence, read_presence
from chophien.staffing import pages
from chophien.staffing.actions import absences_with, change_own, save_staff_absences
from chophien.staffing.forms import OwnDetails, pair_choices, read_own
from chophien.staffing.queries import interpreted_by, interpreted_counts, sides_interpreted, staffed_fair, staffed_fairs
from chophien.staffing.routes.organizing import newly_broken, presence_of, saved_words
from chophien.staffing.rules import broken_by
from chophien.support.clock import now
from chophien.support.ics import calendar_bytes
from chophien.support.language import _, later, spoken_language
from chophien.web.downloads import download
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

PAGE = "/interpreting/fairs/{slug:str}"


async def _page(
    fair: Fair, member: InterpreterLine, form: Form[OwnDetails] | None = None, presence: pages.Presence | None = None
) -> pages.OwnPage:
    return pages.OwnPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        base=f"/interpreting/fairs/{fair.slug}",
        member=member,
        meetings=await interpreted_by(fair.id, member.id),
        form=form or fresh_form(pairs=list(member.pairs), phone=member.phone),
        choices=pair_choices(member.pairs),
        presence=presence or await presence_of(fair, member),
        open=phase(fair, now()) is not Phase.OVER,
    )


@get("/interpreting", guards=[interpreter])
async def own_fairs(request: AnyRequest) -> Template:
    """The fairs of whose staff the person is."""
    lines = []
    found = await staffed_fairs(who(request))
    counts = await interpreted_counts([member for _fair, member in found])
    for fair, member in found:
        name, url = spoken(fair.name_vi, fair.name_en), f"/interpreting/fairs/{fair.slug}"
        lines.append(pages.OwnFairLine(name, url, span_of(fair), fair.venue, counts[member]))
    return await show(request, pages.OwnFairsPage(fairs=lines))


@get(PAGE, guards=[interpreter])
async def own_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What to interpret, languages, absences."""
    fair, member = await staffed_fair(who(request), slug)
    return await show(request, await _page(fair, member), fair=fair_head(fair))


@get(f"{PAGE}/schedule.ics", guards=[interpreter])
async def download_own(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """What to interpret as a calendar file to keep."""
    fair, member = await staffed_fair(who(request), slug)
    language = spoken_language()
    sides = await sides_interpreted(fair.id, member.id)
    content = duty_content(member.id, sides, await calendar_fair(fair.id, language), language)
    # A long calendar takes a while to write, so others are not kept waiting.
    written = await asyncio.to_thread(calendar_bytes, content)
    return download(written, "text/calendar", f"{fair.slug}.ics")


@post(PAGE, guards=[interpreter], status_code=200, opt={"deed": later("Phiên dịch sửa giờ vắng của mình")})
async def save_own_absences(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Replace the own absences; those that break announced meetings are asked about first."""
    fair, member = await staffed_fair(who(request), slug)
    form = read_presence(await typed_form(request))
    if phase(fair, now()) is Phase.OVER:
        return go_to(f"/interpreting/fairs/{slug}", told=_("Hội chợ đã kết thúc."))
    if form.value is not None and not form.text("sure"):
        typed = await absences_with(fair, member.id, form.value)
        if broken := await newly_broken(fair, member, typed):
            presence = await presence_of(fair, member, typed=typed, broken=broken)
            return await show(request, await _page(fair, member, presence=presence), fair=fair_head(fair), status=409)

    async def save(presence: Presence) -> set[int]:
        return await save_staff_absences(fair, member.id, presence)

    away = await form.submit(save) or set()
    if broken_by(await interpreted_by(fair.id, member.id), away, member.pairs):
        words = _("Đã lưu. Có cuộc gặp của bạn rơi vào giờ vắng; ban tổ chức thấy việc này.")
        return go_to(f"/interpreting/fairs/{slug}", warned=words)
    return go_to(f"/interpreting/fairs/{slug}", done=saved_words(member.name, len(away)))


@post(f"{PAGE}/details", guards=[interpreter], status_code=200, opt={"deed": later("Phiên dịch sửa ngôn ngữ của mình")})
async def change_own_details(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Change the own languages and telephone number."""
    fair, member = await staffed_fair(who(request), slug)
    form = read_own(await typed_form(request), member.pairs, interprets=member.duty is StaffDuty.INTERPRETER)
    if form.value is not None:
        meetings = await interpreted_by(fair.id, member.id)
        if any(each.pair in member.pairs and each.pair not in form.value.pairs for each in meetings):
            form.refuse(
                "pairs",
                _("Bạn đã được giao cuộc gặp bằng ngôn ngữ bỏ đi. Xin nói với ban tổ chức trước."),
            )

    async def change(details: OwnDetails) -> bool:
        await change_own(fair, member.id, details)
        return True

    if not await form.submit(change):
        return await show(request, await _page(fair, member, form), fair=fair_head(fair), status=422)
    return go_to(f"/interpreting/fairs/{slug}", done=_("Đã lưu."))


ROUTES = [own_fairs, own_page, download_own, save_own_absences, change_own_details]
