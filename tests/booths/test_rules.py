"""When booths may be booked, and which free ones lie nearest."""

from datetime import timedelta

from chophien.booths.rules import Spot, booking_is_open, nearest_free
from chophien.fairs.tables import Fair, FairState
from chophien.support.clock import now


def _row(hall: int, row: int, letter: str, positions: range) -> list[Spot]:
    return [Spot(hall * 1000 + row * 100 + n, f"{letter}{n}", hall, row, n) for n in positions]


def test_the_nearest_free_booths_lie_in_the_same_row_then_in_the_hall_then_elsewhere() -> None:
    first, second, far = _row(0, 0, "A", range(1, 8)), _row(0, 1, "B", range(1, 8)), _row(1, 2, "C", range(1, 3))
    wanted = first[3]
    free = [first[0], first[4], second[3], second[6], *far]
    assert [spot.code for spot in nearest_free(wanted, free, most=6)] == ["A5", "A1", "B4", "B7", "C2", "C1"]


def test_the_booth_itself_is_never_its_own_neighbour() -> None:
    row = _row(0, 0, "A", range(1, 3))
    assert [spot.code for spot in nearest_free(row[0], row)] == ["A2"]


def test_without_a_free_booth_none_is_offered() -> None:
    row = _row(0, 0, "A", range(1, 3))
    assert nearest_free(row[0], []) == []


def _fair(*, starts_in: int, registration_until: int, state: str = FairState.OPEN) -> Fair:
    at = now()
    day = timedelta(days=1)
    return Fair(
        organizer=1,
        slug="hoi-cho",
        name_vi="Hội chợ",
        created_at=at,
        state=state,
        starts_on=(at + day * starts_in).date(),
        ends_on=(at + day * (starts_in + 1)).date(),
        registration_from=at - day,
        registration_until=at + day * registration_until,
        requests_from=at - day,
        requests_until=at - day / 2,
    )


def test_booths_are_booked_until_the_fair_begins_or_while_registration_lasts() -> None:
    at = now()
    assert booking_is_open(_fair(starts_in=5, registration_until=-1), at)
    assert booking_is_open(_fair(starts_in=0, registration_until=1), at)
    assert not booking_is_open(_fair(starts_in=0, registration_until=-1), at)
    assert not booking_is_open(_fair(starts_in=-5, registration_until=1), at)
    assert not booking_is_open(_fair(starts_in=5, registration_until=1, state=FairState.DRAFT), at)
