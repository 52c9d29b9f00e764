"""Noting that two companies are two, however much they look like one."""

from datetime import datetime

from chophien.directory.queries.doubles import Scope, is_known
from chophien.directory.tables import DistinctPair
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import NotFound


async def note_two(scope: Scope, one_id: int, other_id: int, *, by: int, at: datetime) -> None:
    """Remember that these two are two; once is enough. Raises NotFound."""
    if one_id == other_id or not await is_known(scope, one_id, other_id):
        raise NotFound(_("Không tìm thấy đơn vị này."))
    pair = DistinctPair(
        organizer=scope.organizer_id,
        one=min(one_id, other_id),
        other=max(one_id, other_id),
        found_by=by,
        found_at=at,
    )
    await DistinctPair.insert(pair).on_conflict(action="DO NOTHING")


async def look_again(scope: Scope, pair_id: int) -> None:
    """Forget that two were found to be two. Raises NotFound."""
    mine = [] if scope.organizer_id is None else [DistinctPair.organizer == scope.organizer_id]
    async with transaction():
        gone = await DistinctPair.delete().where(DistinctPair.id == pair_id, *mine).returning(DistinctPair.id)
        if not gone:
            raise NotFound(_("Không có ghi nhận này."))
