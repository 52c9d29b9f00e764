"""When and where meetings are and were held, as letters say it in the language that is spoken."""

from chophien.fairs.rules import spoken
from chophien.reminders.queries import SpotNames
from chophien.reminders.rules import MailSpot
from chophien.timetable.changes import MeetingChange
from chophien.timetable.queries import MeetingLine


def spot_now(line: MeetingLine, *, names_interpreter: bool = True) -> MailSpot:
    """Where a meeting stands; who interprets is left out for whoever does it itself."""
    return MailSpot(
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        table=line.table_code,
        hall=spoken(line.hall_vi, line.hall_en),
        interpreter=(line.interpreter_name or "") if names_interpreter else "",
    )


def spot_before(names: SpotNames, change: MeetingChange, *, names_interpreter: bool = True) -> MailSpot | None:
    """Where a meeting stood before a change; none for a new one."""
    if change.old_slot_id is None or change.old_table_id is None:
        return None
    starts_at, ends_at = names.slots[change.old_slot_id]
    table, vietnamese, english = names.tables[change.old_table_id]
    interpreter = names.interpreters[change.old_interpreter_id] if change.old_interpreter_id else ""
    return MailSpot(starts_at, ends_at, table, spoken(vietnamese, english), interpreter if names_interpreter else "")
