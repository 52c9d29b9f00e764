"""What a distributor looks for."""

from litestar import get, post
from litestar.response import Redirect, Template

from chophien.accounts.guards import distributor, who
from chophien.catalogue.actions import keep_wish
from chophien.catalogue.forms import read_wish, wish_as_typed
from chophien.catalogue.pages import WishPage
from chophien.catalogue.queries import wish_of
from chophien.catalogue.rules import Wish
from chophien.companies.queries import own_company
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

WISH = "/my/wishes"


@get(WISH, guards=[distributor])
async def wish_page(request: AnyRequest) -> Template:
    """The wish as it stands."""
    company = await own_company(who(request))
    return await show(request, WishPage(form=fresh_form(**wish_as_typed(await wish_of(company.id)))))


@post(WISH, guards=[distributor], status_code=200)
async def save_wish(request: AnyRequest) -> Template | Redirect:
    """Write the wish anew."""
    company = await own_company(who(request))
    form = read_wish(await typed_form(request))

    async def keep(wish: Wish) -> bool:
        return await keep_wish(company.id, wish, at=now())

    if not await form.submit(keep):
        return await show(request, WishPage(form=form), status=422)
    return go_to("/my", done=_("Đã lưu. Danh sách nhà sản xuất nay xếp theo điều bạn tìm."))


ROUTES = [wish_page, save_wish]
