"""Taking a merge back, and forgetting what it replaced once that time is over."""

import json
from datetime import datetime

from chophien.catalogue.tables import Paper, ProductPicture
from chophien.companies.tables import Company
from chophien.directory.actions.journal import play_back
from chophien.directory.queries.doubles import Scope
from chophien.directory.queries.merges import REMEMBERED
from chophien.directory.tables import MergedCompany
from chophien.files.actions import forget_files
from chophien.support.database import transaction
from chophien.support.database.conflicts import INTEGRITY_ERRORS, lock
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal


class TooLateToUndo(Refusal):
    """The merge was taken back before, is too long ago, or something newer stands in its way."""


async def undo_merge(scope: Scope, merge_id: int, *, at: datetime) -> bool:
    """Make two companies of one again; returns whether everything went back. Raises NotFound, TooLateToUndo.

    What somebody changed since stays with the company that was kept; meetings that were called off stay called off.
    """
    try:
        async with transaction():
            merged = await _merge(scope, merge_id)
            await lock("company", merged.kept, merged.former)
            merged = await _merge(scope, merge_id)
            if merged.undone_at is not None or not merged.gone or at - merged.merged_at >= REMEMBERED:
                raise TooLateToUndo(_("Lần gộp này đã được hoàn tác, hoặc đã quá 30 ngày."))
            newer = MergedCompany.exists().where(
                MergedCompany.kept == merged.kept, MergedCompany.id > merged.id, MergedCompany.undone_at.is_null()
            )
            if await newer:
                raise TooLateToUndo(_("Đơn vị này đã được gộp tiếp sau đó; xin hoàn tác lần gộp mới nhất trước."))
            whole = await play_back(merged.gone)
            await MergedCompany.update(
                {MergedCompany.undone_at: at, MergedCompany.undone_whole: whole, MergedCompany.gone: ""}
            ).where(MergedCompany.id == merged.id)
    except INTEGRITY_ERRORS as error:
        words = _("Không hoàn tác được nữa: từ lúc gộp đã có dữ liệu mới chiếm chỗ của dữ liệu cũ.")
        raise TooLateToUndo(words) from error
    return whole


async def _merge(scope: Scope, merge_id: int) -> MergedCompany:
    mine = [] if scope.organizer_id is None else [MergedCompany.organizer == scope.organizer_id]
    found = await MergedCompany.objects().where(MergedCompany.id == merge_id, *mine).first()
    if found is None:
        raise NotFound(_("Không tìm thấy lần gộp này."))
    return found


async def forget_merges(at: datetime) -> int:
    """Forget what merges replaced that can no longer be taken back, files too; returns how many."""
    async with transaction():
        rows = await MergedCompany.select(MergedCompany.id, MergedCompany.gone).where(
            MergedCompany.gone != "", MergedCompany.merged_at <= at - REMEMBERED
        )
        for row in rows:
            await MergedCompany.update({MergedCompany.gone: ""}).where(MergedCompany.id == row["id"])
            await forget_files(await _left_over(row["gone"]))
    return len(rows)


async def _left_over(gone: str) -> list[int]:
    """The files of removed rows to which no row points any more."""
    holds = {"paper": "file", "product_picture": "file", "company": "logo"}
    # What erasing emptied may be no JSON any more.
    try:
        steps = json.loads(gone)
    except ValueError:
        return []
    known = [step for step in steps if step["table"] in holds]
    rows = [(step["table"], row) for step in known for row in (*step.get("removed", []), step.get("before"))]
    ids: set[int] = {row[holds[table]] for table, row in rows if isinstance(row, dict) and row.get(holds[table])}
    used = set()
    for column in (Paper.file, ProductPicture.file, Company.logo):
        name = column._meta.name
        pointing = await column._meta.table.select(column).where(column.is_in(sorted(ids) or [0]))
        used |= {row[name] for row in pointing}
    return sorted(ids - used)
