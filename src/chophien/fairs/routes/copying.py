"""Copying a fair, and its tables: whose they are, and when they are used."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.fairs.actions import copy_fair, set_table_use
from chophien.fairs.forms import Copy, TableUse, read_copy, read_table_use
from chophien.fairs.pages.steps import CopyPage, TablesPage, usual_name, usual_start
from chophien.fairs.queries import (
    TableLine,
    closures_of,
    halls_of,
    organizer_fair,
    participants_of,
    sessions_of,
    tables_of,
)
from chophien.fairs.routes.planning import FAIR, head_of
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show


def _copy_page(fair: Fair, form: Form[Any]) -> CopyPage:
    base = f"/organizer/fairs/{fair.slug}"
    return CopyPage(form=form, name=spoken(fair.name_vi, fair.name_en), base=base, starts_on=fair.starts_on)


@get(f"{FAIR}/copy", guards=[organizer])
async def copy_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Under which name, and from which day on."""
    fair = await organizer_fair(who(request), slug)
    start = usual_start(fair.starts_on, now().date())
    names = {name: usual_name(getattr(fair, name), fair.starts_on, start) for name in ("name_vi", "name_en")}
    form = fresh_form(**names, starts_on=start)
    return await show(request, _copy_page(fair, form), fair=head_of(fair))


@post(f"{FAIR}/copy", guards=[organizer], status_code=200)
async def copy_now(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Make the copy, a draft, and show its first step."""
    fair = await organizer_fair(who(request), slug)
    form = read_copy(await typed_form(request), after=fair.starts_on)

    async def copy(wanted: Copy) -> Fair:
        return await copy_fair(fair, wanted, at=now())

    made = await form.submit(copy)
    if made is None:
        return await show(request, _copy_page(fair, form), fair=head_of(fair), status=422)
    done = _("Đã sao chép: mọi thứ trừ người tham gia. Xin xem lại từng bước.")
    return go_to(f"/organizer/fairs/{made.slug}/edit", done=done)


async def _tables_page(fair: Fair, chosen: TableLine | None, form: Form[Any] | None = None) -> TablesPage:
    tables = await tables_of(fair.id)
    sessions = await sessions_of(fair.id)
    closures = await closures_of(fair.id)
    if form is None and chosen is not None:
        used = [each.id for each in sessions if each.id not in closures.get(chosen.id, set())]
        form = fresh_form(holder=chosen.holder_id, sessions=used)
    return TablesPage(
        base=f"/organizer/fairs/{fair.slug}/tables",
        edit_url=f"/organizer/fairs/{fair.slug}/edit/place",
        halls=[(hall, [each for each in tables if each.hall_id == hall.id]) for hall in await halls_of(fair.id)],
        sessions=sessions,
        closures=closures,
        participants=[(line.id, line.company) for line in await participants_of(fair.id)],
        chosen=chosen,
        form=form or fresh_form(),
    )


async def _table(fair: Fair, table_id: int) -> TableLine:
    found = next((table for table in await tables_of(fair.id) if table.id == table_id), None)
    if found is None:
        raise NotFound(_("Hội chợ này không có bàn đó."))
    return found


@get(f"{FAIR}/tables", guards=[organizer])
async def tables_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Every table, hall by hall."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await _tables_page(fair, None), fair=head_of(fair))


@get(FAIR + "/tables/{table_id:int}", guards=[organizer])
async def table_page(request: AnyRequest, slug: FromPath[str], table_id: FromPath[int]) -> Template:
    """One table opened to act on."""
    fair = await organizer_fair(who(request), slug)
    return await show(request, await _tables_page(fair, await _table(fair, table_id)), fair=head_of(fair))


@post(FAIR + "/tables/{table_id:int}", guards=[organizer], status_code=200)
async def use_table(request: AnyRequest, slug: FromPath[str], table_id: FromPath[int]) -> Template | Redirect:
    """Say whose it is and when it is used."""
    fair = await organizer_fair(who(request), slug)
    table = await _table(fair, table_id)
    people = [line.id for line in await participants_of(fair.id)]
    form = read_table_use(await typed_form(request), people, [each.id for each in await sessions_of(fair.id)])

    async def save(use: TableUse) -> bool:
        await set_table_use(fair, table.id, use)
        return True

    if not await form.submit(save):
        page = await _tables_page(fair, table, form)
        return await show(request, page, fair=head_of(fair), status=422)
    return go_to(f"/organizer/fairs/{slug}/tables", done=_("Đã lưu bàn %(code)s.") % {"code": table.code})


ROUTES = [copy_page, copy_now, tables_page, table_page, use_table]
