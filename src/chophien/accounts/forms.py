"""The forms of signing in and of the own account."""

from dataclasses import dataclass

from chophien.accounts.rules import STAFF, password_fault
from chophien.accounts.tables import RoleKind
from chophien.support.language import LANGUAGES, _
from chophien.web.forms import Form


@dataclass(frozen=True)
class SignInForm:
    """An address and a password."""

    email: str
    password: str


def read_sign_in(form: Form[SignInForm]) -> Form[SignInForm]:
    """Read the sign-in form; the password is taken exactly as typed and never sent back."""
    email = form.read_email("email", required=True)
    password = form.text("password")
    form.typed.pop("password", None)
    form.value = SignInForm(email, password)
    return form


def read_address(form: Form[str]) -> Form[str]:
    """Read the address that a link for a new password is asked for."""
    form.value = form.read_email("email", required=True)
    return form


def read_new_password(form: Form[str], name: str = "password") -> Form[str]:
    """Read a new password, exactly as typed; it is never sent back."""
    password = form.text(name)
    form.typed.pop(name, None)
    if fault := password_fault(password):
        form.refuse(name, fault)
    form.value = password
    return form


@dataclass(frozen=True)
class Profile:
    """What a person is called, and the language of mails to it."""

    name: str
    language: str


@dataclass(frozen=True)
class PasswordChange:
    """The password so far and the next one."""

    old: str
    new: str


@dataclass(frozen=True)
class AddressChange:
    """The next address, and the password as proof of who asks."""

    email: str
    password: str


def read_profile(form: Form[Profile]) -> Form[Profile]:
    """Read name and language."""
    name = form.read_text("name", required=True)
    language = form.read_choice("language", LANGUAGES, required=True)
    form.value = Profile(name, language or LANGUAGES[0])
    return form


def read_password_change(form: Form[PasswordChange]) -> Form[PasswordChange]:
    """Read both passwords, exactly as typed; they are never sent back."""
    old, new = form.text("old_password"), form.text("new_password")
    form.typed.clear()
    if fault := password_fault(new):
        form.refuse("new_password", fault)
    form.value = PasswordChange(old, new)
    return form


def read_address_change(form: Form[AddressChange]) -> Form[AddressChange]:
    """Read the new address; the password is never sent back."""
    email = form.read_email("new_email", required=True)
    password = form.text("address_password")
    form.typed.pop("address_password", None)
    form.value = AddressChange(email, password)
    return form


@dataclass(frozen=True)
class Invited:
    """Whom an organizer wants, and as what."""

    email: str
    kind: RoleKind


def read_invitation(form: Form[Invited]) -> Form[Invited]:
    """Read an address and a role."""
    email = form.read_email("email", required=True)
    kind = form.read_choice("kind", [kind.value for kind in STAFF])
    if kind is None and not form.error("kind"):
        form.refuse("kind", _("Xin chọn vai trò."))
    form.value = Invited(email, RoleKind(kind or RoleKind.VIEWER))
    return form


@dataclass(frozen=True)
class Newcomer:
    """Somebody who begins with an invitation."""

    name: str
    password: str


def read_newcomer(form: Form[Newcomer]) -> Form[Newcomer]:
    """Read a name and a new password, which is never sent back."""
    name = form.read_text("name", required=True)
    password = form.text("password")
    form.typed.pop("password", None)
    if fault := password_fault(password):
        form.refuse("password", fault)
    if not form.read_tick("consent"):
        form.refuse("consent", _("Xin đồng ý thì chúng tôi mới mở tài khoản được."))
    form.value = Newcomer(name, password)
    return form


@dataclass(frozen=True)
class SecondStep:
    """An authenticator's secret, one of its codes as proof, and the password as proof of who asks."""

    secret: str
    code: str
    password: str


def read_second_step(form: Form[SecondStep]) -> Form[SecondStep]:
    """Read what turns the second step on; the password is never sent back."""
    code = form.read_text("code", required=True, most=20)
    form.value = SecondStep(form.text("secret"), code, form.text("password"))
    form.typed.pop("password", None)
    return form


def read_code(form: Form[str]) -> Form[str]:
    """Read the code of the second step."""
    form.value = form.read_text("code", required=True, most=40)
    return form


def read_password(form: Form[str], name: str) -> Form[str]:
    """Read the password as proof of who asks; it is never sent back."""
    form.value = form.text(name)
    form.typed.pop(name, None)
    return form


@dataclass(frozen=True)
class NewOrganizer:
    """An organizer, and the address of its first owner."""

    name: str
    email: str


def read_new_organizer(form: Form[NewOrganizer]) -> Form[NewOrganizer]:
    """Read a name and an address."""
    name = form.read_text("name", required=True, most=300)
    email = form.read_email("email", required=True)
    form.value = NewOrganizer(name, email)
    return form
