"""What the account templates may see."""

from dataclasses import dataclass
from typing import Any, ClassVar

from chophien.web.forms import Form
from chophien.web.pages import Page


@dataclass(frozen=True)
class SignInPage(Page):
    """Address, password, and where to go afterwards."""

    template: ClassVar[str] = "accounts/sign_in.html"
    form: Form[Any]
    next: str
