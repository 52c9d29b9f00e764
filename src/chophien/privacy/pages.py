"""What the templates about a person's own data may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chophien.web.forms import Form
from chophien.web.pages import Page


@dataclass(frozen=True)
class ConsentLine:
    """One thing that was agreed to."""

    version: str
    given_at: datetime
    fair: str
    """Empty where it was given at no fair."""


@dataclass(frozen=True)
class OwnDataPage(Page):
    """What is held about the person, to be downloaded, and the way out."""

    template: ClassVar[str] = "privacy/own_data.html"
    consents: list[ConsentLine]


@dataclass(frozen=True)
class ClosePage(Page):
    """What closing the account does, what must be handed over first, and the password."""

    template: ClassVar[str] = "privacy/close.html"
    form: Form[Any]
    email: str
    companies: list[str]
    """Those that stay as they are."""
    households: list[str]
    """Those that become nameless with the person."""
    ties: list[str]
