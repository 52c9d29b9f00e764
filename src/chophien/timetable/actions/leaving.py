"""A participant leaves a fair: its booth, requests and meetings are given up, and its partners are told."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from piccolo.columns.combination import Or

from chophien.booths.actions import give_up_booth
from chophien.booths.tables import BoothBooking
from chophien.fairs.tables import Fair
from chophien.matchmaking.actions.leaving import end_requests_with, open_requests_with
from chophien.support.clock import now
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _, ngettext
from chophien.timetable.changes import Announce, MeetingChange
from chophien.timetable.tables import Meeting, MeetingState


async def losses_of(fair: Fair, participation_id: int) -> list[str]:
    """What a participant would lose by leaving now, a sentence each."""
    told = []
    booth = (
        await BoothBooking.select(BoothBooking.booth.code.as_alias("code"))
        .where(BoothBooking.participation == participation_id, BoothBooking.released_at.is_null())
        .first()
    )
    if booth:
        told.append(_("Gian hàng %(code)s được trả lại cho đơn vị khác chọn.") % {"code": booth["code"]})
    if meetings := len(await _coming(fair.id, participation_id, now())):
        words = ngettext(
            "Một cuộc gặp đã công bố bị hủy, bên kia được báo bằng thư.",
            "%(num)s cuộc gặp đã công bố bị hủy, các bên kia được báo bằng thư.",
            meetings,
        )
        told.append(words % {"num": meetings})
    if requests := await open_requests_with(participation_id):
        words = ngettext("Một yêu cầu gặp được rút.", "%(num)s yêu cầu gặp được rút.", requests)
        told.append(words % {"num": requests})
    return told


async def leave_fair(fair: Fair, participation_id: int, at: datetime, *, announce: Announce) -> None:
    """Give up booth, requests and the meetings still to come; joins the caller's transaction."""
    async with transaction():
        await lock("timetable", fair.id)
        coming = await _coming(fair.id, participation_id, at)
        changes = await call_off(fair.id, [row["id"] for row in coming], at)
        await give_up_booth(fair, participation_id, at=at)
        await end_requests_with(participation_id)
        await announce(changes)


async def call_off(fair_id: int, meeting_ids: Collection[int], at: datetime) -> list[MeetingChange]:
    """Call meetings off; returns what is to be announced. Joins the transaction of the caller, who holds the
    timetable."""
    rows = (
        await Meeting.select(Meeting.id, Meeting.sequence, Meeting.slot, Meeting.meeting_table, Meeting.interpreter)
        .where(Meeting.id.is_in(sorted(meeting_ids) or [0]))
        .order_by(Meeting.id)
    )
    for row in rows:
        await Meeting.update(
            {
                Meeting.state: MeetingState.CANCELLED,
                Meeting.sequence: row["sequence"] + 1,
                Meeting.revised_at: at,
            }
        ).where(Meeting.id == row["id"])
    return [_cancelled(fair_id, row, row["sequence"] + 1) for row in rows]


async def _coming(fair_id: int, participation_id: int, at: datetime) -> list[dict[str, Any]]:
    return (
        await Meeting.select(Meeting.id)
        .where(
            Meeting.fair == fair_id,
            Meeting.state == MeetingState.CONFIRMED,
            Meeting.slot.starts_at > at,
            Or(Meeting.producer == participation_id, Meeting.distributor == participation_id),
        )
        .order_by(Meeting.id)
    )


def _cancelled(fair_id: int, row: dict[str, Any], sequence: int) -> MeetingChange:
    return MeetingChange(
        kind="cancelled",
        meeting_id=row["id"],
        fair_id=fair_id,
        old_slot_id=row["slot"],
        new_slot_id=None,
        old_table_id=row["meeting_table"],
        new_table_id=None,
        old_interpreter_id=row["interpreter"],
        new_interpreter_id=None,
        sequence=sequence,
    )
