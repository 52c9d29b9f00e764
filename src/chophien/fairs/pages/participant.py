"""What the organizer sees of one participant."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from chophien.catalogue.queries import PaperLine, ProductLine, papers_of, products_of, today_here
from chophien.companies.queries import delegates_of
from chophien.companies.rules import language_words
from chophien.companies.tables import Company, Delegate
from chophien.fairs.actions.withdrawing import may_withdraw
from chophien.fairs.pages.participants import ParticipantRow, View
from chophien.fairs.queries import company_by_id, decider_name, participant
from chophien.fairs.queries.conditions import Condition, conditions_of
from chophien.fairs.questions.queries import Answered, answers_of, missing_at
from chophien.fairs.registering.rules import interpreting_choices, interpreting_words
from chophien.fairs.rules import PARTICIPATION_STEPS, Phase, phase
from chophien.fairs.tables import Fair, ParticipationState
from chophien.web.formats import local
from chophien.web.forms import Form, fresh_form
from chophien.web.pages import Page


@dataclass(frozen=True)
class ParticipantPage(Page):
    """One participant: company, delegates, products, answers, and the decision."""

    template: ClassVar[str] = "fairs/participant.html"
    base: str
    """The address of the list."""
    is_whole: bool
    """Whether the organizer looks; a co-host cannot act for anybody."""
    row: ParticipantRow
    company: Company
    delegates: list[Delegate]
    products: list[ProductLine]
    papers: list[PaperLine]
    answers: list[Answered]
    conditions: list[Condition]
    today: date
    can_approve: bool
    can_refuse: bool
    can_add_condition: bool
    can_withdraw: bool
    decided_by: str
    form: Form[Any]
    """Of the decision."""
    terms_form: Form[Any]
    languages: list[tuple[str, str]]
    """What may be interpreted; empty where the terms cannot be changed."""
    condition_form: Form[Any]

    @property
    def interpreting(self) -> str:
        """The language that its meetings are interpreted from, in words; empty for none."""
        return interpreting_words(self.row.line.interpreting) if self.row.line.interpreting else ""

    @property
    def spoken_words(self) -> str:
        """The languages that the company speaks."""
        return language_words(self.company.languages)


@dataclass(frozen=True)
class WithdrawForPage(Page):
    """Asks whether to take a participant out of the fair."""

    template: ClassVar[str] = "fairs/withdraw.html"
    url: str
    """The participant's page."""
    company: str
    losses: list[str]
    form: Form[Any]


async def one_participant_page(
    fair: Fair,
    view: View,
    participation_id: int,
    *,
    at: datetime,
    form: Form[Any] | None = None,
    condition_form: Form[Any] | None = None,
    terms_form: Form[Any] | None = None,
) -> ParticipantPage:
    """One participant of this fair; raises NotFound for one that `view` does not show."""
    line = await participant(fair.id, participation_id, places=view.places)
    steps = PARTICIPATION_STEPS[line.state]
    approved = line.state == ParticipationState.APPROVED
    return ParticipantPage(
        base=view.base,
        is_whole=view.places is None,
        row=ParticipantRow(line, (await missing_at(fair.id)).get(line.id, 0)),
        company=await company_by_id(line.company_id),
        delegates=await delegates_of(line.company_id),
        products=(await products_of([line.company_id]))[line.company_id],
        papers=(await papers_of([line.company_id], today_here()))[line.company_id],
        answers=await answers_of(line.id),
        conditions=await conditions_of(line.id),
        today=local(at, fair.timezone).date(),
        can_approve=ParticipationState.APPROVED in steps,
        can_refuse=ParticipationState.REFUSED in steps,
        can_add_condition=approved and phase(fair, at) != Phase.OVER,
        can_withdraw=approved and view.places is None and may_withdraw(fair, line.state, at),
        decided_by=await decider_name(line.id),
        form=form or fresh_form(),
        terms_form=terms_form
        or fresh_form(interpreting=line.interpreting or "", most_meetings=_written(line.most_meetings)),
        languages=interpreting_choices() if view.places is None and phase(fair, at) != Phase.OVER else [],
        condition_form=condition_form or fresh_form(),
    )


def _written(number: int | None) -> str:
    return "" if number is None else str(number)
