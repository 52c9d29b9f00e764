"""What the pages of co-hosts show: to the organizer who decides for them, to a co-host its fairs."""

from dataclasses import dataclass
from typing import Any, ClassVar

from chophien.fairs.pages.dates import Span
from chophien.fairs.queries.cohosting import MemberLine
from chophien.web.forms import Form
from chophien.web.pages import Page


@dataclass(frozen=True)
class CoHostsPage(Page):
    """The organizer's page: who decides for which co-hosting district."""

    template: ClassVar[str] = "fairs/cohosts.html"
    fair_base: str
    places: list[tuple[str, str]]
    members: list[MemberLine]
    form: Form[Any]


@dataclass(frozen=True)
class CoHostedFair:
    """A fair as a co-host's list shows it."""

    name: str
    url: str
    span: Span
    venue: str
    places: str
    waiting: int


@dataclass(frozen=True)
class CoHostHomePage(Page):
    """A co-host's fairs."""

    template: ClassVar[str] = "fairs/cohost_home.html"
    fairs: list[CoHostedFair]
