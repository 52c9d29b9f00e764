"""A fair's hours and rooms: sessions, slots, halls, tables, booths, interpreters."""

from dataclasses import dataclass
from datetime import date, datetime

from chophien.fairs.rules import Stretch, in_reading_order, spoken
from chophien.fairs.tables import (
    Booth,
    FairDay,
    FairSession,
    Hall,
    Interpreter,
    MeetingTable,
    MeetsAt,
    SessionBreak,
    Slot,
    StaffDuty,
    TableClosure,
)


@dataclass(frozen=True)
class SessionLine:
    """A session on its day."""

    id: int
    day: date
    name_vi: str
    name_en: str
    starts_at: datetime
    ends_at: datetime
    slot_minutes: int
    gap_minutes: int
    meets_at: MeetsAt
    breaks: tuple[Stretch, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the spoken language."""
        return spoken(self.name_vi, self.name_en)


@dataclass(frozen=True)
class SlotLine:
    """A slot with its day and session."""

    id: int
    day: date
    session_id: int
    session_vi: str
    session_en: str
    starts_at: datetime
    ends_at: datetime

    @property
    def session(self) -> str:
        """The session's name in the spoken language."""
        return spoken(self.session_vi, self.session_en)


@dataclass(frozen=True)
class HallLine:
    """A hall of the venue."""

    id: int
    name_vi: str
    name_en: str
    position: int

    @property
    def name(self) -> str:
        """Its name in the spoken language."""
        return spoken(self.name_vi, self.name_en)


@dataclass(frozen=True)
class TableLine:
    """A meeting table with its hall, who alone has it, and the booth it stands at."""

    id: int
    code: str
    hall_id: int
    hall_vi: str
    hall_en: str
    holder_id: int | None = None
    booth_id: int | None = None

    @property
    def hall(self) -> str:
        """The hall's name in the spoken language."""
        return spoken(self.hall_vi, self.hall_en)


@dataclass(frozen=True)
class BoothLine:
    """A booth with its hall; `row_name` and `position` place it on the plan."""

    id: int
    code: str
    hall_id: int
    hall_vi: str
    hall_en: str
    row_name: str
    position: int
    blocked: bool

    @property
    def hall(self) -> str:
        """The hall's name in the spoken language."""
        return spoken(self.hall_vi, self.hall_en)


@dataclass(frozen=True)
class InterpreterLine:
    """An interpreter, or a helper of the desk, with the language pairs, such as `en-vi`."""

    id: int
    name: str
    pairs: tuple[str, ...]
    email: str
    phone: str
    duty: StaffDuty = StaffDuty.INTERPRETER


async def sessions_of(fair_id: int) -> list[SessionLine]:
    """The fair's sessions in order of time."""
    rows = (
        await FairSession.select(
            FairSession.id,
            FairSession.day.date.as_alias("day"),
            FairSession.name_vi,
            FairSession.name_en,
            FairSession.starts_at,
            FairSession.ends_at,
            FairSession.slot_minutes,
            FairSession.gap_minutes,
            FairSession.meets_at,
            FairSession.day._.fair.slot_minutes.as_alias("usual"),
        )
        .where(FairSession.day.fair == fair_id)
        .order_by(FairSession.starts_at)
    )
    pauses = (
        await SessionBreak.select(SessionBreak.session, SessionBreak.starts_at, SessionBreak.ends_at)
        .where(SessionBreak.session._.day.fair == fair_id)
        .order_by(SessionBreak.starts_at)
    )
    breaks: dict[int, list[Stretch]] = {}
    for pause in pauses:
        breaks.setdefault(pause["session"], []).append(Stretch(pause["starts_at"], pause["ends_at"]))
    return [
        SessionLine(
            **{
                **{name: value for name, value in row.items() if name != "usual"},
                "slot_minutes": row["slot_minutes"] or row["usual"],
                "meets_at": MeetsAt(row["meets_at"]),
                "breaks": tuple(breaks.get(row["id"], [])),
            }
        )
        for row in rows
    ]


async def slots_of(fair_id: int) -> list[SlotLine]:
    """The fair's slots in order of time."""
    rows = (
        await Slot.select(
            Slot.id,
            Slot.session._.day.date.as_alias("day"),
            Slot.session.as_alias("session_id"),
            Slot.session.name_vi.as_alias("session_vi"),
            Slot.session.name_en.as_alias("session_en"),
            Slot.starts_at,
            Slot.ends_at,
        )
        .where(Slot.fair == fair_id)
        .order_by(Slot.starts_at)
    )
    return [SlotLine(**row) for row in rows]


async def days_of(fair_id: int) -> list[date]:
    """The fair's days in order."""
    rows = await FairDay.select(FairDay.date).where(FairDay.fair == fair_id).order_by(FairDay.date)
    return [row["date"] for row in rows]


async def halls_of(fair_id: int) -> list[HallLine]:
    """The fair's halls in the organizer's order."""
    rows = (
        await Hall.select(Hall.id, Hall.name_vi, Hall.name_en, Hall.position)
        .where(Hall.fair == fair_id)
        .order_by(Hall.position)
        .order_by(Hall.id)
    )
    return [HallLine(**row) for row in rows]


async def tables_of(fair_id: int) -> list[TableLine]:
    """The fair's meeting tables, hall by hall, T2 before T10."""
    rows = (
        await MeetingTable.select(
            MeetingTable.id,
            MeetingTable.code,
            MeetingTable.hall.as_alias("hall_id"),
            MeetingTable.hall.name_vi.as_alias("hall_vi"),
            MeetingTable.hall.name_en.as_alias("hall_en"),
            MeetingTable.hall.position.as_alias("position"),
            MeetingTable.holder.as_alias("holder_id"),
            MeetingTable.booth.as_alias("booth_id"),
        )
        .where(MeetingTable.fair == fair_id)
        .order_by(MeetingTable.id)
    )
    rows.sort(key=lambda row: (row["position"], row["hall_id"], in_reading_order(row["code"])))
    return [TableLine(**{name: value for name, value in row.items() if name != "position"}) for row in rows]


async def closures_of(fair_id: int) -> dict[int, set[int]]:
    """The sessions in which a table is not used, by table."""
    rows = await TableClosure.select(TableClosure.meeting_table, TableClosure.session).where(
        TableClosure.meeting_table.fair == fair_id
    )
    found: dict[int, set[int]] = {}
    for row in rows:
        found.setdefault(row["meeting_table"], set()).add(row["session"])
    return found


async def booths_of(fair_id: int) -> list[BoothLine]:
    """The fair's booths, hall by hall and row by row."""
    rows = (
        await Booth.select(
            Booth.id,
            Booth.code,
            Booth.hall.as_alias("hall_id"),
            Booth.hall.name_vi.as_alias("hall_vi"),
            Booth.hall.name_en.as_alias("hall_en"),
            Booth.hall.position.as_alias("hall_position"),
            Booth.row_name,
            Booth.position,
            Booth.blocked,
        )
        .where(Booth.fair == fair_id)
        .order_by(Booth.id)
    )
    rows.sort(
        key=lambda row: (row["hall_position"], row["hall_id"], in_reading_order(row["row_name"]), row["position"])
    )
    return [BoothLine(**{name: value for name, value in row.items() if name != "hall_position"}) for row in rows]


async def interpreters_of(fair_id: int) -> list[InterpreterLine]:
    """The fair's interpreters in the order in which they were added."""
    return [who for who in await staff_of(fair_id) if who.duty is StaffDuty.INTERPRETER]


async def staff_of(fair_id: int) -> list[InterpreterLine]:
    """The fair's interpreters and helpers of the desk in the order in which they were added."""
    columns = (
        Interpreter.id,
        Interpreter.name,
        Interpreter.pairs,
        Interpreter.email,
        Interpreter.phone,
        Interpreter.duty,
    )
    rows = await Interpreter.select(*columns).where(Interpreter.fair == fair_id).order_by(Interpreter.id)
    return [
        InterpreterLine(
            **{
                **row,
                "pairs": tuple(pair for pair in row["pairs"].split(",") if pair),
                "duty": StaffDuty(row["duty"]),
            }
        )
        for row in rows
    ]
