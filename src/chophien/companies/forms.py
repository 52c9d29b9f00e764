"""The fields of a company and of a delegate, as they stand in registration and in the profile."""

from dataclasses import dataclass
from typing import Any

from chophien.accounts.rules import password_fault
from chophien.companies.rules import (
    FORMS_OF,
    SPOKEN,
    country_choices,
    phone_fault,
    tax_code_fault,
    tidy_tax_code,
    tidy_website,
)
from chophien.companies.tables import Company, CompanyForm, CompanyKind, Delegate
from chophien.places.gazetteer import places
from chophien.support.language import _
from chophien.web.forms import Form

HOME = "VN"


@dataclass(frozen=True, kw_only=True)
class CompanyDetails:
    """A company's profile; `district` is the key of a place of whatever time, or empty."""

    kind: CompanyKind
    form: CompanyForm
    name: str
    tax_code: str | None = None
    district: str = ""
    country: str = HOME
    address: str = ""
    phone: str = ""
    email: str = ""
    about_vi: str = ""
    about_en: str = ""
    looking_for_vi: str = ""
    looking_for_en: str = ""
    website: str = ""
    languages: str = ""
    """As the column says: ISO 639 codes with a comma between."""


@dataclass(frozen=True, kw_only=True)
class DelegateDetails:
    """Somebody who speaks for a company."""

    name: str
    duty: str = ""
    email: str = ""
    phone: str = ""
    languages: str = ""


def read_company_fields(form: Form[Any], kind: CompanyKind) -> CompanyDetails | None:
    """Read a company's fields; none when one of them is wrong."""
    abroad = kind == CompanyKind.DISTRIBUTOR
    country = form.read_choice("country", [code for code, _name in country_choices()], required=abroad) or HOME
    business = form.read_choice("company_form", FORMS_OF[kind], required=True)
    tax_code = tidy_tax_code(form.read_text("tax_code", most=30))
    if tax_code and (fault := tax_code_fault(tax_code, country)):
        form.refuse("tax_code", fault)
    district = form.read_choice("district", list(places()))
    details = CompanyDetails(
        kind=kind,
        form=CompanyForm(business) if business in FORMS_OF[kind] else FORMS_OF[kind][0],
        name=" ".join(form.read_text("name", required=True, most=300).split()),
        tax_code=tax_code or None,
        district=(district or "") if country == HOME else "",
        country=country,
        address=form.read_text("address", required=True, most=300),
        phone=read_phone(form, "phone", required=True),
        email=form.read_email("company_email"),
        about_vi=form.read_text("about_vi", most=2000),
        about_en=form.read_text("about_en", most=2000),
        looking_for_vi=form.read_text("looking_for_vi", most=2000),
        looking_for_en=form.read_text("looking_for_en", most=2000),
        website=_read_website(form),
        languages=",".join(form.read_choices("languages", SPOKEN)),
    )
    return details if form.is_right else None


def _read_website(form: Form[Any]) -> str:
    text = form.read_text("website", most=290)
    website = tidy_website(text)
    if text and not website:
        form.refuse("website", _("Địa chỉ trang web chưa đúng, ví dụ: https://langnghe.example."))
    return website


def read_phone(form: Form[Any], name: str, *, required: bool = False) -> str:
    """A telephone number as it was written."""
    text = form.read_text(name, required=required, most=40)
    if text and (fault := phone_fault(text)):
        form.refuse(name, fault)
    return text


def read_delegate_fields(form: Form[Any], prefix: str = "") -> DelegateDetails:
    """Read a delegate's fields, each name with `prefix` before it."""
    return DelegateDetails(
        name=" ".join(form.read_text(f"{prefix}delegate_name", required=True).split()),
        duty=form.read_text(f"{prefix}delegate_duty", most=100),
        email=form.read_email(f"{prefix}delegate_email"),
        phone=read_phone(form, f"{prefix}delegate_phone"),
        languages=",".join(form.read_choices(f"{prefix}delegate_languages", SPOKEN)),
    )


def company_as_typed(company: Company, district: str) -> dict[str, Any]:
    """A company's row as the values of its form's fields."""
    return {
        "company_form": company.form,
        "name": company.name,
        "tax_code": company.tax_code,
        "district": district,
        "country": company.country,
        "address": company.address,
        "phone": company.phone,
        "company_email": company.email,
        "about_vi": company.about_vi,
        "about_en": company.about_en,
        "looking_for_vi": company.looking_for_vi,
        "looking_for_en": company.looking_for_en,
        "website": company.website,
        "languages": [code for code in company.languages.split(",") if code],
    }


def delegate_as_typed(delegate: Delegate) -> dict[str, Any]:
    """A delegate's row as the values of its form's fields."""
    return {
        "delegate_name": delegate.name,
        "delegate_duty": delegate.duty,
        "delegate_email": delegate.email,
        "delegate_phone": delegate.phone,
        "delegate_languages": [code for code in delegate.languages.split(",") if code],
    }


def read_company(form: Form[CompanyDetails], kind: CompanyKind) -> Form[CompanyDetails]:
    """Read the profile form."""
    form.value = read_company_fields(form, kind)
    return form


def read_delegate(form: Form[DelegateDetails]) -> Form[DelegateDetails]:
    """Read the form of one delegate."""
    details = read_delegate_fields(form)
    form.value = details if form.is_right else None
    return form


def read_joining(form: Form[Any]) -> Form[Any]:
    """Read the name and the password of somebody who was invited; the value is both."""
    name = " ".join(form.read_text("delegate_name", required=True).split())
    # A password is taken as it was typed, without trimming.
    password = form.text("password")
    if fault := password_fault(password):
        form.refuse("password", fault)
    if not form.read_tick("consent"):
        form.refuse("consent", _("Xin đồng ý thì ban tổ chức mới nhận đăng ký được."))
    form.value = (name, password) if form.is_right else None
    return form
