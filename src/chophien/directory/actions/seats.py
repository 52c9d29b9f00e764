"""Where two companies that are one take part in one fair: one registration stays and takes over what the other has."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chophien.booths.tables import BoothBooking
from chophien.calendars.tables import CalendarLink
from chophien.directory.actions.journal import Journal
from chophien.directory.queries.both import SharedFair
from chophien.directory.rules.folding import filled, fold_requests
from chophien.exchange.tables import ImportedParticipation
from chophien.fairs.actions.places import move_up
from chophien.fairs.questions.tables import Answer
from chophien.fairs.tables import ApprovalCondition, Fair, MeetingTable, Participation
from chophien.matchmaking.tables import Absence, DelegateAbsence, MeetingRequest, NotMeeting
from chophien.timetable.actions.leaving import call_off
from chophien.timetable.changes import Announce
from chophien.timetable.tables import Meeting, Placement


async def fold_at_fair(journal: Journal, shared: SharedFair, kept_id: int, at: datetime, *, announce: Announce) -> None:
    """Make the two registrations one; whoever loses a meeting by it is told. Joins the transaction of the caller, who
    holds the fair's places, timetable and booths."""
    stays, goes = int(shared.stays["id"]), int(shared.goes["id"])
    folding = fold_requests(shared.requests)
    # A meeting that was called off is not called on again by taking the merge back, so it stands in no journal.
    await announce(await call_off(shared.fair_id, folding.cancelled, at))
    for table, column in ((Placement, Placement.request), (Meeting, Meeting.request)):
        rows = await table.select(table._meta.primary_key).where(column.is_in(folding.removed or [0]))
        await journal.remove(table, [row["id"] for row in rows])
    await journal.remove(MeetingRequest, folding.removed)
    await _placements(journal, shared, stays, goes)
    side = Meeting.producer if shared.stays["kind"] == "producer" else Meeting.distributor
    asked = MeetingRequest.producer if shared.stays["kind"] == "producer" else MeetingRequest.distributor
    await journal.move(asked, goes, stays)
    await journal.move(side, goes, stays)
    await _booth(journal, stays, goes, at)
    await _calendars(journal, stays, goes, at)
    await _one_of_each(journal, Answer.participation, [Answer.question], stays, goes)
    await _one_of_each(journal, Absence.participation, [Absence.slot], stays, goes)
    away = [DelegateAbsence.delegate, DelegateAbsence.slot]
    await _one_of_each(journal, DelegateAbsence.participation, away, stays, goes)
    await _one_of_each(journal, NotMeeting.participation, [NotMeeting.delegate], stays, goes)
    await journal.move(ApprovalCondition.participation, goes, stays)
    await journal.move(MeetingTable.holder, goes, stays)
    if await ImportedParticipation.exists().where(ImportedParticipation.participation == stays):
        await _drop(journal, ImportedParticipation, ImportedParticipation.participation, goes)
    await journal.move(ImportedParticipation.participation, goes, stays)
    await journal.remove(Participation, [goes])
    changes = filled("participation", shared.stays, shared.goes)
    if shared.stays["company"] != kept_id:
        changes["company"] = kept_id
    await journal.change(Participation, stays, changes)
    fair = await Fair.objects().get(Fair.id == shared.fair_id)
    if fair is not None:
        await move_up(fair, shared.stays["kind"], at=at)


async def _placements(journal: Journal, shared: SharedFair, stays: int, goes: int) -> None:
    """In every version of the timetable one place at a time: of two at once that of the request wanted more stays."""
    side = Placement.producer if shared.stays["kind"] == "producer" else Placement.distributor
    rows = await Placement.select(
        Placement.id, Placement.version, Placement.slot, side.as_alias("side"), Placement.request
    ).where(side.is_in([stays, goes]))
    asked = {request.id: request for request in shared.requests}
    taken: set[tuple[int, int]] = set()
    lost = []

    def wanted_most_first(row: dict[str, Any]) -> tuple[int, bool, int]:
        request = asked.get(row["request"])
        return -(request.weight if request else 0), row["side"] != stays, row["request"]

    for row in sorted(rows, key=wanted_most_first):
        if (row["version"], row["slot"]) in taken:
            lost.append(row["id"])
        taken.add((row["version"], row["slot"]))
    await journal.remove(Placement, lost)
    await journal.move(side, goes, stays)


async def _booth(journal: Journal, stays: int, goes: int, at: datetime) -> None:
    """The booth of the registration that stays; the other's is free again, unless there is no other."""
    if await BoothBooking.exists().where(BoothBooking.participation == stays, BoothBooking.released_at.is_null()):
        second = await BoothBooking.select(BoothBooking.id).where(
            BoothBooking.participation == goes, BoothBooking.released_at.is_null()
        )
        for row in second:
            await journal.change(BoothBooking, row["id"], {"released_at": at})
    await journal.move(BoothBooking.participation, goes, stays)


async def _calendars(journal: Journal, stays: int, goes: int, at: datetime) -> None:
    """Everybody's calendar goes on at the address it has; of two of one person the first."""
    mine = await CalendarLink.select(CalendarLink.person).where(
        CalendarLink.participation == stays, CalendarLink.revoked_at.is_null()
    )
    people = {row["person"] for row in mine}
    theirs = await CalendarLink.select(CalendarLink.id, CalendarLink.person).where(
        CalendarLink.participation == goes, CalendarLink.revoked_at.is_null()
    )
    for row in theirs:
        if row["person"] in people:
            await journal.change(CalendarLink, row["id"], {"revoked_at": at})
    await journal.move(CalendarLink.participation, goes, stays)


async def _one_of_each(journal: Journal, owner: Any, what: list[Any], stays: int, goes: int) -> None:
    """Rows of which a participant has one for each question, slot or delegate: those that stay come first."""
    table, names = owner._meta.table, [column._meta.name for column in what]
    mine = {tuple(row[name] for name in names) for row in await table.select(*what).where(owner == stays)}
    theirs = await table.select(table._meta.primary_key, *what).where(owner == goes)
    await journal.remove(table, [row["id"] for row in theirs if tuple(row[name] for name in names) in mine])
    await journal.move(owner, goes, stays)


async def _drop(journal: Journal, table: Any, owner: Any, goes: int) -> None:
    rows: Iterable[dict[str, Any]] = await table.select(table._meta.primary_key).where(owner == goes)
    await journal.remove(table, [row["id"] for row in rows])
