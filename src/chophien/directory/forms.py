"""The form that makes two companies one."""

from typing import Any

from chophien.directory.rules.folding import PROFILE
from chophien.web.forms import Form


def read_merge(form: Form[Any], differing: list[str]) -> Form[tuple[str, ...]]:
    """Read which of the differing columns of the profile are taken from the company that goes."""
    taken = [name for name in differing if form.read_choice(f"from_{name}", ("kept", "gone")) == "gone"]
    if form.is_right:
        form.value = tuple(name for name in PROFILE if name in taken)
    return form
