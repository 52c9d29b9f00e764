"""Changing a fair that stands: texts, dates and additions always, taking away only while nobody counts on it."""

from collections.abc import Collection

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
from chophien.fairs.forms import FairPlan, HallPlan
from chophien.fairs.queries import HallNow, halls_now, plan_of, slots_of, staff_of
from chophien.fairs.queries.uses import held_booths, held_slots, held_staff, held_tables
from chophien.fairs.rules import paired
from chophien.fairs.tables import Fair, Hall
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _, ngettext


async def change_fair(fair: Fair, plan: FairPlan) -> None:
    """Make the fair as `plan` says, all or nothing.

    Raises InUse, beside the field that asked for it, when it would take away slots, halls, tables, booths or
    interpreters that a timetable or a booking counts on.
    """
    async with transaction():
        await lock("fair", fair.id)
        before = await plan_of(fair)
        # Bookings and meetings that are just being made must be seen, or wait until this is done.
        await lock("timetable", fair.id)
        await _refuse_taking_away(fair, before, plan)
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


async def _refuse_taking_away(fair: Fair, before: FairPlan, plan: FairPlan) -> None:
    """Refuse what would pull hours, tables, booths or people from under meetings and bookings; all else may change."""
    if before.calendar() != plan.calendar():
        wanted = {(slot.starts_at, slot.ends_at) for slot in plan.slots()}
        gone = [slot.id for slot in await slots_of(fair.id) if (slot.starts_at, slot.ends_at) not in wanted]
        if held := await held_slots(gone):
            field = "timezone" if before.timezone != plan.timezone else "session_0_from"
            field = "starts_on" if before.starts_on < plan.starts_on else field
            field = "ends_on" if before.ends_on > plan.ends_on else field
            words = ngettext(
                "Thay đổi này bỏ một lượt gặp đang có cuộc gặp trong lịch.",
                "Thay đổi này bỏ %(num)s lượt gặp đang có cuộc gặp trong lịch.",
                held,
            )
            raise InUse(f"{words % {'num': held}} {_keep_words()}", field=field)
    standing = await halls_now(fair.id)
    found, leaving = paired([(now.hall.name_vi, now) for now in standing], [hall.name_vi for hall in plan.halls])
    if before.meets_at_booths and not plan.meets_at_booths:
        booths = [booth.id for now in standing for booth in now.booths]
        await _refuse_tables((), booths, field="session_0_at")
    for now in leaving:
        booths = [booth.id for booth in now.booths]
        await _refuse_booths(booths, field="hall_0_name")
        await _refuse_tables([table.id for table in now.tables], booths, field="hall_0_name")
    for number, (old, new) in enumerate(zip(found, plan.halls, strict=True)):
        if old is not None:
            await _refuse_smaller_hall(old, new, f"hall_{number}")
    _people, absent = paired(
        [(who.name, who.id) for who in await staff_of(fair.id)], [each.name for each in plan.interpreters]
    )
    if await held_staff(absent):
        words = _("Người bỏ đi có tên trong một bản lịch. Người không đến được, xin ghi giờ vắng ở trang Phiên dịch.")
        raise InUse(words, field="interpreter_0_name")


async def _refuse_smaller_hall(old: HallNow, new: HallPlan, at: str) -> None:
    await _refuse_tables([table.id for table in old.tables[new.tables :]], (), field=f"{at}_tables")
    if old.tables and new.table_prefix != old.table_prefix and await held_tables([table.id for table in old.tables]):
        words = _("Bàn đã nằm trong lịch của người tham gia, nên không đổi ký hiệu.")
        raise InUse(words, field=f"{at}_prefix")
    counts = {row.name: row.count for row in new.rows}
    rows: dict[str, list[int]] = {}
    for booth in old.booths:
        rows.setdefault(booth.row_name, []).append(booth.id)
    surplus = [booth for name, booths in rows.items() for booth in booths[counts.get(name, 0) :]]
    await _refuse_booths(surplus, field=f"{at}_rows")
    await _refuse_tables((), surplus, field=f"{at}_rows")


async def _refuse_tables(tables: Collection[int], booths: Collection[int], *, field: str) -> None:
    if held := await held_tables(tables, booths):
        words = ngettext(
            "Một bàn bị bỏ đang có cuộc gặp trong lịch.", "%(num)s bàn bị bỏ đang có cuộc gặp trong lịch.", held
        )
        raise InUse(f"{words % {'num': held}} {_keep_words()}", field=field)


async def _refuse_booths(booths: Collection[int], *, field: str) -> None:
    if held := await held_booths(booths):
        words = ngettext(
            "Một gian bị bỏ đã có đơn vị đặt. Xin lấy lại gian ở trang Sơ đồ gian trước.",
            "%(num)s gian bị bỏ đã có đơn vị đặt. Xin lấy lại gian ở trang Sơ đồ gian trước.",
            held,
        )
        raise InUse(words % {"num": held}, field=field)


def _keep_words() -> str:
    return _("Có thể thêm lượt, thêm bàn; muốn nghỉ một buổi, xin đóng bàn của buổi ấy ở trang Bàn gặp.")
