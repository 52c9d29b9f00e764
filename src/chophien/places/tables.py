"""Columns of administrative places."""

from enum import StrEnum

from piccolo.columns import Date, ForeignKey, Serial, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class PlaceLevel(StrEnum):
    """Which step of the administration a place is."""

    PROVINCE = "province"
    DISTRICT = "district"
    WARD = "ward"


class Place(Table):
    """A province, district or ward, with the dates between which it existed."""

    id: Serial
    code = Varchar(length=10)
    """The statistical office's code."""
    level = Varchar(length=10, choices=PlaceLevel)
    name = Varchar(length=100)
    kind = Varchar(length=20, default="")
    """The Vietnamese word before the name: quận, huyện, thị xã, phường, xã, tỉnh, thành phố."""
    parent: ForeignKey["Place"] = ForeignKey(references="self", null=True, default=None, on_delete=OnDelete.restrict)
    valid_from = Date(default=None, null=True)
    valid_until = Date(default=None, null=True)
    """Last day; none while the place exists."""
