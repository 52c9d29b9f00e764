"""Columns of calendar links."""

from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.accounts.tables import Person
from chophien.fairs.tables import Participation


class CalendarLink(Table):
    """A secret address at which one person's calendar of one fair can be read; only its SHA-256 is kept."""

    id: Serial
    participation = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(references=Person, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(length=64)
    created_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
