"""What the registration form and what stands in its place may show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from chophien.catalogue.pages import ProductFields
from chophien.catalogue.queries import ProductLine, products_of
from chophien.catalogue.rules import MOST_AT_REGISTRATION, paper_choices
from chophien.companies.pages import CompanyFields
from chophien.companies.rules import company_kind_words
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.queries.places import places_of
from chophien.fairs.questions.actions import enclosure_names
from chophien.fairs.questions.pages import Questions
from chophien.fairs.questions.queries import Asked
from chophien.fairs.registering.forms import SECOND, product_blocks, product_prefix
from chophien.fairs.registering.queries import (
    delegate_names,
    least_product_blocks,
)
from chophien.fairs.registering.rules import (
    interpreting_choices,
)
from chophien.fairs.rules import Phase, contacts_kept_until, phase, spoken
from chophien.fairs.tables import Fair
from chophien.support.language import _
from chophien.web.forms import Form
from chophien.web.pages import Page


class ProductBlocks(ProductFields):
    """The blocks of product fields, as many as the form carries."""

    form: Form[Any]
    blocks: int
    may_shrink: bool
    """Whether a block may be taken away."""
    kept: dict[str, str]
    """Names of files that were sent already, by field."""

    @property
    def paper_kinds(self) -> list[tuple[str, str]]:
        """What a paper may be."""
        return paper_choices()

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
    kept: dict[str, str]


@dataclass(frozen=True)
class RegisterPage(CompanyFields, ProductBlocks, Questions, Page):
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
    questions: list[Asked]
    kept: dict[str, str]
    kept_until: date | None
    """The last day on which the organizer keeps contact details; none where there is none."""
    full: bool
    """Whether whoever registers now goes on the waiting list."""

    @property
    def product_blocks(self) -> ProductBlocksFragment:
        """The blocks of product fields alone."""
        return ProductBlocksFragment(
            form=self.form, action=self.action, blocks=self.blocks, may_shrink=self.may_shrink, kept=self.kept
        )

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
        # In the order of the form, which is that of the summary.
        named = self.company_labels | {"interpreting": _("Cần phiên dịch từ tiếng nào?")}
        for number, prefix in enumerate(self.prefixes, start=1):
            about = _("Sản phẩm %(number)s") % {"number": number}
            papers = {
                "paper_kind": _("Giấy tờ kèm theo"),
                "paper": _("Tệp của giấy tờ"),
                "paper_expires": _("Giấy tờ hết hạn ngày"),
            }
            for field, words in {**self.product_labels, **papers}.items():
                named[f"{prefix}{field}"] = f"{about}, {words.lower()}"
        named |= {
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
        return named | {each.field: each.words for each in self.questions}


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


async def register_page(
    fair: Fair, kind: CompanyKind, form: Form[Any], company: Company | None, questions: list[Asked]
) -> RegisterPage:
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
        questions=questions,
        kept=await enclosure_names(form, fair.id),
        kept_until=contacts_kept_until(fair.ends_on, fair.keep_months),
        full=(await places_of(fair.id, kind)).are_full,
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
