"""Reading the names that a timetable is shown with: slots, tables, people, wishes, all of one fair."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chophien.booths.queries import booth_holders
from chophien.fairs.queries import SlotLine, TableLine, slots_of, tables_of
from chophien.fairs.tables import Fair, Interpreter
from chophien.matchmaking.tables import MeetingRequest, RequestState


@dataclass(frozen=True, slots=True)
class Wish:
    """A meeting request with the names of both sides."""

    id: int
    producer_id: int
    distributor_id: int
    producer: str
    distributor: str
    weight: int
    pair: str | None
    note: str
    accepted: bool
    pinned: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a timetable of one fair speaks of, by row id, in the spoken language."""

    fair_id: int
    timezone: str
    slots: Mapping[int, SlotLine]
    tables: Mapping[int, TableLine]
    interpreters: Mapping[int, str]
    wishes: Mapping[int, Wish]

    @property
    def days(self) -> list[date]:
        """The days that have slots, in order."""
        return sorted({slot.day for slot in self.slots.values()})


async def board_of(fair_id: int) -> Board:
    """The board of a fair."""
    fair = await Fair.select(Fair.timezone).where(Fair.id == fair_id).first()
    timezone = fair["timezone"] if fair else "UTC"
    interpreters = await Interpreter.select(Interpreter.id, Interpreter.name).where(Interpreter.fair == fair_id)
    taken = await booth_holders(fair_id)
    return Board(
        fair_id=fair_id,
        timezone=timezone,
        slots={slot.id: slot for slot in await slots_of(fair_id)},
        # Nobody meets at a booth that nobody has.
        tables={
            table.id: table for table in await tables_of(fair_id) if table.booth_id is None or table.booth_id in taken
        },
        interpreters={row["id"]: row["name"] for row in interpreters},
        wishes={wish.id: wish for wish in await _wishes(fair_id)},
    )


async def _wishes(fair_id: int) -> list[Wish]:
    rows = (
        await MeetingRequest.select(
            MeetingRequest.id,
            MeetingRequest.producer,
            MeetingRequest.distributor,
            MeetingRequest.producer._.company.name,
            MeetingRequest.distributor._.company.name,
            MeetingRequest.producer.interpreting,
            MeetingRequest.distributor.interpreting,
            MeetingRequest.weight,
            MeetingRequest.note,
            MeetingRequest.state,
            MeetingRequest.pinned_slot,
            MeetingRequest.pinned_table,
        )
        .where(MeetingRequest.fair == fair_id)
        .order_by(MeetingRequest.id)
    )
    return [
        Wish(
            id=row["id"],
            producer_id=row["producer"],
            distributor_id=row["distributor"],
            producer=row["producer.company.name"],
            distributor=row["distributor.company.name"],
            weight=row["weight"],
            pair=row["distributor.interpreting"] or row["producer.interpreting"],
            note=row["note"],
            accepted=row["state"] == RequestState.ACCEPTED,
            pinned=row["pinned_slot"] is not None or row["pinned_table"] is not None,
        )
        for row in rows
    ]
