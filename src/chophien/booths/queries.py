"""Reading who has which booth."""

from dataclasses import dataclass
from typing import Any

from chophien.booths.rules import Spot
from chophien.booths.tables import BoothBooking
from chophien.companies.short_names import short_name
from chophien.fairs.queries import BoothLine, booths_of
from chophien.support.language import _
from chophien.support.refusal import NotFound


@dataclass(frozen=True)
class BoothOnPlan:
    """A booth with who has it."""

    booth: BoothLine
    spot: Spot
    participation_id: int | None
    company: str
    """Empty for a booth that nobody has."""

    @property
    def is_free(self) -> bool:
        """Whether it can be booked."""
        return self.participation_id is None and not self.booth.blocked

    @property
    def short_company(self) -> str:
        """The company's name as it fits on the plan."""
        return short_name(self.company)


async def booth_codes(fair_id: int) -> dict[int, str]:
    """The booth code of every participant that has one, by participation."""
    rows = await BoothBooking.select(BoothBooking.participation, BoothBooking.booth.code).where(
        BoothBooking.booth.fair == fair_id, BoothBooking.released_at.is_null()
    )
    return {row["participation"]: row["booth.code"] for row in rows}


async def booth_holders(fair_id: int) -> dict[int, int]:
    """Who has each booth that is taken: the participation by booth."""
    rows = await BoothBooking.select(BoothBooking.booth, BoothBooking.participation).where(
        BoothBooking.booth.fair == fair_id, BoothBooking.released_at.is_null()
    )
    return {row["booth"]: row["participation"] for row in rows}


async def plan_of(fair_id: int) -> list[BoothOnPlan]:
    """Every booth of the fair in the order of the plan, with who has it. Two queries."""
    holder_name: Any = BoothBooking.participation.company
    rows = await BoothBooking.select(
        BoothBooking.booth, BoothBooking.participation, holder_name.name.as_alias("company")
    ).where(BoothBooking.booth.fair == fair_id, BoothBooking.released_at.is_null())
    taken = {row["booth"]: row for row in rows}
    halls: dict[int, int] = {}
    rows_of_plan: dict[tuple[int, str], int] = {}
    plan = []
    for booth in await booths_of(fair_id):
        hall = halls.setdefault(booth.hall_id, len(halls))
        row = rows_of_plan.setdefault((booth.hall_id, booth.row_name), len(rows_of_plan))
        holder = taken.get(booth.id)
        plan.append(
            BoothOnPlan(
                booth=booth,
                spot=Spot(booth.id, booth.code, hall, row, booth.position),
                participation_id=holder["participation"] if holder else None,
                company=holder["company"] if holder else "",
            )
        )
    return plan


def on_plan(plan: list[BoothOnPlan], booth_id: int | None) -> BoothOnPlan:
    """The booth with this number; raises NotFound for one of another fair."""
    found = next((each for each in plan if each.booth.id == booth_id), None)
    if found is None:
        raise NotFound(_("Không có gian này trong hội chợ."))
    return found


def booth_of(plan: list[BoothOnPlan], participation_id: int) -> BoothOnPlan | None:
    """The booth that the participant has."""
    return next((each for each in plan if each.participation_id == participation_id), None)
