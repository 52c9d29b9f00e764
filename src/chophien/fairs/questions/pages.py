"""What the organizer's page of the registration form shows."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from chophien.companies.tables import CompanyKind
from chophien.fairs.queries.places import Places
from chophien.fairs.questions.queries import Asked
from chophien.fairs.questions.rules import type_choices, type_words
from chophien.web.forms import Form
from chophien.web.pages import Link, Page


class Questions:
    """A form with the organizer's questions in it."""

    questions: list[Asked]
    kept: dict[str, str]
    """Names of files that were sent already, by field."""


@dataclass(frozen=True)
class RegistrationFormPage(Questions, Page):
    """The questions of one side, how many companies are taken, and the form as it will look."""

    template: ClassVar[str] = "fairs/questions/registration_form.html"
    base: str
    fair_base: str
    kind: CompanyKind
    tabs: list[Link]
    places: Places
    questions: list[Asked]
    form: Form[Any]
    """Of the question that is made or changed."""
    limit_form: Form[Any]
    chosen: int | None = None
    """The question that is opened to be changed."""
    preview: Form[Any] = field(default_factory=Form)
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def types(self) -> list[tuple[str, str]]:
        """How a question may be answered."""
        return type_choices()

    def type_of(self, question: Asked) -> str:
        """How this one is answered, in words."""
        return type_words(question.type)

    @property
    def sides(self) -> str:
        """What stands after the address to stay on this side."""
        return f"?kind={self.kind.value}"
