"""Columns of companies and their delegates."""

from enum import StrEnum

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.accounts.tables import Person
from chophien.files.tables import StoredFile
from chophien.places.tables import Place


class CompanyKind(StrEnum):
    """On which side of a meeting a company sits."""

    PRODUCER = "producer"
    DISTRIBUTOR = "distributor"


class CompanyForm(StrEnum):
    """What kind of business a company is; the first three are producers, the others distributors."""

    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"
    RETAIL_CHAIN = "retail_chain"
    WHOLESALER = "wholesaler"
    EXPORTER = "exporter"
    IMPORTER = "importer"
    HOSPITALITY = "hospitality"
    E_COMMERCE = "e_commerce"
    OTHER = "other"


class Company(Table):
    """A producer or a distributor. It keeps its profile from fair to fair."""

    id: Serial
    kind = Varchar(length=12, choices=CompanyKind)
    form = Varchar(length=20, choices=CompanyForm)
    name = Varchar(length=300)
    folded_name = Varchar(length=300, index=True)
    """The name for searching: lower case, without diacritics."""
    sort_name = Varchar(length=300, default="")
    """Where the name stands in a list: `support.collation.sort_key` of it."""
    name_key = Varchar(length=300, default="", index=True)
    """What two ways of writing one company's name have in common: `short_names.name_key` of it."""
    tax_code = Varchar(length=20, null=True, default=None)
    place = ForeignKey(references=Place, null=True, default=None, on_delete=OnDelete.restrict)
    address = Varchar(length=300, default="")
    country = Varchar(length=2, default="VN")
    """ISO 3166 code."""
    email = Varchar(length=254, default="")
    phone = Varchar(length=40, default="")
    about_vi = Text(default="")
    about_en = Text(default="")
    looking_for_vi = Text(default="")
    """What a distributor wants to buy."""
    looking_for_en = Text(default="")
    website = Varchar(length=300, default="")
    languages = Varchar(length=100, default="")
    """Spoken there, as ISO 639 codes with a comma between, such as `vi,en`."""
    logo = ForeignKey(references=StoredFile, null=True, default=None, on_delete=OnDelete.restrict)
    created_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)
    """When it left with the only person that it was, and became nameless; the public sees it no more."""


class FormerCompany(Table):
    """The number of a company that became one with another, so that addresses with it still lead somewhere."""

    id: Serial
    former = Integer()
    company = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)


class Delegate(Table):
    """Somebody who speaks for a company; one who signs in is also a person."""

    id: Serial
    company = ForeignKey(references=Company, on_delete=OnDelete.cascade)
    person = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    name = Varchar(length=200)
    duty = Varchar(length=100, default="")
    """What the delegate does there: director, sales manager."""
    email = Varchar(length=254, default="")
    phone = Varchar(length=40, default="")
    languages = Varchar(length=100, default="")
    """As those of the company."""
    owner = Boolean(default=False)
    """Whether this delegate says who else signs in for the company."""


class DelegateInvitation(Table):
    """A mailed link with which a delegate begins to sign in for the company; its token is kept only as its SHA-256."""

    id: Serial
    delegate = ForeignKey(references=Delegate, null=False, on_delete=OnDelete.cascade)
    email = Varchar(length=254)
    """The address it was sent to."""
    token_hash = Varchar(length=64, index=True)
    invited_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    created_at = Timestamptz()
    expires_at = Timestamptz()
