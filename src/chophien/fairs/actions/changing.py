"""Changing a fair that stands: texts, dates and additions always, taking away only while nobody counts on it."""

from chophien.fairs.actions.calendar import set_calendar
from chophien.fairs.actions.creating import texts_and_dates
from chophien.fairs.actions.laying_out import (
    InUse,
    lay_out_hall,
    set_booth_tables,
    set_co_hosts,
    set_interpreters,
    set_programme,
    set_quotas,
)
from chophien.fairs.forms import FairPlan
from chophien.fairs.queries import approved_count, halls_now, plan_of, slots_of
from chophien.fairs.rules import paired
from chophien.fairs.tables import Fair, Hall
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _, ngettext


async def change_fair(fair: Fair, plan: FairPlan) -> None:
    """Make the fair as `plan` says, all or nothing.

    Raises InUse, beside the field that asked for it, when it would take away slots, halls, tables, booths or
    interpreters although a company is approved.
    """
    async with transaction():
        await lock("fair", fair.id)
        before = await plan_of(fair)
        approved = await approved_count(fair.id)
        if approved:
            await _refuse_taking_away(fair, before, plan, approved)
        await Fair.update({**texts_and_dates(plan)}).where(Fair.id == fair.id)
        if before.calendar() != plan.calendar():
            await Fair.update(
                {Fair.starts_on: plan.starts_on, Fair.ends_on: plan.ends_on, Fair.slot_minutes: plan.slot_minutes}
            ).where(Fair.id == fair.id)
            await set_calendar(fair, plan)
        standing = await halls_now(fair.id)
        names = [hall.name_vi for hall in plan.halls]
        found, leaving = paired([(now.hall.name_vi, now) for now in standing], names)
        if leaving:
            await Hall.delete().where(Hall.id.is_in([now.id for now in leaving]))
        # A name may move from one hall to another, and names are unique: give way first.
        for kept in filter(None, found):
            await Hall.update({Hall.name_vi: f"\u2026{kept.id}"}).where(Hall.id == kept.id)
        for number, (now, hall) in enumerate(zip(found, plan.halls, strict=True)):
            await lay_out_hall(fair.id, now, hall, position=number)
        await set_booth_tables(fair.id, wanted=plan.meets_at_booths)
        await set_quotas(fair.id, plan.quotas)
        await set_interpreters(fair.id, plan.interpreters)
        # The time zone may just have changed.
        fair.timezone = plan.timezone
        await set_programme(fair, plan.programme)
        await set_co_hosts(fair.id, plan.co_hosts)


async def _refuse_taking_away(fair: Fair, before: FairPlan, plan: FairPlan, approved: int) -> None:
    because = ngettext(
        "Đã có một đơn vị được duyệt, nên không bớt được nữa; chỉ có thể thêm.",
        "Đã có %(num)s đơn vị được duyệt, nên không bớt được nữa; chỉ có thể thêm.",
        approved,
    ) % {"num": approved}
    if before.calendar() != plan.calendar():
        wanted = {(slot.starts_at, slot.ends_at) for slot in plan.slots()}
        if any((slot.starts_at, slot.ends_at) not in wanted for slot in await slots_of(fair.id)):
            field = "timezone" if before.timezone != plan.timezone else "session_0_from"
            field = "starts_on" if before.starts_on < plan.starts_on else field
            field = "ends_on" if before.ends_on > plan.ends_on else field
            raise InUse(_("Thay đổi này làm mất lượt gặp đã có.") + " " + because, field=field)
    if before.meets_at_booths and not plan.meets_at_booths:
        raise InUse(because, field="session_0_at")
    found, leaving = paired([(hall.name_vi, hall) for hall in before.halls], [hall.name_vi for hall in plan.halls])
    if leaving:
        raise InUse(because, field="hall_0_name")
    for number, (old, new) in enumerate(zip(found, plan.halls, strict=True)):
        if old is None:
            continue
        if new.tables < old.tables:
            raise InUse(because, field=f"hall_{number}_tables")
        if old.tables and new.table_prefix != old.table_prefix:
            raise InUse(
                _("Bàn đã có thể nằm trong lịch của người tham gia, nên không đổi ký hiệu."),
                field=f"hall_{number}_prefix",
            )
        counts = {row.name: row.count for row in new.rows}
        if any(counts.get(row.name, 0) < row.count for row in old.rows):
            raise InUse(because, field=f"hall_{number}_rows")
    if len(plan.interpreters) < len(before.interpreters):
        absent = _("Người không đến được, xin ghi giờ vắng ở trang Phiên dịch và người trực bàn.")
        raise InUse(f"{because} {absent}", field="interpreter_0_name")
