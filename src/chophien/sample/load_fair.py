"""Writing the sample fair itself: days, sessions, slots, halls, tables, booths, programme, interpreters."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from chophien.fairs.tables import (
    Booth,
    CoHost,
    Fair,
    FairDay,
    FairSession,
    FairState,
    Hall,
    Interpreter,
    MeetingTable,
    ProgrammeItem,
    Slot,
    WhoAsks,
)
from chophien.sample import shapes
from chophien.sample.fair import SLOT_MINUTES, moment
from chophien.sample.rows import insert_rows

_TRAVEL = shapes.Text(
    "Xe buýt số 30 và 38 dừng trước cổng chính.\n"
    "Ô tô và xe máy gửi ở bãi phía phố Tân Mai; xe chở hàng vào cổng sau trước 7 giờ 30.",
    "Buses 30 and 38 stop at the main gate.\n"
    "Cars and motorbikes park on the side of Tân Mai street; deliveries use the back gate before 7:30.",
)


async def load_fair(
    fair: shapes.Fair,
    interpreters: Sequence[shapes.Interpreter],
    *,
    organizer_id: int,
    places: Mapping[str, int],
    at: datetime,
) -> int:
    """Write the fair, public from the start; returns its id. `places` are ids by district code."""
    row = Fair(
        organizer=organizer_id,
        slug=fair.key,
        state=FairState.OPEN,
        name_vi=fair.name.vi,
        name_en=fair.name.en,
        about_vi=fair.about.vi,
        about_en=fair.about.en,
        venue=fair.venue,
        address=fair.address,
        starts_on=fair.days[0],
        ends_on=fair.days[-1],
        timezone=fair.time_zone,
        slot_minutes=SLOT_MINUTES,
        registration_from=fair.registration_opens_at,
        registration_until=fair.registration_closes_at,
        requests_from=fair.requests_open_at,
        requests_until=fair.requests_close_at,
        asking=WhoAsks.BOTH,
        provisional_from=moment(fair.days[0] - timedelta(days=3), time(8)),
        final_from=moment(fair.days[0] - timedelta(days=1), time(8)),
        travel_vi=_TRAVEL.vi,
        travel_en=_TRAVEL.en,
        created_at=at,
    )
    await row.save()
    fair_id = int(row.id)
    await insert_rows(CoHost, [CoHost(fair=fair_id, place=places[code]) for code in fair.co_host_codes])
    await _write_calendar(fair, fair_id)
    await _write_halls(fair, fair_id)
    programme = [
        ProgrammeItem(
            fair=fair_id,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            title_vi=item.name.vi,
            title_en=item.name.en,
            spot=item.spot,
        )
        for item in fair.programme
    ]
    await insert_rows(ProgrammeItem, programme)
    people = [
        Interpreter(
            fair=fair_id,
            name=one.person.name,
            pairs=",".join(one.pairs),
            email=one.person.email,
            phone=one.person.phone,
        )
        for one in interpreters
    ]
    await insert_rows(Interpreter, people)
    return fair_id


async def _write_calendar(fair: shapes.Fair, fair_id: int) -> None:
    for date in fair.days:
        day = FairDay(fair=fair_id, date=date)
        await day.save()
        for session in [one for one in fair.sessions if one.day == date]:
            row = FairSession(
                day=day.id,
                name_vi=session.name.vi,
                name_en=session.name.en,
                starts_at=moment(date, session.starts),
                ends_at=moment(date, session.ends),
            )
            await row.save()
            slots = [
                Slot(fair=fair_id, session=row.id, starts_at=slot.starts_at, ends_at=slot.ends_at)
                for slot in fair.slots
                if slot.session_key == session.key
            ]
            await insert_rows(Slot, slots)


async def _write_halls(fair: shapes.Fair, fair_id: int) -> None:
    for position, hall in enumerate(fair.halls):
        row = Hall(fair=fair_id, name_vi=hall.name.vi, name_en=hall.name.en, position=position)
        await row.save()
        tables = [
            MeetingTable(fair=fair_id, hall=row.id, code=table.code)
            for table in fair.tables
            if table.hall_key == hall.key
        ]
        await insert_rows(MeetingTable, tables)
        booths = [
            Booth(
                fair=fair_id,
                hall=row.id,
                code=booth.code,
                row_name=booth.row,
                position=booth.position,
                blocked=booth.blocked,
            )
            for booth in fair.booths
            if booth.hall_key == hall.key
        ]
        await insert_rows(Booth, booths)
