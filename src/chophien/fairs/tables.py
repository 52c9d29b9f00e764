"""Columns of fairs, their calendar, their rooms and their participants."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.accounts.tables import Organizer, Person
from chophien.companies.tables import Company, CompanyKind
from chophien.places.tables import Place


class FairState(StrEnum):
    """Whether the public sees a fair. What is open on which day follows from its dates."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ParticipationState(StrEnum):
    """Where a company's registration stands."""

    QUEUED = "queued"
    """On the waiting list: every place of its kind is taken; moves up by itself."""
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class WhoAsks(StrEnum):
    """Which side may send meeting requests."""

    DISTRIBUTORS = "distributors"
    PRODUCERS = "producers"
    BOTH = "both"


class Acceptance(StrEnum):
    """Whether a request needs the other side's word."""

    NEEDED = "needed"
    AUTOMATIC = "automatic"
    """A request stands as accepted at once; the other side may still decline it."""


class MeetsAt(StrEnum):
    """Where the meetings of a session are held."""

    TABLES = "tables"
    BOOTHS = "booths"
    """Each producer receives at its own booth."""


class StaffDuty(StrEnum):
    """What somebody of the fair's staff is there for."""

    INTERPRETER = "interpreter"
    DESK = "desk"


class Fair(Table):
    """A trade fair with business matching."""

    id: Serial
    organizer = ForeignKey(references=Organizer, null=False, on_delete=OnDelete.restrict)
    slug = Varchar(length=120)
    """Its name in addresses; unique."""
    state = Varchar(length=10, choices=FairState, default=FairState.DRAFT)
    name_vi = Varchar(length=200)
    name_en = Varchar(length=200, default="")
    about_vi = Text(default="")
    about_en = Text(default="")
    venue = Varchar(length=200, default="")
    address = Varchar(length=300, default="")
    starts_on = Date()
    ends_on = Date()
    timezone = Varchar(length=40, default="Asia/Ho_Chi_Minh")
    slot_minutes = Integer(default=20)
    registration_from = Timestamptz()
    registration_until = Timestamptz()
    requests_from = Timestamptz()
    requests_until = Timestamptz()
    provisional_from = Timestamptz(null=True, default=None)
    """When participants are to see the provisional timetable; none where there is no such phase."""
    final_from = Timestamptz(null=True, default=None)
    """From when on the timetable counts as final; none where there is no such phase."""
    asking = Varchar(length=12, choices=WhoAsks, default=WhoAsks.DISTRIBUTORS)
    acceptance = Varchar(length=10, choices=Acceptance, default=Acceptance.NEEDED)
    map_url = Varchar(length=500, default="")
    travel_vi = Text(default="")
    """How to come."""
    travel_en = Text(default="")
    reminder_minutes = Integer(default=30)
    """How long before a meeting its reminder is due."""
    keep_months = Integer(null=True, default=24)
    """How many months after its last day contact details are kept; none where they are never erased."""
    contacts_erased_at = Timestamptz(null=True, default=None)
    """When they were."""
    created_at = Timestamptz()


class CoHost(Table):
    """A district that holds the fair together with the organizer."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    place = ForeignKey(references=Place, null=False, on_delete=OnDelete.restrict)


class FairDay(Table):
    """A day of a fair, in its own time zone."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    date = Date()


class FairSession(Table):
    """A stretch of a day in which meetings are held; the lunch break lies between two of them."""

    id: Serial
    day = ForeignKey(references=FairDay, null=False, on_delete=OnDelete.cascade)
    name_vi = Varchar(length=100)
    name_en = Varchar(length=100, default="")
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    slot_minutes = Integer(null=True, default=None)
    """How long its slots are; none for the fair's usual length."""
    gap_minutes = Integer(default=0)
    """The pause between two slots."""
    meets_at = Varchar(length=8, choices=MeetsAt, default=MeetsAt.TABLES)


class SessionBreak(Table):
    """A pause inside a session, in which no slot lies."""

    id: Serial
    session = ForeignKey(references=FairSession, null=False, on_delete=OnDelete.cascade)
    starts_at = Timestamptz()
    ends_at = Timestamptz()


class MeetingQuota(Table):
    """How many requests and meetings each participant of a kind may or should have; none for no bound."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    kind = Varchar(length=12, choices=CompanyKind)
    most_requests = Integer(null=True, default=None)
    """Requests sent that are neither declined nor withdrawn."""
    most_meetings = Integer(null=True, default=None)
    most_in_session = Integer(null=True, default=None)
    least_meetings = Integer(default=0)
    """As far as so many were accepted."""


class Slot(Table):
    """The shortest stretch in which one meeting fits."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    session = ForeignKey(references=FairSession, null=False, on_delete=OnDelete.cascade)
    starts_at = Timestamptz()
    ends_at = Timestamptz()


class ProgrammeItem(Table):
    """Something of the public programme: opening, talk, tasting."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    title_vi = Varchar(length=200)
    title_en = Varchar(length=200, default="")
    spot = Varchar(length=100, default="")


class Hall(Table):
    """A hall of the venue."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    name_vi = Varchar(length=100)
    name_en = Varchar(length=100, default="")
    position = Integer(default=0)


class Booth(Table):
    """A stand that a producer may book; `row_name` and `position` place it on the plan."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    hall = ForeignKey(references=Hall, null=False, on_delete=OnDelete.cascade)
    code = Varchar(length=12)
    row_name = Varchar(length=4)
    position = Integer()
    blocked = Boolean(default=False)
    """Kept back by the organizer."""


class Interpreter(Table):
    """Somebody who interprets at a fair's meetings, or helps at its desk and speaks these languages."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    name = Varchar(length=200)
    pairs = Varchar(length=60)
    """Language pairs with a comma between, such as `en-vi,fr-vi`."""
    email = Varchar(length=254, default="")
    phone = Varchar(length=40, default="")
    duty = Varchar(length=12, choices=StaffDuty, default=StaffDuty.INTERPRETER)
    person = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    """Who signs in as this member of the staff; one person is one member of a fair's staff."""


class Participation(Table):
    """A company at a fair."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    company = ForeignKey(references=Company, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=12, choices=CompanyKind)
    state = Varchar(length=10, choices=ParticipationState, default=ParticipationState.WAITING)
    interpreting = Varchar(length=5, null=True, default=None)
    """The language pair its meetings need, such as `ja-vi`; none for Vietnamese speakers."""
    most_meetings = Integer(null=True, default=None)
    applied_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    reason = Text(default="")
    """Why it was refused, in the organizer's words."""


class MeetingTable(Table):
    """A table at which meetings are held: for everybody, for one participant, or the one at a booth."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    hall = ForeignKey(references=Hall, null=False, on_delete=OnDelete.cascade)
    code = Varchar(length=12)
    holder = ForeignKey(references=Participation, null=True, default=None, on_delete=OnDelete.set_null)
    """Who alone meets here, and only here; none for a table of the pool."""
    booth = ForeignKey(references=Booth, null=True, default=None, on_delete=OnDelete.cascade)
    """The booth at which it stands; its holder is then whoever has the booth."""


class TableClosure(Table):
    """A session in which a table is not used."""

    id: Serial
    meeting_table = ForeignKey(references=MeetingTable, null=False, on_delete=OnDelete.cascade)
    session = ForeignKey(references=FairSession, null=False, on_delete=OnDelete.cascade)


class Intake(Table):
    """How many companies of one kind a fair takes; without a row there is no limit."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    kind = Varchar(length=12, choices=CompanyKind)
    capacity = Integer(null=True, default=None)


class ApprovalCondition(Table):
    """What an approved participant must still bring, and by when."""

    id: Serial
    participation = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    words = Varchar(length=500)
    due_on = Date()
    set_at = Timestamptz()
    set_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    met_at = Timestamptz(null=True, default=None)
    """When it was ticked off."""
    met_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)


class CoHostMember(Table):
    """Somebody who decides for one co-hosting district of a fair; counts while the district is a co-host."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    place = ForeignKey(references=Place, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(references=Person, null=False, on_delete=OnDelete.cascade)
    invited_at = Timestamptz()
