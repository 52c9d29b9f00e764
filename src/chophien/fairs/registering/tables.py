"""Columns of registrations that are not sent yet."""

from piccolo.columns import ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import Fair


class Draft(Table):
    """A registration that somebody left to go on with on another day."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    kind = Varchar(length=12, choices=CompanyKind)
    email = Varchar(length=254)
    """Where its link was sent."""
    token_hash = Varchar(length=64)
    typed = Text()
    """The fields as they were typed, as JSON; never a password."""
    saved_at = Timestamptz()
