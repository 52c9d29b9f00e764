"""What the account templates may see."""

from dataclasses import dataclass
from typing import Any, ClassVar

from chophien.accounts.queries import OpenSession
from chophien.web.forms import Form
from chophien.web.pages import Page


@dataclass(frozen=True)
class SignInPage(Page):
    """Address, password, and where to go afterwards."""

    template: ClassVar[str] = "accounts/sign_in.html"
    form: Form[Any]
    next: str


@dataclass(frozen=True)
class ForgotPasswordPage(Page):
    """The address to send a link to; once asked, the same sentence for every address."""

    template: ClassVar[str] = "accounts/forgot_password.html"
    form: Form[Any]
    sent: bool


@dataclass(frozen=True)
class NewPasswordPage(Page):
    """A new password, set with the link of a mail."""

    template: ClassVar[str] = "accounts/new_password.html"
    form: Form[Any]
    token: str
    email: str


@dataclass(frozen=True)
class AccountPage(Page):
    """The own account: three forms, and where the person is signed in."""

    template: ClassVar[str] = "accounts/account.html"
    email: str
    session_id: int
    sessions: list[OpenSession]
    profile: Form[Any]
    password: Form[Any]
    address: Form[Any]


@dataclass(frozen=True)
class ConfirmEmailPage(Page):
    """One button that proves an address."""

    template: ClassVar[str] = "accounts/confirm_email.html"
    form: Form[Any]
    token: str
    email: str
