"""What a merge says of itself: kept as values, worded for whoever reads it."""

import msgspec

from chophien.fairs.rules import spoken
from chophien.support.language import _


class Told(msgspec.Struct, frozen=True):
    """What was decided where two companies stood in each other's way."""

    twice: int = 0
    """Products of one name of which both are kept."""
    fairs: tuple[tuple[str, str], ...] = ()
    """The fairs at which two registrations became one, each in Vietnamese and in English."""


def written_told(told: Told) -> str:
    """As it is kept."""
    return msgspec.json.encode(told).decode()


def told_words(text: str) -> list[str]:
    """What is kept in the spoken language, a sentence each; none of a merge made before it was kept as values."""
    try:
        told = msgspec.json.decode(text, type=Told)
    except msgspec.DecodeError:
        return []
    of_products = _("%(num)s sản phẩm cùng tên nhưng khác chi tiết nên giữ cả hai.")
    of_fairs = _("Ở %(fair)s hai đăng ký thành một.")
    return [
        *([of_products % {"num": told.twice}] if told.twice else []),
        *(of_fairs % {"fair": spoken(vietnamese, english)} for vietnamese, english in told.fairs),
    ]
