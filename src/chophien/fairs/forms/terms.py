"""Reading on which terms a participant meets."""

from dataclasses import dataclass

from chophien.web.forms import Form


@dataclass(frozen=True)
class Terms:
    """The language pair that meetings need, none for Vietnamese speakers, and how many there may be, none for any."""

    interpreting: str | None
    most_meetings: int | None = None


def read_terms(form: Form[Terms], pairs: list[str]) -> Form[Terms]:
    """Read the terms; an empty field means none."""
    interpreting = form.read_choice("interpreting", pairs)
    most = form.read_whole_number("most_meetings", least=0, most=500)
    form.value = Terms(interpreting, most) if form.is_right else None
    return form
