"""What the organizer's pages show: its fairs and one fair's state."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from chophien.fairs.pages.dates import Span
from chophien.fairs.rules import Phase
from chophien.web.pages import Page


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
    is_closed: bool
    """Ended by the organizer, so that it can be opened again."""
    is_open: bool
    invitation: str
    """The address to send around while companies may register; empty before and after."""
