"""Announced meetings that cannot be held as they stand."""

from datetime import datetime

from chophien.matchmaking.queries import absences_of
from chophien.timetable.tables import Meeting, MeetingState


async def meetings_while_away(fair_id: int, at: datetime) -> int:
    """How many announced meetings still to come lie in a slot in which one of the two sides has said to be away."""
    away = await absences_of(fair_id)
    if not away:
        return 0
    rows = await Meeting.select(Meeting.slot, Meeting.producer, Meeting.distributor).where(
        Meeting.fair == fair_id, Meeting.state == MeetingState.CONFIRMED, Meeting.slot.starts_at > at
    )
    return sum(any(row["slot"] in away.get(row[side], ()) for side in ("producer", "distributor")) for row in rows)
