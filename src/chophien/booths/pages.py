"""What the booth templates may see."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from chophien.booths.queries import BoothOnPlan
from chophien.booths.rules import Spot, nearest_free
from chophien.web.pages import Page


@dataclass(frozen=True)
class PlanRow:
    """A row of booths."""

    name: str
    booths: list[BoothOnPlan]


@dataclass(frozen=True)
class PlanHall:
    """A hall with its rows."""

    name: str
    rows: list[PlanRow]
    free: int
    """How many of its booths can be booked."""


def halls_on_plan(plan: list[BoothOnPlan]) -> list[PlanHall]:
    """The plan, hall by hall and row by row."""
    halls = []
    for _hall, in_hall in groupby(plan, key=lambda each: each.booth.hall_id):
        booths = list(in_hall)
        rows = [
            PlanRow(row_name, list(in_row))
            for row_name, in_row in groupby(booths, key=lambda each: each.booth.row_name)
        ]
        halls.append(PlanHall(booths[0].booth.hall, rows, sum(each.is_free for each in booths)))
    return halls


def free_near(plan: list[BoothOnPlan], wanted: BoothOnPlan) -> list[BoothOnPlan]:
    """The free booths nearest to `wanted`."""
    free: dict[int, BoothOnPlan] = {each.booth.id: each for each in plan if each.is_free}
    spots: list[Spot] = nearest_free(wanted.spot, [each.spot for each in free.values()])
    return [free[spot.booth_id] for spot in spots]


@dataclass(frozen=True)
class BoothPage(Page):
    """A producer's booth: the one it has, and the plan to choose from."""

    template: ClassVar[str] = "booths/booth.html"
    fair_name: str
    base: str
    """The address of the page itself; its forms are sent there."""
    halls: list[PlanHall]
    free_count: int
    mine: BoothOnPlan | None
    chosen: BoothOnPlan | None
    """The booth that the producer thinks of changing to."""
    refused: str
    """Why the last choice was not possible; empty when it was, or there was none."""
    near: list[BoothOnPlan]
    """Free booths near the one that was refused."""
    closed: str
    """Why booths cannot be chosen; empty while they can."""

    def state(self, each: BoothOnPlan) -> str:
        """How the plan shows a booth: mine, taken, closed or free."""
        if self.mine is not None and each.booth.id == self.mine.booth.id:
            return "mine"
        if each.participation_id is not None:
            return "taken"
        return "closed" if each.booth.blocked else "free"


@dataclass(frozen=True)
class BoothPlanPage(Page):
    """The organizer's plan: who sits where, and one booth opened to act on."""

    template: ClassVar[str] = "booths/plan.html"
    base: str
    halls: list[PlanHall]
    total: int
    taken: int
    blocked: int
    unplaced: list[tuple[int, str]]
    """Approved producers without a booth, as (participation, company)."""
    placed: list[tuple[int, str]]
    """Approved producers with a booth, as (participation, company and code)."""
    chosen: BoothOnPlan | None
    refused: str
    near: list[BoothOnPlan]

    def state(self, each: BoothOnPlan) -> str:
        """How the plan shows a booth."""
        if each.participation_id is not None:
            return "taken"
        return "closed" if each.booth.blocked else "free"

    @property
    def free(self) -> int:
        """How many booths can still be booked."""
        return self.total - self.taken - self.blocked


@dataclass(frozen=True)
class PublicPlanPage(Page):
    """Who stands where, for visitors: to read, not to choose from."""

    template: ClassVar[str] = "booths/public_plan.html"
    slug: str
    name: str
    venue: str
    halls: list[PlanHall]
    taken: int
    url: str
