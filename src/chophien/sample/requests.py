"""Who wants to meet whom at the sample fair, what they wrote, and what the other side answered."""

import random
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from chophien.places.hanoi import DISTRICTS
from chophien.sample.distributors import Buyer
from chophien.sample.products import plain_name
from chophien.sample.shapes import Answer, Distributor, Fair, MeetingRequest, Pin, Producer, Side
from chophien.sample.streams import drawn, lowered, stream
from chophien.sample.villages import CRAFT_VILLAGES

REQUESTS = 1300
PINS = 6

_ASKED_BY: tuple[tuple[Side, float], ...] = (("distributor", 62), ("producer", 38))
_WEIGHTS = ((1, 10.0), (2, 20.0), (3, 30.0), (4, 25.0), (5, 15.0))
_ANSWERS: tuple[tuple[Answer, float], ...] = (("accepted", 82), ("declined", 9), ("waiting", 9))
# A buyer whose two days are full says no more often, but not always: hope is cheap.
_ANSWERS_WHEN_FULL: tuple[tuple[Answer, float], ...] = (("accepted", 38), ("declined", 50), ("waiting", 12))
# A buyer of tableware does ask for honey now and then, for the staff's Tết boxes.
_OUTSIDE_INTEREST = 0.015
_CAME_FOR = 4.0

_VILLAGE_NAMES = {village.key: village.name for village in CRAFT_VILLAGES}
_DISTRICT_NAMES = {district.code: district.name for district in DISTRICTS}


@cache
def _words() -> dict[str, list[str]]:
    text = files(__package__).joinpath("notes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def make_requests(
    seed: int, fair: Fair, producers: Sequence[Producer], buyers: Sequence[Buyer]
) -> tuple[MeetingRequest, ...]:
    """1,300 requests, at most one for each pair, in the order in which they were sent.

    Buyers are scarce (45 for 140 producers), and both sides differ in how sought after they are: the popularity of
    a producer is log-normal, that of a buyer stands in its row of the list.
    """
    rng = stream(seed, "requests")
    popular = [rng.lognormvariate(0, 0.45) for _ in producers]
    pairs: dict[tuple[int, int], None] = {}
    chances = [_chance(rng, buyer, fair) for buyer in buyers]
    affinity = [
        [weight * _affinity(producer, buyer) for producer, weight in zip(producers, popular, strict=True)]
        for buyer in buyers
    ]
    while len(pairs) < REQUESTS:
        buyer = rng.choices(range(len(buyers)), chances)[0]
        producer = rng.choices(range(len(producers)), affinity[buyer])[0]
        pairs.setdefault((producer, buyer))
    moments = sorted(_asked_at(rng, fair) for _ in pairs)
    found: list[MeetingRequest] = []
    accepted: Counter[str] = Counter()
    for number, ((producer, buyer), asked_at) in enumerate(zip(pairs, moments, strict=True), 1):
        distributor = buyers[buyer].distributor
        full = accepted[distributor.key] >= len(fair.slots) - len(distributor.away)
        answer = drawn(rng, _ANSWERS_WHEN_FULL if full else _ANSWERS)
        accepted[distributor.key] += answer == "accepted"
        found.append(
            _request(rng, number, producers[producer], distributor, asked_at=asked_at, answer=answer, fair=fair)
        )
    return tuple(found)


def _chance(rng: random.Random, buyer: Buyer, fair: Fair) -> float:
    """How many requests join this buyer, compared with the others.

    Who comes for half a day asks less, and producers are shy of meetings that need an interpreter.
    """
    present = 1 - len(buyer.distributor.away) / len(fair.slots)
    ease = 0.75 if buyer.distributor.interpreting else 1.0
    return float(buyer.sought**0.55 * present**0.8 * ease * rng.lognormvariate(0, 0.12))


def _affinity(producer: Producer, buyer: Buyer) -> float:
    if producer.trade in buyer.came_for:
        return _CAME_FOR
    group, groups = producer.products[0].group, buyer.distributor.groups
    if group not in groups:
        return _OUTSIDE_INTEREST
    return 1.0 if group == groups[0] else 0.6


def _asked_at(rng: random.Random, fair: Fair) -> datetime:
    """Many on the first days, then fewer; people write at work and after dinner."""
    whole = (fair.requests_close_at - fair.requests_open_at).days - 12
    day = min(whole, int(rng.expovariate(1 / 9)))
    minutes = 60 * drawn(rng, [(h, 3.0 if h in {9, 10, 14, 15, 20, 21} else 1.0) for h in range(8, 23)])
    midnight = fair.requests_open_at - timedelta(hours=8)
    return midnight + timedelta(days=day, minutes=minutes + rng.randrange(60), seconds=rng.randrange(60))


def _request(
    rng: random.Random,
    number: int,
    producer: Producer,
    distributor: Distributor,
    *,
    asked_at: datetime,
    answer: Answer,
    fair: Fair,
) -> MeetingRequest:
    asked_by = drawn(rng, _ASKED_BY)
    # The newest of the waiting ones are new; the others are simply slow.
    if answer == "waiting" and rng.random() < 0.5:
        asked_at = fair.requests_close_at - timedelta(days=12) - timedelta(minutes=rng.randrange(60, 4000))
    answered_at = None if answer == "waiting" else _answered_at(rng, asked_at, fair)
    abroad = distributor.interpreting is not None
    edible = producer.products[0].group in {"food", "drink", "herbal"}
    if asked_by == "producer":
        replies = f"{answer}_abroad" if abroad else answer
        notes = [*_words()["from_producer"], *_words()["from_producer_edible" if edible else "from_producer_made"]]
    else:
        replies = answer
        notes = [*_words()["from_buyer"], *_words()["from_buyer_edible" if edible else "from_buyer_made"]]
        notes = _words()["from_buyer_abroad"] if abroad else notes
    return MeetingRequest(
        key=f"r{number:04}",
        producer_key=producer.key,
        distributor_key=distributor.key,
        asked_by=asked_by,
        weight=drawn(rng, _WEIGHTS),
        note=_filled(rng, rng.choice(notes), producer, distributor),
        asked_at=asked_at,
        answer=answer,
        answered_at=answered_at,
        reply="" if answer == "waiting" else rng.choice(_words()[replies]),
    )


def _answered_at(rng: random.Random, asked_at: datetime, fair: Fair) -> datetime:
    """Some hours or days later, by day."""
    found = asked_at + timedelta(minutes=int(rng.lognormvariate(6.2, 1.0)))
    hour = found.astimezone(ZoneInfo(fair.time_zone)).hour
    if not 7 <= hour < 22:
        found += timedelta(hours=(31 - hour) % 24, minutes=rng.randrange(150))
    return min(found, fair.requests_close_at - timedelta(days=11, minutes=rng.randrange(600)))


def _filled(rng: random.Random, note: str, producer: Producer, distributor: Distributor) -> str:
    product = plain_name(rng.choice(producer.products))
    place = _VILLAGE_NAMES[producer.village_key] if producer.village_key else _DISTRICT_NAMES[producer.district_code]
    if place.startswith("Làng"):
        place = lowered(place)
    return note.format(product=lowered(product), place=place, city=distributor.city)


def make_pins(
    seed: int,
    fair: Fair,
    producers: Sequence[Producer],
    distributors: Sequence[Distributor],
    requests: Sequence[MeetingRequest],
) -> tuple[Pin, ...]:
    """A few heavy, accepted requests that the organizer has promised a slot; every other one also has its table.

    Nobody has two pins, both sides are there, and no interpreter is needed.
    """
    rng = stream(seed, "pins")
    away = {producer.key: producer.away for producer in producers}
    away |= {distributor.key: distributor.away for distributor in distributors}
    local = {distributor.key for distributor in distributors if distributor.interpreting is None}
    heavy = [r for r in requests if r.answer == "accepted" and r.weight == 5 and r.distributor_key in local]
    pinned: list[Pin] = []
    taken: set[str] = set()
    for request in rng.sample(heavy, len(heavy)):
        if len(pinned) == PINS:
            break
        sides = {request.producer_key, request.distributor_key}
        free = [slot.key for slot in fair.slots if not any(slot.key in away[side] for side in sides)]
        if sides & taken or not free:
            continue
        taken |= sides
        table = fair.tables[len(pinned)].code if len(pinned) % 2 else None
        pinned.append(Pin(request.key, rng.choice(free), table))
    return tuple(pinned)
