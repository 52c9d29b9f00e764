"""Erasing what was kept of a fair for its own sake, once the months that its organizer set are over."""

import logging
from datetime import datetime
from typing import Any

from chophien.accounts.actions.deeds import Deed, note_deed
from chophien.companies.tables import Company, Delegate, DelegateInvitation
from chophien.exchange.tables import SheetImport
from chophien.fairs.questions.tables import Answer, Enclosure
from chophien.fairs.registering.tables import Draft
from chophien.fairs.rules import contacts_kept_until
from chophien.fairs.tables import Fair, Interpreter, Participation
from chophien.files.actions import forget_files
from chophien.mail.tables import OutgoingMessage
from chophien.privacy.queries import NEUTRAL_NAME
from chophien.support.crash_points import crash_point
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import later
from chophien.web.formats import local

ERASED = later("Xoá thông tin liên lạc của hội chợ đã qua")

log = logging.getLogger("chophien.privacy")


async def erase_old_contacts(at: datetime) -> int:
    """Erase what is due on the day of `at`, a fair at a time, each wholly or not at all; returns how many fairs."""
    rows = await Fair.select(Fair.id, Fair.ends_on, Fair.keep_months, Fair.timezone).where(
        Fair.contacts_erased_at.is_null(), Fair.keep_months.is_not_null(), Fair.ends_on < local(at).date()
    )
    erased = 0
    for row in rows:
        last = contacts_kept_until(row["ends_on"], row["keep_months"])
        if last is None or last >= local(at, row["timezone"]).date():
            continue
        try:
            erased += await _erase(row["id"], row["keep_months"], at)
        except Exception:
            # One fair that cannot be erased must not keep the others.
            log.exception("Contact details of fair %s could not be erased; the next look tries again.", row["id"])
    return erased


async def _erase(fair_id: int, months: int, at: datetime) -> bool:
    async with transaction():
        await lock("fair", fair_id)
        organizer_id = await _claim(fair_id, months, at)
        if organizer_id is None:
            return False
        await _forget_what_was_sent(fair_id)
        crash_point("in retention")
        await _forget_companies(fair_id)
        await note_deed(
            Deed(
                person_id=None,
                words=ERASED,
                subject="",
                status=200,
                organizer_id=organizer_id,
                fair_id=fair_id,
            ),
            at=at,
        )
    log.info("Contact details of fair %s were erased.", fair_id)
    return True


async def _claim(fair_id: int, months: int, at: datetime) -> int | None:
    """Of two workers one gets the fair, and one whose months were changed a moment ago waits for the next look.

    Returns its organizer.
    """
    claimed = (
        await Fair.update({Fair.contacts_erased_at: at})
        .where(Fair.id == fair_id, Fair.contacts_erased_at.is_null(), Fair.keep_months == months)
        .returning(Fair.organizer)
    )
    return claimed[0]["organizer"] if claimed else None


async def _forget_what_was_sent(fair_id: int) -> None:
    """Answers and files, drafts, mails, imported sheets with what undoes them, and how to reach the fair's helpers."""
    of_fair = Participation.select(Participation.id).where(Participation.fair == fair_id)
    answers = await Answer.delete().where(Answer.participation.is_in(of_fair)).returning(Answer.file)
    enclosures = await Enclosure.delete().where(Enclosure.fair == fair_id).returning(Enclosure.file)
    await forget_files([row["file"] for row in (*answers, *enclosures) if row["file"]])
    await Draft.delete().where(Draft.fair == fair_id)
    await OutgoingMessage.delete().where(OutgoingMessage.fair_id == fair_id)
    await SheetImport.delete().where(SheetImport.fair == fair_id)
    await Interpreter.update(
        {Interpreter.person: None, Interpreter.name: NEUTRAL_NAME, Interpreter.email: "", Interpreter.phone: ""}
    ).where(Interpreter.fair == fair_id)


async def _forget_companies(fair_id: int) -> None:
    """How to reach companies that no other fair still counts on, as far as nobody signs in for it."""
    here = await Participation.select(Participation.company).where(Participation.fair == fair_id)
    elsewhere = await Participation.select(Participation.company).where(
        Participation.company.is_in([row["company"] for row in here] or [0]),
        Participation.fair != fair_id,
        Participation.fair.contacts_erased_at.is_null(),
    )
    ids = sorted({row["company"] for row in here} - {row["company"] for row in elsewhere}) or [0]
    nobodys: Any = Delegate.company.is_in(ids) & Delegate.person.is_null()
    gone = await Delegate.select(Delegate.id).where(nobodys)
    await DelegateInvitation.delete().where(DelegateInvitation.delegate.is_in([row["id"] for row in gone] or [0]))
    await Delegate.update(
        {Delegate.name: NEUTRAL_NAME, Delegate.duty: "", Delegate.email: "", Delegate.phone: ""}
    ).where(nobodys)
    signed_in = await Delegate.select(Delegate.company).where(
        Delegate.company.is_in(ids), Delegate.person.is_not_null()
    )
    left = sorted(set(ids) - {row["company"] for row in signed_in}) or [0]
    await Company.update({Company.email: "", Company.phone: ""}).where(Company.id.is_in(left))
