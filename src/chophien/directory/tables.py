"""Columns of merged companies."""

from piccolo.columns import ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.accounts.tables import Organizer, Person
from chophien.companies.tables import Company


class CompanyMerge(Table):
    """Two rows that were one company, made one; what is gone is kept here."""

    id: Serial
    organizer = ForeignKey(references=Organizer, null=False, on_delete=OnDelete.cascade)
    kept = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)
    gone_name = Varchar(length=300)
    gone = Text()
    """The row that is gone and everything that moved, as JSON."""
    merged_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    merged_at = Timestamptz()


class DifferentCompanies(Table):
    """Two companies that an organizer looked at and found to be two; the lower number comes first."""

    id: Serial
    organizer = ForeignKey(references=Organizer, null=False, on_delete=OnDelete.cascade)
    one = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)
    other = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)
