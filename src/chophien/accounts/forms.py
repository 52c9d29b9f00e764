"""The sign-in form."""

from dataclasses import dataclass

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
