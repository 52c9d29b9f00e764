"""Saying when an interpreter, or somebody at the desk, is not there."""

from chophien.fairs.queries import slots_of
from chophien.fairs.tables import Fair
from chophien.matchmaking.forms import Presence
from chophien.matchmaking.queries import interpreter_absences_of
from chophien.matchmaking.tables import InterpreterAbsence
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock


async def save_interpreter_absences(fair: Fair, interpreter_id: int, presence: Presence) -> set[int]:
    """Replace one person's absences in one transaction; returns the slots in which it is away now.

    A slot that the page did not show stays as it was.
    """
    slots = await slots_of(fair.id)
    known = {slot.id for slot in slots}
    away = set((presence.shown - presence.present) & known)
    if presence.session is not None:
        whole = {slot.id for slot in slots if slot.session_id == presence.session}
        away = away - whole if presence.whole_session_present else away | whole
    async with transaction():
        await lock("absences of interpreter", interpreter_id)
        before = (await interpreter_absences_of(fair.id)).get(interpreter_id, set())
        away |= before - presence.shown
        await InterpreterAbsence.delete().where(InterpreterAbsence.interpreter == interpreter_id)
        if away:
            await InterpreterAbsence.insert(
                *[InterpreterAbsence(interpreter=interpreter_id, slot=slot) for slot in sorted(away)]
            )
    return away
