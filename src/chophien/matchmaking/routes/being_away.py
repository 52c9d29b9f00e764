"""When a participant cannot meet, and which of its delegates is there when."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import participant, who
from chophien.fairs.queries import fair_head, own_participation, slots_of
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, Participation
from chophien.matchmaking.actions import save_absences, save_meeting
from chophien.matchmaking.actions.absences import away_before, away_with
from chophien.matchmaking.forms import Presence, read_presence
from chophien.matchmaking.pages import AvailabilityPage, MeetingsOf, day_strips
from chophien.matchmaking.queries import delegation_of
from chophien.matchmaking.rules import Delegation, absences_are_open
from chophien.support.clock import now
from chophien.support.language import _, ngettext
from chophien.support.refusal import NotFound
from chophien.web.forms import typed_form
from chophien.web.pages import AnyRequest, Link, go_to, show

PAGE = "/my/fairs/{slug:str}/availability"


async def _page(
    request: AnyRequest,
    fair: Fair,
    own: Participation,
    delegate: int | None,
    refused: str = "",
    *,
    typed: Delegation | None = None,
) -> AvailabilityPage:
    """The page as it was saved; with `typed` as it would be saved, which it asks about."""
    slots = await slots_of(fair.id)
    delegation = await delegation_of(own.id) if typed is None else typed
    away = away_before(delegation, delegate)
    is_open = absences_are_open(fair, own, now())
    starts = {slot.id: slot.starts_at for slot in slots}
    unable = delegation.unable
    return AvailabilityPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        home=f"/my/fairs/{fair.slug}",
        delegation=delegation,
        person=next((each for each in delegation.delegates if each.id == delegate), None),
        tabs=_tabs(_url(fair), delegation, delegate),
        days=day_strips(slots, away, fair.timezone, closed=not is_open),
        slots=slots,
        clashes=sorted((starts[slot], partner) for slot, partner in await _meetings(request, own) if slot in unable),
        timezone=fair.timezone,
        refused=refused,
        asks=typed is not None,
        open=is_open,
    )


def _url(fair: Fair, delegate: int | None = None) -> str:
    return f"/my/fairs/{fair.slug}/availability" + (f"?who={delegate}" if delegate else "")


def _tabs(base: str, delegation: Delegation, chosen: int | None) -> list[Link]:
    if len(delegation.delegates) < 2:
        return []
    people = [Link(each.name, f"{base}?who={each.id}", each.id == chosen) for each in delegation.delegates]
    return [Link(_("Cả đơn vị"), base, chosen is None), *people]


async def _meetings(request: AnyRequest, own: Participation) -> list[tuple[int, str]]:
    meetings_of: MeetingsOf | None = request.app.state.get("meetings_of")
    if meetings_of is None:
        return []
    return [(line.slot_id, line.partner_name) for line in await meetings_of(own.id) if line.state == "confirmed"]


@get(PAGE, guards=[participant])
async def availability_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The strips of slots as they were last saved; `who` shows those of one delegate."""
    fair, own = await own_participation(who(request), slug)
    asked = request.query_params.get("who", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        raise NotFound(_("Không tìm thấy người đại diện này."))
    return await show(request, await _page(request, fair, own, int(asked) if asked else None), fair=fair_head(fair))


@post(PAGE, guards=[participant], status_code=200)
async def save_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Replace the absences of a delegate or of all, or say whether a delegate meets."""
    fair, own = await own_participation(who(request), slug)
    form = read_presence(await typed_form(request))
    before = await delegation_of(own.id)
    delegate = form.value.delegate if form.value else None
    if form.value is not None and not form.text("sure") and absences_are_open(fair, own, now()):
        then = await _typed(fair, before, form.value)
        new = then.unable - before.unable
        if any(slot in new for slot, _partner in await _meetings(request, own)):
            page = await _page(request, fair, own, delegate, typed=then)
            return await show(request, page, fair=fair_head(fair), status=409)

    async def save(presence: Presence) -> Delegation:
        if presence.meets is not None and presence.delegate is not None:
            return await save_meeting(fair, own, presence.delegate, meets=presence.meets, at=now())
        return await save_absences(fair, own, presence, at=now(), delegate=presence.delegate)

    after = await form.submit(save)
    if after is None:
        page = await _page(request, fair, own, delegate, next(iter(form.errors.values()), ""))
        return await show(request, page, fair=fair_head(fair), status=409)
    met = sum(slot in after.unable for slot, _partner in await _meetings(request, own))
    if met:
        words = ngettext(
            "Đã lưu. Một cuộc gặp đã công bố rơi vào giờ vắng; ban tổ chức thấy việc này.",
            "Đã lưu. %(num)s cuộc gặp đã công bố rơi vào giờ vắng; ban tổ chức thấy việc này.",
            met,
        )
        return go_to(_url(fair, delegate), warned=words % {"num": met})
    return go_to(_url(fair, delegate), done=_saved(after, delegate))


async def _typed(fair: Fair, before: Delegation, presence: Presence) -> Delegation:
    if presence.meets is not None and presence.delegate is not None:
        return before.with_meeting(presence.delegate, meets=presence.meets)
    return before.with_absences(presence.delegate, await away_with(fair.id, presence))


def _saved(after: Delegation, delegate: int | None) -> str:
    for each in after.delegates:
        if each.id == delegate:
            if not each.meets:
                return _("Đã lưu: %(name)s không gặp khách ở hội chợ này.") % {"name": each.name}
            words = ngettext(
                "Đã lưu: %(name)s vắng một lượt gặp.", "Đã lưu: %(name)s vắng %(num)s lượt gặp.", len(each.away)
            )
            words = words if each.away else _("Đã lưu: %(name)s có mặt ở mọi lượt gặp.")
            return words % {"name": each.name, "num": len(each.away)}
    if not after.away:
        return _("Đã lưu: bạn có mặt ở mọi lượt gặp.")
    words = ngettext("Đã lưu: bạn vắng một lượt gặp.", "Đã lưu: bạn vắng %(num)s lượt gặp.", len(after.away))
    return words % {"num": len(after.away)}


ROUTES = [availability_page, save_now]
