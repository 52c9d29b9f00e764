"""The organizer's interpreters and desk staff: their languages, and when they are away."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.fairs.queries import InterpreterLine, fair_head, organizer_fair, slots_of, staff_of
from chophien.fairs.tables import Fair
from chophien.matchmaking.actions.interpreters import save_interpreter_absences
from chophien.matchmaking.forms import Presence, read_presence
from chophien.matchmaking.pages import StaffPage, day_strips
from chophien.matchmaking.queries import interpreter_absences_of
from chophien.support.language import _, ngettext
from chophien.support.refusal import NotFound
from chophien.web.forms import typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/organizer/fairs/{slug:str}/interpreters"
ONE = LIST + "/{interpreter_id:int}"


async def _page(fair: Fair, chosen: InterpreterLine | None) -> StaffPage:
    slots = await slots_of(fair.id)
    away = await interpreter_absences_of(fair.id)
    base = f"/organizer/fairs/{fair.slug}"
    return StaffPage(
        base=f"{base}/interpreters",
        edit_url=f"{base}/edit/programme",
        people=[(each, len(away.get(each.id, set()))) for each in await staff_of(fair.id)],
        total=len(slots),
        chosen=chosen,
        days=day_strips(slots, away.get(chosen.id, set()), fair.timezone) if chosen else [],
        shown=",".join(str(slot.id) for slot in slots) if chosen else "",
    )


async def _one(fair: Fair, interpreter_id: int) -> InterpreterLine:
    found = next((each for each in await staff_of(fair.id) if each.id == interpreter_id), None)
    if found is None:
        raise NotFound(_("Hội chợ này không có người đó."))
    return found


@get(LIST, guards=[organizer])
async def staff_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Everybody with the languages they speak."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await _page(fair, None), fair=fair_head(fair))


@get(ONE, guards=[organizer])
async def staff_member_page(request: AnyRequest, slug: FromPath[str], interpreter_id: FromPath[int]) -> Template:
    """The slots of one person."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await _page(fair, await _one(fair, interpreter_id)), fair=fair_head(fair))


@post(ONE, guards=[organizer])
async def save_staff_member(request: AnyRequest, slug: FromPath[str], interpreter_id: FromPath[int]) -> Redirect:
    """Replace all absences of one person."""
    fair = await organizer_fair(who(request), slug)
    person = await _one(fair, interpreter_id)
    form = read_presence(await typed_form(request))

    async def save(presence: Presence) -> set[int]:
        return await save_interpreter_absences(fair, person.id, presence)

    away = len(await form.submit(save) or set())
    words = ngettext("%(name)s vắng một lượt gặp.", "%(name)s vắng %(num)s lượt gặp.", away)
    words = words if away else _("%(name)s có mặt ở mọi lượt gặp.")
    done = words % {"name": person.name, "num": away}
    return go_to(f"/organizer/fairs/{slug}/interpreters/{person.id}", done=done)


ROUTES = [staff_page, staff_member_page, save_staff_member]
