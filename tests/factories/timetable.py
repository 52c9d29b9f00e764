"""Fairs with accepted requests, and timetables on them, for tests."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import Fair, MeetingTable, Slot
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.clock import now
from chophien.timetable.actions.runs import ask_for_run
from chophien.timetable.changes import Spot
from chophien.timetable.jobs import work_once
from chophien.timetable.queries.versions import versions_of
from chophien.timetable.save_timetable import save_draft
from tests.factories.fairs import Participant, Staff, make_fair, make_organizer, make_participation


@dataclass(frozen=True)
class MeetingFair:
    """A fair whose every producer has been accepted by every distributor; row ids in order."""

    staff: Staff
    fair: Fair
    producers: list[Participant]
    distributors: list[Participant]
    requests: list[int]
    slots: list[int]
    tables: list[int]


async def make_meeting_fair(
    *,
    producers: int = 2,
    distributors: int = 2,
    tables: int = 2,
    days: int = 1,
    interpreting: str | None = None,
    weights: Sequence[int] = (3,),
) -> MeetingFair:
    """A small fair, each pair of its producers and distributors with an accepted request of one of these weights."""
    dice = random.Random(1)
    staff = await make_organizer()
    fair = await make_fair(staff, days=days, tables_per_hall=tables)
    makers = [await make_participation(fair, CompanyKind.PRODUCER, f"Gốm {n}") for n in range(1, producers + 1)]
    buyers = [
        await make_participation(fair, CompanyKind.DISTRIBUTOR, f"Siêu thị {n}", interpreting=interpreting)
        for n in range(1, distributors + 1)
    ]
    requests = [
        await make_request(fair, maker, buyer, weight=dice.choice(weights)) for maker in makers for buyer in buyers
    ]
    slots = await Slot.select(Slot.id).where(Slot.fair == fair.id).order_by(Slot.starts_at)
    rows = await MeetingTable.select(MeetingTable.id).where(MeetingTable.fair == fair.id).order_by(MeetingTable.id)
    return MeetingFair(
        staff, fair, makers, buyers, requests, [slot["id"] for slot in slots], [row["id"] for row in rows]
    )


async def make_hard_fair() -> MeetingFair:
    """A fair whose best timetable nobody can prove in a minute: its tables are always taken and its requests differ."""
    return await make_meeting_fair(producers=14, distributors=14, tables=9, weights=range(1, 6))


async def make_request(
    fair: Fair,
    producer: Participant,
    distributor: Participant,
    *,
    weight: int = 3,
    state: str = RequestState.ACCEPTED,
    pinned_slot: int | None = None,
) -> int:
    """A meeting request; returns its id."""
    request = MeetingRequest(
        fair=fair.id,
        producer=producer.id,
        distributor=distributor.id,
        weight=weight,
        note="Muốn xem mẫu gốm mới",
        state=state,
        sent_at=now(),
        pinned_slot=pinned_slot,
    )
    await request.save()
    return request.id


async def make_draft(fair: MeetingFair, *cells: tuple[int, int]) -> int:
    """A draft with the first requests in the given (slot, table) cells, by their places in the fair's lists."""
    spots = {
        fair.requests[n]: Spot(fair.slots[slot], fair.tables[table], None) for n, (slot, table) in enumerate(cells)
    }
    return await save_draft(fair.fair.id, spots, at=now())


async def make_computed_draft(fair: MeetingFair, *, seconds: int = 5) -> int:
    """A draft from a whole run, by a worker in this process; returns the version's number."""
    await ask_for_run(fair.fair.id, at=now(), seconds=seconds)
    assert await work_once("a worker")
    return (await versions_of(fair.fair.id))[0].number
