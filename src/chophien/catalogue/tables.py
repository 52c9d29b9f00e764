"""Columns of products, their pictures and papers, craft villages, and what distributors look for."""

from enum import StrEnum

from piccolo.columns import BigInt, Boolean, Date, ForeignKey, Integer, Serial, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.companies.tables import Company
from chophien.files.tables import StoredFile
from chophien.places.tables import Place


class ProductGroup(StrEnum):
    """The groups of both lists: six of Decision 1048/QĐ-TTg (2019), six of Decision 148/QĐ-TTg (2023).

    Which list names a product's group follows from the day of its recognition, see `rules.list_of`.
    """

    FOOD = "food"
    DRINK = "drink"
    HERBAL = "herbal"
    CRAFT = "craft"
    ORNAMENTAL = "ornamental"
    TOURISM = "tourism"
    TEXTILE = "textile"
    """Cloth and clothing: a group of its own in the older list, part of crafts in the newer one."""


class Level(StrEnum):
    """Which level of the administration recognised a product."""

    DISTRICT = "district"
    PROVINCE = "province"
    NATIONAL = "national"


class PaperKind(StrEnum):
    """What a paper certifies."""

    FOOD_SAFETY = "food_safety"
    VIETGAP = "vietgap"
    ORGANIC = "organic"
    ISO = "iso"
    HALAL = "halal"
    TRADE_MARK = "trade_mark"
    ORIGIN = "origin"
    """A geographical indication."""
    TRACEABILITY = "traceability"
    OTHER = "other"


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
    sort_name = Varchar(length=300, default="")
    """Where the name stands in a list: `support.collation.sort_key` of it."""
    group = Varchar(length=12, choices=ProductGroup)
    stars = Varchar(length=2, choices=Stars, null=True, default=None)
    """None for a product that is not rated."""
    recognised_on = Date(null=True, default=None)
    decision_number = Varchar(length=40, default="")
    recognised_by = Varchar(length=10, choices=Level, null=True, default=None)
    craft_village = ForeignKey(references=CraftVillage, null=True, default=None, on_delete=OnDelete.restrict)
    place = ForeignKey(references=Place, null=True, default=None, on_delete=OnDelete.restrict)
    about_vi = Text(default="")
    about_en = Text(default="")
    unit = Varchar(length=30, default="")
    """What a price is for: kg, bottle, set."""
    unit_en = Varchar(length=30, default="")
    price_from = BigInt(null=True, default=None)
    """In đồng."""
    price_to = BigInt(null=True, default=None)
    """In đồng."""
    capacity_per_month = BigInt(null=True, default=None)
    """In units."""
    least_order = BigInt(null=True, default=None)
    """In units."""
    markets_reached = Varchar(length=200, default="")
    """Codes of `rules.MARKETS` with a comma before, between and after: `,JP,EU,`."""
    markets_wanted = Varchar(length=200, default="")


class FormerProduct(Table):
    """The number of a product that became one with another, so that addresses with it still lead somewhere."""

    id: Serial
    former = Integer()
    product = ForeignKey(references=Product, null=False, on_delete=OnDelete.cascade)


class ProductPicture(Table):
    """One of the pictures of a product."""

    id: Serial
    product = ForeignKey(references=Product, null=False, on_delete=OnDelete.cascade)
    file = ForeignKey(references=StoredFile, null=False, on_delete=OnDelete.restrict)
    position = SmallInt(default=0)
    """The first is shown in lists."""
    alt_vi = Varchar(length=200, default="")
    """What is to be seen, for those who do not see it."""
    alt_en = Varchar(length=200, default="")


class Paper(Table):
    """A certificate of a company, or of one of its products."""

    id: Serial
    company = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)
    product = ForeignKey(references=Product, null=True, default=None, on_delete=OnDelete.cascade)
    """None for a paper that counts for everything the company makes."""
    kind = Varchar(length=16, choices=PaperKind)
    title = Varchar(length=120, default="")
    """What it is, for one of another kind."""
    number = Varchar(length=60, default="")
    issuer = Varchar(length=160, default="")
    issued_on = Date(null=True, default=None)
    expires_on = Date(null=True, default=None)
    """The last day; none for a paper without end."""
    file = ForeignKey(references=StoredFile, null=True, default=None, on_delete=OnDelete.restrict)
    added_at = Timestamptz()


class Want(Table):
    """What a distributor looks for; lists are written as a product's markets are."""

    id: Serial
    company = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)
    groups = Varchar(length=100, default="")
    least_stars = Varchar(length=2, choices=Stars, null=True, default=None)
    papers = Varchar(length=160, default="")
    """Kinds that a product or its maker must have."""
    price_from = BigInt(null=True, default=None)
    """In đồng."""
    price_to = BigInt(null=True, default=None)
    volume_per_month = BigInt(null=True, default=None)
    """In units of the product."""
    districts = Varchar(length=300, default="")
    markets = Varchar(length=200, default="")
    """Where the distributor sells on."""
    changed_at = Timestamptz()
