"""What the account templates may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chophien.accounts.queries import OpenSession, StaffMember
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


@dataclass(frozen=True)
class StaffLine:
    """Somebody on the staff page."""

    member: StaffMember
    role: str
    is_oneself: bool


@dataclass(frozen=True)
class InvitationLine:
    """Somebody who has been invited."""

    id: int
    email: str
    role: str
    until: datetime


@dataclass(frozen=True)
class StaffSection:
    """One organizer's staff."""

    organizer_id: int
    name: str
    people: list[StaffLine]
    invitations: list[InvitationLine]
    form: Form[Any]


@dataclass(frozen=True)
class StaffPage(Page):
    """Who works for the organizers that the person looks after."""

    template: ClassVar[str] = "accounts/staff.html"
    sections: list[StaffSection]
    roles: list[tuple[str, str, str]]


@dataclass(frozen=True)
class InvitationPage(Page):
    """An invitation, and how to follow it."""

    template: ClassVar[str] = "accounts/invitation.html"
    form: Form[Any]
    token: str
    organizer: str
    role: str
    email: str
    state: str
    """"join" with the account one is signed in to, "other" when that is another's, "sign_in" when there is an account
    to sign in to, "new" when there is none."""
