"""Deleting a fair that is still a draft: asked first, then done."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.auditing import concerning
from chophien.accounts.guards import organizer, who
from chophien.fairs.actions.deleting import delete_draft, refuse_deleting
from chophien.fairs.pages.deleting import delete_page
from chophien.fairs.queries import organizer_fair
from chophien.fairs.routes.planning import head_of
from chophien.support.language import _, later
from chophien.web.pages import AnyRequest, go_to, show

DELETE = "/organizer/fairs/{slug:str}/delete"


@get(DELETE, guards=[organizer])
async def ask_deleting(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Ask whether to delete a draft, with what would go."""
    fair = await organizer_fair(who(request), slug)
    await refuse_deleting(fair)
    return await show(request, await delete_page(fair), fair=head_of(fair))


@post(DELETE, guards=[organizer], opt={"deed": later("Xoá hội chợ nháp")})
async def delete_now(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """Delete it."""
    fair = await organizer_fair(who(request), slug)
    # Afterwards nobody finds the fair any more, so the log is told whose it was.
    concerning(request, organizer_id=fair.organizer)
    name = await delete_draft(fair)
    return go_to("/organizer", done=_("Đã xoá bản nháp “%(fair)s”.") % {"fair": name})


ROUTES = [ask_deleting, delete_now]
