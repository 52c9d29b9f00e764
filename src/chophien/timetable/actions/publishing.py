"""Publishing a version: the one moment in which meetings become what people know."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from piccolo.columns import Column

from chophien.fairs.tables import Fair
from chophien.matchmaking.tables import MeetingRequest
from chophien.settings import settings
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.timetable.changes import (
    Announce,
    Announced,
    MeetingChange,
    Spot,
    SpotChange,
    confirmed_spots,
    spot_changes,
)
from chophien.timetable.checking import fault_sentence, faults_of
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.queries.boards import board_of
from chophien.timetable.queries.meetings import announced_meetings
from chophien.timetable.queries.versions import spots_of, version_of
from chophien.timetable.tables import Meeting, MeetingState, TimetableVersion, VersionState

MOST_SENTENCES = 5


class VersionNotDraft(Refusal):
    """Only a draft can be published."""


class PublishedMeanwhile(Refusal):
    """Somebody else published a version in the same moment."""


class TimetableBroken(Refusal):
    """The version breaks a hard rule as the rows stand now; the sentence names what collides."""


async def publish_version(
    fair_id: int, number: int, *, announce: Announce, at: datetime, published_by: int | None = None
) -> list[MeetingChange]:
    """Make a draft the timetable that people see, and write what they must be told; returns the changes.

    All in one transaction: every hard rule is checked again, meetings that are the same keep their sequence, others
    rise by one, dropped ones stay as cancelled. Raises VersionNotDraft, TimetableBroken, PublishedMeanwhile, NotFound.
    """
    meanwhile = PublishedMeanwhile(_("Vừa có người khác công bố một bản lịch. Xin tải lại trang."))
    async with refusing(unique_timetable_version__fair=meanwhile), transaction():
        await lock("timetable", fair_id)
        version = await version_of(fair_id, number)
        spots = await spots_of(version.id)
        await _refuse_broken(fair_id, spots)
        await _take_over(fair_id, version.id, published_by, at)
        changes = await _write_meetings(fair_id, spots, at)
        await announce(changes)
    return changes


async def _refuse_broken(fair_id: int, spots: dict[int, Spot]) -> None:
    faults = faults_of(await fair_problem(fair_id), spots)
    if not faults:
        return
    board = await board_of(fair_id)
    sentences = [fault_sentence(fault, board, spots) for fault in faults[:MOST_SENTENCES]]
    if len(faults) > MOST_SENTENCES:
        sentences.append(_("Và %(count)s chỗ khác nữa.") % {"count": len(faults) - MOST_SENTENCES})
    raise TimetableBroken(" ".join([_("Chưa công bố được:"), *sentences]))


async def _take_over(fair_id: int, version_id: int, published_by: int | None, at: datetime) -> None:
    await TimetableVersion.update({TimetableVersion.state: VersionState.SUPERSEDED}).where(
        TimetableVersion.fair == fair_id,
        TimetableVersion.state == VersionState.PUBLISHED,
        TimetableVersion.id != version_id,
    )
    published = (
        await TimetableVersion.update(
            {
                TimetableVersion.state: VersionState.PUBLISHED,
                TimetableVersion.published_at: at,
                TimetableVersion.published_by: published_by,
            }
        )
        .where(TimetableVersion.id == version_id, TimetableVersion.state == VersionState.DRAFT)
        .returning(TimetableVersion.id)
    )
    if not published:
        raise VersionNotDraft(_("Chỉ công bố được bản nháp; bản này đã được công bố rồi."))


async def _write_meetings(fair_id: int, spots: dict[int, Spot], at: datetime) -> list[MeetingChange]:
    announced = await announced_meetings(fair_id)
    changes = spot_changes(confirmed_spots(announced), spots)
    written = await _insert_new(fair_id, [change for change in changes if change.request_id not in announced], at)
    for change in changes:
        if change.request_id in announced:
            written.append(await _revise(fair_id, change, announced[change.request_id], at))
    return sorted(written, key=lambda change: change.meeting_id)


async def _insert_new(fair_id: int, changes: list[SpotChange], at: datetime) -> list[MeetingChange]:
    rows = await MeetingRequest.select(MeetingRequest.id, MeetingRequest.producer, MeetingRequest.distributor).where(
        MeetingRequest.fair == fair_id
    )
    sides = {row["id"]: (row["producer"], row["distributor"]) for row in rows}
    first = await Fair.select(Fair.created_at).where(Fair.id == fair_id).first()
    meetings = [
        Meeting(
            request=change.request_id,
            fair=fair_id,
            producer=sides[change.request_id][0],
            distributor=sides[change.request_id][1],
            uid=_uid(change.request_id, first["created_at"] if first else at),
            slot=change.after.slot_id,
            meeting_table=change.after.table_id,
            interpreter=change.after.interpreter_id,
            revised_at=at,
        )
        for change in changes
        if change.after is not None
    ]
    ids: dict[int, int] = {}
    # Eleven values go into a row; older SQLite takes at most 999 in one statement.
    for start in range(0, len(meetings), 80):
        inserted = await Meeting.insert(*meetings[start : start + 80]).returning(Meeting.id, Meeting.request)
        ids.update({row["request"]: row["id"] for row in inserted})
    return [_change(fair_id, change, ids[change.request_id], 0) for change in changes]


def _uid(request_id: int, fair_made_at: datetime) -> str:
    """Stable for ever, and different from that of the same number in another database behind the same address."""
    host = urlsplit(settings().public_url).hostname or "localhost"
    return f"meeting-{request_id}-{fair_made_at:%Y%m%d%H%M%S}@{host}"[:80]


async def _revise(fair_id: int, change: SpotChange, known: Announced, at: datetime) -> MeetingChange:
    values: dict[Column | str, Any] = {Meeting.sequence: known.sequence + 1, Meeting.revised_at: at}
    if change.after is None:
        values[Meeting.state] = MeetingState.CANCELLED
    else:
        values[Meeting.state] = MeetingState.CONFIRMED
        values[Meeting.slot] = change.after.slot_id
        values[Meeting.meeting_table] = change.after.table_id
        values[Meeting.interpreter] = change.after.interpreter_id
    await Meeting.update(values).where(Meeting.id == known.meeting_id)
    return _change(fair_id, change, known.meeting_id, known.sequence + 1)


def _change(fair_id: int, change: SpotChange, meeting_id: int, sequence: int) -> MeetingChange:
    before, after = change.before, change.after
    return MeetingChange(
        kind=change.kind,
        meeting_id=meeting_id,
        fair_id=fair_id,
        old_slot_id=before.slot_id if before else None,
        new_slot_id=after.slot_id if after else None,
        old_table_id=before.table_id if before else None,
        new_table_id=after.table_id if after else None,
        old_interpreter_id=before.interpreter_id if before else None,
        new_interpreter_id=after.interpreter_id if after else None,
        sequence=sequence,
    )
