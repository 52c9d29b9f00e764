"""Reading meeting requests: one side's, the organizer's, and a single one."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.columns.combination import Where

from chophien.companies.tables import CompanyKind
from chophien.fairs.rules import in_reading_order
from chophien.fairs.tables import Participation
from chophien.matchmaking.rules import Side, other_kind, side_of, state_badge, state_words, weight_words
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.folding import folded
from chophien.support.language import _
from chophien.support.refusal import NotFound

PER_PAGE = 50


@dataclass(frozen=True)
class RequestLine:
    """A meeting request with both companies."""

    id: int
    producer: int
    """The producer's participation."""
    producer_name: str
    producer_interpreting: str | None
    distributor: int
    """The distributor's participation."""
    distributor_name: str
    distributor_interpreting: str | None
    asked_by: CompanyKind
    weight: int
    note: str
    state: RequestState
    answer: str
    sent_at: datetime
    answered_at: datetime | None
    pinned_slot: int | None
    pinned_starts_at: datetime | None
    pinned_table: int | None
    pinned_table_code: str

    @property
    def interpreting(self) -> str | None:
        """The language pair that the meeting needs."""
        return self.distributor_interpreting or self.producer_interpreting

    @property
    def weight_words(self) -> str:
        """How much it is wanted, in words."""
        return weight_words(self.weight)

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return state_words(self.state)

    @property
    def state_badge(self) -> str:
        """The badge of its state."""
        return state_badge(self.state)

    def partner(self, kind: str) -> str:
        """The company across the table from the side `kind`."""
        return self.distributor_name if kind == CompanyKind.PRODUCER else self.producer_name

    def partner_id(self, kind: str) -> int:
        """The participation across the table from the side `kind`."""
        return self.distributor if kind == CompanyKind.PRODUCER else self.producer

    def side(self, kind: str) -> Side:
        """Whether the side `kind` asked or was asked."""
        return side_of(kind, self.asked_by)


_COLUMNS: tuple[Any, ...] = (
    MeetingRequest.id,
    MeetingRequest.producer,
    MeetingRequest.producer.interpreting.as_alias("producer_interpreting"),
    MeetingRequest.producer._.company.name.as_alias("producer_name"),
    MeetingRequest.distributor,
    MeetingRequest.distributor.interpreting.as_alias("distributor_interpreting"),
    MeetingRequest.distributor._.company.name.as_alias("distributor_name"),
    MeetingRequest.asked_by,
    MeetingRequest.weight,
    MeetingRequest.note,
    MeetingRequest.state,
    MeetingRequest.answer,
    MeetingRequest.sent_at,
    MeetingRequest.answered_at,
    MeetingRequest.pinned_slot,
    MeetingRequest.pinned_slot.starts_at.as_alias("pinned_starts_at"),
    MeetingRequest.pinned_table,
    MeetingRequest.pinned_table.code.as_alias("pinned_table_code"),
)


def _line(row: dict[str, Any]) -> RequestLine:
    return RequestLine(
        **{
            **row,
            "asked_by": CompanyKind(row["asked_by"]),
            "state": RequestState(row["state"]),
            "pinned_table_code": row["pinned_table_code"] or "",
        }
    )


def _side_column(kind: str) -> Any:
    return MeetingRequest.producer if kind == CompanyKind.PRODUCER else MeetingRequest.distributor


async def requests_of(participation: Participation) -> list[RequestLine]:
    """Every request in which the participant is one of the two, the newest first."""
    rows = (
        await MeetingRequest.select(*_COLUMNS)
        .where(_side_column(participation.kind) == participation.id)
        .order_by(MeetingRequest.sent_at, ascending=False)
        .order_by(MeetingRequest.id, ascending=False)
    )
    return [_line(row) for row in rows]


async def request_of(participation: Participation, request_id: int) -> RequestLine:
    """One of the participant's own requests; raises NotFound for one between others."""
    found = await requests_with(participation, [request_id])
    if not found:
        raise no_such_request()
    return found[0]


async def requests_with(participation: Participation, request_ids: list[int]) -> list[RequestLine]:
    """Those of these requests in which the participant is one of the two."""
    if not request_ids:
        return []
    rows = (
        await MeetingRequest.select(*_COLUMNS)
        .where(_side_column(participation.kind) == participation.id, MeetingRequest.id.is_in(request_ids))
        .order_by(MeetingRequest.id)
    )
    return [_line(row) for row in rows]


async def partners_asked(participation: Participation) -> dict[int, RequestLine]:
    """The participant's requests by the partner's participation."""
    return {line.partner_id(participation.kind): line for line in await requests_of(participation)}


async def request_at(fair_id: int, request_id: int) -> RequestLine:
    """One request of the fair; raises NotFound for one of another fair."""
    row = (
        await MeetingRequest.select(*_COLUMNS)
        .where(MeetingRequest.fair == fair_id, MeetingRequest.id == request_id)
        .first()
    )
    if row is None:
        raise no_such_request()
    return _line(row)


@dataclass(frozen=True)
class RequestPage:
    """One page of a fair's requests."""

    lines: list[RequestLine]
    total: int
    page: int
    pages: int


async def requests_at(
    fair_id: int, *, state: str = "", text: str = "", weight: int | None = None, pinned: bool = False, page: int = 1
) -> RequestPage:
    """One page of the fair's requests by weight, then age; every word of `text` must occur in a company's name."""
    producer: Any = MeetingRequest.producer
    distributor: Any = MeetingRequest.distributor
    conditions: list[Any] = [MeetingRequest.fair == fair_id]
    if state:
        conditions.append(MeetingRequest.state == state)
    if weight is not None:
        conditions.append(MeetingRequest.weight == weight)
    if pinned:
        conditions.append(_is_pinned())
    for word in folded(text).split()[:10]:
        pattern = f"%{word}%"
        conditions.append(producer.company.folded_name.like(pattern) | distributor.company.folded_name.like(pattern))
    total = await MeetingRequest.count().where(*conditions)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = (
        await MeetingRequest.select(*_COLUMNS)
        .where(*conditions)
        .order_by(MeetingRequest.weight, ascending=False)
        .order_by(MeetingRequest.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return RequestPage([_line(row) for row in rows], total, page, pages)


async def pinned_requests(fair_id: int) -> list[RequestLine]:
    """The requests still wanted that are pinned to a slot, a table or both, earliest slot first."""
    wanted = MeetingRequest.state.is_in([RequestState.WAITING, RequestState.ACCEPTED])
    rows = await MeetingRequest.select(*_COLUMNS).where(MeetingRequest.fair == fair_id, wanted, _is_pinned())
    lines = [_line(row) for row in rows]
    return sorted(
        lines,
        key=lambda line: (
            (line.pinned_starts_at is None, line.pinned_starts_at and line.pinned_starts_at.timestamp()),
            in_reading_order(line.pinned_table_code),
            line.id,
        ),
    )


def _is_pinned() -> Any:
    slot: Where = MeetingRequest.pinned_slot.is_not_null()
    return slot | MeetingRequest.pinned_table.is_not_null()


async def request_counts(fair_id: int) -> Counter[RequestState]:
    """How many requests of the fair stand in each state."""
    rows = await MeetingRequest.select(MeetingRequest.state).where(MeetingRequest.fair == fair_id)
    return Counter(RequestState(row["state"]) for row in rows)


async def waiting_for(participation: Participation) -> int:
    """How many requests wait for the participant's answer."""
    return int(
        await MeetingRequest.count().where(
            _side_column(participation.kind) == participation.id,
            MeetingRequest.asked_by == other_kind(participation.kind),
            MeetingRequest.state == RequestState.WAITING,
        )
    )


async def requests_sent(participation: Participation) -> int:
    """How many requests the participant sent that are neither declined nor withdrawn."""
    return int(
        await MeetingRequest.count().where(
            _side_column(participation.kind) == participation.id,
            MeetingRequest.asked_by == participation.kind,
            MeetingRequest.state.is_in([RequestState.WAITING, RequestState.ACCEPTED]),
        )
    )


def no_such_request() -> NotFound:
    """What is said when there is no such request, or it is between others."""
    return NotFound(_("Không có yêu cầu gặp này."))
