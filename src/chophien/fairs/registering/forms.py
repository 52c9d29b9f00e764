"""The registration form: a company, its products, its delegates and the account that signs in for it."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from chophien.accounts.rules import password_fault
from chophien.catalogue import forms as product_forms
from chophien.catalogue.forms import ProductDetails, read_product_fields
from chophien.catalogue.rules import MOST_AT_REGISTRATION
from chophien.catalogue.tables import PaperKind
from chophien.companies.forms import CompanyDetails, DelegateDetails, read_company_fields, read_delegate_fields
from chophien.companies.tables import CompanyKind
from chophien.fairs.questions.forms import AnswerGiven, kept_name, read_answers
from chophien.fairs.questions.queries import Asked
from chophien.fairs.questions.tables import QuestionType
from chophien.fairs.registering.rules import interpreting_choices
from chophien.support.language import _
from chophien.web.forms import Form

_OF_PAPER = ("paper_kind", "paper_expires", "paper_kept")

FIRST, SECOND = "first_", "second_"
"""What stands before the names of a delegate's fields."""


@dataclass(frozen=True)
class ProductPaper:
    """A paper sent with a product; the token stands for its file, which was kept when the form came in."""

    product: int
    """The product's place among those of the form, from 0."""
    kind: PaperKind
    expires_on: date | None
    token: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Registration:
    """Everything that a company tells when it registers; the account is empty when somebody is signed in."""

    company: CompanyDetails
    products: list[ProductDetails]
    delegates: list[DelegateDetails]
    interpreting: str | None
    papers: list[ProductPaper] = field(default_factory=list)
    answers: list[AnswerGiven] = field(default_factory=list)
    email: str = ""
    password: str = ""


def product_prefix(number: int) -> str:
    """What stands before the names of the fields of product `number`, from 1."""
    return f"p{number}_"


def file_fields(form: Form[Any], questions: list[Asked], *, least: int) -> list[str]:
    """The fields of the form that take a file."""
    blocks = range(1, product_blocks(form, least=least) + 1)
    asked = [question.field for question in questions if question.type == QuestionType.PAPER]
    return [*asked, *(f"{product_prefix(number)}paper" for number in blocks)]


def product_blocks(form: Form[Any], *, least: int) -> int:
    """How many blocks of product fields the form shows; the count travels with the form."""
    text = form.text("product_blocks")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else least
    return min(max(count, least), MOST_AT_REGISTRATION)


def reshape_products(form: Form[Any], *, least: int) -> bool:
    """Add or take away a block if one of those buttons was pressed; nothing that was typed is lost. Says whether."""
    blocks = product_blocks(form, least=least)
    if form.text("more"):
        blocks = min(blocks + 1, MOST_AT_REGISTRATION)
    elif len(gone := form.text("less")) < 4 and gone.isdecimal() and 1 <= int(gone) <= blocks:
        _close_gap(form, int(gone), blocks)
        blocks -= 1
    else:
        return False
    form.typed["product_blocks"] = [str(max(blocks, least))]
    form.typed.pop("password", None)
    return True


def _close_gap(form: Form[Any], gone: int, blocks: int) -> None:
    for number in range(gone, blocks + 1):
        for name in (*product_forms.FIELDS, *_OF_PAPER):
            after = form.typed.pop(f"{product_prefix(number + 1)}{name}", None) if number < blocks else None
            form.typed.pop(f"{product_prefix(number)}{name}", None)
            if after is not None:
                form.typed[f"{product_prefix(number)}{name}"] = after


def read_registration(
    form: Form[Registration], kind: CompanyKind, questions: list[Asked], *, signed_in: bool, least_products: int
) -> Form[Registration]:
    """Read the whole form; the password is taken exactly as typed and never sent back."""
    password = form.text("password")
    form.typed.pop("password", None)
    company = read_company_fields(form, kind)
    interpreting = form.read_choice("interpreting", [pair for pair, _ in interpreting_choices()])
    products: list[ProductDetails | None] = []
    papers: list[ProductPaper] = []
    if kind == CompanyKind.PRODUCER:
        count = product_blocks(form, least=least_products)
        products = [read_product_fields(form, product_prefix(number)) for number in range(1, count + 1)]
        read = [_read_paper(form, product_prefix(number), number - 1) for number in range(1, count + 1)]
        papers = [paper for paper in read if paper is not None]
    answers = read_answers(form, questions)
    delegates: list[DelegateDetails] = []
    email = ""
    if not signed_in:
        delegates = _read_delegates(form)
        email = form.read_email("email", required=True)
        delegates[0] = replace(delegates[0], email=email)
        if fault := password_fault(password):
            form.refuse("password", fault)
    if not form.read_tick("consent"):
        form.refuse("consent", _("Xin đồng ý thì ban tổ chức mới nhận đăng ký được."))
    if company is not None and form.is_right:
        form.value = Registration(
            company=company,
            products=[product for product in products if product is not None],
            delegates=delegates,
            interpreting=interpreting,
            papers=papers,
            answers=answers,
            email=email,
            password=password,
        )
    return form


def _read_delegates(form: Form[Any]) -> list[DelegateDetails]:
    delegates = [read_delegate_fields(form, FIRST)]
    names = ("delegate_name", "delegate_duty", "delegate_email", "delegate_phone")
    if any(form.text(f"{SECOND}{name}").strip() for name in names):
        delegates.append(read_delegate_fields(form, SECOND))
    return delegates


def _read_paper(form: Form[Any], prefix: str, product: int) -> ProductPaper | None:
    kind = form.read_choice(f"{prefix}paper_kind", list(PaperKind))
    token = form.text(kept_name(f"{prefix}paper"))
    expires_on = form.read_date(f"{prefix}paper_expires")
    if token and not kind:
        form.refuse(f"{prefix}paper_kind", _("Xin cho biết đây là giấy tờ gì."))
    if kind and not token:
        form.refuse(f"{prefix}paper", _("Xin chọn tệp của giấy tờ này, hoặc chọn gửi sau."))
    return ProductPaper(product, PaperKind(kind), expires_on, token, f"{prefix}paper") if kind and token else None
