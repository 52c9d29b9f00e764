"""Columns of meeting requests and absences."""

from enum import StrEnum

from piccolo.columns import ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.companies.tables import CompanyKind, Delegate
from chophien.fairs.tables import Fair, Interpreter, MeetingTable, Participation, Slot


class RequestState(StrEnum):
    """Where a meeting request stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class MeetingRequest(Table):
    """One side's wish to meet the other; one per pair and fair."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    producer = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    distributor = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    asked_by = Varchar(length=12, choices=CompanyKind, default=CompanyKind.DISTRIBUTOR)
    weight = Integer(default=3)
    """1 (would be nice) to 5 (must meet)."""
    note = Text(default="")
    state = Varchar(length=10, choices=RequestState, default=RequestState.WAITING)
    answer = Text(default="")
    """What the other side wrote when it answered."""
    sent_at = Timestamptz()
    answered_at = Timestamptz(null=True, default=None)
    pinned_slot = ForeignKey(references=Slot, null=True, default=None, on_delete=OnDelete.set_null)
    pinned_table = ForeignKey(references=MeetingTable, null=True, default=None, on_delete=OnDelete.set_null)


class Absence(Table):
    """A slot in which a participant cannot meet as a whole, whoever is there."""

    id: Serial
    participation = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    slot = ForeignKey(references=Slot, null=False, on_delete=OnDelete.cascade)


class DelegateAbsence(Table):
    """A slot in which one delegate of a participant is not there; the others may meet without."""

    id: Serial
    participation = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    delegate = ForeignKey(references=Delegate, null=False, on_delete=OnDelete.cascade)
    slot = ForeignKey(references=Slot, null=False, on_delete=OnDelete.cascade)


class NotMeeting(Table):
    """A delegate who meets nobody at this fair: stays at home, or looks after the booth alone."""

    id: Serial
    participation = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    delegate = ForeignKey(references=Delegate, null=False, on_delete=OnDelete.cascade)


class InterpreterAbsence(Table):
    """A slot in which an interpreter is not there."""

    id: Serial
    interpreter = ForeignKey(references=Interpreter, null=False, on_delete=OnDelete.cascade)
    slot = ForeignKey(references=Slot, null=False, on_delete=OnDelete.cascade)
