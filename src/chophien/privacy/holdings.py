"""The one list of where something about a person is kept; what stands in no table here must say why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from piccolo.columns import Column
from piccolo.table import Table

from chophien.accounts.tables import (
    AuditEntry,
    Consent,
    Invitation,
    MailedLink,
    Organizer,
    PendingSignIn,
    Person,
    RecoveryCode,
    Role,
    SignInAttempt,
    SignInSession,
)
from chophien.booths.tables import BoothBooking
from chophien.calendars.tables import CalendarLink
from chophien.catalogue.tables import Paper, Product, ProductPicture, Want
from chophien.companies.tables import Company, Delegate, DelegateInvitation
from chophien.directory.tables import DistinctPair, MergedCompany
from chophien.exchange.tables import ImportChange, SheetImport
from chophien.fairs.questions.tables import Answer, Enclosure
from chophien.fairs.registering.tables import Draft
from chophien.fairs.tables import ApprovalCondition, CoHostMember, Interpreter, Participation
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.tables import Absence, DelegateAbsence, InterpreterAbsence, MeetingRequest, NotMeeting
from chophien.timetable.tables import Meeting, TimetableRun, TimetableVersion


@dataclass(frozen=True)
class Subject:
    """Somebody about whom the product holds something."""

    person_id: int
    email: str
    companies: list[int]
    """For which the person signs in."""
    participations: list[int]
    """Of those companies."""


@dataclass(frozen=True)
class Holding:
    """Rows of one table that are about a person, and the columns that an export shows."""

    table: type[Table]
    whose: Callable[[Subject], Any]
    """The condition on the table."""
    shown: Sequence[Any]


def _named(column: Any, name: str) -> Any:
    return column.as_alias(name)


def _among(column: Any, ids: list[int]) -> Any:
    # PostgreSQL knows no empty list, and no row has this number.
    return column.is_in(ids or [0])


def _all_but(table: type[Table], *left_out: Column) -> Sequence[Any]:
    return table.all_columns(exclude=list(left_out))


_request, _meeting = MeetingRequest, Meeting

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        Person,
        lambda who: Person.id == who.person_id,
        (Person.email, Person.name, Person.language, Person.created_at, Person.awaits_proof),
    ),
    Holding(Role, lambda who: Role.person == who.person_id, (Role.kind, _named(Role.organizer.name, "organizer"))),
    Holding(
        SignInSession,
        lambda who: SignInSession.person == who.person_id,
        (
            SignInSession.created_at,
            SignInSession.seen_at,
            SignInSession.expires_at,
            SignInSession.browser,
            SignInSession.system,
        ),
    ),
    Holding(
        Consent,
        lambda who: Consent.person == who.person_id,
        (Consent.subject, Consent.version, Consent.fair_id, Consent.given_at),
    ),
    Holding(
        Invitation,
        lambda who: Invitation.email == who.email,
        (
            Invitation.kind,
            Invitation.email,
            _named(Invitation.organizer.name, "organizer"),
            Invitation.created_at,
            Invitation.expires_at,
        ),
    ),
    Holding(
        AuditEntry,
        lambda who: (AuditEntry.person == who.person_id) | (AuditEntry.about_person == who.person_id),
        (
            AuditEntry.at,
            AuditEntry.deed,
            AuditEntry.subject,
            AuditEntry.behalf_name,
            AuditEntry.fair_id,
            AuditEntry.status,
        ),
    ),
    Holding(
        Delegate,
        lambda who: (Delegate.person == who.person_id) | (Delegate.email == who.email),
        (
            _named(Delegate.company.name, "company"),
            Delegate.name,
            Delegate.duty,
            Delegate.email,
            Delegate.phone,
            Delegate.languages,
            Delegate.owner,
        ),
    ),
    Holding(
        DelegateInvitation,
        lambda who: DelegateInvitation.email == who.email,
        (
            DelegateInvitation.email,
            _named(DelegateInvitation.delegate._.company.name, "company"),
            DelegateInvitation.created_at,
            DelegateInvitation.expires_at,
        ),
    ),
    Holding(
        CoHostMember,
        lambda who: CoHostMember.person == who.person_id,
        (
            _named(CoHostMember.fair.name_vi, "fair"),
            _named(CoHostMember.place.name, "place"),
            CoHostMember.invited_at,
        ),
    ),
    Holding(
        CalendarLink,
        lambda who: CalendarLink.person == who.person_id,
        (
            _named(CalendarLink.participation._.fair.name_vi, "fair"),
            CalendarLink.created_at,
            CalendarLink.revoked_at,
        ),
    ),
    Holding(
        OutgoingMessage,
        lambda who: (OutgoingMessage.person_id == who.person_id) | (OutgoingMessage.to_address == who.email),
        (
            OutgoingMessage.kind,
            OutgoingMessage.to_address,
            OutgoingMessage.to_name,
            OutgoingMessage.subject,
            OutgoingMessage.state,
            OutgoingMessage.created_at,
            OutgoingMessage.sent_at,
        ),
    ),
    Holding(
        Draft,
        lambda who: Draft.email == who.email,
        (_named(Draft.fair.name_vi, "fair"), Draft.kind, Draft.email, Draft.typed, Draft.saved_at),
    ),
    Holding(
        Interpreter,
        lambda who: (Interpreter.person == who.person_id) | (Interpreter.email == who.email),
        (
            _named(Interpreter.fair.name_vi, "fair"),
            Interpreter.name,
            Interpreter.pairs,
            Interpreter.email,
            Interpreter.phone,
            Interpreter.duty,
        ),
    ),
    Holding(
        InterpreterAbsence,
        lambda who: (
            (InterpreterAbsence.interpreter.person == who.person_id)
            | (InterpreterAbsence.interpreter.email == who.email)
        ),
        (_named(InterpreterAbsence.slot.starts_at, "starts_at"), _named(InterpreterAbsence.slot.ends_at, "ends_at")),
    ),
    Holding(
        Company,
        lambda who: _among(Company.id, who.companies),
        (
            *_all_but(Company, Company.folded_name, Company.sort_name, Company.name_key, Company.place, Company.logo),
            _named(Company.place.name, "place"),
            _named(Company.logo.name, "logo"),
        ),
    ),
    Holding(
        Product,
        lambda who: _among(Product.company, who.companies),
        _all_but(Product, Product.folded_name, Product.sort_name),
    ),
    Holding(
        ProductPicture,
        lambda who: _among(ProductPicture.product.company, who.companies),
        (
            _named(ProductPicture.product.name, "product"),
            ProductPicture.alt_vi,
            ProductPicture.alt_en,
            _named(ProductPicture.file.name, "file"),
        ),
    ),
    Holding(
        Paper,
        lambda who: _among(Paper.company, who.companies),
        (*_all_but(Paper, Paper.file), _named(Paper.file.name, "file")),
    ),
    Holding(Want, lambda who: _among(Want.company, who.companies), _all_but(Want)),
    Holding(
        Participation,
        lambda who: _among(Participation.company, who.companies),
        (
            _named(Participation.fair.name_vi, "fair"),
            Participation.kind,
            Participation.state,
            Participation.interpreting,
            Participation.applied_at,
            Participation.decided_at,
            Participation.reason,
        ),
    ),
    Holding(
        Answer,
        lambda who: _among(Answer.participation, who.participations),
        (
            _named(Answer.question.words_vi, "question"),
            Answer.text,
            _named(Answer.file.name, "file"),
            Answer.answered_at,
        ),
    ),
    Holding(
        BoothBooking,
        lambda who: _among(BoothBooking.participation, who.participations),
        (_named(BoothBooking.booth.code, "booth"), BoothBooking.booked_at, BoothBooking.released_at),
    ),
    Holding(
        Absence,
        lambda who: _among(Absence.participation, who.participations),
        (_named(Absence.slot.starts_at, "starts_at"), _named(Absence.slot.ends_at, "ends_at")),
    ),
    Holding(
        DelegateAbsence,
        lambda who: _among(DelegateAbsence.participation, who.participations),
        (
            _named(DelegateAbsence.delegate.name, "delegate"),
            _named(DelegateAbsence.slot.starts_at, "starts_at"),
            _named(DelegateAbsence.slot.ends_at, "ends_at"),
        ),
    ),
    Holding(
        NotMeeting,
        lambda who: _among(NotMeeting.participation, who.participations),
        (
            _named(NotMeeting.delegate.name, "delegate"),
            _named(NotMeeting.participation._.fair.name_vi, "fair"),
        ),
    ),
    Holding(
        MeetingRequest,
        lambda who: _among(_request.producer, who.participations) | _among(_request.distributor, who.participations),
        (
            _named(_request.producer._.company.name, "producer"),
            _named(_request.distributor._.company.name, "distributor"),
            _request.asked_by,
            _request.weight,
            _request.note,
            _request.state,
            _request.answer,
            _request.sent_at,
            _request.answered_at,
        ),
    ),
    Holding(
        Meeting,
        lambda who: _among(_meeting.producer, who.participations) | _among(_meeting.distributor, who.participations),
        (
            _named(_meeting.producer._.company.name, "producer"),
            _named(_meeting.distributor._.company.name, "distributor"),
            _named(_meeting.slot.starts_at, "starts_at"),
            _named(_meeting.slot.ends_at, "ends_at"),
            _named(_meeting.meeting_table.code, "meeting_table"),
            _meeting.state,
        ),
    ),
)
"""What an export shows, in its order."""

_KEY = "A secret that lets somebody in; it is deleted with the account, and shown to nobody."
_DOER = "It only says which account did something; that account has a neutral name once it is closed."

NOT_SHOWN: dict[type[Table], str] = {
    PendingSignIn: _KEY,
    RecoveryCode: _KEY,
    MailedLink: _KEY,
    SignInAttempt: "Hashes alone, for an hour; they go with the account.",
    Enclosure: "Files that nobody has sent yet: only whoever holds the token can tell whose they are; 90 days at most.",
    Organizer: "The address of a body. Where it was a person's that leaves, an owner's takes its place.",
    ApprovalCondition: _DOER,
    TimetableRun: _DOER,
    TimetableVersion: _DOER,
    MergedCompany: "What undoes a merge, for a month; names and addresses in it are erased with the account.",
    DistinctPair: _DOER,
    SheetImport: "An organizer's own list; names and addresses in it are erased with the account.",
    ImportChange: "What an organizer's list changed; names and addresses in it are erased with the account.",
}
"""Tables that point to people or hold their addresses and stand in no export, each with its reason."""
