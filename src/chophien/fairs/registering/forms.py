"""The registration form: a company, its products, its delegates and the account that signs in for it."""

from dataclasses import dataclass, replace
from typing import Any

from chophien.accounts.rules import password_fault
from chophien.catalogue import forms as product_forms
from chophien.catalogue.forms import ProductDetails, read_product_fields
from chophien.catalogue.rules import MOST_AT_REGISTRATION
from chophien.companies.forms import CompanyDetails, DelegateDetails, read_company_fields, read_delegate_fields
from chophien.companies.tables import CompanyKind
from chophien.fairs.questions.forms import AnswerGiven, read_answers
from chophien.fairs.questions.queries import Asked
from chophien.fairs.registering.rules import interpreting_choices
from chophien.support.language import _
from chophien.web.forms import Form

FIRST, SECOND = "first_", "second_"
"""What stands before the names of a delegate's fields."""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """Everything that a company tells when it registers; the account is empty when somebody is signed in."""

    company: CompanyDetails
    products: list[ProductDetails]
    delegates: list[DelegateDetails]
    interpreting: str | None
    answers: list[AnswerGiven]
    """To what the organizer asks besides."""
    email: str = ""
    password: str = ""


def product_prefix(number: int) -> str:
    """What stands before the names of the fields of product `number`, from 1."""
    return f"p{number}_"


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
        for field in product_forms.FIELDS:
            after = form.typed.pop(f"{product_prefix(number + 1)}{field}", None) if number < blocks else None
            form.typed.pop(f"{product_prefix(number)}{field}", None)
            if after is not None:
                form.typed[f"{product_prefix(number)}{field}"] = after


def read_registration(
    form: Form[Registration], kind: CompanyKind, questions: list[Asked], *, signed_in: bool, least_products: int
) -> Form[Registration]:
    """Read the whole form; the password is taken exactly as typed and never sent back."""
    password = form.text("password")
    form.typed.pop("password", None)
    company = read_company_fields(form, kind)
    interpreting = None
    if kind == CompanyKind.DISTRIBUTOR:
        interpreting = form.read_choice("interpreting", [pair for pair, _ in interpreting_choices()])
    products: list[ProductDetails | None] = []
    if kind == CompanyKind.PRODUCER:
        count = product_blocks(form, least=least_products)
        products = [read_product_fields(form, product_prefix(number)) for number in range(1, count + 1)]
    delegates: list[DelegateDetails] = []
    email = ""
    if not signed_in:
        delegates = _read_delegates(form)
        email = form.read_email("email", required=True)
        delegates[0] = replace(delegates[0], email=email)
        if fault := password_fault(password):
            form.refuse("password", fault)
    answers = read_answers(form, questions)
    if not form.read_tick("consent"):
        form.refuse("consent", _("Xin đồng ý thì ban tổ chức mới nhận đăng ký được."))
    if company is not None and form.is_right:
        form.value = Registration(
            company=company,
            products=[product for product in products if product is not None],
            delegates=delegates,
            interpreting=interpreting,
            answers=answers,
            email=email,
            password=password,
        )
    return form


def _read_delegates(form: Form[Any]) -> list[DelegateDetails]:
    delegates = [read_delegate_fields(form, FIRST)]
    fields = ("delegate_name", "delegate_duty", "delegate_email", "delegate_phone")
    if any(form.text(f"{SECOND}{field}").strip() for field in fields):
        delegates.append(read_delegate_fields(form, SECOND))
    return delegates
