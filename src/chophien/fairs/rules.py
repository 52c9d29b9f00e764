"""What may be done at a fair and when: its phases, its slots, the steps of a participation."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from chophien.fairs.tables import Fair, FairState, ParticipationState, WhoAsks
from chophien.support.language import _, spoken_language

T = TypeVar("T")

SLOT_MINUTES = range(5, 121)
"""The lengths that a slot may have."""

GAP_MINUTES = range(61)
"""The pauses that may lie between two slots."""


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
    PROVISIONAL = "provisional"
    """The provisional timetable is out; participants still say what does not suit them."""
    FINAL = "final"
    """The timetable counts: booths stay as they are."""
    ON_THE_DAY = "on_the_day"
    OVER = "over"


def contacts_kept_until(ends_on: date, months: int | None) -> date | None:
    """The last day on which a fair's contact details are kept, so many months after its last day; none for ever."""
    if months is None:
        return None
    years, month = divmod(ends_on.month - 1 + months, 12)
    last_of_month = monthrange(ends_on.year + years, month + 1)[1]
    return date(ends_on.year + years, month + 1, min(ends_on.day, last_of_month))


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
    return _before_the_day(fair, at)


def _before_the_day(fair: Fair, at: datetime) -> Phase:
    """Where a fair stands while neither registration nor requests are open."""
    if at < fair.requests_until:
        return Phase.ANNOUNCED
    if fair.final_from is not None and at >= fair.final_from:
        return Phase.FINAL
    provisional = fair.provisional_from is not None and at >= fair.provisional_from
    return Phase.PROVISIONAL if provisional else Phase.SCHEDULING


def registration_is_open(fair: Fair, at: datetime) -> bool:
    """Whether companies may register for `fair` at `at`."""
    return phase(fair, at) not in _SHUT and fair.registration_from <= at < fair.registration_until


def requests_are_open(fair: Fair, at: datetime) -> bool:
    """Whether participants may send and answer meeting requests at `at`."""
    return phase(fair, at) not in _SHUT and fair.requests_from <= at < fair.requests_until


_SHUT = frozenset({Phase.DRAFT, Phase.OVER})

TIMETABLE_PHASES = frozenset({Phase.SCHEDULING, Phase.PROVISIONAL, Phase.FINAL})
"""From the end of requests to the fair's first day."""


def may_ask(fair: Fair, kind: str) -> bool:
    """Whether companies of `kind` send requests at this fair, or only answer them."""
    return fair.asking in {WhoAsks.BOTH.value, f"{kind}s"}


def asking_words(asking: str) -> str:
    """Who asks whom, in words."""
    return {
        WhoAsks.DISTRIBUTORS: _("Nhà phân phối xin gặp nhà sản xuất"),
        WhoAsks.PRODUCERS: _("Nhà sản xuất xin gặp nhà phân phối"),
        WhoAsks.BOTH: _("Cả hai bên đều được xin gặp"),
    }[WhoAsks(asking)]


def booths_are_settled(fair: Fair, at: datetime) -> bool:
    """Whether the final timetable is out, so that nobody changes booths by themselves any more."""
    return phase(fair, at) == Phase.FINAL


def phase_words(step: Phase) -> str:
    """The phase as people read it."""
    return {
        Phase.DRAFT: _("Bản nháp"),
        Phase.ANNOUNCED: _("Sắp diễn ra"),
        Phase.REGISTRATION: _("Đang nhận đăng ký"),
        Phase.REQUESTS: _("Đang nhận yêu cầu gặp"),
        Phase.SCHEDULING: _("Đang xếp lịch gặp"),
        Phase.PROVISIONAL: _("Lịch gặp dự kiến"),
        Phase.FINAL: _("Lịch gặp chính thức"),
        Phase.ON_THE_DAY: _("Đang diễn ra"),
        Phase.OVER: _("Đã kết thúc"),
    }[step]


def standing_words(fair: Fair, at: datetime) -> str:
    """Where a fair stands as people read it; registration may go on while requests are open."""
    step = phase(fair, at)
    if step == Phase.REQUESTS and registration_is_open(fair, at):
        return _("Đang nhận đăng ký và yêu cầu gặp")
    return phase_words(step)


@dataclass(frozen=True)
class Stretch:
    """From one moment up to, but without, another; both aware."""

    starts_at: datetime
    ends_at: datetime


def slots_within(session: Stretch, minutes: int, gap: int = 0, breaks: Iterable[Stretch] = ()) -> Iterator[Stretch]:
    """Cut a session into slots of `minutes` with `gap` minutes between two, none of which touches a break.

    What is left at the end or before a break is too short for a meeting.
    """
    length, pause = timedelta(minutes=minutes), timedelta(minutes=gap)
    pauses = sorted(breaks, key=lambda each: each.starts_at)
    start = session.starts_at
    while start + length <= session.ends_at:
        touched = next((each for each in pauses if each.starts_at < start + length and each.ends_at > start), None)
        if touched is None:
            yield Stretch(start, start + length)
            start += length + pause
        else:
            start = touched.ends_at


def overlapping(sessions: Iterable[Stretch]) -> bool:
    """Whether two of the sessions share a moment."""
    ordered = sorted(sessions, key=lambda session: session.starts_at)
    return any(later.starts_at < earlier.ends_at for earlier, later in pairwise(ordered))


def paired(standing: Sequence[tuple[str, T]], wanted: Sequence[str]) -> tuple[list[T | None], list[T]]:
    """Find for each wanted name what stands under it already, and what nobody wants any more.

    Those of the same name belong together wherever they stand; what is left over on both sides is taken as renamed,
    in order, so that what hangs on a row stays with the hall or person that it was meant for.
    """
    left = list(standing)
    found: list[T | None] = []
    for name in wanted:
        at = next((index for index, (known, _one) in enumerate(left) if known == name), None)
        found.append(left.pop(at)[1] if at is not None else None)
    for number, one in enumerate(found):
        if one is None and left:
            found[number] = left.pop(0)[1]
    return found, [one for _name, one in left]


PARTICIPATION_STEPS: dict[ParticipationState, frozenset[ParticipationState]] = {
    # Whoever is on the waiting list moves up by itself when a place becomes free.
    ParticipationState.QUEUED: frozenset(
        {ParticipationState.WAITING, ParticipationState.REFUSED, ParticipationState.WITHDRAWN}
    ),
    ParticipationState.WAITING: frozenset(
        {ParticipationState.APPROVED, ParticipationState.REFUSED, ParticipationState.WITHDRAWN}
    ),
    # An approved company may have a booth and meetings, so it can only withdraw.
    ParticipationState.APPROVED: frozenset({ParticipationState.WITHDRAWN}),
    ParticipationState.REFUSED: frozenset({ParticipationState.APPROVED, ParticipationState.WAITING}),
    # The company may register anew; the organizer may take it back, should there be a place.
    ParticipationState.WITHDRAWN: frozenset(
        {ParticipationState.WAITING, ParticipationState.QUEUED, ParticipationState.APPROVED}
    ),
}
"""From each state, the states that a participation may step to."""


HOLDS_PLACE = (ParticipationState.WAITING, ParticipationState.APPROVED)
"""The states in which a participation takes one of the places of its kind."""


def states_before(state: ParticipationState) -> list[ParticipationState]:
    """The states from which a participation may step to `state`."""
    return [before for before, after in PARTICIPATION_STEPS.items() if state in after]


def state_words(state: ParticipationState) -> str:
    """Where a registration stands, in words."""
    return {
        ParticipationState.QUEUED: _("Danh sách chờ"),
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


@dataclass(frozen=True)
class Deadlines:
    """When registration, requests and the two timetables begin and end; all aware."""

    registration_from: datetime
    registration_until: datetime
    requests_from: datetime
    requests_until: datetime
    provisional_from: datetime
    final_from: datetime


def usual_deadlines(starts_on: date, timezone: str, at: datetime) -> Deadlines:
    """Deadlines to begin with for a fair that is made at `at`: three weeks for registering, ten days for the timetable,
    each cut in proportion where the fair is near."""
    zone = ZoneInfo(timezone)
    opens = at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    ahead = max((starts_on - opens.date()).days, 0)

    def before(days: int, share: float, clock: time) -> datetime:
        moment = datetime.combine(starts_on - timedelta(days=min(days, int(ahead * share))), clock, zone)
        # Where the fair begins tomorrow, one hour each is all that is left.
        return max(moment, opens + timedelta(hours=1))

    return Deadlines(
        registration_from=opens,
        registration_until=before(21, 0.5, time(17)),
        requests_from=max(before(35, 0.8, time(8)) if ahead > 2 else opens, opens),
        requests_until=before(10, 0.35, time(17)),
        provisional_from=before(7, 0.25, time(8)),
        final_from=before(3, 0.15, time(8)),
    )
