"""The rooms and people of a fair as rows. Each step joins the caller's transaction.

Adding is always harmless. Taking away is refused with InUse where bookings or meetings hang on what would go.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chophien.fairs.forms import HallPlan, InterpreterPlan, ProgrammePlan, QuotaPlan
from chophien.fairs.queries import BoothLine, HallLine, HallNow
from chophien.fairs.rules import paired
from chophien.fairs.tables import Booth, CoHost, Fair, Hall, Interpreter, MeetingQuota, MeetingTable, ProgrammeItem
from chophien.places.actions import place_of
from chophien.support.refusal import Refusal

_ROWS_AT_ONCE = 500


class InUse(Refusal):
    """Meetings or bookings count on what would be taken away."""


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
    kept = [table.id for table in now.tables[: plan.tables]]
    if kept and now.table_prefix != plan.table_prefix:
        # Codes are unique: give way first.
        for table in kept:
            await MeetingTable.update({MeetingTable.code: f"\u2026{table}"}).where(MeetingTable.id == table)
        for table, code in zip(kept, await _free_codes(fair_id, plan.table_prefix, len(kept)), strict=True):
            await MeetingTable.update({MeetingTable.code: code}).where(MeetingTable.id == table)
    missing = plan.tables - len(kept)
    if missing:
        codes = await _free_codes(fair_id, plan.table_prefix, missing)
        await MeetingTable.insert(*[MeetingTable(fair=fair_id, hall=now.id, code=code) for code in codes])


async def _free_codes(fair_id: int, prefix: str, count: int) -> list[str]:
    """The next codes that no table has; two halls may share a prefix, their numbers then run on."""
    taken = {row["code"] for row in await MeetingTable.select(MeetingTable.code).where(MeetingTable.fair == fair_id)}
    free = (code for number in range(1, len(taken) + count + 1) if (code := f"{prefix}{number}") not in taken)
    return [next(free) for _ in range(count)]


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


async def set_booth_tables(fair_id: int, *, wanted: bool) -> None:
    """Give each booth its table where producers receive at their booths; where nobody does, take the tables away."""
    if not wanted:
        await MeetingTable.delete().where(MeetingTable.fair == fair_id, MeetingTable.booth.is_not_null())
        return
    tables = await MeetingTable.select(MeetingTable.booth, MeetingTable.code).where(MeetingTable.fair == fair_id)
    has, codes = {row["booth"] for row in tables}, {row["code"] for row in tables}
    booths = await Booth.objects().where(Booth.fair == fair_id).order_by(Booth.id)
    added = [
        MeetingTable(
            fair=fair_id,
            hall=booth.hall,
            # A table of the pool may carry the booth's code already.
            code=booth.code if booth.code not in codes else f"{booth.code}*"[:12],
            booth=booth.id,
        )
        for booth in booths
        if booth.id not in has
    ]
    for start in range(0, len(added), _ROWS_AT_ONCE):
        await MeetingTable.insert(*added[start : start + _ROWS_AT_ONCE])


async def set_quotas(fair_id: int, quotas: dict[str, QuotaPlan]) -> None:
    """Replace what each participant may or should have."""
    await MeetingQuota.delete().where(MeetingQuota.fair == fair_id)
    rows = [
        MeetingQuota(
            fair=fair_id,
            kind=kind,
            most_requests=quota.most_requests,
            most_meetings=quota.most_meetings,
            most_in_session=quota.most_in_session,
            least_meetings=quota.least_meetings,
        )
        for kind, quota in quotas.items()
        if quota != QuotaPlan()
    ]
    if rows:
        await MeetingQuota.insert(*rows)


async def set_interpreters(fair_id: int, plans: tuple[InterpreterPlan, ...]) -> None:
    """Write the interpreters; those that stand keep their rows, surplus ones go."""
    rows = await Interpreter.objects().where(Interpreter.fair == fair_id).order_by(Interpreter.id)
    found, leaving = paired([(row.name, row) for row in rows], [plan.name for plan in plans])
    for row, plan in zip(found, plans, strict=True):
        if row is not None:
            changes: dict[Any, Any] = {
                Interpreter.name: plan.name,
                Interpreter.pairs: ",".join(plan.pairs),
                Interpreter.email: plan.email,
                Interpreter.duty: plan.duty,
                Interpreter.phone: plan.phone,
            }
            if row.name != plan.name and row.email != plan.email:
                # Somebody else takes the place, whom nobody has invited yet.
                changes[Interpreter.person] = None
            await Interpreter.update(changes).where(Interpreter.id == row.id)
    surplus = [row.id for row in leaving]
    if surplus:
        await Interpreter.delete().where(Interpreter.id.is_in(surplus))
    added = [
        Interpreter(
            fair=fair_id, name=plan.name, pairs=",".join(plan.pairs), email=plan.email, duty=plan.duty, phone=plan.phone
        )
        for row, plan in zip(found, plans, strict=True)
        if row is None
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
        await CoHost.insert(*[CoHost(fair=fair_id, place=await place_of(code)) for code in codes])
