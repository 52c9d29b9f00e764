"""Making a fair with everything in it."""

from datetime import datetime
from typing import Any

from chophien.fairs.actions.calendar import set_calendar
from chophien.fairs.actions.laying_out import (
    lay_out_hall,
    set_booth_tables,
    set_co_hosts,
    set_interpreters,
    set_programme,
    set_quotas,
)
from chophien.fairs.forms import FairPlan
from chophien.fairs.tables import Fair, FairState
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.folding import slug
from chophien.support.language import _
from chophien.support.refusal import Refusal

_RESERVED = {"new", ""}


class NameJustTaken(Refusal):
    """Another fair of the same name was made in the same moment."""


async def create_fair(plan: FairPlan, *, organizer_id: int, at: datetime, state: FairState = FairState.DRAFT) -> Fair:
    """Write the fair with its days, sessions, slots, halls, tables, booths, interpreters and programme, all or none.

    It begins as a draft that only its organizer sees, unless `state` says otherwise. Raises NameJustTaken.
    """
    taken = NameJustTaken(_("Vừa có hội chợ trùng tên được tạo. Xin bấm lưu lần nữa."), field="name_vi")
    async with refusing(unique_fair__slug=taken), transaction():
        fair = Fair(
            organizer=organizer_id,
            slug=await _free_slug(plan.name_vi),
            state=state,
            created_at=at,
            **texts_and_dates(plan),
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            slot_minutes=plan.slot_minutes,
        )
        await fair.save()
        await lock("fair", fair.id)
        await set_calendar(fair, plan)
        for number, hall in enumerate(plan.halls):
            await lay_out_hall(fair.id, None, hall, position=number)
        await set_booth_tables(fair.id, wanted=plan.meets_at_booths)
        await set_quotas(fair.id, plan.quotas)
        await set_interpreters(fair.id, plan.interpreters)
        await set_programme(fair, plan.programme)
        await set_co_hosts(fair.id, plan.co_hosts)
    return fair


def texts_and_dates(plan: FairPlan) -> dict[Any, Any]:
    """The columns that may always be changed."""
    return {
        "name_vi": plan.name_vi,
        "name_en": plan.name_en,
        "about_vi": plan.about_vi,
        "about_en": plan.about_en,
        "venue": plan.venue,
        "address": plan.address,
        "map_url": plan.map_url,
        "travel_vi": plan.travel_vi,
        "travel_en": plan.travel_en,
        "timezone": plan.timezone,
        "asking": plan.asking,
        "acceptance": plan.acceptance,
        "registration_from": plan.registration_from,
        "registration_until": plan.registration_until,
        "requests_from": plan.requests_from,
        "requests_until": plan.requests_until,
        "provisional_from": plan.provisional_from,
        "final_from": plan.final_from,
        "reminder_minutes": plan.reminder_minutes,
        "keep_months": plan.keep_months,
    }


async def _free_slug(name: str) -> str:
    wanted = slug(name)[:100].strip("-")
    wanted = "hoi-cho" if wanted in _RESERVED else wanted
    rows = await Fair.select(Fair.slug).where(Fair.slug.like(f"{wanted}%"))
    taken = {row["slug"] for row in rows}
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{number}" for number in range(2, len(taken) + 3) if f"{wanted}-{number}" not in taken)
