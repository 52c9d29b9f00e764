"""What approved participants must still bring."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from chophien.fairs.tables import ApprovalCondition


@dataclass(frozen=True)
class Condition:
    """One condition of an approval; `met_at` none while it is open."""

    id: int
    words: str
    due_on: date
    met_at: datetime | None

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.met_at is None and self.due_on < today


async def conditions_of(participation_id: int) -> list[Condition]:
    """The conditions of one participant, the open and early ones first."""
    rows = (
        await ApprovalCondition.select(
            ApprovalCondition.id, ApprovalCondition.words, ApprovalCondition.due_on, ApprovalCondition.met_at
        )
        .where(ApprovalCondition.participation == participation_id)
        .order_by(ApprovalCondition.due_on)
        .order_by(ApprovalCondition.id)
    )
    return sorted((Condition(**row) for row in rows), key=lambda each: each.met_at is not None)


async def open_conditions_at(fair_id: int) -> Counter[int]:
    """How many conditions of each participation of a fair are still open."""
    rows = await ApprovalCondition.select(ApprovalCondition.participation).where(
        ApprovalCondition.participation.fair == fair_id, ApprovalCondition.met_at.is_null()
    )
    return Counter(row["participation"] for row in rows)
