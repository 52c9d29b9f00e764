"""What may be done at a fair and when: its phases, its slots, the steps of a participation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from chophien.fairs.tables import Fair, FairState, ParticipationState
from chophien.support.language import _, spoken_language

SLOT_MINUTES = range(5, 121)
"""The lengths that a slot may have."""


class Phase(StrEnum):
    """Where a fair stands; follows from its state and its dates."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    """Public, but nothing is open at the moment."""
    REGISTRATION = "registration"
    REQUESTS = "requests"
    """Meeting requests are open; registration may still be."""
    SCHEDULING = "scheduling"
    """Requests are closed and the fair has not begun: the timetable is made."""
    ON_THE_DAY = "on_the_day"
    OVER = "over"


def phase(fair: Fair, at: datetime) -> Phase:
    """Where `fair` stands at `at`; days are counted in the fair's own time zone."""
    if fair.state == FairState.DRAFT:
        return Phase.DRAFT
    today = at.astimezone(ZoneInfo(fair.timezone)).date()
    if fair.state == FairState.CLOSED or today > fair.ends_on:
        return Phase.OVER
    if today >= fair.starts_on:
        return Phase.ON_THE_DAY
    if fair.requests_from <= at < fair.requests_until:
        return Phase.REQUESTS
    if fair.registration_from <= at < fair.registration_until:
        return Phase.REGISTRATION
    return Phase.SCHEDULING if at >= fair.requests_until else Phase.ANNOUNCED


def registration_is_open(fair: Fair, at: datetime) -> bool:
    """Whether companies may register for `fair` at `at`."""
    return phase(fair, at) not in _SHUT and fair.registration_from <= at < fair.registration_until


def requests_are_open(fair: Fair, at: datetime) -> bool:
    """Whether participants may send and answer meeting requests at `at`."""
    return phase(fair, at) not in _SHUT and fair.requests_from <= at < fair.requests_until


_SHUT = frozenset({Phase.DRAFT, Phase.OVER})


def phase_words(step: Phase) -> str:
    """The phase as people read it."""
    return {
        Phase.DRAFT: _("Bản nháp"),
        Phase.ANNOUNCED: _("Sắp diễn ra"),
        Phase.REGISTRATION: _("Đang nhận đăng ký"),
        Phase.REQUESTS: _("Đang nhận yêu cầu gặp"),
        Phase.SCHEDULING: _("Đang xếp lịch gặp"),
        Phase.ON_THE_DAY: _("Đang diễn ra"),
        Phase.OVER: _("Đã kết thúc"),
    }[step]


@dataclass(frozen=True)
class Stretch:
    """From one moment up to, but without, another; both aware."""

    starts_at: datetime
    ends_at: datetime


def slots_within(session: Stretch, minutes: int) -> Iterator[Stretch]:
    """Cut a session into slots of `minutes`; what is left at its end is too short for a meeting."""
    length = timedelta(minutes=minutes)
    start = session.starts_at
    while start + length <= session.ends_at:
        yield Stretch(start, start + length)
        start += length


def overlapping(sessions: Iterable[Stretch]) -> bool:
    """Whether two of the sessions share a moment."""
    ordered = sorted(sessions, key=lambda session: session.starts_at)
    return any(later.starts_at < earlier.ends_at for earlier, later in pairwise(ordered))


PARTICIPATION_STEPS: dict[ParticipationState, frozenset[ParticipationState]] = {
    ParticipationState.WAITING: frozenset(
        {ParticipationState.APPROVED, ParticipationState.REFUSED, ParticipationState.WITHDRAWN}
    ),
    # An approved company may have a booth and meetings, so it can only withdraw.
    ParticipationState.APPROVED: frozenset({ParticipationState.WITHDRAWN}),
    ParticipationState.REFUSED: frozenset({ParticipationState.APPROVED, ParticipationState.WAITING}),
    ParticipationState.WITHDRAWN: frozenset({ParticipationState.WAITING}),
}
"""From each state, the states that a participation may step to."""


def states_before(state: ParticipationState) -> list[ParticipationState]:
    """The states from which a participation may step to `state`."""
    return [before for before, after in PARTICIPATION_STEPS.items() if state in after]


def state_words(state: ParticipationState) -> str:
    """Where a registration stands, in words."""
    return {
        ParticipationState.WAITING: _("Chờ duyệt"),
        ParticipationState.APPROVED: _("Đã duyệt"),
        ParticipationState.REFUSED: _("Không nhận"),
        ParticipationState.WITHDRAWN: _("Đã rút"),
    }[state]


def spoken(vietnamese: str, english: str) -> str:
    """The text in the spoken language; the Vietnamese where there is no English."""
    return english if spoken_language() == "en" and english else vietnamese


def in_reading_order(code: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts codes as people read them: A2 before A10."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|\D+", code))
