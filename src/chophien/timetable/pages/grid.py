"""A timetable laid out as people read it: slots down, tables across; and as a list by time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from chophien.companies.short_names import short_name
from chophien.fairs.queries import SlotLine, TableLine
from chophien.timetable.changes import Spot
from chophien.timetable.queries.boards import Board


@dataclass(frozen=True)
class GridMeeting:
    """A meeting in its cell."""

    request_id: int
    producer: str
    distributor: str
    table: str
    interpreter: str
    looks: str
    """Classes of its block."""
    says: str
    """What its look says, for those who do not see it."""

    @property
    def producer_called(self) -> str:
        """The producer in the few letters that a cell has."""
        return short_name(self.producer)

    @property
    def distributor_called(self) -> str:
        """The distributor in the few letters that a cell has."""
        return short_name(self.distributor)


@dataclass(frozen=True)
class GridRow:
    """A slot with one cell for each table."""

    slot: SlotLine
    cells: list[GridMeeting | None]

    @property
    def meetings(self) -> list[GridMeeting]:
        """The meetings of the slot, for the list on a phone."""
        return [cell for cell in self.cells if cell is not None]


@dataclass(frozen=True)
class GridSession:
    """A session with its slots."""

    name: str
    rows: list[GridRow]


@dataclass(frozen=True)
class Marks:
    """Which requests of a timetable look different, and why."""

    pinned: Collection[int] = ()
    moved: Mapping[int, str] | Collection[int] = ()
    faulty: Collection[int] = ()


def grid(
    board: Board, spots: Mapping[int, Spot], day: date, marks: Marks, words: Mapping[str, str]
) -> list[GridSession]:
    """The sessions of one day; `words` say in the spoken language what pinned, moved and faulty look like."""
    at = {(spot.slot_id, spot.table_id): request_id for request_id, spot in spots.items()}
    tables = list(board.tables.values())
    slots = [slot for slot in board.slots.values() if slot.day == day]

    def cell(slot: SlotLine, table: TableLine) -> GridMeeting | None:
        request_id = at.get((slot.id, table.id))
        if request_id is None or request_id not in board.wishes:
            return None
        wish, spot = board.wishes[request_id], spots[request_id]
        kinds = [name for name in ("pinned", "moved", "faulty") if request_id in getattr(marks, name)]
        looks = {"pinned": "meeting-pinned", "moved": "meeting-moved", "faulty": "meeting-conflict"}
        return GridMeeting(
            request_id=request_id,
            producer=wish.producer,
            distributor=wish.distributor,
            table=table.code,
            interpreter=board.interpreters.get(spot.interpreter_id or 0, ""),
            looks=" ".join(looks[kind] for kind in kinds),
            says=", ".join(words[kind] for kind in kinds),
        )

    def rows(of: list[SlotLine]) -> list[GridRow]:
        return [GridRow(slot, [cell(slot, table) for table in tables]) for slot in of]

    by_session = [
        (name, list(group)) for name, group in groupby(slots, key=lambda slot: (slot.session_id, slot.session))
    ]
    return [GridSession(name[1], rows(group)) for name, group in by_session]
