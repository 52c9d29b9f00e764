"""The form with which somebody is asked to decide for a co-hosting district."""

from dataclasses import dataclass

from chophien.web.forms import Form


@dataclass(frozen=True)
class MemberDetails:
    """Who decides, and for which place."""

    place_id: int
    name: str
    email: str


def read_member(form: Form[MemberDetails], places: list[tuple[str, str]]) -> Form[MemberDetails]:
    """Read the form; `places` are the co-hosting ones, by number and words."""
    place = form.read_choice("place", [value for value, _words in places], required=True)
    name = " ".join(form.read_text("name", required=True, most=200).split())
    email = form.read_email("email", required=True)
    if place and form.is_right:
        form.value = MemberDetails(int(place), name, email)
    return form
