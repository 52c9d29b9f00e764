"""The frozen shapes the sample world is made of: plain values with readable keys, nothing about tables or screens."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

ProducerKind = Literal["enterprise", "cooperative", "household"]
DistributorKind = Literal["retail_chain", "wholesaler", "exporter", "hospitality", "e_commerce"]
Group = Literal["food", "drink", "herbal", "craft", "ornamental", "tourism"]
Stars = Literal["3", "4", "4+", "5"]
Answer = Literal["accepted", "declined", "waiting"]
Side = Literal["producer", "distributor"]
DemoRole = Literal["organizer", "producer", "distributor", "interpreter_desk", "cohost"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class CraftVillage:
    """A real craft or farming village, the trade it is known for and the district of 2023 it lies in."""

    key: str
    name: str
    district_code: str
    trade: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes to the fair; `languages` are ISO 639-1 codes, the mother tongue first."""

    key: str
    name: str
    duty: Text
    email: str
    phone: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """A recognised product; prices in Vietnamese dong for one `unit`, `monthly_capacity` in such units.

    `stars` are the rating: "4+" waits for the national level's fifth star.
    """

    key: str
    name: Text
    about: Text
    group: Group
    stars: Stars
    unit: Text
    price_from: int
    price_to: int
    monthly_capacity: int
    recognised_on: date
    decision_number: str
    village_key: str | None


@dataclass(frozen=True, slots=True)
class Producer:
    """An OCOP entity with its delegates and products; `away` holds the keys of slots in which nobody is there."""

    key: str
    kind: ProducerKind
    name: str
    brand: str
    tax_code: str | None
    district_code: str
    village_key: str | None
    trade: str
    address: str
    phone: str
    email: str
    about: Text
    delegates: tuple[Person, ...]
    products: tuple[Product, ...]
    away: frozenset[str]


@dataclass(frozen=True, slots=True)
class Distributor:
    """A buyer; `country` is ISO 3166, `interpreting` the language pair its people need or None."""

    key: str
    kind: DistributorKind
    name: str
    brand: str
    tax_code: str | None
    country: str
    city: str
    address: str
    phone: str
    email: str
    about: Text
    looks_for: Text
    groups: tuple[Group, ...]
    delegates: tuple[Person, ...]
    interpreting: str | None
    away: frozenset[str]


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A hired interpreter with the language pairs he or she works in."""

    key: str
    person: Person
    pairs: tuple[str, ...]
    away: frozenset[str]


@dataclass(frozen=True, slots=True)
class Session:
    """One half day of matchmaking in local time, cut into slots without gaps."""

    key: str
    day: date
    name: Text
    starts: time
    ends: time
    slot_minutes: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting's time, aware UTC; the key reads as local time: "d1-0830"."""

    key: str
    day_key: str
    session_key: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall of the exhibition house."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Booth:
    """A booth by its code ("A07"), with its row and its position in the row; a blocked one is the organizer's own."""

    code: str
    hall_key: str
    row: str
    position: int
    blocked: bool


@dataclass(frozen=True, slots=True)
class MeetingTable:
    """A matchmaking table."""

    code: str
    hall_key: str


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """A line of the printed programme, aware UTC."""

    starts_at: datetime
    ends_at: datetime
    name: Text
    spot: str


@dataclass(frozen=True, slots=True)
class Fair:
    """The fair with everything that stands still: days, halls, sessions, slots, booths, tables, programme."""

    key: str
    name: Text
    about: Text
    venue: str
    address: str
    time_zone: str
    days: tuple[date, ...]
    co_host_codes: tuple[str, ...]
    registration_opens_at: datetime
    registration_closes_at: datetime
    requests_open_at: datetime
    requests_close_at: datetime
    halls: tuple[Hall, ...]
    sessions: tuple[Session, ...]
    slots: tuple[Slot, ...]
    booths: tuple[Booth, ...]
    tables: tuple[MeetingTable, ...]
    programme: tuple[ProgrammeItem, ...]


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who runs the fair, with its staff."""

    key: str
    name: str
    address: str
    phone: str
    email: str
    staff: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class BoothBooking:
    """A producer's booth."""

    booth_code: str
    producer_key: str
    booked_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingRequest:
    """One side asks the other; `weight` is 1 to 5. Moments are aware UTC."""

    key: str
    producer_key: str
    distributor_key: str
    asked_by: Side
    weight: int
    note: str
    asked_at: datetime
    answer: Answer
    answered_at: datetime | None
    reply: str


@dataclass(frozen=True, slots=True)
class Pin:
    """The organizer has promised this meeting a slot, sometimes also a table."""

    request_key: str
    slot_key: str
    table_code: str | None


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the world who gets a demo sign-in; `company_key` only for producers and distributors."""

    role: DemoRole
    email: str
    name: str
    works_for: str
    company_key: str | None


@dataclass(frozen=True, slots=True)
class World:
    """Everything, built from `seed` alone."""

    seed: int
    organizer: Organizer
    villages: tuple[CraftVillage, ...]
    fair: Fair
    producers: tuple[Producer, ...]
    applicants: tuple[Producer, ...]
    """Producers who have registered and wait for the organizer's answer."""
    distributors: tuple[Distributor, ...]
    interpreters: tuple[Interpreter, ...]
    bookings: tuple[BoothBooking, ...]
    requests: tuple[MeetingRequest, ...]
    pins: tuple[Pin, ...]
    demo: tuple[DemoPerson, ...]
