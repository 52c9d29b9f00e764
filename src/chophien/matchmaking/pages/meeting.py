"""What the pages of asking and answering may see."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from chophien.catalogue.queries import ProductLine
from chophien.catalogue.rules import group_choices, stars_choices
from chophien.companies.rules import company_form_words, country_name
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import SlotLine, TableLine
from chophien.fairs.registering.rules import interpreting_words
from chophien.matchmaking.queries import (
    DistributorFound,
    DistributorSearch,
    ProducerFound,
    ProducerSearch,
    RequestLine,
)
from chophien.matchmaking.rules import Side, state_words, weight_words
from chophien.matchmaking.tables import RequestState
from chophien.places.pages import PlaceFilter
from chophien.web.forms import Form
from chophien.web.pages import Page


def weight_choices() -> list[tuple[int, str]]:
    """Every weight with its words, the strongest first."""
    return [(weight, weight_words(weight)) for weight in range(5, 0, -1)]


def paged(base: str, page: int, **query: object) -> str:
    """The address of one page of a list, its filters kept."""
    kept = {name: value for name, value in query.items() if value}
    if page > 1:
        kept["page"] = page
    return f"{base}?{urlencode(kept)}" if kept else base


@dataclass(frozen=True)
class ProducersPage(PlaceFilter, Page):
    """Producers to ask, found by their names and products."""

    template: ClassVar[str] = "matchmaking/producers.html"
    fair_name: str
    home: str
    """The participant's page of the fair."""
    search: ProducerSearch
    lines: list[tuple[ProducerFound, RequestLine | None]]
    """Each with the request that there is already."""
    total: int
    wishes: bool
    """Whether the distributor has said what it looks for, so that those who fit come first."""
    page: int
    pages: int
    asked: int
    """How many requests the distributor has sent that are not withdrawn."""
    closed: str

    @property
    def base(self) -> str:
        """The address of the list."""
        return f"{self.home}/producers"

    @property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What the filters offer."""
        return {"group": group_choices(), "stars": stars_choices()}

    def at(self, page: int) -> str:
        """The address of another page of the same search; empty beyond the ends."""
        wanted = self.search
        filters = {"q": wanted.text, "group": wanted.group, "stars": wanted.stars, "district": wanted.district}
        return paged(self.base, page, **filters) if 1 <= page <= self.pages else ""


@dataclass(frozen=True)
class ProducerPage(Page):
    """One producer with its products, and the form that asks for a meeting."""

    template: ClassVar[str] = "matchmaking/producer.html"
    home: str
    base: str
    """The address of this page."""
    name: str
    form_words: str
    place: str
    about: str
    interpreting: str
    """The language it needs, in words; empty for none."""
    own_interpreting: str
    """The language that the asking company needs, in words; empty for none."""
    products: list[ProductLine]
    request: RequestLine | None
    may_ask: bool
    may_withdraw: bool
    form: Form[Any]
    closed: str

    @property
    def weights(self) -> list[tuple[int, str]]:
        """How much it may be wanted."""
        return weight_choices()


@dataclass(frozen=True)
class DistributorsPage(Page):
    """Distributors to ask, with what they look for."""

    template: ClassVar[str] = "matchmaking/distributors.html"
    fair_name: str
    home: str
    search: DistributorSearch
    lines: list[tuple[DistributorFound, RequestLine | None]]
    """Each with the request that there is already."""
    total: int
    page: int
    pages: int
    asked: int
    """How many requests the producer has with anybody, those withdrawn left out."""
    most: int | None
    """How many requests it may send; none for no bound."""
    closed: str
    forms: list[str]
    countries: list[str]

    @property
    def base(self) -> str:
        """The address of the list."""
        return f"{self.home}/distributors"

    @property
    def form_choices(self) -> list[tuple[str, str]]:
        """The kinds of business to filter by."""
        return [(form, company_form_words(form)) for form in self.forms]

    @property
    def country_choices(self) -> list[tuple[str, str]]:
        """The countries to filter by."""
        return [(country, country_name(country)) for country in self.countries]

    def at(self, page: int) -> str:
        """The address of another page of the same search; empty beyond the ends."""
        wanted = self.search
        filters = {"q": wanted.text, "form": wanted.form, "country": wanted.country}
        return paged(self.base, page, **filters) if 1 <= page <= self.pages else ""


@dataclass(frozen=True)
class DistributorPage(Page):
    """One distributor with what it looks for, and the form that asks for a meeting."""

    template: ClassVar[str] = "matchmaking/distributor.html"
    home: str
    base: str
    """The address of this page."""
    found: DistributorFound
    interpreting: str
    """The language its meetings need, in words; empty for none."""
    wanted: list[tuple[str, str]]
    """What it looks for, as (what, which)."""
    request: RequestLine | None
    may_ask: bool
    may_withdraw: bool
    form: Form[Any]
    closed: str

    @property
    def weights(self) -> list[tuple[int, str]]:
        """How much it may be wanted."""
        return weight_choices()


@dataclass(frozen=True)
class RequestsPage(Page):
    """A participant's requests, received and sent."""

    template: ClassVar[str] = "matchmaking/requests.html"
    fair_name: str
    home: str
    kind: CompanyKind
    may_ask: bool
    """Whether this side sends requests at this fair."""
    lines: list[RequestLine]
    refused: str
    closed: str
    until: datetime
    timezone: str

    @property
    def base(self) -> str:
        """The address of the list."""
        return f"{self.home}/requests"

    @property
    def partners(self) -> str:
        """The address of the list of those on the other side."""
        return f"{self.home}/{'producers' if self.kind is CompanyKind.DISTRIBUTOR else 'distributors'}"

    @property
    def waiting(self) -> list[RequestLine]:
        """What waits for this side's answer, the strongest wish first."""
        found = [line for line in self._received if line.state is RequestState.WAITING]
        return sorted(found, key=lambda line: (-line.weight, line.id))

    @property
    def answered(self) -> list[RequestLine]:
        """What this side answered; those withdrawn are left out."""
        return [line for line in self._received if line.state in {RequestState.ACCEPTED, RequestState.DECLINED}]

    @property
    def sent(self) -> list[RequestLine]:
        """What this side asked for."""
        return [line for line in self.lines if line.side(self.kind) is Side.ASKING]

    @property
    def _received(self) -> list[RequestLine]:
        return [line for line in self.lines if line.side(self.kind) is Side.ASKED]

    @property
    def accepted(self) -> int:
        """How many meetings both sides want."""
        return sum(line.state is RequestState.ACCEPTED for line in self.lines)

    def needs(self, line: RequestLine) -> str:
        """The language that the meeting is interpreted from, in words; empty for none."""
        return interpreting_words(line.interpreting) if line.interpreting else ""


@dataclass(frozen=True)
class FairRequestsPage(Page):
    """Every request of a fair, for its organizer."""

    template: ClassVar[str] = "matchmaking/fair_requests.html"
    base: str
    counts: Counter[RequestState]
    text: str
    state: str
    weight: str
    pinned: bool
    lines: list[RequestLine]
    total: int
    page: int
    pages: int
    timezone: str
    chosen: RequestLine | None
    """The request that is opened to be pinned."""
    pin_form: Form[Any]
    slots: list[SlotLine]
    tables: list[TableLine]
    add_form: Form[Any]
    producers: list[tuple[int, str]]
    distributors: list[tuple[int, str]]
    may_add: bool
    adding: bool
    """Whether the form for a new request stands open."""

    @property
    def imports_url(self) -> str:
        """Where a sheet of requests is sent."""
        return f"{self.base.removesuffix('/requests')}/imports?kind=requests"

    @property
    def all(self) -> int:
        """How many requests there are."""
        return self.counts.total()

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states to filter by."""
        return [(state.value, state_words(state)) for state in RequestState]

    @property
    def weights(self) -> list[tuple[int, str]]:
        """The weights to filter by and to choose from."""
        return weight_choices()

    @property
    def is_filtered(self) -> bool:
        """Whether something narrows the list down."""
        return bool(self.text or self.state or self.weight or self.pinned)

    def at(self, page: int, request: int = 0) -> str:
        """The address of a page of the same list, `request` opened; empty beyond the ends."""
        filters = {"q": self.text, "state": self.state, "weight": self.weight, "pinned": "yes" if self.pinned else ""}
        return paged(self.base, page, **filters, request=request) if 1 <= page <= self.pages else ""

    def needs(self, line: RequestLine) -> str:
        """The language that the meeting is interpreted from, in words; empty for none."""
        return interpreting_words(line.interpreting) if line.interpreting else ""
