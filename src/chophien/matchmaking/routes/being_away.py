"""When a participant cannot meet."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import participant, who
from chophien.fairs.queries import SlotLine, fair_head, own_participation, slots_of
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, Participation
from chophien.matchmaking.actions import save_absences
from chophien.matchmaking.actions.absences import away_with
from chophien.matchmaking.forms import Presence, read_presence
from chophien.matchmaking.pages import AvailabilityPage, MeetingsOf, SessionStrip
from chophien.matchmaking.queries import own_absences
from chophien.matchmaking.rules import absences_are_open
from chophien.support.clock import now
from chophien.support.language import _, ngettext
from chophien.web.formats import clock
from chophien.web.forms import typed_form
from chophien.web.pages import AnyRequest, go_to, show

PAGE = "/my/fairs/{slug:str}/availability"


async def _page(
    request: AnyRequest, fair: Fair, own: Participation, refused: str = "", *, typed: Collection[int] | None = None
) -> AvailabilityPage:
    """The page as it was saved; with `typed` as it would be saved, which it asks about."""
    slots = await slots_of(fair.id)
    away = set(await own_absences(own.id) if typed is None else typed)
    is_open = absences_are_open(fair, own, now())
    days = [
        (day, [_strip(half, fair, away, closed=not is_open) for half in _by_session(in_day)])
        for day, in_day in groupby(slots, key=lambda slot: slot.day)
    ]
    starts = {slot.id: slot.starts_at for slot in slots}
    return AvailabilityPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        home=f"/my/fairs/{fair.slug}",
        days=days,
        shown=",".join(str(slot.id) for slot in slots),
        clashes=sorted((starts[slot], who_) for slot, who_ in await _meetings(request, own) if slot in away),
        timezone=fair.timezone,
        refused=refused,
        asks=typed is not None,
        open=is_open,
    )


def _by_session(slots: Iterable[SlotLine]) -> Iterator[list[SlotLine]]:
    return (list(in_session) for _id, in_session in groupby(slots, key=lambda slot: slot.session_id))


def _strip(slots: list[SlotLine], fair: Fair, away: set[int], *, closed: bool) -> SessionStrip:
    first = slots[0]
    return SessionStrip(
        first.session_id,
        first.session,
        [(slot.id, clock(slot.starts_at, fair.timezone), slot.id not in away, closed) for slot in slots],
    )


async def _meetings(request: AnyRequest, own: Participation) -> list[tuple[int, str]]:
    meetings_of: MeetingsOf | None = request.app.state.get("meetings_of")
    if meetings_of is None:
        return []
    return [(line.slot_id, line.partner_name) for line in await meetings_of(own.id) if line.state == "confirmed"]


@get(PAGE, guards=[participant])
async def availability_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The strips of slots as they were last saved."""
    fair, own = await own_participation(who(request), slug)
    return await show(request, await _page(request, fair, own), fair=fair_head(fair))


@post(PAGE, guards=[participant], status_code=200)
async def save_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Replace all absences."""
    fair, own = await own_participation(who(request), slug)
    form = read_presence(await typed_form(request))
    if form.value is not None and not form.text("sure") and absences_are_open(fair, own, now()):
        away_then = await away_with(fair.id, form.value)
        new = away_then - await own_absences(own.id)
        if any(slot in new for slot, _partner in await _meetings(request, own)):
            page = await _page(request, fair, own, typed=away_then)
            return await show(request, page, fair=fair_head(fair), status=409)

    async def save(presence: Presence) -> set[int]:
        return await save_absences(fair, own, presence, at=now())

    away = await form.submit(save)
    if away is None:
        page = await _page(request, fair, own, next(iter(form.errors.values()), ""))
        return await show(request, page, fair=fair_head(fair), status=409)
    url = f"/my/fairs/{fair.slug}/availability"
    met = sum(slot in away for slot, _partner in await _meetings(request, own))
    if met:
        words = ngettext(
            "Đã lưu. Một cuộc gặp đã công bố rơi vào giờ vắng; ban tổ chức thấy việc này.",
            "Đã lưu. %(num)s cuộc gặp đã công bố rơi vào giờ vắng; ban tổ chức thấy việc này.",
            met,
        )
        return go_to(url, warned=words % {"num": met})
    if not away:
        return go_to(url, done=_("Đã lưu: bạn có mặt ở mọi lượt gặp."))
    words = ngettext("Đã lưu: bạn vắng một lượt gặp.", "Đã lưu: bạn vắng %(num)s lượt gặp.", len(away))
    return go_to(url, done=words % {"num": len(away)})


ROUTES = [availability_page, save_now]
