"""What a participant's own pages of its fairs show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from chophien.catalogue.queries import papers_of, products_of, today_here, wish_of
from chophien.companies.rules import company_kind_words
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.actions.terms import may_change_language
from chophien.fairs.actions.withdrawing import Leaving, may_withdraw
from chophien.fairs.queries.conditions import Condition, conditions_of
from chophien.fairs.questions.actions import enclosure_names
from chophien.fairs.questions.pages import Questions
from chophien.fairs.questions.queries import Answered, Asked, answers_of, questions_of
from chophien.fairs.registering.queries import (
    OwnFair,
    delegate_names,
    fairs_of,
    fairs_taking_registrations,
)
from chophien.fairs.registering.rules import (
    NextStep,
    Task,
    answers_may_change,
    interpreting_choices,
    interpreting_words,
    next_step,
    state_badge,
    state_words,
    tasks,
)
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.support.language import _
from chophien.web.formats import day, day_and_clock
from chophien.web.forms import Form, fresh_form
from chophien.web.pages import Page


@dataclass(frozen=True)
class OwnFairLine:
    """A fair on the own list."""

    name: str
    url: str
    starts_on: date
    ends_on: date
    venue: str
    badge: str
    state_words: str
    step: NextStep


@dataclass(frozen=True)
class OpenFairLine:
    """A fair that takes registrations."""

    name: str
    url: str
    register_url: str
    starts_on: date
    venue: str
    closes_at: datetime
    timezone: str


@dataclass(frozen=True)
class MyPage(Page):
    """Where a participant's work begins: the company, its fairs, and the one next step of each."""

    template: ClassVar[str] = "fairs/registering/my.html"
    company: str
    kind_words: str
    is_producer: bool
    product_count: int
    papers: int
    """How many papers are missing, have run out or soon will."""
    has_wish: bool
    """Whether a distributor has said what it looks for."""
    delegates: list[str]
    fairs: list[OwnFairLine]
    open_fairs: list[OpenFairLine]


@dataclass(frozen=True)
class MyFairPage(Page):
    """A participant's overview of one fair."""

    template: ClassVar[str] = "fairs/registering/my_fair.html"
    name: str
    own_url: str
    fair_url: str
    timezone: str
    company: str
    badge: str
    state_words: str
    reason: str
    step: NextStep
    tasks: list[Task]
    facts: list[tuple[str, str]]
    conditions: list[Condition]
    answers: list[Answered]
    answers_url: str
    """Where answers are changed; empty when there are none or it is too late."""
    withdraw_url: str
    """Where the fair is left; empty when it cannot be."""
    interpreting: str
    """The language pair that its meetings need; empty for none."""
    languages: list[tuple[str, str]]
    """What may be chosen instead; empty when it is too late."""
    language_form: Form[Any]

    @property
    def language(self) -> str:
        """What is interpreted, in words."""
        return interpreting_words(self.interpreting) if self.interpreting else _("Không cần, nói tiếng Việt")


@dataclass(frozen=True)
class OwnAnswersPage(Questions, Page):
    """What the organizer asked, to be answered anew."""

    template: ClassVar[str] = "fairs/registering/answers.html"
    fair_name: str
    own_url: str
    form: Form[Any]
    questions: list[Asked]
    kept: dict[str, str]
    sent: list[Answered]
    """Answers that are files."""

    @property
    def labels(self) -> dict[str, str]:
        """What the summary of errors calls each field."""
        return {each.field: each.words for each in self.questions}


@dataclass(frozen=True)
class WithdrawPage(Page):
    """Asks whether to leave a fair."""

    template: ClassVar[str] = "fairs/registering/withdraw.html"
    fair_name: str
    own_url: str
    losses: list[str]
    can_withdraw: bool
    form: Form[Any]


async def my_page(company: Company, *, at: datetime, organizer_id: int | None = None) -> MyPage:
    """A company with its fairs, and those it could still join; only one organizer's for whoever acts for it there."""
    own = [one for one in await fairs_of(company.id) if organizer_id in {None, one.fair.organizer}]
    joined = {one.fair.id for one in own}
    products = await products_of([company.id])
    papers = await papers_of([company.id], today_here())
    return MyPage(
        company=company.name,
        kind_words=company_kind_words(company.kind),
        is_producer=company.kind == CompanyKind.PRODUCER,
        product_count=len(products[company.id]),
        papers=sum(paper.needs_care for paper in papers[company.id]),
        has_wish=not (await wish_of(company.id)).is_empty,
        delegates=await delegate_names(company.id),
        fairs=[_own_line(one, company.kind, at) for one in own],
        open_fairs=[
            _open_line(fair, company.kind)
            for fair in await fairs_taking_registrations(at)
            if fair.id not in joined and organizer_id in {None, fair.organizer}
        ],
    )


def _own_line(own: OwnFair, kind: str, at: datetime) -> OwnFairLine:
    fair, state = own.fair, own.participation.state
    return OwnFairLine(
        name=spoken(fair.name_vi, fair.name_en),
        url=f"/my/fairs/{fair.slug}",
        starts_on=fair.starts_on,
        ends_on=fair.ends_on,
        venue=fair.venue,
        badge=state_badge(state),
        state_words=state_words(state),
        step=next_step(fair, kind, state, at),
    )


def _open_line(fair: Fair, kind: str) -> OpenFairLine:
    return OpenFairLine(
        name=spoken(fair.name_vi, fair.name_en),
        url=f"/fairs/{fair.slug}",
        register_url=f"/fairs/{fair.slug}/register/{kind}",
        starts_on=fair.starts_on,
        venue=fair.venue,
        closes_at=fair.registration_until,
        timezone=fair.timezone,
    )


async def my_fair_page(fair: Fair, participation: Participation, *, at: datetime) -> MyFairPage:
    """One fair as its participant sees it."""
    state, kind = participation.state, participation.kind
    company = await Company.objects().get(Company.id == participation.company)
    approved = state == ParticipationState.APPROVED
    facts = [
        (_("Thời gian"), " – ".join(dict.fromkeys((day(fair.starts_on), day(fair.ends_on))))),
        (_("Địa điểm"), ", ".join(part for part in (fair.venue, fair.address) if part)),
        (_("Đăng ký lúc"), day_and_clock(participation.applied_at, fair.timezone)),
    ]
    return MyFairPage(
        name=spoken(fair.name_vi, fair.name_en),
        own_url=f"/my/fairs/{fair.slug}",
        fair_url=f"/fairs/{fair.slug}",
        timezone=fair.timezone,
        company=company.name if company else "",
        badge=state_badge(state),
        state_words=state_words(state),
        reason=participation.reason,
        step=next_step(fair, kind, state, at),
        tasks=tasks(fair, kind, at) if approved else [],
        facts=[(term, value) for term, value in facts if value],
        conditions=await conditions_of(participation.id) if approved else [],
        answers=await answers_of(participation.id),
        answers_url=f"/my/fairs/{fair.slug}/answers"
        if answers_may_change(fair, state, at) and await questions_of(fair.id, kind)
        else "",
        withdraw_url=f"/my/fairs/{fair.slug}/withdraw" if may_withdraw(fair, state, at) else "",
        interpreting=participation.interpreting or "",
        languages=interpreting_choices() if may_withdraw(fair, state, at) and may_change_language(fair, at) else [],
        language_form=fresh_form(interpreting=participation.interpreting or ""),
    )


async def own_answers_page(fair: Fair, participation: Participation, form: Form[Any]) -> OwnAnswersPage:
    """The organizer's questions with what was answered."""
    sent = [each for each in await answers_of(participation.id) if each.file_id]
    kept = {f"q{each.question_id}": each.file_name for each in sent} | await enclosure_names(form, fair.id)
    return OwnAnswersPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        own_url=f"/my/fairs/{fair.slug}",
        form=form,
        questions=await questions_of(fair.id, participation.kind),
        kept=kept,
        sent=sent,
    )


async def withdraw_page(
    fair: Fair, participation: Participation, leaving: Leaving, form: Form[Any], *, at: datetime
) -> WithdrawPage:
    """What leaving would cost."""
    can_withdraw = may_withdraw(fair, participation.state, at)
    return WithdrawPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        own_url=f"/my/fairs/{fair.slug}",
        losses=await leaving.losses_of(fair, participation.id) if can_withdraw else [],
        can_withdraw=can_withdraw,
        form=form,
    )
