"""Columns of imported sheets, of what each of them did, and of the numbers that other systems give to our rows."""

from enum import StrEnum

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.accounts.tables import Organizer, Person
from chophien.catalogue.tables import Product
from chophien.companies.tables import Company
from chophien.fairs.tables import Fair, Participation


class SheetKind(StrEnum):
    """What each row of a sheet is."""

    PRODUCERS = "producers"
    DISTRIBUTORS = "distributors"
    PRODUCTS = "products"
    REQUESTS = "requests"


class ImportState(StrEnum):
    """Where an import stands. Only `written` has rows in other tables."""

    MAPPING = "mapping"
    CHECKED = "checked"
    WRITING = "writing"
    WRITTEN = "written"
    UNDONE = "undone"


class SheetImport(Table):
    """A sheet that an organizer sent for a fair."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    kind = Varchar(length=12, choices=SheetKind)
    state = Varchar(length=10, choices=ImportState, default=ImportState.MAPPING)
    file_name = Varchar(length=200, default="")
    sheet = Text()
    """The cells as text, as JSON: headers, rows, formulas; see reading.sheet."""
    columns = Text(default="{}")
    """Which column of the sheet holds which field, as JSON: field → column from 0."""
    confirm_first = Boolean(default=False)
    """Whether imported companies count only once they have confirmed their data."""
    tells = Boolean(default=True)
    """Whether those whom imported meeting requests concern get a mail about them."""
    made_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    made_at = Timestamptz()
    attempts = Integer(default=0)
    """Rises whenever writing begins, which fences off an earlier attempt."""
    started_at = Timestamptz(null=True, default=None)
    failure = Varchar(length=40, default="")
    """Why the last attempt to write came to nothing; see rules.FAILURES."""
    written_at = Timestamptz(null=True, default=None)
    report = Text(default="[]")
    """What became of each row when it was written, as JSON."""
    undone_at = Timestamptz(null=True, default=None)
    undo_report = Text(default="[]")
    """Rows that were left as they were when the import was undone, as JSON."""


class ImportChange(Table):
    """One row that an import created or changed, with what it needs to be undone."""

    id: Serial
    sheet_import = ForeignKey(references=SheetImport, null=False, on_delete=OnDelete.cascade)
    line = Integer()
    """The row of the sheet, as its program numbers it."""
    table_name = Varchar(length=40)
    row_id = BigInt()
    created = Boolean()
    before = Text(default="{}")
    """The former values of the columns that were changed, as JSON."""
    after = Text(default="{}")
    """The values that were written, as JSON."""


class CompanyKey(Table):
    """The number that an organizer's own list gives to a company."""

    id: Serial
    organizer = ForeignKey(references=Organizer, null=False, on_delete=OnDelete.cascade)
    key = Varchar(length=60)
    company = ForeignKey(references=Company, null=False, on_delete=OnDelete.cascade)


class ProductKey(Table):
    """The number that an organizer's own list gives to a product."""

    id: Serial
    organizer = ForeignKey(references=Organizer, null=False, on_delete=OnDelete.cascade)
    key = Varchar(length=60)
    product = ForeignKey(references=Product, null=False, on_delete=OnDelete.cascade)


class ImportedParticipation(Table):
    """A participation that an import brought, and how far its company is with making it its own."""

    id: Serial
    participation = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    sheet_import = ForeignKey(references=SheetImport, null=False, on_delete=OnDelete.cascade)
    confirm_first = Boolean(default=False)
    invited_at = Timestamptz(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
