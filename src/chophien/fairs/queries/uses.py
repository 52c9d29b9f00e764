"""What other features hold on to of a fair's hours, tables, booths and staff; seen through the foreign keys."""

from collections.abc import Collection
from typing import Any

from piccolo.table import Table

from chophien.fairs.tables import Booth, Interpreter, MeetingTable, Slot
from chophien.support.database.conflicts import hold_rows

_HOLDING = {"placement", "meeting", "booth_booking"}
"""Rows with which nobody's hours, table or booth is taken away from under them: meetings of any version, announced
meetings, booked booths. Absences and pins go with the slot that they speak of."""


async def held_slots(slots: Collection[int]) -> int:
    """How many of these slots hold meetings."""
    return len(await _held(Slot, slots))


async def held_tables(tables: Collection[int], booths: Collection[int] = ()) -> int:
    """How many of these tables, and of those at these booths, hold meetings."""
    found = set(tables)
    if booths:
        rows = await MeetingTable.select(MeetingTable.id).where(MeetingTable.booth.is_in(sorted(booths)))
        found |= {row["id"] for row in rows}
    return len(await _held(MeetingTable, found))


async def held_booths(booths: Collection[int]) -> int:
    """How many of these booths are booked; nobody can book one of them until the caller's transaction ends."""
    await hold_rows(Booth, booths)
    return len(await _held(Booth, booths))


async def held_staff(people: Collection[int]) -> int:
    """How many of these interpreters stand in a timetable."""
    return len(await _held(Interpreter, people))


async def _held(table: type[Table], ids: Collection[int]) -> set[int]:
    wanted = sorted(ids)
    found: set[int] = set()
    for column in table._meta.foreign_key_references if wanted else ():
        holder: Any = column._meta.table
        if holder._meta.tablename not in _HOLDING:
            continue
        conditions = [column.is_in(wanted)]
        if hasattr(holder, "released_at"):
            conditions.append(holder.released_at.is_null())
        rows = await holder.select(column).where(*conditions).group_by(column)
        found |= {row[column._meta.name] for row in rows}
    return found
