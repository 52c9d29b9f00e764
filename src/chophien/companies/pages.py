"""What the company templates may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chophien.companies.rules import company_form_choices, company_kind_words, country_choices, language_choices
from chophien.companies.tables import CompanyKind
from chophien.places.rules import Groups, choices_on
from chophien.support.clock import now
from chophien.support.language import _, spoken_language
from chophien.web.formats import local
from chophien.web.forms import Form
from chophien.web.pages import Page


class CompanyFields:
    """The choices that the fields of a company offer; for every page whose `kind` says which side it is on."""

    kind: CompanyKind
    form: Form[Any]

    @property
    def is_producer(self) -> bool:
        """Whether the company produces rather than buys."""
        return self.kind == CompanyKind.PRODUCER

    @property
    def kind_words(self) -> str:
        """Producer or distributor."""
        return company_kind_words(self.kind)

    @property
    def business_forms(self) -> list[tuple[str, str]]:
        """Forms of business."""
        return company_form_choices(self.kind)

    @property
    def districts(self) -> Groups:
        """The places of today; one of another time that the company has stays."""
        return choices_on(local(now()).date(), kept=self.form.text("district"))

    @property
    def first_language(self) -> str:
        """The language whose texts are asked for first: the one that is being spoken."""
        return spoken_language()

    @property
    def second_language(self) -> str:
        """The language whose texts may be added."""
        return "vi" if spoken_language() == "en" else "en"

    @property
    def company_labels(self) -> dict[str, str]:
        """What the summary of errors calls each field."""
        return {
            "name": _("Tên đơn vị"),
            "company_form": _("Loại hình"),
            "tax_code": _("Mã số thuế"),
            "district": _("Địa phương"),
            "country": _("Nước"),
            "address": _("Địa chỉ"),
            "phone": _("Điện thoại"),
            "company_email": _("Thư điện tử chung"),
            "looking_for_vi": _("Muốn tìm mua gì?"),
            "about_vi": _("Giới thiệu"),
            "looking_for_en": _("Muốn tìm mua gì, bằng tiếng Anh"),
            "about_en": _("Giới thiệu bằng tiếng Anh"),
            "website": _("Trang web"),
            "languages": _("Ngôn ngữ nói được"),
        }

    @property
    def spoken_languages(self) -> list[tuple[str, str]]:
        """Languages that may be spoken there."""
        return language_choices()

    @property
    def countries(self) -> list[tuple[str, str]]:
        """Countries, Vietnam first."""
        return country_choices()


@dataclass(frozen=True)
class DelegateLine:
    """A delegate in a list."""

    id: int
    name: str
    duty: str
    email: str
    phone: str
    languages: str
    signs_in: bool
    owner: bool
    """Whether this delegate looks after the company."""


@dataclass(frozen=True)
class CompanyPage(CompanyFields, Page):
    """A company's own profile and its delegates."""

    template: ClassVar[str] = "companies/company.html"
    kind: CompanyKind
    form: Form[Any]
    delegates: list[DelegateLine]
    logo_form: Form[Any]
    logo_url: str
    """Where its logo is; empty without one."""
    public_url: str
    """Where everybody sees it, or where it can be seen beforehand."""
    is_public: bool


@dataclass(frozen=True)
class DelegatePage(Page):
    """One delegate of the own company, new or known."""

    template: ClassVar[str] = "companies/delegate.html"
    form: Form[Any]
    delegate_id: int | None = None
    name: str = ""
    signs_in: bool = False
    """Whether this delegate is somebody with an account, who therefore stays."""
    may_hand_over: bool = False
    """Whether who looks at it may hand the company over to this delegate, or end the delegate's access."""
    may_invite: bool = False
    """Whether who looks at it may invite this delegate to sign in."""
    email: str = ""
    invited_at: datetime | None = None

    @property
    def spoken_languages(self) -> list[tuple[str, str]]:
        """Languages that may be spoken."""
        return language_choices()


@dataclass(frozen=True)
class JoinPage(Page):
    """An invitation to speak for a company."""

    template: ClassVar[str] = "companies/join.html"
    form: Form[Any]
    token: str
    company: str
    email: str
    signed_in_as: str
    """The address of whoever is signed in; empty for nobody."""
    has_account: bool
    """Whether the invited address has an account already."""

    @property
    def fits(self) -> bool:
        """Whether the invited person is the one who is signed in."""
        return self.signed_in_as.lower() == self.email
