"""Phases, slots and steps."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chophien.fairs.rules import (
    Phase,
    Stretch,
    in_reading_order,
    overlapping,
    phase,
    registration_is_open,
    requests_are_open,
    slots_within,
    states_before,
)
from chophien.fairs.tables import Fair, FairState, ParticipationState


def _fair(state: FairState = FairState.OPEN) -> Fair:
    return Fair(
        organizer=1,
        slug="hoi-cho",
        name_vi="Hội chợ",
        created_at=datetime(2026, 9, 1, tzinfo=UTC),
        state=state,
        timezone="Asia/Ho_Chi_Minh",
        starts_on=date(2026, 12, 5),
        ends_on=date(2026, 12, 6),
        registration_from=datetime(2026, 10, 1, tzinfo=UTC),
        registration_until=datetime(2026, 11, 1, tzinfo=UTC),
        requests_from=datetime(2026, 11, 5, tzinfo=UTC),
        requests_until=datetime(2026, 11, 20, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 9, 30, tzinfo=UTC), (Phase.ANNOUNCED, False, False)),
        (datetime(2026, 10, 1, tzinfo=UTC), (Phase.REGISTRATION, True, False)),
        (datetime(2026, 11, 1, tzinfo=UTC), (Phase.ANNOUNCED, False, False)),
        (datetime(2026, 11, 5, tzinfo=UTC), (Phase.REQUESTS, False, True)),
        (datetime(2026, 11, 20, tzinfo=UTC), (Phase.SCHEDULING, False, False)),
        # Five in the afternoon in London is midnight in Hanoi: there the fair's first day begins, and its last ends.
        (datetime(2026, 12, 4, 16, 59, tzinfo=UTC), (Phase.SCHEDULING, False, False)),
        (datetime(2026, 12, 4, 17, 0, tzinfo=UTC), (Phase.ON_THE_DAY, False, False)),
        (datetime(2026, 12, 6, 16, 59, tzinfo=UTC), (Phase.ON_THE_DAY, False, False)),
        (datetime(2026, 12, 6, 17, 0, tzinfo=UTC), (Phase.OVER, False, False)),
    ],
)
def test_the_phase_follows_from_the_dates(at: datetime, expected: tuple[Phase, bool, bool]) -> None:
    fair = _fair()
    assert (phase(fair, at), registration_is_open(fair, at), requests_are_open(fair, at)) == expected


def test_nothing_is_open_in_a_draft_or_after_closing() -> None:
    at = datetime(2026, 10, 10, tzinfo=UTC)
    assert [
        (phase(fair, at), registration_is_open(fair, at)) for fair in (_fair(FairState.DRAFT), _fair(FairState.CLOSED))
    ] == [(Phase.DRAFT, False), (Phase.OVER, False)]


def test_a_session_is_cut_into_whole_slots() -> None:
    nine = datetime(2026, 12, 5, 9, tzinfo=UTC)
    cut = list(slots_within(Stretch(nine, nine + timedelta(minutes=50)), 20))
    assert cut == [
        Stretch(nine, nine + timedelta(minutes=20)),
        Stretch(nine + timedelta(minutes=20), nine + timedelta(minutes=40)),
    ]
    assert list(slots_within(Stretch(nine, nine + timedelta(minutes=19)), 20)) == []


def test_sessions_that_touch_do_not_overlap() -> None:
    nine = datetime(2026, 12, 5, 9, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert not overlapping([Stretch(nine + hour, nine + 2 * hour), Stretch(nine, nine + hour)])
    assert overlapping([Stretch(nine, nine + 2 * hour), Stretch(nine + hour, nine + 3 * hour)])


def test_an_approved_participation_can_only_withdraw() -> None:
    assert {state: states_before(state) for state in ParticipationState} == {
        ParticipationState.QUEUED: [ParticipationState.WITHDRAWN],
        ParticipationState.WAITING: [
            ParticipationState.QUEUED,
            ParticipationState.REFUSED,
            ParticipationState.WITHDRAWN,
        ],
        ParticipationState.APPROVED: [
            ParticipationState.WAITING,
            ParticipationState.REFUSED,
            ParticipationState.WITHDRAWN,
        ],
        ParticipationState.REFUSED: [ParticipationState.QUEUED, ParticipationState.WAITING],
        ParticipationState.WITHDRAWN: [
            ParticipationState.QUEUED,
            ParticipationState.WAITING,
            ParticipationState.APPROVED,
        ],
    }


def test_codes_are_sorted_as_people_read_them() -> None:
    assert sorted(["A10", "A2", "B1", "A1"], key=in_reading_order) == ["A1", "A2", "A10", "B1"]
