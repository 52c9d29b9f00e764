"""Adding, changing and removing a fair's staff, their absences, and letting them sign in."""

import asyncio
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from chophien.accounts.actions import add_person, give_role
from chophien.accounts.actions.links import make_link
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import password_hash
from chophien.accounts.tables import LinkPurpose, RoleKind
from chophien.fairs.actions.spare_roles import drop_spare_roles
from chophien.fairs.queries import slots_of
from chophien.fairs.queries.uses import held_staff
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, Interpreter
from chophien.mail.outbox import write_message
from chophien.matchmaking.actions.absences import away_with
from chophien.matchmaking.forms import Presence
from chophien.matchmaking.queries import interpreter_absences_of
from chophien.matchmaking.tables import InterpreterAbsence
from chophien.staffing.forms import OwnDetails, StaffDetails
from chophien.staffing.queries import member_of
from chophien.staffing.rules import AlreadyHere, NoAddress, StillInterpreting
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _, speaking
from chophien.support.refusal import NotFound

INVITATION_LASTS = timedelta(days=14)


async def add_staff(fair: Fair, details: StaffDetails) -> int:
    """Add somebody to the staff; returns the number."""
    row = Interpreter(
        fair=fair.id,
        name=details.name,
        pairs=",".join(details.pairs),
        email=details.email,
        phone=details.phone,
        duty=details.duty,
    )
    await row.save()
    return int(row.id)


async def change_staff(fair: Fair, interpreter_id: int, details: StaffDetails) -> None:
    """Change who somebody of the staff is. Raises NotFound."""
    changed = (
        await Interpreter.update(
            {
                Interpreter.name: details.name,
                Interpreter.pairs: ",".join(details.pairs),
                Interpreter.email: details.email,
                Interpreter.phone: details.phone,
                Interpreter.duty: details.duty,
            }
        )
        .where(Interpreter.id == interpreter_id, Interpreter.fair == fair.id)
        .returning(Interpreter.id)
    )
    if not changed:
        raise NotFound(_("Hội chợ này không có người đó."))


async def change_own(fair: Fair, interpreter_id: int, details: OwnDetails) -> None:
    """Change what somebody of the staff says of itself."""
    await Interpreter.update({Interpreter.pairs: ",".join(details.pairs), Interpreter.phone: details.phone}).where(
        Interpreter.id == interpreter_id, Interpreter.fair == fair.id
    )


async def remove_staff(fair: Fair, interpreter_id: int) -> str:
    """Somebody is of the staff no more; returns the name. Raises StillInterpreting, NotFound."""
    async with transaction():
        await lock("timetable", fair.id)
        member = await member_of(fair.id, interpreter_id)
        if await held_staff([interpreter_id]):
            raise StillInterpreting(
                _("%(name)s có tên trong một bản lịch nên không bỏ được. Nếu người này không đến, xin ghi vắng.")
                % {"name": member.name}
            )
        await Interpreter.delete().where(Interpreter.id == interpreter_id)
        await drop_spare_roles(fair.organizer)
    return member.name


async def save_staff_absences(fair: Fair, interpreter_id: int, presence: Presence) -> set[int]:
    """Replace one person's absences in one transaction; returns the slots in which it is away now.

    A slot that the page did not show stays as it was.
    """
    typed = await away_with(fair.id, presence)
    async with transaction():
        await lock("absences of interpreter", interpreter_id)
        before = (await interpreter_absences_of(fair.id)).get(interpreter_id, set())
        away = set(typed) | (before - presence.shown)
        await InterpreterAbsence.delete().where(InterpreterAbsence.interpreter == interpreter_id)
        await _note_absences(interpreter_id, away)
    return away


async def absences_with(fair: Fair, interpreter_id: int, presence: Presence) -> set[int]:
    """In which slots one person is away if its page is saved so."""
    before = (await interpreter_absences_of(fair.id)).get(interpreter_id, set())
    known = {slot.id for slot in await slots_of(fair.id)}
    return set(await away_with(fair.id, presence)) | ((before & known) - presence.shown)


async def _note_absences(interpreter_id: int, away: Collection[int]) -> None:
    if away:
        await InterpreterAbsence.insert(
            *[InterpreterAbsence(interpreter=interpreter_id, slot=slot) for slot in sorted(away)]
        )


async def invite_staff(fair: Fair, interpreter_id: int, *, at: datetime) -> str:
    """Let somebody of the staff sign in, with an account where there is none yet, and tell them; returns the address.

    Raises NoAddress, AlreadyHere, NotFound.
    """
    hashed = await asyncio.to_thread(password_hash, secrets.token_urlsafe(24))
    here = AlreadyHere(_("Địa chỉ thư này đã là của một người khác trong danh sách."))
    async with refusing(unique_interpreter__fair__person=here), transaction():
        member = await member_of(fair.id, interpreter_id)
        if not member.email:
            raise NoAddress(_("Cần ghi địa chỉ thư điện tử của người này trước."))
        person = await person_by_email(member.email)
        path = f"/interpreting/fairs/{fair.slug}"
        if person is None:
            person = await add_person(email=member.email, name=member.name, hashed_password=hashed, at=at)
            made = await make_link(person.id, LinkPurpose.FORGOTTEN, email=person.email, lasts=INVITATION_LASTS, at=at)
            path = f"/forgot-password/{made[0]}" if made else path
        await give_role(person.id, RoleKind.INTERPRETER, organizer_id=fair.organizer)
        await Interpreter.update({Interpreter.person: person.id}).where(Interpreter.id == interpreter_id)
        await drop_spare_roles(fair.organizer)
        with speaking(person.language):
            fair_name = spoken(fair.name_vi, fair.name_en)
        await write_message(
            kind="interpreter_invited",
            unique_key=f"interpreter_invited:{interpreter_id}:{person.id}:{at.isoformat()}",
            to_address=person.email,
            to_name=person.name,
            language=person.language,
            due_at=at,
            context={"fair_name": fair_name, "path": path, "is_new": path.startswith("/forgot-password/")},
            organizer_id=fair.organizer,
            fair_id=fair.id,
            person_id=person.id,
        )
    return str(person.email)


async def shut_out_staff(fair: Fair, interpreter_id: int) -> None:
    """Somebody of the staff signs in for this fair no more. Raises NotFound."""
    async with transaction():
        await member_of(fair.id, interpreter_id)
        await Interpreter.update({Interpreter.person: None}).where(Interpreter.id == interpreter_id)
        await drop_spare_roles(fair.organizer)
