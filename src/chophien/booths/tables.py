"""Columns of booth bookings."""

from piccolo.columns import ForeignKey, Serial, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.accounts.tables import Person
from chophien.fairs.tables import Booth, Participation


class BoothBooking(Table):
    """A booth taken by a participant. Of those that are not released, one per booth and one per participant."""

    id: Serial
    booth = ForeignKey(references=Booth, null=False, on_delete=OnDelete.cascade)
    participation = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    booked_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    booked_at = Timestamptz()
    released_at = Timestamptz(null=True, default=None)
