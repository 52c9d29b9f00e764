"""Copying a fair, and saying who has a table and when it is used."""

from dataclasses import replace
from datetime import datetime

from chophien.fairs.actions.creating import create_fair
from chophien.fairs.forms import Copy, TableUse
from chophien.fairs.queries import booths_of, closures_of, plan_of, sessions_of, tables_of
from chophien.fairs.questions.tables import Question
from chophien.fairs.tables import Booth, Fair, Intake, MeetingTable, TableClosure
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal


class HasATable(Refusal):
    """The participant alone has another table already."""


async def copy_fair(fair: Fair, copy: Copy, *, at: datetime) -> Fair:
    """Make a draft with everything of `fair` but its participants, every date moved alike. Raises NameJustTaken."""
    days = (copy.starts_on - fair.starts_on).days
    plan = replace((await plan_of(fair)).moved(days), name_vi=copy.name_vi, name_en=copy.name_en)
    async with transaction():
        made = await create_fair(plan, organizer_id=fair.organizer, at=at)
        blocked = [booth.code for booth in await booths_of(fair.id) if booth.blocked]
        if blocked:
            await Booth.update({Booth.blocked: True}).where(Booth.fair == made.id, Booth.code.is_in(blocked))
        tables = {table.id: table.code for table in await tables_of(fair.id)}
        new_tables = {table.code: table.id for table in await tables_of(made.id)}
        sessions = [session.id for session in await sessions_of(fair.id)]
        # Copied whole and in order, so the sessions of both fairs pair off.
        new_sessions = dict(zip(sessions, [session.id for session in await sessions_of(made.id)], strict=True))
        rows = [
            TableClosure(meeting_table=new_tables[tables[table]], session=new_sessions[session])
            for table, closed in (await closures_of(fair.id)).items()
            for session in sorted(closed)
            if tables.get(table) in new_tables
        ]
        if rows:
            await TableClosure.insert(*rows)
        await _copy_registration_form(fair.id, made.id)
    return made


async def _copy_registration_form(of_fair: int, to_fair: int) -> None:
    """How many companies are taken, and what they are asked; nobody's answers."""
    intakes = await Intake.objects().where(Intake.fair == of_fair).order_by(Intake.id)
    if intakes:
        await Intake.insert(*[Intake(fair=to_fair, kind=each.kind, capacity=each.capacity) for each in intakes])
    asked = await Question.select().where(Question.fair == of_fair, Question.retired_at.is_null()).order_by(Question.id)
    if asked:
        kept = [{name: value for name, value in row.items() if name != "id"} for row in asked]
        await Question.insert(*[Question(**{**row, "fair": to_fair}) for row in kept])


async def set_table_use(fair: Fair, table_id: int, use: TableUse) -> None:
    """Say who alone has a table, and in which sessions it is used, or every table of its hall.

    Raises NotFound for a table of another fair, HasATable when the holder has one already.
    """
    tables = {table.id: table for table in await tables_of(fair.id)}
    table = tables.get(table_id)
    if table is None:
        raise NotFound(_("Hội chợ này không có bàn đó."))
    taken = HasATable(_("Đơn vị này đã có bàn riêng; mỗi đơn vị một bàn."), field="holder")
    async with refusing(unique_meeting_table__holder=taken), transaction():
        await lock("fair", fair.id)
        if table.booth_id is None:
            await MeetingTable.update({MeetingTable.holder: use.holder}).where(MeetingTable.id == table.id)
        meant = [each.id for each in tables.values() if each.hall_id == table.hall_id and use.whole_hall] or [table.id]
        await TableClosure.delete().where(TableClosure.meeting_table.is_in(meant))
        closed = [session.id for session in await sessions_of(fair.id) if session.id not in use.sessions]
        rows = [TableClosure(meeting_table=each, session=session) for each in meant for session in closed]
        for start in range(0, len(rows), 500):
            await TableClosure.insert(*rows[start : start + 500])
