"""The small forms around a booth: which one, instead of which, for whom."""

from dataclasses import dataclass
from typing import Any

from chophien.web.forms import Form

# The largest whole number that both databases keep in an identifier.
MOST = 2_147_483_647


@dataclass(frozen=True)
class BoothChoice:
    """A booth, and the one given back for it."""

    booth_id: int
    instead_of: int | None


@dataclass(frozen=True)
class BoothGift:
    """A participant to place."""

    participation_id: int


def read_booth(form: Form[Any]) -> int | None:
    """The booth that a button named; none when it named nothing sensible."""
    return form.read_whole_number("booth", least=1, most=MOST)


def read_booth_choice(form: Form[BoothChoice]) -> Form[BoothChoice]:
    """Read which booth is wanted."""
    booth_id = form.read_whole_number("booth", least=1, most=MOST, required=True)
    instead_of = form.read_whole_number("instead_of", least=1, most=MOST)
    form.value = BoothChoice(booth_id or 0, instead_of)
    return form


def read_booth_gift(form: Form[BoothGift]) -> Form[BoothGift]:
    """Read whom the organizer places."""
    participation_id = form.read_whole_number("participation", least=1, most=MOST, required=True)
    form.value = BoothGift(participation_id or 0)
    return form
