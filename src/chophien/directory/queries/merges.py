"""What was merged, and whether it can still be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chophien.directory.queries.doubles import Scope
from chophien.directory.rules.telling import told_words
from chophien.directory.tables import MergedCompany

REMEMBERED = timedelta(days=30)
"""How long a merge can be taken back; after that what it replaced is forgotten."""


@dataclass(frozen=True)
class MergeLine:
    """One merge in the list."""

    id: int
    kept_id: int
    kept: str
    former: str
    by: str
    """Empty when the account is gone."""
    at: datetime
    told: Sequence[str]
    undone_at: datetime | None
    undone_whole: bool
    can_undo: bool


async def merges_of(scope: Scope, at: datetime, *, most: int = 50) -> list[MergeLine]:
    """The merges within the scope, the latest first."""
    rows = (
        await MergedCompany.select(
            MergedCompany.id,
            MergedCompany.kept.as_alias("kept_id"),
            MergedCompany.kept.name.as_alias("kept"),
            MergedCompany.former_name,
            MergedCompany.merged_by.name.as_alias("by"),
            MergedCompany.merged_at,
            MergedCompany.told,
            MergedCompany.undone_at,
            MergedCompany.undone_whole,
            MergedCompany.gone,
        )
        .where(*([] if scope.organizer_id is None else [MergedCompany.organizer == scope.organizer_id]))
        .order_by(MergedCompany.id, ascending=False)
        .limit(most)
    )
    return [
        MergeLine(
            id=row["id"],
            kept_id=row["kept_id"],
            kept=row["kept"],
            former=row["former_name"],
            by=row["by"] or "",
            at=row["merged_at"],
            told=told_words(row["told"]),
            undone_at=row["undone_at"],
            undone_whole=row["undone_whole"],
            can_undo=row["undone_at"] is None and bool(row["gone"]) and at - row["merged_at"] < REMEMBERED,
        )
        for row in rows
    ]
