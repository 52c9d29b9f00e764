"""The sample world as one value: `build_world(seed)` always gives the same for the same seed."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from chophien.sample.absences import DISTRIBUTORS, INTERPRETERS, PRODUCERS, slots_away
from chophien.sample.distributors import Buyer, make_buyers
from chophien.sample.fair import SATURDAY, make_fair, make_interpreters, make_organizer
from chophien.sample.producers import make_producers
from chophien.sample.requests import make_pins, make_requests
from chophien.sample.shapes import (
    BoothBooking,
    DemoPerson,
    Distributor,
    Fair,
    Interpreter,
    MeetingRequest,
    Organizer,
    Producer,
    World,
)
from chophien.sample.streams import stream
from chophien.sample.villages import CRAFT_VILLAGES

SEED = 2026
PRODUCER_COUNT = 140
PRODUCT_COUNT = 400
APPLICANT_COUNT = 4
# Some booths of each hall stay free, so that whoever tries the demo can book one.
FREE_BOOTHS_A_HALL = 6
CO_HOST_OFFICE = "Phòng Kinh tế quận Hoàng Mai"


def build_world(seed: int = SEED, saturday: date = SATURDAY) -> World:
    """Everything of the sample world; the same seed gives an equal value in every process.

    Another first day moves the dates of the fair and what led up to it, and nothing else.
    """
    fair = make_fair(saturday)
    producers = _with_absences(seed, make_producers(seed, PRODUCER_COUNT, PRODUCT_COUNT), fair)
    buyers = _buyers_with_absences(seed, make_buyers(seed), fair)
    interpreters = _interpreters_with_absences(seed, make_interpreters(seed), fair)
    distributors = tuple(buyer.distributor for buyer in buyers)
    requests = make_requests(seed, fair, producers, buyers)
    organizer = make_organizer(seed)
    bookings = _bookings(seed, fair, producers)
    return World(
        seed=seed,
        organizer=organizer,
        villages=CRAFT_VILLAGES,
        fair=fair,
        producers=producers,
        applicants=make_producers(seed, APPLICANT_COUNT, 3 * APPLICANT_COUNT, mark="a"),
        distributors=distributors,
        interpreters=interpreters,
        bookings=bookings,
        requests=requests,
        pins=make_pins(seed, fair, producers, distributors, requests),
        demo=_demo_people(organizer, producers, distributors, requests, bookings),
    )


def _with_absences(seed: int, producers: Sequence[Producer], fair: Fair) -> tuple[Producer, ...]:
    rng = stream(seed, "producers away")
    return tuple(replace(producer, away=slots_away(rng, fair.slots, PRODUCERS)) for producer in producers)


def _buyers_with_absences(seed: int, buyers: Sequence[Buyer], fair: Fair) -> tuple[Buyer, ...]:
    rng = stream(seed, "distributors away")
    return tuple(
        replace(buyer, distributor=replace(buyer.distributor, away=slots_away(rng, fair.slots, DISTRIBUTORS)))
        for buyer in buyers
    )


def _interpreters_with_absences(seed: int, people: Sequence[Interpreter], fair: Fair) -> tuple[Interpreter, ...]:
    rng = stream(seed, "interpreters away")
    return tuple(replace(one, away=slots_away(rng, fair.slots, INTERPRETERS)) for one in people)


def _bookings(seed: int, fair: Fair, producers: Sequence[Producer]) -> tuple[BoothBooking, ...]:
    """Food goes to hall A and crafts to hall B, as far as there is room, the first ones mostly near the entrance."""
    rng = stream(seed, "booths")
    free = {hall.key: [b.code for b in fair.booths if b.hall_key == hall.key and not b.blocked] for hall in fair.halls}
    first, second = (hall.key for hall in fair.halls)
    bookings: list[BoothBooking] = []
    for producer in rng.sample(producers, len(producers)):
        hall = first if producer.products[0].group in {"food", "drink", "herbal"} else second
        if len(free[hall]) <= FREE_BOOTHS_A_HALL:
            continue
        code = free[hall].pop(_early(rng, len(free[hall])))
        booked_at = fair.requests_open_at + timedelta(days=rng.randrange(40), minutes=rng.randrange(13 * 60))
        bookings.append(BoothBooking(code, producer.key, booked_at))
    return tuple(sorted(bookings, key=lambda booking: booking.booked_at))


def _early(rng: random.Random, length: int) -> int:
    """A place near the front of a list: people like the booths by the entrance."""
    return min(length - 1, int(rng.expovariate(1 / 8)))


def _demo_people(
    organizer: Organizer,
    producers: Sequence[Producer],
    distributors: Sequence[Distributor],
    requests: Sequence[MeetingRequest],
    bookings: Sequence[BoothBooking],
) -> tuple[DemoPerson, ...]:
    """One person for each role; the two companies are busy ones with a booth and with requests still to answer."""
    booked = {booking.producer_key for booking in bookings}
    producer = max(
        (one for one in producers if one.key in booked and one.products[0].group == "craft"),
        key=lambda one: (_busy([r for r in requests if r.producer_key == one.key], "distributor"), one.key),
    )
    distributor = max(
        (one for one in distributors if one.interpreting is None and one.country == "VN"),
        key=lambda one: (_busy([r for r in requests if r.distributor_key == one.key], "producer"), one.key),
    )
    head, _, desk = organizer.staff
    return (
        DemoPerson("organizer", head.email, head.name, organizer.name, None),
        DemoPerson("producer", producer.delegates[0].email, producer.delegates[0].name, producer.name, producer.key),
        DemoPerson(
            "distributor",
            distributor.delegates[0].email,
            distributor.delegates[0].name,
            distributor.name,
            distributor.key,
        ),
        DemoPerson("interpreter_desk", desk.email, desk.name, organizer.name, None),
        DemoPerson("cohost", "lien.do@kinh-te-hoang-mai.example", "Đỗ Thị Liên", CO_HOST_OFFICE, None),
    )


def _busy(requests: Sequence[MeetingRequest], asked_by: str) -> tuple[int, int]:
    """Requests that wait for this side's answer (no more than three count), then accepted ones."""
    waiting = sum(r.answer == "waiting" and r.asked_by == asked_by for r in requests)
    return min(waiting, 3), sum(r.answer == "accepted" for r in requests)
