"""Companies of an organizer that look like one, reached from one of its fairs."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.directory.queries.doubles import Scope
from chophien.directory.routes.doubles import (
    Desk,
    both_page,
    doubles_page,
    look_again_now,
    merge_now,
    note_two_now,
    undo_now,
)
from chophien.fairs.queries import fair_head, organizer_fair
from chophien.support.language import _, later
from chophien.web.pages import AnyRequest

BASE = "/organizer/fairs/{slug:str}/duplicates"
BOTH = BASE + "/{kept_id:int}/{gone_id:int}"


async def _desk(request: AnyRequest, slug: str) -> Desk:
    fair = await organizer_fair(who(request), slug)
    return Desk(
        scope=Scope(fair.organizer),
        base=f"/organizer/fairs/{slug}/duplicates",
        home=f"/organizer/fairs/{slug}/participants",
        home_words=_("Người tham gia"),
        fair=fair_head(fair),
        fair_id=fair.id,
    )


@get(BASE, guards=[organizer])
async def fair_doubles(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Pairs of which at least one takes part in the fair."""
    return await doubles_page(request, await _desk(request, slug))


@get(BOTH, guards=[organizer])
async def fair_both(
    request: AnyRequest, slug: FromPath[str], kept_id: FromPath[int], gone_id: FromPath[int]
) -> Template:
    """Two companies beside each other; the first one would stay."""
    return await both_page(request, await _desk(request, slug), kept_id, gone_id)


@post(BOTH, guards=[organizer], status_code=200, opt={"deed": later("Gộp hai đơn vị thành một")})
async def fair_merge(
    request: AnyRequest, slug: FromPath[str], kept_id: FromPath[int], gone_id: FromPath[int]
) -> Template | Redirect:
    """Make the second company part of the first."""
    return await merge_now(request, await _desk(request, slug), kept_id, gone_id)


@post(BOTH + "/different", guards=[organizer], opt={"deed": later("Ghi nhận hai đơn vị khác nhau")})
async def fair_different(
    request: AnyRequest, slug: FromPath[str], kept_id: FromPath[int], gone_id: FromPath[int]
) -> Redirect:
    """Remember that they are two."""
    return await note_two_now(request, await _desk(request, slug), kept_id, gone_id)


@post(BASE + "/distinct/{pair_id:int}", guards=[organizer], opt={"deed": later("Xét lại hai đơn vị")})
async def fair_look_again(request: AnyRequest, slug: FromPath[str], pair_id: FromPath[int]) -> Redirect:
    """Forget that they are two."""
    return await look_again_now(await _desk(request, slug), pair_id)


@post(BASE + "/merges/{merge_id:int}/undo", guards=[organizer], opt={"deed": later("Hoàn tác việc gộp đơn vị")})
async def fair_undo(request: AnyRequest, slug: FromPath[str], merge_id: FromPath[int]) -> Redirect:
    """Take a merge back."""
    return await undo_now(await _desk(request, slug), merge_id)


ROUTES = [fair_doubles, fair_both, fair_merge, fair_different, fair_look_again, fair_undo]
