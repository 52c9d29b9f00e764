"""What a meeting request may become, who may step it there, and when."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chophien.companies.tables import CompanyKind
from chophien.fairs.rules import Phase, may_ask, phase, requests_are_open
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.matchmaking.tables import RequestState
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.web.formats import day_and_clock

LONGEST_NOTE = 500
LONGEST_ANSWER = 300


class RequestsClosed(Refusal):
    """Requests are not open now, or not for this participant."""


class AlreadyAsked(Refusal):
    """A pair meets once."""


class QuotaReached(Refusal):
    """The participant has sent as many requests as it may."""


class RequestMoved(Refusal):
    """The request is no longer in the state that the person saw."""


class SomebodyMustMeet(Refusal):
    """A participant needs at least one delegate who meets."""


class SpotTaken(Refusal):
    """Two meetings cannot be pinned to the same table or person at the same time."""


class Side(StrEnum):
    """Which side of a request somebody is on."""

    ASKING = "asking"
    ASKED = "asked"


REQUEST_STEPS: dict[RequestState, dict[RequestState, Side]] = {
    RequestState.WAITING: {
        RequestState.ACCEPTED: Side.ASKED,
        RequestState.DECLINED: Side.ASKED,
        RequestState.WITHDRAWN: Side.ASKING,
    },
    # People change their minds while requests are open; afterwards the timetable builds on the answers.
    RequestState.ACCEPTED: {RequestState.DECLINED: Side.ASKED, RequestState.WITHDRAWN: Side.ASKING},
    RequestState.DECLINED: {RequestState.ACCEPTED: Side.ASKED},
    RequestState.WITHDRAWN: {RequestState.WAITING: Side.ASKING},
}
"""From each state, the states a request may step to and which side takes the step."""


def may_step(before: RequestState, after: RequestState, side: Side) -> bool:
    """Whether somebody on `side` may step a request from `before` to `after`."""
    return REQUEST_STEPS[before].get(after) is side


def side_of(kind: str, asked_by: str) -> Side:
    """The side on which a company of `kind` stands, given who asked."""
    return Side.ASKING if kind == asked_by else Side.ASKED


def why_closed(fair: Fair, participation: Participation, at: datetime) -> str:
    """Why `participation` can neither ask nor answer at `at`; empty when it can."""
    if participation.state != ParticipationState.APPROVED:
        return _("Gửi và trả lời được yêu cầu gặp sau khi ban tổ chức duyệt đăng ký.")
    if requests_are_open(fair, at):
        return ""
    if at < fair.requests_from and phase(fair, at) is not Phase.OVER:
        when = {"when": day_and_clock(fair.requests_from, fair.timezone)}
        return _("Chưa đến thời gian gửi yêu cầu gặp; mở lúc %(when)s.") % when
    return _("Đã hết thời gian gửi và trả lời yêu cầu gặp. Xin liên hệ ban tổ chức nếu cần đổi.")


def check_requests(fair: Fair, participation: Participation, at: datetime) -> None:
    """Raise RequestsClosed, saying why, unless `participation` may ask and answer at `at`."""
    if why := why_closed(fair, participation, at):
        raise RequestsClosed(why)


def why_not_asking(fair: Fair, participation: Participation, at: datetime) -> str:
    """Why `participation` cannot ask for meetings at `at`; empty when it can."""
    if may_ask(fair, participation.kind):
        return why_closed(fair, participation, at)
    if participation.kind == CompanyKind.PRODUCER:
        return _("Ở hội chợ này nhà phân phối gửi yêu cầu gặp, nhà sản xuất trả lời.")
    return _("Ở hội chợ này nhà sản xuất gửi yêu cầu gặp, nhà phân phối trả lời.")


def check_asking(fair: Fair, participation: Participation, at: datetime) -> None:
    """Raise RequestsClosed, saying why, unless `participation` may ask for meetings at `at`."""
    if why := why_not_asking(fair, participation, at):
        raise RequestsClosed(why)


def absences_are_open(fair: Fair, participation: Participation, at: datetime) -> bool:
    """Whether the participant may still say when it is away: until the fair is over."""
    return participation.state == ParticipationState.APPROVED and phase(fair, at) not in {Phase.DRAFT, Phase.OVER}


@dataclass(frozen=True)
class DelegateThere:
    """A delegate of a participant at a fair."""

    id: int
    name: str
    away: frozenset[int]
    """The slots in which the delegate is not there."""
    meets: bool = True
    """Whether the delegate holds meetings at this fair at all."""


@dataclass(frozen=True)
class Delegation:
    """When a participant cannot meet, and who speaks for it when."""

    away: frozenset[int]
    """The slots in which the participant is away as a whole."""
    delegates: tuple[DelegateThere, ...] = ()

    @property
    def meeting(self) -> tuple[DelegateThere, ...]:
        """Those who hold meetings. Where nobody is named for it, whoever is there does."""
        return tuple(each for each in self.delegates if each.meets)

    @property
    def unable(self) -> frozenset[int]:
        """The slots in which no meeting can be held: the participant said so, or everybody who meets is away."""
        if not self.meeting:
            return self.away
        return self.away | frozenset.intersection(*(each.away for each in self.meeting))

    def there(self, slot: int) -> tuple[DelegateThere, ...]:
        """Who of those who meet is there in a slot."""
        return () if slot in self.away else tuple(each for each in self.meeting if slot not in each.away)

    def with_absences(self, delegate: int | None, away: AbstractSet[int]) -> "Delegation":
        """The same with other absences of one delegate, or of the participant as a whole."""
        if delegate is None:
            return replace(self, away=frozenset(away))
        changed = (replace(each, away=frozenset(away)) if each.id == delegate else each for each in self.delegates)
        return replace(self, delegates=tuple(changed))

    def with_meeting(self, delegate: int, *, meets: bool) -> "Delegation":
        """The same with one delegate who does, or does not, hold meetings."""
        changed = (replace(each, meets=meets) if each.id == delegate else each for each in self.delegates)
        return replace(self, delegates=tuple(changed))


def organizer_may_add(fair: Fair, at: datetime) -> bool:
    """Whether the organizer may still add and pin requests: until the fair is over, whatever the dates say."""
    return phase(fair, at) is not Phase.OVER


def other_kind(kind: str) -> CompanyKind:
    """The kind that sits on the other side of the table."""
    return CompanyKind.DISTRIBUTOR if kind == CompanyKind.PRODUCER else CompanyKind.PRODUCER


def state_words(state: str) -> str:
    """A request's state in words."""
    return {
        RequestState.WAITING: _("chờ trả lời"),
        RequestState.ACCEPTED: _("đã nhận lời"),
        RequestState.DECLINED: _("đã từ chối"),
        RequestState.WITHDRAWN: _("đã rút"),
    }[RequestState(state)]


def state_badge(state: str) -> str:
    """The badge that shows a request's state."""
    return {
        RequestState.WAITING: "waiting",
        RequestState.ACCEPTED: "confirmed",
        RequestState.DECLINED: "refused",
        RequestState.WITHDRAWN: "cancelled",
    }[RequestState(state)]


def weight_words(weight: int) -> str:
    """How much somebody wants a meeting, from 1 to 5, in words."""
    return {
        1: _("Gặp được thì tốt"),
        2: _("Muốn gặp"),
        3: _("Rất muốn gặp"),
        4: _("Cần gặp"),
        5: _("Nhất định phải gặp"),
    }[weight]
