"""Columns of products and craft villages."""

from enum import StrEnum

from piccolo.columns import BigInt, Boolean, Date, ForeignKey, Serial, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.companies.tables import Company
from chophien.places.tables import Place


class ProductGroup(StrEnum):
    """The six groups of Decision 148/QĐ-TTg (2023)."""

    FOOD = "food"
    DRINK = "drink"
    HERBAL = "herbal"
    CRAFT = "craft"
    ORNAMENTAL = "ornamental"
    TOURISM = "tourism"


class Stars(StrEnum):
    """OCOP rating; the potential five-star waits for the national level's decision."""

    THREE = "3"
    FOUR = "4"
    POTENTIAL_FIVE = "4+"
    FIVE = "5"


class CraftVillage(Table):
    """A craft village (làng nghề)."""

    id: Serial
    name = Varchar(length=100)
    place = ForeignKey(references=Place, on_delete=OnDelete.restrict)
    trade_vi = Varchar(length=100, default="")
    trade_en = Varchar(length=100, default="")
    recognised = Boolean(default=True)


class Product(Table):
    """What a producer offers."""

    id: Serial
    company = ForeignKey(references=Company, on_delete=OnDelete.cascade)
    name = Varchar(length=200)
    folded_name = Varchar(length=200, index=True)
    group = Varchar(length=12, choices=ProductGroup)
    stars = Varchar(length=2, choices=Stars, null=True, default=None)
    """None for a product that is not rated."""
    recognised_on = Date(null=True, default=None)
    decision_number = Varchar(length=40, default="")
    craft_village = ForeignKey(references=CraftVillage, null=True, default=None, on_delete=OnDelete.restrict)
    place = ForeignKey(references=Place, null=True, default=None, on_delete=OnDelete.restrict)
    about_vi = Text(default="")
    about_en = Text(default="")
    unit = Varchar(length=30, default="")
    """What a price is for: kg, bottle, set."""
    price_from = BigInt(null=True, default=None)
    """In đồng."""
    price_to = BigInt(null=True, default=None)
    """In đồng."""
    capacity_per_month = BigInt(null=True, default=None)
    """In units."""
