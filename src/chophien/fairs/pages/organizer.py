"""What the organizer's pages show: its fairs, one fair's state, its form, its participants."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from chophien.companies.rules import company_form_words, company_kind_words, country_name
from chophien.fairs.pages.dates import Span
from chophien.fairs.queries import ParticipantLine
from chophien.fairs.rules import Phase, state_words
from chophien.fairs.tables import ParticipationState
from chophien.places.rules import place_words
from chophien.web.forms import Form
from chophien.web.pages import Link, Page

BADGES = {
    ParticipationState.QUEUED: "draft",
    ParticipationState.WAITING: "waiting",
    ParticipationState.APPROVED: "confirmed",
    ParticipationState.REFUSED: "refused",
    ParticipationState.WITHDRAWN: "cancelled",
}


@dataclass(frozen=True)
class Tiding:
    """One thing that the overview says of a fair, such as "12 yêu cầu chờ trả lời"; `waits` puts it first."""

    words: str
    url: str
    waits: bool = False


TidingsOf = Callable[[int, str], Awaitable[list[Tiding]]]
"""What other features know of a fair, by its number and slug; the application plugs them in."""


@dataclass(frozen=True)
class OwnFair:
    """A fair in its organizer's list."""

    slug: str
    name: str
    span: Span
    venue: str
    phase: Phase
    phase_words: str
    waiting: int
    approved: int


@dataclass(frozen=True)
class OrganizerHomePage(Page):
    """The organizer's fairs and what waits for it."""

    template: ClassVar[str] = "fairs/organizer_home.html"
    fairs: list[OwnFair]
    waiting: int


@dataclass(frozen=True)
class NextStep:
    """What the organizer does next."""

    words: str
    url: str
    button: str


@dataclass(frozen=True)
class OverviewPage(Page):
    """Where a fair stands."""

    template: ClassVar[str] = "fairs/overview.html"
    slug: str
    name: str
    span: Span
    venue: str
    phase: Phase
    steps: list[tuple[str, str]]
    next: NextStep
    waiting: list[Tiding]
    tidings: list[Tiding]
    figures: list[tuple[str, str]]
    dates: list[tuple[str, str]]
    is_draft: bool
    is_open: bool
    invitation: str
    """The address to send around while companies may register; empty before and after."""


@dataclass(frozen=True)
class ParticipantRow:
    """A participant in the list."""

    line: ParticipantLine

    @property
    def place(self) -> str:
        """District, or country when it is abroad."""
        if self.line.country != "VN":
            return country_name(self.line.country)
        return place_words(self.line.place_kind, self.line.place)

    @property
    def form_words(self) -> str:
        """What kind of business it is."""
        return company_form_words(self.line.form)

    @property
    def kind_words(self) -> str:
        """On which side it sits."""
        return company_kind_words(self.line.kind)

    @property
    def state_words(self) -> str:
        """Where its registration stands."""
        return state_words(self.line.state)

    @property
    def badge(self) -> str:
        """The badge's shape."""
        return BADGES[self.line.state]

    @property
    def waits(self) -> bool:
        """Whether it waits for a decision."""
        return self.line.state == ParticipationState.WAITING


@dataclass(frozen=True)
class ParticipantsPage(Page):
    """The participants of a fair, filtered, with decisions."""

    template: ClassVar[str] = "fairs/participants.html"
    slug: str
    rows: list[ParticipantRow]
    found: int
    """How many match, on all pages together."""
    first: int
    """The number of the first one here."""
    previous_url: str
    next_url: str
    tabs: list[Link]
    state: str
    kind: str
    search: str
    kinds: list[tuple[str, str]]
    can_decide: bool
    total: int
    form: Form[Any]
