"""Everything that two companies have, read before they are made one."""

from dataclasses import dataclass
from typing import Any

from chophien.booths.tables import BoothBooking
from chophien.catalogue.tables import Paper, Product, Want
from chophien.companies.tables import Company, Delegate
from chophien.directory.rules.folding import Asked, stays_at_fair
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, Participation
from chophien.matchmaking.tables import MeetingRequest
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.timetable.tables import Meeting, MeetingState

Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """One of the two, as its rows stand."""

    company: Row
    delegates: list[Row]
    products: list[Row]
    papers: list[Row]
    want: Row | None
    participations: list[Row]

    @property
    def id(self) -> int:
        """The company's number."""
        return int(self.company["id"])

    @property
    def signs_in(self) -> bool:
        """Whether anybody signs in for it."""
        return any(seat["person"] is not None for seat in self.delegates)


async def side_of(company_id: int) -> Side:
    """The rows of one company. Raises NotFound."""
    company = await Company.select().where(Company.id == company_id).first()
    if company is None:
        raise NotFound(_("Không tìm thấy đơn vị này."))
    return Side(
        company=company,
        delegates=await Delegate.select().where(Delegate.company == company_id).order_by(Delegate.id),
        products=await Product.select().where(Product.company == company_id).order_by(Product.id),
        papers=await Paper.select().where(Paper.company == company_id).order_by(Paper.id),
        want=await Want.select().where(Want.company == company_id).first(),
        participations=await Participation.select()
        .where(Participation.company == company_id)
        .order_by(Participation.id),
    )


@dataclass(frozen=True)
class SharedFair:
    """A fair in which both take part: which registration stays, and what both are asked for there."""

    fair_id: int
    names: tuple[str, str]
    """In Vietnamese and in English."""
    stays: Row
    goes: Row
    requests: list[Asked]

    @property
    def name(self) -> str:
        """The fair's name in the spoken language."""
        return spoken(*self.names)


async def shared_fairs(kept: Side, gone: Side) -> list[SharedFair]:
    """The fairs in which both take part, in order of their numbers."""
    mine = {row["fair"]: row for row in kept.participations}
    shared = []
    for theirs in gone.participations:
        if theirs["fair"] in mine:
            own = mine[theirs["fair"]]
            stays, goes = (own, theirs) if stays_at_fair(own, theirs) else (theirs, own)
            fair = await Fair.select(Fair.name_vi, Fair.name_en).where(Fair.id == own["fair"]).first() or {}
            shared.append(
                SharedFair(
                    fair_id=own["fair"],
                    names=(fair["name_vi"], fair["name_en"]),
                    stays=stays,
                    goes=goes,
                    requests=await _asked(stays, goes),
                )
            )
    return sorted(shared, key=lambda one: one.fair_id)


async def _asked(stays: Row, goes: Row) -> list[Asked]:
    side, partner = (
        (MeetingRequest.producer, MeetingRequest.distributor)
        if stays["kind"] == "producer"
        else (MeetingRequest.distributor, MeetingRequest.producer)
    )
    rows = await MeetingRequest.select(
        MeetingRequest.id,
        side.as_alias("side"),
        partner.as_alias("partner"),
        MeetingRequest.state,
        MeetingRequest.weight,
    ).where(side.is_in([stays["id"], goes["id"]]))
    meetings = await Meeting.select(
        Meeting.id, Meeting.request, Meeting.slot, Meeting.slot.starts_at.as_alias("starts_at")
    ).where(Meeting.request.is_in([row["id"] for row in rows] or [0]), Meeting.state == MeetingState.CONFIRMED)
    at = now()
    of_request = {row["request"]: row for row in meetings}
    return [
        Asked(
            id=row["id"],
            mine=row["side"] == stays["id"],
            partner=row["partner"],
            state=row["state"],
            weight=row["weight"],
            meeting=meeting["id"] if (meeting := of_request.get(row["id"])) else None,
            slot=meeting["slot"] if meeting and meeting["starts_at"] > at else None,
        )
        for row in rows
    ]


async def fair_names_of(organizer_id: int | None, kept: Side, gone: Side) -> dict[int, str]:
    """The names of the fairs where one of the two takes part, by number; with an organizer only its own."""
    ids = sorted({row["fair"] for row in (*kept.participations, *gone.participations)})
    mine = [] if organizer_id is None else [Fair.organizer == organizer_id]
    rows = await Fair.select(Fair.id, Fair.name_vi, Fair.name_en).where(Fair.id.is_in(ids or [0]), *mine)
    return {row["id"]: spoken(row["name_vi"], row["name_en"]) for row in rows}


async def booths_held(kept: Side, gone: Side) -> dict[int, str]:
    """The codes of the booths that either has, by participation."""
    ids = [row["id"] for row in (*kept.participations, *gone.participations)]
    rows = await BoothBooking.select(BoothBooking.participation, BoothBooking.booth.code.as_alias("code")).where(
        BoothBooking.participation.is_in(ids or [0]), BoothBooking.released_at.is_null()
    )
    return {row["participation"]: row["code"] for row in rows}
