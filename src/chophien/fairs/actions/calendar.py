"""The days and hours of a fair as rows. Joins the caller's transaction."""

from chophien.fairs.forms import FairPlan, SessionPlan
from chophien.fairs.rules import Stretch
from chophien.fairs.tables import Fair, FairDay, FairSession, SessionBreak, Slot

_ROWS_AT_ONCE = 500


async def set_calendar(fair: Fair, plan: FairPlan) -> None:
    """Write the days, sessions, breaks and slots that `plan` wants.

    Slots at hours that stay keep their row, and so do sessions that begin when they began: absences, pins and closed
    tables hang on them.
    """
    before = await Slot.objects().where(Slot.fair == fair.id)
    old_days = {day.date: day for day in await FairDay.objects().where(FairDay.fair == fair.id)}
    old_sessions = {row.starts_at: row for row in await FairSession.objects().where(FairSession.day.fair == fair.id)}
    hours = {(slot.starts_at, slot.ends_at) for slot in plan.slots()}
    gone = [slot.id for slot in before if (slot.starts_at, slot.ends_at) not in hours]
    for start in range(0, len(gone), _ROWS_AT_ONCE):
        await Slot.delete().where(Slot.id.is_in(gone[start : start + _ROWS_AT_ONCE]))
    kept = {(slot.starts_at, slot.ends_at): slot.id for slot in before if slot.id not in set(gone)}
    used: set[int] = set()
    added: list[Slot] = []
    for day in plan.days():
        if day not in old_days:
            old_days[day] = FairDay(fair=fair.id, date=day)
            await old_days[day].save()
        for session in plan.sessions_on(day):
            stretch = session.on(day, plan.timezone)
            row = old_sessions.get(stretch.starts_at) or FairSession(
                day=old_days[day].id,
                name_vi=session.name_vi,
                starts_at=stretch.starts_at,
                ends_at=stretch.ends_at,
            )
            await _write_session(row, session, stretch, session.breaks_on(day, plan.timezone))
            used.add(row.id)
            stay = []
            for slot in session.slots_on(day, plan.timezone):
                known = kept.get((slot.starts_at, slot.ends_at))
                if known is None:
                    added.append(Slot(fair=fair.id, session=row.id, starts_at=slot.starts_at, ends_at=slot.ends_at))
                else:
                    stay.append(known)
            if stay:
                await Slot.update({Slot.session: row.id}).where(Slot.id.is_in(stay))
    for start in range(0, len(added), _ROWS_AT_ONCE):
        await Slot.insert(*added[start : start + _ROWS_AT_ONCE])
    # Every slot that stays hangs on a session that stays by now, so the others may go.
    leaving = [row.id for row in old_sessions.values() if row.id not in used]
    if leaving:
        await FairSession.delete().where(FairSession.id.is_in(leaving))
    staying = set(plan.days())
    days = [row.id for day, row in old_days.items() if day not in staying]
    if days:
        await FairDay.delete().where(FairDay.id.is_in(days))


async def _write_session(row: FairSession, session: SessionPlan, stretch: Stretch, breaks: list[Stretch]) -> None:
    row.name_vi, row.name_en = session.name_vi, session.name_en
    row.ends_at = stretch.ends_at
    row.slot_minutes, row.gap_minutes, row.meets_at = session.slot_minutes, session.gap_minutes, session.meets_at
    await row.save()
    await SessionBreak.delete().where(SessionBreak.session == row.id)
    if breaks:
        await SessionBreak.insert(
            *[SessionBreak(session=row.id, starts_at=pause.starts_at, ends_at=pause.ends_at) for pause in breaks]
        )
