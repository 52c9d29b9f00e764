"""Columns of companies that were merged, and of pairs that were found to be two."""

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.accounts.tables import Organizer, Person
from chophien.companies.tables import Company


class MergedCompany(Table):
    """A row that was a company's second one and became part of the first; what undoes it is kept for a month."""

    id: Serial
    organizer = ForeignKey(references=Organizer, null=True, default=None, on_delete=OnDelete.set_null)
    """Whose staff merged them; none for an administrator of the platform."""
    kept = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)
    former = Integer()
    """The number of the row that is gone."""
    former_name = Varchar(length=300)
    gone = Text(default="")
    """Every step, as JSON, see `actions.journal`; empty once it is forgotten."""
    told = Text(default="[]")
    """What was decided where both stood in each other's way, as JSON, see `rules.telling`."""
    merged_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    merged_at = Timestamptz()
    undone_at = Timestamptz(null=True, default=None)
    undone_whole = Boolean(default=True)
    """Whether everything went back; not where somebody had gone on with it."""


class DistinctPair(Table):
    """Two companies that look like one and are two, as somebody found who looked; the lower number comes first."""

    id: Serial
    organizer = ForeignKey(references=Organizer, null=True, default=None, on_delete=OnDelete.cascade)
    """For whom they are two; none for the whole platform."""
    one = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)
    other = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)
    found_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    found_at = Timestamptz()
