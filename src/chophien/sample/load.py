"""Writing the sample world as rows: everything in one transaction, nothing twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from piccolo.table import Table

from chophien.accounts.tables import Organizer, Person, Role, RoleKind
from chophien.booths.tables import BoothBooking
from chophien.catalogue.tables import CraftVillage, Product
from chophien.companies.short_names import named
from chophien.companies.tables import Company, CompanyKind, Delegate
from chophien.fairs.tables import Booth, Fair, Interpreter, MeetingTable, Participation, ParticipationState, Slot
from chophien.matchmaking.tables import Absence, InterpreterAbsence, MeetingRequest, RequestState
from chophien.places.actions import place_of
from chophien.places.hanoi import DISTRICT_BY_NAME
from chophien.sample import shapes
from chophien.sample.distributors import province_key
from chophien.sample.load_fair import load_fair
from chophien.sample.load_market import load_market, market_columns
from chophien.sample.load_registration import load_registration
from chophien.sample.rows import insert_rows
from chophien.sample.shapes import Distributor, Producer, World
from chophien.sample.trades import TRADE_BY_KEY
from chophien.support.collation import sort_key
from chophien.support.database import transaction
from chophien.support.folding import folded

DEMO_PASSWORD = "phien cho tre"  # noqa: S105 - it is printed for everybody to see.
"""The password of every person of the sample world."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sample fair's row, whether this call wrote it, and how many of each thing the world has."""

    fair_id: int
    slug: str
    name_en: str
    is_new: bool
    counts: Mapping[str, int]


async def load_world(world: World, *, hashed_password: str, at: datetime) -> Loaded:
    """Write the world, all or nothing; where its organizer holds a fair already, leave every row as it is.

    `hashed_password` is kept for everybody, so that one can sign in as any delegate of the sample.
    """
    async with transaction():
        # By its organizer, because a demo of another month has other dates and another name.
        known = (
            await Fair.select(Fair.id).where(Fair.organizer.email == world.organizer.email).order_by(Fair.id).first()
        )
        fair_id = int(known["id"]) if known else await _write(world, hashed_password, at)
        fair = await Fair.select(Fair.slug, Fair.name_en).where(Fair.id == fair_id).first()
    assert fair is not None  # noqa: S101 - it was there or has just been written.
    return Loaded(fair_id, fair["slug"], fair["name_en"], known is None, await _counts(fair_id))


async def _counts(fair_id: int) -> dict[str, int]:
    """Counted from the rows, which people may have added to since."""
    here = Participation.fair == fair_id
    companies = await Participation.select(Participation.company).where(here)
    ids = [row["company"] for row in companies]
    asked = MeetingRequest.fair == fair_id
    return {
        "producers": await Participation.count().where(here, Participation.kind == CompanyKind.PRODUCER),
        "products": await Product.count().where(Product.company.is_in(ids)) if ids else 0,
        "distributors": await Participation.count().where(here, Participation.kind == CompanyKind.DISTRIBUTOR),
        "interpreters": await Interpreter.count().where(Interpreter.fair == fair_id),
        "booths": await Booth.count().where(Booth.fair == fair_id),
        "booths booked": await BoothBooking.count().where(
            BoothBooking.booth.fair == fair_id, BoothBooking.released_at.is_null()
        ),
        "tables": await MeetingTable.count().where(MeetingTable.fair == fair_id),
        "slots": await Slot.count().where(Slot.fair == fair_id),
        "meeting requests": await MeetingRequest.count().where(asked),
        "of which accepted": await MeetingRequest.count().where(asked, MeetingRequest.state == RequestState.ACCEPTED),
    }


async def _write(world: World, hashed_password: str, at: datetime) -> int:
    codes = {one.district_code for one in (*world.producers, *world.applicants)}
    codes |= {village.district_code for village in world.villages}
    codes |= {key for one in world.distributors if (key := province_key(one, world.fair.days[0]))}
    places = {code: await place_of(code) for code in sorted(codes | set(world.fair.co_host_codes))}
    organizer_id = await _write_organizer(world.organizer, hashed_password, at)
    fair_id = await load_fair(world.fair, world.interpreters, organizer_id=organizer_id, places=places, at=at)
    companies = await _write_companies(world, places, hashed_password)
    await _write_products(world, places, companies)
    await load_market(world, companies, at)
    participations = await _write_participations(world, fair_id, companies)
    await _write_bookings(world, fair_id, participations)
    slots = await _slots(world, fair_id)
    await _write_absences(world, fair_id, participations, slots)
    await _write_requests(world, fair_id, participations, slots)
    await load_registration(
        world,
        fair_id,
        participations,
        organizer_id=organizer_id,
        place_id=places[DISTRICT_BY_NAME["Hoàng Mai"].code],
        hashed_password=hashed_password,
        at=at,
    )
    return fair_id


async def _write_organizer(organizer: shapes.Organizer, hashed_password: str, at: datetime) -> int:
    row = Organizer(
        name=organizer.name, email=organizer.email, phone=organizer.phone, address=organizer.address, created_at=at
    )
    await row.save()
    people = await _write_people(organizer.staff, hashed_password, at)
    *planners, desk = organizer.staff
    kinds = [RoleKind.OWNER, *[RoleKind.PLANNER] * (len(planners) - 1)]
    roles = [
        Role(person=people[who.email], kind=kind, organizer=row.id) for who, kind in zip(planners, kinds, strict=True)
    ]
    roles.append(Role(person=people[desk.email], kind=RoleKind.DESK, organizer=row.id))
    await insert_rows(Role, roles)
    return int(row.id)


async def _write_people(people: Sequence[shapes.Person], hashed_password: str, at: datetime) -> dict[str, int]:
    """Ids by address."""
    rows = [
        Person(
            email=person.email,
            name=person.name,
            password_hash=hashed_password,
            language="vi" if person.languages[0] == "vi" else "en",
            created_at=at,
        )
        for person in people
    ]
    inserted = await insert_rows(Person, rows, Person.id, Person.email)
    return {row["email"]: row["id"] for row in inserted}


async def _write_companies(world: World, places: Mapping[str, int], hashed_password: str) -> dict[str, int]:
    """Companies with their delegates, of whom the first can sign in; ids by key."""
    made_at = world.fair.registration_opens_at - timedelta(days=30)
    producers = [*world.producers, *world.applicants]
    rows = [_producer_row(one, places, made_at) for one in producers]
    for one in world.distributors:
        province = province_key(one, world.fair.days[0])
        rows.append(_distributor_row(one, places[province] if province else None, made_at))
    inserted = await insert_rows(Company, rows, Company.id, Company.email)
    ids = {row["email"]: row["id"] for row in inserted}
    both: list[tuple[str, Producer | Distributor]] = [(RoleKind.PRODUCER, one) for one in producers]
    both += [(RoleKind.DISTRIBUTOR, one) for one in world.distributors]
    people = await _write_people([one.delegates[0] for _, one in both], hashed_password, made_at)
    await insert_rows(Role, [Role(person=people[one.delegates[0].email], kind=kind) for kind, one in both])
    delegates = [
        Delegate(
            company=ids[one.email],
            person=people.get(delegate.email),
            name=delegate.name,
            duty=delegate.duty.vi if delegate.languages[0] == "vi" else delegate.duty.en,
            email=delegate.email,
            phone=delegate.phone,
        )
        for _, one in both
        for delegate in one.delegates
    ]
    await insert_rows(Delegate, delegates)
    return {one.key: ids[one.email] for _, one in both}


def _producer_row(producer: Producer, places: Mapping[str, int], at: datetime) -> Company:
    return Company(
        kind=CompanyKind.PRODUCER,
        form=producer.kind,
        **named(producer.name),
        tax_code=producer.tax_code,
        place=places[producer.district_code],
        address=producer.address,
        email=producer.email,
        phone=producer.phone,
        about_vi=producer.about.vi,
        about_en=producer.about.en,
        created_at=at,
    )


def _distributor_row(distributor: Distributor, place_id: int | None, at: datetime) -> Company:
    return Company(
        kind=CompanyKind.DISTRIBUTOR,
        form=distributor.kind,
        **named(distributor.name),
        tax_code=distributor.tax_code,
        place=place_id,
        address=distributor.address,
        country=distributor.country,
        email=distributor.email,
        phone=distributor.phone,
        about_vi=distributor.about.vi,
        about_en=distributor.about.en,
        looking_for_vi=distributor.looks_for.vi,
        looking_for_en=distributor.looks_for.en,
        created_at=at,
    )


async def _write_products(world: World, places: Mapping[str, int], companies: Mapping[str, int]) -> None:
    villages = await _write_villages(world, places)
    rows = [
        Product(
            company=companies[producer.key],
            name=product.name.vi,
            folded_name=folded(product.name.vi),
            sort_name=sort_key(product.name.vi),
            group=product.group,
            stars=product.stars,
            recognised_on=product.recognised_on,
            decision_number=product.decision_number,
            craft_village=villages[product.village_key] if product.village_key else None,
            place=places[producer.district_code],
            about_vi=product.about.vi,
            about_en=product.about.en,
            unit=product.unit.vi,
            price_from=product.price_from,
            price_to=product.price_to,
            capacity_per_month=product.monthly_capacity,
            **market_columns(world.seed, product),
        )
        for producer in (*world.producers, *world.applicants)
        for product in producer.products
    ]
    await insert_rows(Product, rows)


async def _write_villages(world: World, places: Mapping[str, int]) -> dict[str, int]:
    """Villages belong to no fair: those that are known stay. Ids by key; a village of two trades has two rows."""
    rows = {
        village.key: CraftVillage(
            name=village.name,
            place=places[village.district_code],
            trade_vi=TRADE_BY_KEY[village.trade].word.vi,
            trade_en=TRADE_BY_KEY[village.trade].word.en,
        )
        for village in world.villages
    }
    columns = (CraftVillage.id, CraftVillage.name, CraftVillage.place, CraftVillage.trade_vi)
    known = await CraftVillage.select(*columns).where(CraftVillage.place.is_in(sorted(places.values())))
    missing = [row for row in rows.values() if _village_of(row.to_dict()) not in map(_village_of, known)]
    known += await insert_rows(CraftVillage, missing, *columns)
    ids = {_village_of(line): line["id"] for line in known}
    return {key: ids[_village_of(row.to_dict())] for key, row in rows.items()}


def _village_of(line: Mapping[str, Any]) -> tuple[str, int, str]:
    return line["name"], line["place"], line["trade_vi"]


async def _write_participations(world: World, fair_id: int, companies: Mapping[str, int]) -> dict[str, int]:
    """Everybody is approved but the applicants, who came last; ids by company key."""
    opens = world.fair.registration_opens_at
    days = (world.fair.requests_open_at - opens).days - 2
    everybody: list[Producer | Distributor] = [*world.producers, *world.distributors]
    applied = [
        # Everybody writes by day: registration opens at eight in the morning, and 13 hours later it is evening.
        opens + timedelta(days=number * days // len(everybody), minutes=number * 97 % (13 * 60))
        for number in range(len(everybody))
    ]
    rows = [
        Participation(
            fair=fair_id,
            company=companies[one.key],
            kind=CompanyKind.DISTRIBUTOR if isinstance(one, Distributor) else CompanyKind.PRODUCER,
            state=ParticipationState.APPROVED,
            interpreting=one.interpreting if isinstance(one, Distributor) else None,
            applied_at=applied_at,
            decided_at=applied_at + timedelta(days=1),
        )
        for one, applied_at in zip(everybody, applied, strict=True)
    ]
    rows += [
        Participation(
            fair=fair_id,
            company=companies[one.key],
            kind=CompanyKind.PRODUCER,
            state=ParticipationState.WAITING,
            applied_at=world.fair.registration_closes_at - timedelta(days=8 + number, minutes=97 * number),
        )
        for number, one in enumerate(world.applicants)
    ]
    inserted = await insert_rows(Participation, rows, Participation.id, Participation.company)
    keys = {id_: key for key, id_ in companies.items()}
    return {keys[row["company"]]: row["id"] for row in inserted}


async def _write_bookings(world: World, fair_id: int, participations: Mapping[str, int]) -> None:
    booths = {row["code"]: row["id"] for row in await Booth.select(Booth.id, Booth.code).where(Booth.fair == fair_id)}
    rows = [
        BoothBooking(
            booth=booths[booking.booth_code],
            participation=participations[booking.producer_key],
            booked_at=booking.booked_at,
        )
        for booking in world.bookings
    ]
    await insert_rows(BoothBooking, rows)


async def _slots(world: World, fair_id: int) -> dict[str, int]:
    """Ids of the fair's slots by the world's keys."""
    rows = await Slot.select(Slot.id, Slot.starts_at).where(Slot.fair == fair_id)
    ids = {row["starts_at"]: row["id"] for row in rows}
    return {slot.key: ids[slot.starts_at] for slot in world.fair.slots}


async def _write_absences(
    world: World, fair_id: int, participations: Mapping[str, int], slots: Mapping[str, int]
) -> None:
    everybody: list[Producer | Distributor] = [*world.producers, *world.distributors]
    rows = [
        Absence(participation=participations[one.key], slot=slots[key]) for one in everybody for key in sorted(one.away)
    ]
    await insert_rows(Absence, rows)
    listed = await Interpreter.select(Interpreter.id, Interpreter.email).where(Interpreter.fair == fair_id)
    written = {row["email"]: row["id"] for row in listed}
    away = [
        InterpreterAbsence(interpreter=written[one.person.email], slot=slots[key])
        for one in world.interpreters
        for key in sorted(one.away)
    ]
    await insert_rows(InterpreterAbsence, away)


async def _write_requests(
    world: World, fair_id: int, participations: Mapping[str, int], slots: Mapping[str, int]
) -> None:
    listed = await MeetingTable.select(MeetingTable.id, MeetingTable.code).where(MeetingTable.fair == fair_id)
    tables = {row["code"]: row["id"] for row in listed}
    pins = {pin.request_key: pin for pin in world.pins}
    rows: list[Table] = []
    for request in world.requests:
        pin = pins.get(request.key)
        rows.append(
            MeetingRequest(
                fair=fair_id,
                producer=participations[request.producer_key],
                distributor=participations[request.distributor_key],
                asked_by=request.asked_by,
                weight=request.weight,
                note=request.note,
                state=request.answer,
                answer=request.reply,
                sent_at=request.asked_at,
                answered_at=request.answered_at,
                pinned_slot=slots[pin.slot_key] if pin else None,
                pinned_table=tables[pin.table_code] if pin and pin.table_code else None,
            )
        )
    await insert_rows(MeetingRequest, rows)
