"""Columns of timetable runs, versions, placements and the meetings that were published."""

from enum import StrEnum

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.accounts.tables import Person
from chophien.fairs.tables import Fair, Interpreter, MeetingTable, Participation, Slot
from chophien.matchmaking.tables import MeetingRequest


class RunState(StrEnum):
    """Where a run stands. Stale: its input changed so that its answer no longer fits."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    STALE = "stale"
    CANCELLED = "cancelled"


class RunKind(StrEnum):
    """What a run was asked for: a timetable from nothing, a mended one, or an answer to a question."""

    SOLVE = "solve"
    REPAIR = "repair"
    WHAT_IF = "what_if"
    TABLES = "tables"


class VersionState(StrEnum):
    """Where a version stands; at most one of a fair is published."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class MeetingState(StrEnum):
    """Whether a meeting that was announced still takes place."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class TimetableRun(Table):
    """One computation of a timetable; a worker holds it by a lease and `attempts` fences off a late one."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    state = Varchar(length=10, choices=RunState, default=RunState.WAITING)
    asked_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    asked_at = Timestamptz()
    seconds = Integer(default=60)
    """How long the engine may take."""
    seed = Integer(default=1)
    kind = Varchar(length=8, choices=RunKind, default=RunKind.SOLVE)
    question = Text(default="")
    """What else the engine is asked, as JSON; empty for a timetable from nothing."""
    finding = Text(null=True, default=None)
    """The answer to a question that is no timetable, as JSON."""
    problem = Text()
    """The input as `chophien/problem@1`; `chophien solve` can repeat the run from it."""
    answer = Text(null=True, default=None)
    """The engine's answer as `chophien/timetable@1`."""
    worker = Varchar(length=40, default="")
    lease_until = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)
    cancel_asked = Boolean(default=False)
    progress = Text(default="{}")
    """The latest objective, bounds and seconds, as JSON, while it runs."""
    started_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    failure = Text(default="")
    """One sentence for a person when it failed."""


class TimetableVersion(Table):
    """A timetable of a fair, drafted by a run or by hand."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    number = Integer()
    """1, 2, 3 … within the fair."""
    state = Varchar(length=10, choices=VersionState, default=VersionState.DRAFT)
    run = ForeignKey(references=TimetableRun, null=True, default=None, on_delete=OnDelete.set_null)
    based_on: ForeignKey["TimetableVersion"] = ForeignKey(
        references="self", null=True, default=None, on_delete=OnDelete.set_null
    )
    note = Varchar(length=300, default="")
    """How it was made, as JSON of `notes`; worded for whoever reads it."""
    created_at = Timestamptz()
    created_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    published_at = Timestamptz(null=True, default=None)
    published_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)


class Placement(Table):
    """A meeting's slot, table and interpreter in one version.

    Producer and distributor repeat the request's, so that unique indexes can refuse a double booking.
    """

    id: Serial
    version = ForeignKey(references=TimetableVersion, null=False, on_delete=OnDelete.cascade)
    request = ForeignKey(references=MeetingRequest, null=False, on_delete=OnDelete.cascade)
    slot = ForeignKey(references=Slot, null=False, on_delete=OnDelete.restrict)
    meeting_table = ForeignKey(references=MeetingTable, null=False, on_delete=OnDelete.restrict)
    interpreter = ForeignKey(references=Interpreter, null=True, default=None, on_delete=OnDelete.restrict)
    producer = ForeignKey(references=Participation, null=False, on_delete=OnDelete.restrict)
    distributor = ForeignKey(references=Participation, null=False, on_delete=OnDelete.restrict)


class Meeting(Table):
    """A meeting as it was last announced; lives on from version to version, so that calendars can follow it."""

    id: Serial
    request = ForeignKey(references=MeetingRequest, null=False, on_delete=OnDelete.cascade)
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    producer = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    distributor = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    uid = Varchar(length=80)
    """The calendar identifier; never changes."""
    sequence = Integer(default=0)
    """Rises with every change that people must know of."""
    state = Varchar(length=10, choices=MeetingState, default=MeetingState.CONFIRMED)
    slot = ForeignKey(references=Slot, null=False, on_delete=OnDelete.restrict)
    meeting_table = ForeignKey(references=MeetingTable, null=False, on_delete=OnDelete.restrict)
    interpreter = ForeignKey(references=Interpreter, null=True, default=None, on_delete=OnDelete.restrict)
    revised_at = Timestamptz()
