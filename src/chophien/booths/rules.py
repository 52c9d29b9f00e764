"""Who may book a booth and when, and which free booths lie nearest to one that is gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chophien.companies.tables import CompanyKind
from chophien.fairs.rules import Phase, booths_are_settled, phase, registration_is_open
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.support.language import _
from chophien.support.refusal import Refusal

NEAREST = 4
"""How many free booths are offered in place of one that is gone."""


class BookingClosed(Refusal):
    """Booths cannot be chosen now, or not by this participant."""


class BoothTaken(Refusal):
    """Somebody else has the booth."""


class BoothBlocked(Refusal):
    """The organizer keeps the booth back."""


class AlreadyPlaced(Refusal):
    """The participant already has a booth."""


class BookingChanged(Refusal):
    """The participant's booth is not the one the page spoke of."""


@dataclass(frozen=True)
class Spot:
    """Where a booth stands: hall and row counted in the order of the plan, and its place in the row."""

    booth_id: int
    code: str
    hall: int
    row: int
    position: int


def booking_is_open(fair: Fair, at: datetime) -> bool:
    """Whether booths may be chosen at `at`: until the final timetable is out or the fair begins, and while
    registration is open."""
    now = phase(fair, at)
    if now in {Phase.DRAFT, Phase.OVER} or booths_are_settled(fair, at):
        return False
    return now is not Phase.ON_THE_DAY or registration_is_open(fair, at)


def closed_words(fair: Fair, participation: Participation, at: datetime) -> str:
    """Why `participation` cannot choose a booth at `at`; empty when it can."""
    if participation.kind != CompanyKind.PRODUCER:
        return _("Gian hàng dành cho nhà sản xuất.")
    if participation.state != ParticipationState.APPROVED:
        return _("Chọn được gian hàng sau khi ban tổ chức duyệt đăng ký.")
    if not booking_is_open(fair, at):
        return _("Đã hết thời gian chọn gian hàng. Xin liên hệ ban tổ chức.")
    return ""


def check_booking(fair: Fair, participation: Participation, at: datetime) -> None:
    """Raise BookingClosed, saying why, unless `participation` may choose a booth at `at`."""
    if why := closed_words(fair, participation, at):
        raise BookingClosed(why)


def nearest_free(wanted: Spot, free: Iterable[Spot], most: int = NEAREST) -> list[Spot]:
    """The free booths nearest to `wanted`, nearest first: along its row, then in its hall, then in other halls."""

    def distance(spot: Spot) -> tuple[int, int, int, int]:
        along = abs(spot.position - wanted.position)
        return abs(spot.hall - wanted.hall), abs(spot.row - wanted.row), along, spot.position

    others = (spot for spot in free if spot.booth_id != wanted.booth_id)
    return sorted(others, key=lambda spot: (distance(spot), spot.code))[:most]
