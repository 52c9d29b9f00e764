"""Companies of the whole platform that look like one, for its administrators."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import platform
from chophien.directory.queries.doubles import WHOLE
from chophien.directory.routes.doubles import (
    Desk,
    both_page,
    doubles_page,
    look_again_now,
    merge_now,
    note_two_now,
    undo_now,
)
from chophien.support.language import _, later
from chophien.web.pages import AnyRequest

BASE = "/platform/duplicates"
BOTH = BASE + "/{kept_id:int}/{gone_id:int}"


def _desk() -> Desk:
    return Desk(scope=WHOLE, base=BASE, home="/platform", home_words=_("Quản trị hệ thống"))


@get(BASE, guards=[platform])
async def all_doubles(request: AnyRequest) -> Template:
    """Every pair."""
    return await doubles_page(request, _desk())


@get(BOTH, guards=[platform])
async def any_both(request: AnyRequest, kept_id: FromPath[int], gone_id: FromPath[int]) -> Template:
    """Two companies beside each other; the first one would stay."""
    return await both_page(request, _desk(), kept_id, gone_id)


@post(BOTH, guards=[platform], status_code=200, opt={"deed": later("Gộp hai đơn vị thành một")})
async def any_merge(request: AnyRequest, kept_id: FromPath[int], gone_id: FromPath[int]) -> Template | Redirect:
    """Make the second company part of the first."""
    return await merge_now(request, _desk(), kept_id, gone_id)


@post(BOTH + "/different", guards=[platform], opt={"deed": later("Ghi nhận hai đơn vị khác nhau")})
async def any_different(request: AnyRequest, kept_id: FromPath[int], gone_id: FromPath[int]) -> Redirect:
    """Remember that they are two."""
    return await note_two_now(request, _desk(), kept_id, gone_id)


@post(BASE + "/distinct/{pair_id:int}", guards=[platform], opt={"deed": later("Xét lại hai đơn vị")})
async def any_look_again(pair_id: FromPath[int]) -> Redirect:
    """Forget that they are two."""
    return await look_again_now(_desk(), pair_id)


@post(BASE + "/merges/{merge_id:int}/undo", guards=[platform], opt={"deed": later("Hoàn tác việc gộp đơn vị")})
async def any_undo(merge_id: FromPath[int]) -> Redirect:
    """Take a merge back."""
    return await undo_now(_desk(), merge_id)


ROUTES = [all_doubles, any_both, any_merge, any_different, any_look_again, any_undo]
