"""What the account templates may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from markupsafe import Markup

from chophien.accounts.queries import OpenSession, StaffMember
from chophien.accounts.queries.log import DeedLine, LogFilter
from chophien.accounts.queries.platform import AccountLine, OrganizerLine
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
    signs_out: bool
    """Whether the person is signed in somewhere; the link of an invitation comes before the first time."""


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
    codes_left: int | None
    """Codes on paper that are left; none without a second step."""


@dataclass(frozen=True)
class PrivacyPage(Page):
    """The words on personal data, in one of their versions."""

    template: ClassVar[str] = "accounts/privacy.html"
    version: str
    is_latest: bool


@dataclass(frozen=True)
class ConfirmEmailPage(Page):
    """One button that proves an address."""

    template: ClassVar[str] = "accounts/confirm_email.html"
    form: Form[Any]
    token: str
    email: str
    next: str


@dataclass(frozen=True)
class ProofAgainPage(Page):
    """A mail is under way, and can be sent once more; once asked, the same sentence for every address."""

    template: ClassVar[str] = "accounts/proof_again.html"
    form: Form[Any]
    sent: bool


@dataclass(frozen=True)
class SecondStepPage(Page):
    """The second step of signing in."""

    template: ClassVar[str] = "accounts/sign_in_second_step.html"
    form: Form[Any]
    next: str


@dataclass(frozen=True)
class SecondStepSettingsPage(Page):
    """Turning the second step on and off."""

    template: ClassVar[str] = "accounts/second_step.html"
    codes_left: int | None
    """None while it is off."""
    secret: str
    qr: Markup
    form: Form[Any]
    renew: Form[Any]
    off: Form[Any]


@dataclass(frozen=True)
class RecoveryCodesPage(Page):
    """The codes for paper, shown once."""

    template: ClassVar[str] = "accounts/recovery_codes.html"
    codes: list[str]


@dataclass(frozen=True)
class StaffLine:
    """Somebody on the staff page."""

    member: StaffMember
    role: str
    is_oneself: bool
    may_drop_second_step: bool


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


@dataclass(frozen=True)
class LogLine:
    """One deed, and what its detail means."""

    deed: DeedLine
    detail: str
    """The role in words."""


@dataclass(frozen=True)
class LogPage(Page):
    """The log of deeds, and what it is filtered by."""

    template: ClassVar[str] = "accounts/log.html"
    lines: list[LogLine]
    fairs: dict[int, str]
    people: list[tuple[int, str]]
    chosen: LogFilter
    number: int
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class PlatformLogPage(Page):
    """What was done with organizers and accounts, and what it is filtered by."""

    template: ClassVar[str] = "accounts/platform_log.html"
    lines: list[LogLine]
    people: list[tuple[int, str]]
    accounts: list[tuple[int, str]]
    organizers: list[tuple[int, str]]
    deeds: list[tuple[str, str]]
    chosen: LogFilter
    is_filtered: bool
    number: int
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class PlatformPage(Page):
    """The installation: organizers, and accounts that are looked for."""

    template: ClassVar[str] = "accounts/platform.html"
    organizers: list[OrganizerLine]
    accounts: list[AccountLine]
    search: str
    own_id: int
    form: Form[Any]
