"""What everybody sees: the list of fairs, a fair's programme, its exhibitors."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from markupsafe import Markup

from chophien.catalogue.queries import ProductLine
from chophien.fairs.pages.dates import Span
from chophien.fairs.rules import Phase
from chophien.places.rules import Groups
from chophien.web.pages import Page

BoothCodes = Callable[[int], Awaitable[dict[int, str]]]
"""The codes of booked booths by participation, given a fair's number; the application plugs it in."""


@dataclass(frozen=True)
class PublicFair:
    """A fair in the public list."""

    slug: str
    name: str
    span: Span
    venue: str
    organizer: str
    phase: Phase
    phase_words: str
    producers: int


@dataclass(frozen=True)
class FairListPage(Page):
    """Every fair that the public may see."""

    template: ClassVar[str] = "fairs/fair_list.html"
    coming: list[PublicFair]
    over: list[PublicFair]


@dataclass(frozen=True)
class AgendaLine:
    """A line of a day's programme; `number_of_slots` for a session of meetings."""

    starts_at: datetime
    ends_at: datetime
    title: str
    note: str
    number_of_slots: int = 0


@dataclass(frozen=True)
class AgendaDay:
    """A day of the programme."""

    date: date
    lines: list[AgendaLine]


@dataclass(frozen=True)
class PublicFairPage(Page):
    """The fair's own page, the cover of its programme."""

    template: ClassVar[str] = "fairs/public_fair.html"
    slug: str
    name: str
    about: str
    span: Span
    hours: str
    timezone: str
    venue: str
    address: str
    organizer: str
    co_hosts: str
    """The co-hosting districts in one line."""
    halls: str
    phase: Phase
    phase_words: str
    registration_from: datetime
    registration_until: datetime
    registration_open: bool
    registration_coming: bool
    requests_until: datetime
    asking: str
    """Which side sends meeting requests."""
    producers: int
    distributors: int
    products: int
    booths: int
    tables: int
    slots: int
    slot_minutes: str
    """How many minutes a meeting lasts, in figures."""
    days: list[AgendaDay]
    exhibitors: list["Exhibitor"]
    best_products: list[ProductLine]
    json_ld: Markup
    """The fair as schema.org tells it."""
    url: str
    is_draft: bool


@dataclass(frozen=True)
class Exhibitor:
    """An approved producer, with its booth once it has one."""

    id: int
    company_id: int
    company: str
    url: str
    """Where everybody finds the company."""
    form_words: str
    place: str
    place_key: str
    """Empty for a producer from abroad or without a place."""
    booth: str
    products: list[ProductLine]
    has_logo: bool = False


@dataclass(frozen=True)
class ExhibitorSearch:
    """Which exhibitors somebody looks for, and which page of them."""

    text: str = ""
    district: str = ""
    group: str = ""
    page: int = 1


@dataclass(frozen=True)
class ExhibitorsPage(Page):
    """One page of the producers of a fair with booth and products."""

    template: ClassVar[str] = "fairs/exhibitors.html"
    slug: str
    name: str
    exhibitors: list[Exhibitor]
    found: int
    """How many fit, on all pages together."""
    first: int
    """The number of the first one here."""
    total: int
    search: str
    district: str
    districts: Groups
    group: str
    groups: list[tuple[str, str]]
    previous_url: str
    next_url: str
    url: str
    cover_url: str
