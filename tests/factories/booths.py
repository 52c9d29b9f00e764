"""Booths by their code, and bookings, for tests."""

from chophien.booths.actions import book_booth
from chophien.booths.queries import BoothOnPlan, plan_of
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from tests.factories.fairs import Participant


async def booth_at(fair: Fair, code: str) -> BoothOnPlan:
    """The booth with this code, as the plan stands now."""
    return next(each for each in await plan_of(fair.id) if each.booth.code == code)


async def make_booking(fair: Fair, producer: Participant, code: str) -> BoothOnPlan:
    """Book the booth with this code for the producer, as it would itself."""
    wanted = await booth_at(fair, code)
    await book_booth(fair, producer.participation, wanted, instead_of=None, by=producer.person.id, at=now())
    return await booth_at(fair, code)
