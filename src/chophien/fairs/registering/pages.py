"""What the registration templates may see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from chophien.catalogue.pages import ProductFields
from chophien.catalogue.queries import ProductLine, papers_of, products_of, today_here, wish_of
from chophien.catalogue.rules import MOST_AT_REGISTRATION
from chophien.companies.pages import CompanyFields
from chophien.companies.rules import company_kind_words
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.registering.forms import SECOND, product_blocks, product_prefix
from chophien.fairs.registering.queries import (
    OwnFair,
    delegate_names,
    fairs_of,
    fairs_taking_registrations,
    least_product_blocks,
)
from chophien.fairs.registering.rules import (
    NextStep,
    Task,
    interpreting_choices,
    next_step,
    state_badge,
    state_words,
    tasks,
)
from chophien.fairs.rules import Phase, phase, spoken
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.support.language import _
from chophien.web.formats import day, day_and_clock
from chophien.web.forms import Form
from chophien.web.pages import Page


class ProductBlocks(ProductFields):
    """The blocks of product fields, as many as the form carries."""

    form: Form[Any]
    blocks: int
    may_shrink: bool
    """Whether a block may be taken away."""

    @property
    def prefixes(self) -> list[str]:
        """What stands before the names of each block's fields."""
        return [product_prefix(number) for number in range(1, self.blocks + 1)]

    @property
    def has_room(self) -> bool:
        """Whether one more block may be added."""
        return self.blocks < MOST_AT_REGISTRATION


@dataclass(frozen=True)
class ProductBlocksFragment(ProductBlocks, Page):
    """The blocks alone, for htmx."""

    template: ClassVar[str] = "fairs/registering/_products.html"
    form: Form[Any]
    action: str
    blocks: int
    may_shrink: bool
    """Whether a block may be taken away."""


@dataclass(frozen=True)
class RegisterPage(CompanyFields, ProductBlocks, Page):
    """The registration form."""

    template: ClassVar[str] = "fairs/registering/register.html"
    kind: CompanyKind
    form: Form[Any]
    action: str
    blocks: int
    may_shrink: bool
    """Whether a block may be taken away."""
    fair_name: str
    fair_url: str
    other_url: str
    """The form for the other side."""
    closes_at: datetime
    timezone: str
    known: bool
    """Whether somebody is signed in for a company that is known already."""
    delegates: list[str]
    """Names of a known company's delegates."""
    products: list[ProductLine]
    """What a known company offers already."""

    @property
    def product_blocks(self) -> ProductBlocksFragment:
        """The blocks of product fields alone."""
        return ProductBlocksFragment(form=self.form, action=self.action, blocks=self.blocks, may_shrink=self.may_shrink)

    @property
    def has_second_delegate(self) -> bool:
        """Whether somebody began to fill in a second delegate."""
        return any(value != [""] for name, value in self.form.typed.items() if name.startswith(SECOND))

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Language pairs that meetings can be interpreted in."""
        return interpreting_choices()

    @property
    def labels(self) -> dict[str, str]:
        """What the summary of errors calls each field."""
        named = self.company_labels | {
            "interpreting": _("Cần phiên dịch từ tiếng nào?"),
            "first_delegate_name": _("Họ và tên của bạn"),
            "first_delegate_duty": _("Chức vụ"),
            "first_delegate_phone": _("Điện thoại riêng"),
            "second_delegate_name": _("Họ và tên người thứ hai"),
            "second_delegate_duty": _("Chức vụ"),
            "second_delegate_phone": _("Điện thoại"),
            "second_delegate_email": _("Thư điện tử"),
            "email": _("Thư điện tử của bạn"),
            "password": _("Mật khẩu"),
            "consent": _("Đồng ý"),
        }
        for number, prefix in enumerate(self.prefixes, start=1):
            about = _("Sản phẩm %(number)s") % {"number": number}
            named |= {f"{prefix}{field}": f"{about}, {words.lower()}" for field, words in self.product_labels.items()}
        return named


@dataclass(frozen=True)
class RegistrationShutPage(Page):
    """Registration has not begun, or is over: says when."""

    template: ClassVar[str] = "fairs/registering/shut.html"
    fair_name: str
    fair_url: str
    not_yet: bool
    opens_at: datetime
    closes_at: datetime
    timezone: str


@dataclass(frozen=True)
class WrongAccountPage(Page):
    """Somebody is signed in who cannot register here: says why, and what helps."""

    template: ClassVar[str] = "fairs/registering/wrong_account.html"
    fair_name: str
    fair_url: str
    kind_words: str
    sentence: str
    register_url: str
    """The form that would fit; empty when none does."""


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


async def register_page(fair: Fair, kind: CompanyKind, form: Form[Any], company: Company | None) -> RegisterPage:
    """The form as it stands now, for a newcomer or for a company that is known."""
    least = await least_product_blocks(kind, company)
    blocks = product_blocks(form, least=least)
    other = CompanyKind.DISTRIBUTOR if kind == CompanyKind.PRODUCER else CompanyKind.PRODUCER
    return RegisterPage(
        kind=kind,
        form=form,
        action=f"/fairs/{fair.slug}/register/{kind.value}",
        blocks=blocks,
        may_shrink=blocks > least,
        fair_name=spoken(fair.name_vi, fair.name_en),
        fair_url=f"/fairs/{fair.slug}",
        other_url="" if company else f"/fairs/{fair.slug}/register/{other.value}",
        closes_at=fair.registration_until,
        timezone=fair.timezone,
        known=company is not None,
        delegates=await delegate_names(company.id) if company else [],
        products=(await products_of([company.id]))[company.id] if company else [],
    )


def shut_page(fair: Fair, *, at: datetime) -> RegistrationShutPage:
    """Says when registration was or will be open."""
    return RegistrationShutPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        fair_url=f"/fairs/{fair.slug}",
        not_yet=at < fair.registration_from and phase(fair, at) != Phase.OVER,
        opens_at=fair.registration_from,
        closes_at=fair.registration_until,
        timezone=fair.timezone,
    )


def wrong_account_page(fair: Fair, kind: CompanyKind, company: Company | None) -> WrongAccountPage:
    """Says why this account cannot register on this side."""
    if company is None:
        sentence = _("Bạn đang đăng nhập bằng một tài khoản không đại diện cho đơn vị nào.")
        url = ""
    else:
        words = {"company": company.name, "kind": company_kind_words(company.kind).lower()}
        sentence = _("Bạn đang đăng nhập thay mặt %(company)s, đã ghi là %(kind)s.") % words
        url = f"/fairs/{fair.slug}/register/{company.kind}"
    return WrongAccountPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        fair_url=f"/fairs/{fair.slug}",
        kind_words=company_kind_words(kind),
        sentence=sentence,
        register_url=url,
    )


async def my_page(company: Company, *, at: datetime) -> MyPage:
    """A company with its fairs, and those it could still join."""
    own = await fairs_of(company.id)
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
            _open_line(fair, company.kind) for fair in await fairs_taking_registrations(at) if fair.id not in joined
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
    )
