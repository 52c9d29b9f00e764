"""Reading who somebody of the staff is."""

from dataclasses import dataclass
from typing import Any

from chophien.fairs.registering.rules import interpreting_choices
from chophien.fairs.tables import StaffDuty
from chophien.support.language import _
from chophien.web.forms import Form


@dataclass(frozen=True)
class StaffDetails:
    """Somebody of a fair's staff."""

    name: str
    duty: StaffDuty
    pairs: tuple[str, ...]
    """Language pairs such as `en-vi`."""
    email: str
    phone: str


@dataclass(frozen=True)
class OwnDetails:
    """What somebody of the staff says of itself."""

    pairs: tuple[str, ...]
    phone: str


def read_staff(form: Form[StaffDetails], known: tuple[str, ...] = ()) -> Form[StaffDetails]:
    """Read a member of the staff; `known` are language pairs beside the usual ones."""
    name = form.read_text("name", required=True, most=200)
    duty = StaffDuty(form.read_choice("duty", [each.value for each in StaffDuty], required=True) or "interpreter")
    pairs = _read_pairs(form, known, required=duty is StaffDuty.INTERPRETER)
    email = form.read_email("email")
    phone = form.read_text("phone", most=40)
    form.value = StaffDetails(name, duty, pairs, email, phone) if form.is_right else None
    return form


def read_own(form: Form[OwnDetails], known: tuple[str, ...], *, interprets: bool) -> Form[OwnDetails]:
    """Read what somebody says of itself."""
    pairs = _read_pairs(form, known, required=interprets)
    phone = form.read_text("phone", most=40)
    form.value = OwnDetails(pairs, phone) if form.is_right else None
    return form


def pair_choices(known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The language pairs to tick, as (pair, words); `known` ones beside the usual are kept."""
    usual = interpreting_choices()
    return usual + [(pair, pair) for pair in known if pair not in dict(usual)]


def _read_pairs(form: Form[Any], known: tuple[str, ...], *, required: bool) -> tuple[str, ...]:
    pairs = tuple(form.read_choices("pairs", [pair for pair, _words in pair_choices(known)]))
    if required and not pairs:
        form.refuse("pairs", _("Người phiên dịch cần ít nhất một ngôn ngữ."))
    if len(",".join(pairs)) > 60:
        form.refuse("pairs", _("Mỗi người ghi tối đa mười ngôn ngữ."))
    return pairs
