"""The forms of signing in and of the own account."""

from dataclasses import dataclass

from chophien.accounts.rules import password_fault
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
