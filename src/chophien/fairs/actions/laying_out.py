"""The rooms and hours of a fair as rows. Each step joins the caller's transaction.

Adding is always harmless. Taking away is refused with InUse once a company is approved, because bookings,
absences and meetings may hang on what would go.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from chophien.fairs.forms import FairPlan, HallPlan, InterpreterPlan, ProgrammePlan
from chophien.fairs.queries import BoothLine, HallLine, HallNow
from chophien.fairs.rules import slots_within
from chophien.fairs.tables import (
    Booth,
    CoHost,
    Fair,
    FairDay,
    FairSession,
    Hall,
    Interpreter,
    MeetingTable,
    ProgrammeItem,
    Slot,
)
from chophien.places.actions import place_of_district
from chophien.support.refusal import Refusal

_ROWS_AT_ONCE = 500


class InUse(Refusal):
    """Companies that were approved may already count on what would be taken away."""


async def set_calendar(fair: Fair, plan: FairPlan) -> None:
    """Write the days, sessions and slots that `plan` wants; slots at hours that stay keep their row."""
    before = await Slot.objects().where(Slot.fair == fair.id)
    old_days = {day.date: day for day in await FairDay.objects().where(FairDay.fair == fair.id)}
    old_sessions = await FairSession.objects().where(FairSession.day.fair == fair.id)
    wanted = [(day, session, session.on(day, plan.timezone)) for day in plan.days() for session in plan.sessions]
    hours = {
        (slot.starts_at, slot.ends_at)
        for _day, _session, stretch in wanted
        for slot in slots_within(stretch, plan.slot_minutes)
    }
    gone = [slot.id for slot in before if (slot.starts_at, slot.ends_at) not in hours]
    if gone:
        await Slot.delete().where(Slot.id.is_in(gone))
    kept = {(slot.starts_at, slot.ends_at): slot.id for slot in before if slot.id not in set(gone)}

    days = {day: row.id for day, row in old_days.items()}
    for day in plan.days():
        if day not in days:
            new = FairDay(fair=fair.id, date=day)
            await new.save()
            days[day] = new.id
    added = []
    for day, session, stretch in wanted:
        row = FairSession(
            day=days[day],
            name_vi=session.name_vi,
            name_en=session.name_en,
            starts_at=stretch.starts_at,
            ends_at=stretch.ends_at,
        )
        await row.save()
        stay = []
        for slot in slots_within(stretch, plan.slot_minutes):
            known = kept.get((slot.starts_at, slot.ends_at))
            if known is None:
                added.append(Slot(fair=fair.id, session=row.id, starts_at=slot.starts_at, ends_at=slot.ends_at))
            else:
                stay.append(known)
        if stay:
            await Slot.update({Slot.session: row.id}).where(Slot.id.is_in(stay))
    for start in range(0, len(added), _ROWS_AT_ONCE):
        await Slot.insert(*added[start : start + _ROWS_AT_ONCE])
    # Every slot that stays hangs on a new session by now, so the old ones may go.
    if old_sessions:
        await FairSession.delete().where(FairSession.id.is_in([session.id for session in old_sessions]))
    staying = set(plan.days())
    leaving = [row.id for day, row in old_days.items() if day not in staying]
    if leaving:
        await FairDay.delete().where(FairDay.id.is_in(leaving))


async def lay_out_hall(fair_id: int, now: HallNow | None, plan: HallPlan, *, position: int) -> None:
    """Write a hall; to one that stands already, add the tables and booths that it lacks and drop what is too many."""
    if now is None:
        hall = Hall(fair=fair_id, name_vi=plan.name_vi, name_en=plan.name_en, position=position)
        await hall.save()
        now = HallNow(HallLine(hall.id, plan.name_vi, plan.name_en, position), (), ())
    else:
        await Hall.update({Hall.name_vi: plan.name_vi, Hall.name_en: plan.name_en, Hall.position: position}).where(
            Hall.id == now.id
        )
    await _set_tables(fair_id, now, plan)
    await _set_booths(fair_id, now, plan)


async def _set_tables(fair_id: int, now: HallNow, plan: HallPlan) -> None:
    surplus = [table.id for table in now.tables[plan.tables :]]
    if surplus:
        await MeetingTable.delete().where(MeetingTable.id.is_in(surplus))
    missing = plan.tables - len(now.tables)
    if missing <= 0:
        return
    # Two halls may share a prefix; their numbers then run on.
    taken = {row["code"] for row in await MeetingTable.select(MeetingTable.code).where(MeetingTable.fair == fair_id)}
    free = (
        code for number in range(1, len(taken) + missing + 1) if (code := f"{plan.table_prefix}{number}") not in taken
    )
    codes = [next(free) for _ in range(missing)]
    await MeetingTable.insert(*[MeetingTable(fair=fair_id, hall=now.id, code=code) for code in codes])


async def _set_booths(fair_id: int, now: HallNow, plan: HallPlan) -> None:
    wanted = {row.name: row.count for row in plan.rows}
    rows: dict[str, list[BoothLine]] = {}
    for booth in now.booths:
        rows.setdefault(booth.row_name, []).append(booth)
    surplus = [booth.id for name, booths in rows.items() for booth in booths[wanted.get(name, 0) :]]
    if surplus:
        await Booth.delete().where(Booth.id.is_in(surplus))
    added = []
    for name, count in wanted.items():
        standing = rows.get(name, [])
        last = max([booth.position for booth in standing], default=0)
        added += [
            Booth(fair=fair_id, hall=now.id, code=f"{name}{number:02d}", row_name=name, position=number)
            for number in range(last + 1, last + 1 + count - len(standing))
        ]
    for start in range(0, len(added), _ROWS_AT_ONCE):
        await Booth.insert(*added[start : start + _ROWS_AT_ONCE])


async def set_interpreters(fair_id: int, plans: tuple[InterpreterPlan, ...]) -> None:
    """Write the interpreters; those that stand keep their rows in the same order, surplus ones go."""
    standing = await Interpreter.objects().where(Interpreter.fair == fair_id).order_by(Interpreter.id)
    for row, plan in zip(standing, plans, strict=False):
        row.name, row.pairs, row.email = plan.name, ",".join(plan.pairs), plan.email
        await row.save()
    surplus = [row.id for row in standing[len(plans) :]]
    if surplus:
        await Interpreter.delete().where(Interpreter.id.is_in(surplus))
    added = [
        Interpreter(fair=fair_id, name=plan.name, pairs=",".join(plan.pairs), email=plan.email)
        for plan in plans[len(standing) :]
    ]
    if added:
        await Interpreter.insert(*added)


async def set_programme(fair: Fair, plans: tuple[ProgrammePlan, ...]) -> None:
    """Replace the public programme; nothing hangs on its rows."""
    zone = ZoneInfo(fair.timezone)
    await ProgrammeItem.delete().where(ProgrammeItem.fair == fair.id)
    items = [
        ProgrammeItem(
            fair=fair.id,
            starts_at=datetime.combine(plan.day, plan.begins, zone),
            ends_at=datetime.combine(plan.day, plan.ends, zone),
            title_vi=plan.title_vi,
            title_en=plan.title_en,
            spot=plan.spot,
        )
        for plan in plans
    ]
    if items:
        await ProgrammeItem.insert(*items)


async def set_co_hosts(fair_id: int, codes: tuple[str, ...]) -> None:
    """Replace the districts that hold the fair together with the organizer."""
    await CoHost.delete().where(CoHost.fair == fair_id)
    if codes:
        await CoHost.insert(*[CoHost(fair=fair_id, place=await place_of_district(code)) for code in codes])
