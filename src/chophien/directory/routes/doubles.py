"""What organizers and administrators do alike with companies that look like one."""

from dataclasses import dataclass

from litestar.response import Redirect, Template

from chophien.accounts.guards import who
from chophien.companies.tables import Company
from chophien.directory.actions.differing import look_again, note_two
from chophien.directory.actions.merging import CannotMerge, Merge, NotTheirsAlone, demand_reach, merge_companies
from chophien.directory.actions.undoing import undo_merge
from chophien.directory.forms import read_merge
from chophien.directory.pages.doubles import BothPage, DoublesPage
from chophien.directory.queries.both import booths_held, fair_names_of, shared_fairs, side_of
from chophien.directory.queries.doubles import (
    Scope,
    beside,
    distinct_pairs,
    doubles,
    is_known,
    known_to_others,
    traits_of,
)
from chophien.directory.queries.merges import merges_of
from chophien.directory.rules.folding import differing
from chophien.directory.rules.likeness import judge
from chophien.places.queries import place_names
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, FairHead, go_to, show


@dataclass(frozen=True)
class Desk:
    """Where somebody looks at companies: within which scope, and around which pages."""

    scope: Scope
    base: str
    home: str
    home_words: str
    fair: FairHead | None = None
    fair_id: int | None = None


async def doubles_page(request: AnyRequest, desk: Desk) -> Template:
    """The pairs, what was merged, what was found to be two; and the search for one that was not found."""
    at = now()
    pairs = await doubles(desk.scope, fair_id=desk.fair_id)
    distinct = await distinct_pairs(desk.scope)
    ids = {one.id for pair in pairs for one in (pair.one, pair.other)}
    number = request.query_params.get("company", "")
    company_id = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    asked = request.query_params.get("q", "")[:100]
    chosen = None
    if company_id and await is_known(desk.scope, company_id):
        row = await Company.select(Company.name).where(Company.id == company_id).first() or {"name": ""}
        chosen = (company_id, str(row["name"]))
    page = DoublesPage(
        home=desk.home,
        home_words=desk.home_words,
        base=desk.base,
        pairs=pairs,
        blocked=await known_to_others(desk.scope, ids),
        merges=await merges_of(desk.scope, at),
        distinct=[row for row in distinct if row["organizer"] == desk.scope.organizer_id],
        may_change=not who(request).only_looks,
        asked=asked,
        beside=chosen,
        found=await beside(desk.scope, company_id, asked) if chosen else [],
    )
    return await show(request, page, fair=desk.fair)


async def both_page(
    request: AnyRequest, desk: Desk, kept_id: int, gone_id: int, form: Form[tuple[str, ...]] | None = None
) -> Template:
    """Two companies beside each other."""
    if kept_id == gone_id or not await is_known(desk.scope, kept_id, gone_id):
        raise NotFound(_("Không tìm thấy đơn vị này."))
    kept, gone = await side_of(kept_id), await side_of(gone_id)
    places = [side.company["place"] for side in (kept, gone) if side.company["place"] is not None]
    fair_names = await fair_names_of(desk.scope.organizer_id, kept, gone)
    page = BothPage(
        home=desk.home,
        home_words=desk.home_words,
        base=desk.base,
        here=f"{desk.base}/{kept_id}/{gone_id}",
        pair=judge(*await traits_of(kept_id, gone_id)),
        kept=kept,
        gone=gone,
        places=await place_names(places),
        shared=[fair for fair in await shared_fairs(kept, gone) if fair.fair_id in fair_names],
        fair_names=fair_names,
        booths=await booths_held(kept, gone),
        form=form or fresh_form(),
        blocked=await _blocked(desk, kept_id, gone_id),
        may_change=not who(request).only_looks,
    )
    return await show(request, page, fair=desk.fair, status=form.status if form else 200)


async def _blocked(desk: Desk, *company_ids: int) -> str:
    try:
        await demand_reach(desk.scope, *company_ids)
    except (CannotMerge, NotTheirsAlone) as refusal:
        return refusal.sentence
    return ""


async def merge_now(request: AnyRequest, desk: Desk, kept_id: int, gone_id: int) -> Template | Redirect:
    """Make two companies one."""
    await demand_reach(desk.scope, kept_id, gone_id)
    kept, gone = await side_of(kept_id), await side_of(gone_id)
    form = read_merge(await typed_form(request), differing(kept.company, gone.company))

    async def merge(of_gone: tuple[str, ...]) -> str:
        return await merge_companies(
            desk.scope,
            Merge(kept_id=kept_id, gone_id=gone_id, of_gone=of_gone),
            by=who(request).person_id,
            at=now(),
            announce=request.app.state.announce,
        )

    name = await form.submit(merge)
    if name is None:
        return await both_page(request, desk, kept_id, gone_id, form)
    words = _("Đã gộp “%(gone)s” vào “%(kept)s”. Trong 30 ngày vẫn hoàn tác được.")
    return go_to(desk.base, done=words % {"gone": gone.company["name"], "kept": name})


async def note_two_now(request: AnyRequest, desk: Desk, kept_id: int, gone_id: int) -> Redirect:
    """Remember that two are two."""
    await note_two(desk.scope, kept_id, gone_id, by=who(request).person_id, at=now())
    return go_to(desk.base, done=_("Đã ghi nhận: đây là hai đơn vị khác nhau. Cặp này không hiện lại nữa."))


async def look_again_now(desk: Desk, pair_id: int) -> Redirect:
    """Forget that two are two."""
    await look_again(desk.scope, pair_id)
    return go_to(desk.base, done=_("Đã bỏ ghi nhận; nếu hai đơn vị còn giống nhau, cặp này hiện lại."))


async def undo_now(desk: Desk, merge_id: int) -> Redirect:
    """Take a merge back."""
    if await undo_merge(desk.scope, merge_id, at=now()):
        return go_to(desk.base, done=_("Đã hoàn tác: hai đơn vị lại tách ra như trước khi gộp."))
    words = _("Đã hoàn tác. Chỗ nào đã được sửa sau khi gộp thì giữ như bây giờ; xin xem lại hai đơn vị.")
    return go_to(desk.base, warned=words)
