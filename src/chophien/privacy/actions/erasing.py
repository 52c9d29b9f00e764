"""Closing an account for good: what names the person goes, what others count on stays under a neutral name."""

from datetime import date, datetime
from typing import Any

from chophien.accounts.actions.own_account import demand_password
from chophien.accounts.actions.platform import known_person
from chophien.accounts.identity import Identity
from chophien.accounts.tables import (
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
from chophien.calendars.tables import CalendarLink
from chophien.companies.tables import Company, Delegate, DelegateInvitation
from chophien.directory.tables import MergedCompany
from chophien.exchange.tables import ImportChange, SheetImport
from chophien.fairs.registering.tables import Draft
from chophien.fairs.tables import CoHostMember, Interpreter
from chophien.mail.tables import OutgoingMessage
from chophien.privacy.actions.households import forget_household, words_of_household
from chophien.privacy.holdings import Subject
from chophien.privacy.queries import NEUTRAL_NAME, households_alone, other_owner, subject_of, ties_of
from chophien.privacy.scrubbing import scrubbed
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.support.tokens import token_hash
from chophien.web.formats import local


class StillNeeded(Refusal):
    """Others count on the person: something must be handed over first."""


class NotHere(Refusal):
    """An administrator closes the own account where everybody does, with the password."""


async def close_own_account(identity: Identity, password: str, *, host: str, at: datetime) -> bool:
    """Erase the person who asks. Raises WrongPassword, TooManyAttempts, StillNeeded."""
    await demand_password(identity, password, field="password", host=host, at=at)
    await erase_person(identity.person_id, at=at)
    return True


async def erase_for_somebody(identity: Identity, person_id: int, *, at: datetime) -> str:
    """Erase somebody who asked an administrator for it; returns the name. Raises NotFound, NotHere, StillNeeded."""
    if person_id == identity.person_id:
        raise NotHere(_("Tài khoản của chính bạn thì đóng ở trang Tài khoản của tôi."))
    person = await known_person(person_id)
    await erase_person(person_id, at=at)
    return person.name


async def erase_person(person_id: int, *, at: datetime) -> None:
    """Erase everything that names the person, all or nothing; once erased, nothing is left to do.

    Raises NotFound, StillNeeded.
    """
    async with transaction():
        person = await known_person(person_id)
        who = await subject_of(person)
        # Two who look after the same things may leave at the same moment; one of them has to stay.
        await lock("person", person_id)
        await lock("organizer", *await _organizers(person_id))
        await lock("company", *who.companies)
        await lock("platform", 0)
        if (await known_person(person_id)).closed_at is not None:
            return
        ties = await ties_of(person_id, local(at).date())
        if ties:
            raise StillNeeded(ties[0])
        households = await households_alone(who)
        words = (await _words(person, who)).union(*map(words_of_household, households))
        await _leave_organizers(person)
        await _end_access(person)
        await _forget_contacts(who, words, local(at).date())
        for household in households:
            await forget_household(household, at=at)
        await _forget_in_lists(words)
        await _forget_mails(who)
        await _become_nobody(person_id, at)


async def _organizers(person_id: int) -> list[int]:
    rows = await Role.select(Role.organizer).where(Role.person == person_id, Role.organizer.is_not_null())
    return sorted({row["organizer"] for row in rows})


async def _words(person: Person, who: Subject) -> frozenset[str]:
    """The person's names, addresses and telephone numbers in lower case, as they may stand in kept lists."""
    seats = await Delegate.select(Delegate.name, Delegate.email, Delegate.phone).where(_seat(who))
    helpers = await Interpreter.select(Interpreter.name, Interpreter.email, Interpreter.phone).where(_helper(who))
    found = {person.email, person.name, *(text for row in (*seats, *helpers) for text in row.values())}
    return frozenset(text.lower().strip() for text in found if text.strip())


def _seat(who: Subject) -> Any:
    return (Delegate.person == who.person_id) | (Delegate.email == who.email)


def _helper(who: Subject) -> Any:
    return (Interpreter.person == who.person_id) | (Interpreter.email == who.email)


async def _leave_organizers(person: Person) -> None:
    for organizer_id in await _organizers(person.id):
        heir = await other_owner(organizer_id, person.id)
        await Organizer.update({Organizer.email: heir or ""}).where(
            Organizer.id == organizer_id, Organizer.email == person.email
        )
    await Role.delete().where(Role.person == person.id)
    await CoHostMember.delete().where(CoHostMember.person == person.id)


async def _end_access(person: Person) -> None:
    await SignInSession.delete().where(SignInSession.person == person.id)
    await PendingSignIn.delete().where(PendingSignIn.person == person.id)
    await RecoveryCode.delete().where(RecoveryCode.person == person.id)
    await MailedLink.delete().where((MailedLink.person == person.id) | (MailedLink.email == person.email))
    await Invitation.delete().where(Invitation.email == person.email)
    await DelegateInvitation.delete().where(DelegateInvitation.email == person.email)
    await CalendarLink.delete().where(CalendarLink.person == person.id)
    tried = [token_hash(person.email), token_hash(f"person {person.id}"), token_hash(f"second step {person.id}")]
    await SignInAttempt.delete().where(SignInAttempt.account.is_in(tried))


async def _forget_contacts(who: Subject, words: frozenset[str], today: date) -> None:
    await Draft.delete().where(Draft.email == who.email)
    await Delegate.update(
        {
            Delegate.person: None,
            Delegate.name: NEUTRAL_NAME,
            Delegate.duty: "",
            Delegate.email: "",
            Delegate.phone: "",
            Delegate.languages: "",
            Delegate.owner: False,
        }
    ).where(_seat(who))
    for company in await Company.objects().where(Company.id.is_in(who.companies or [0])):
        own = {Company.email: company.email, Company.phone: company.phone}
        gone: dict[Any, Any] = {column: "" for column, text in own.items() if text.lower().strip() in words}
        if gone:
            await Company.update(gone).where(Company.id == company.id)
    over = [
        row["id"]
        for row in await Interpreter.select(Interpreter.id, Interpreter.fair.ends_on.as_alias("ends_on")).where(
            _helper(who)
        )
        if row["ends_on"] < today
    ]
    # Elsewhere the name stays until the fair is over: whoever meets there has to find the interpreter.
    await Interpreter.update({Interpreter.name: NEUTRAL_NAME}).where(Interpreter.id.is_in(over or [0]))
    await Interpreter.update({Interpreter.person: None, Interpreter.email: "", Interpreter.phone: ""}).where(
        _helper(who)
    )


async def _forget_in_lists(words: frozenset[str]) -> None:
    """Take the person out of what imports and merges keep; a row at a time, since a sheet may be long."""
    for table, columns in (
        (SheetImport, (SheetImport.sheet, SheetImport.report, SheetImport.undo_report)),
        (ImportChange, (ImportChange.before, ImportChange.after)),
        (MergedCompany, (MergedCompany.gone,)),
    ):
        ids = await table.select(table._meta.primary_key).order_by(table._meta.primary_key)
        for row in ids:
            kept = await table.select(*columns).where(table._meta.primary_key == row["id"]).first() or {}
            clean = {column: scrubbed(kept[column._meta.name], words) for column in columns}
            changed: dict[Any, Any] = {
                column: clean[column] for column in columns if clean[column] != kept[column._meta.name]
            }
            if changed:
                await table.update(changed).where(table._meta.primary_key == row["id"])


async def _forget_mails(who: Subject) -> None:
    await OutgoingMessage.delete().where(
        (OutgoingMessage.person_id == who.person_id) | (OutgoingMessage.to_address == who.email)
    )


async def _become_nobody(person_id: int, at: datetime) -> None:
    await Person.update(
        {
            Person.email: f"closed-{person_id}@closed.invalid",
            Person.name: NEUTRAL_NAME,
            Person.password_hash: "",
            Person.awaits_proof: False,
            Person.totp_secret: None,
            Person.totp_step: 0,
            Person.disabled_at: at,
            Person.closed_at: at,
        }
    ).where(Person.id == person_id)
