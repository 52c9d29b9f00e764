"""What the pages of versions may see: the grid, what has no place, who has how many, what changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from chophien.fairs.queries import SlotLine, TableLine
from chophien.support.language import _
from chophien.timetable.changes import ChangeKind, Spot, SpotChange, counted
from chophien.timetable.pages.grid import GridSession, Marks, grid
from chophien.timetable.pages.words import placed_sentence, reason_words, version_state_badge
from chophien.timetable.queries.boards import Board, Wish
from chophien.timetable.queries.versions import VersionLine
from chophien.timetable.tables import VersionState
from chophien.web.formats import clock, day_short, number
from chophien.web.pages import Link, Page

UNFOLDED = 25
"""Meetings of a day that a phone lists without folds."""


@dataclass(frozen=True)
class UnplacedLine:
    """A wish without a place, and why."""

    wish: Wish
    codes: tuple[str, ...]

    @property
    def reasons(self) -> str:
        """In our own words, the most telling first."""
        return "; ".join(reason_words(code) for code in self.codes)


@dataclass(frozen=True)
class TallyLine:
    """A participant with what it asked for and got."""

    name: str
    asked: int
    placed: int
    asked_weight: int
    lost_weight: int

    @property
    def lost(self) -> int:
        """Meetings without a place."""
        return self.asked - self.placed

    @property
    def lost_percent(self) -> int:
        """The share of what it asked for, by weight, that it does not get, rounded down."""
        return 100 * self.lost_weight // self.asked_weight if self.asked_weight else 0


@dataclass(frozen=True)
class VersionPage(Page):
    """A version of the timetable, one day of it as a grid."""

    template: ClassVar[str] = "timetable/version.html"
    url: str
    timetable_url: str
    version: VersionLine
    board: Board
    """With the tables of the chosen hall alone."""
    halls: dict[int, str]
    hall: int | None
    """The chosen hall; none for all."""
    day: date | None
    sessions: list[GridSession]
    """The chosen day."""
    tallies: list[tuple[str, list[TallyLine]]]
    """Who has how many meetings: distributors, then producers."""
    faults: list[str]
    unplaced: list[UnplacedLine]
    changes: dict[ChangeKind, int]
    """How it differs from what is announced; empty when that means nothing."""
    newer: int
    """The number of the version that is published, where it was made after this draft; else 0."""

    @property
    def badge(self) -> tuple[str, str]:
        """The version's state."""
        return version_state_badge(self.version.state, stale=self.version.stale)

    @property
    def is_draft(self) -> bool:
        """Whether it can be published and is changed in place."""
        return self.version.state == VersionState.DRAFT

    @property
    def summary(self) -> str:
        """How many have a place, in words."""
        return placed_sentence(self.version.placed, self.version.placed + len(self.unplaced))

    @property
    def days(self) -> list[Link]:
        """A tab for each day."""
        zone = self.board.timezone
        by_day = {slot.day: slot.starts_at for slot in self.board.slots.values()}
        hall = f"&hall={self.hall}" if self.hall else ""
        return [
            Link(day_short(at, zone), f"{self.url}?day={day}{hall}", current=day == self.day)
            for day, at in by_day.items()
        ]

    @property
    def hall_tabs(self) -> list[Link]:
        """One hall at a time, or all; none where there is but one."""
        if len(self.halls) < 2:
            return []
        base = f"{self.url}?day={self.day}"
        every = Link(_("Mọi nhà"), base, current=self.hall is None)
        return [
            every,
            *(Link(name, f"{base}&hall={id_}", current=id_ == self.hall) for id_, name in self.halls.items()),
        ]

    @property
    def is_long(self) -> bool:
        """Whether a phone's list folds each slot, so that a day fits on a few screens."""
        return sum(len(row.meetings) for session in self.sessions for row in session.rows) > UNFOLDED

    @property
    def tables(self) -> list[TableLine]:
        """The grid's columns."""
        return list(self.board.tables.values())


def day_grid(board: Board, spots: Mapping[int, Spot], day: date | None, marks: Marks) -> list[GridSession]:
    """The sessions of one day, with what marks mean in words."""
    words = {"pinned": _("đã ghim"), "moved": _("khác bản đang công bố"), "faulty": _("trái quy tắc")}
    return grid(board, spots, day, marks, words) if day else []


def tallies(board: Board, placed: Collection[int]) -> list[tuple[str, list[TallyLine]]]:
    """Who asked for how many meetings and has how many, by side."""
    return [
        (_("Nhà phân phối"), _tally(board, placed, "distributor")),
        (_("Nhà sản xuất"), _tally(board, placed, "producer")),
    ]


def _tally(board: Board, placed: Collection[int], side: str) -> list[TallyLine]:
    asked: dict[tuple[str, int], list[Wish]] = {}
    for wish in board.wishes.values():
        if wish.accepted or wish.id in placed:
            asked.setdefault((getattr(wish, side), getattr(wish, f"{side}_id")), []).append(wish)
    lines = [
        TallyLine(
            name,
            len(wishes),
            sum(wish.id in placed for wish in wishes),
            sum(wish.weight for wish in wishes),
            sum(wish.weight for wish in wishes if wish.id not in placed),
        )
        for (name, _id), wishes in sorted(asked.items())
    ]
    return sorted(lines, key=lambda line: -line.lost_percent)


@dataclass(frozen=True)
class ChangeLine:
    """One change in words."""

    kind: ChangeKind
    producer: str
    distributor: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangesPage(Page):
    """What publishing a version changes, or what its publication changed."""

    template: ClassVar[str] = "timetable/changes.html"
    version: VersionLine
    version_url: str
    timetable_url: str
    found: list[SpotChange]
    lines: list[ChangeLine]
    """Each change in words, in order of time."""
    is_first: bool
    """Nothing was published before, so that every meeting is new and a list of them would say nothing."""
    may_publish: bool
    requests_until: str
    """Until when requests may still come; empty when they may not."""
    refusal: str = ""

    @property
    def summary(self) -> str:
        """The counts in words, those that are not zero."""
        counts = counted(self.found)
        said = [
            (counts["new"], _("%(count)s cuộc gặp mới")),
            (counts["moved"], _("%(count)s cuộc gặp đổi giờ, bàn hoặc phiên dịch")),
            (counts["cancelled"], _("%(count)s cuộc gặp bị bỏ")),
        ]
        return ", ".join(words % {"count": number(count)} for count, words in said if count) + "."

    def badge(self, kind: ChangeKind) -> tuple[str, str]:
        """A change's look and words."""
        return {
            "new": ("confirmed", _("Mới thêm")),
            "moved": ("conflict", _("Đã đổi chỗ")),
            "cancelled": ("cancelled", _("Bị bỏ")),
        }[kind]


def change_lines(board: Board, found: Iterable[SpotChange]) -> list[ChangeLine]:
    """Each change in words, in order of time."""
    ordered = sorted(found, key=lambda change: _moment(board, change.after or change.before))
    return [
        ChangeLine(
            kind=change.kind,
            producer=board.wishes[change.request_id].producer,
            distributor=board.wishes[change.request_id].distributor,
            before=spot_words(board, change.before),
            after=spot_words(board, change.after),
        )
        for change in ordered
        if change.request_id in board.wishes
    ]


def _moment(board: Board, spot: Spot | None) -> float:
    slot = board.slots.get(spot.slot_id) if spot else None
    return slot.starts_at.timestamp() if slot else 0.0


@dataclass(frozen=True)
class OpenRow:
    """A slot to which a meeting may go, with its free tables."""

    slot: SlotLine
    tables: list[TableLine]


@dataclass(frozen=True)
class MovePage(Page):
    """One meeting and the cells it may go to."""

    template: ClassVar[str] = "timetable/move.html"
    url: str
    version_url: str
    version: VersionLine
    board: Board
    wish: Wish
    present: Spot | None
    open_days: list[tuple[date, list[OpenRow]]]
    """The open cells by day and slot."""
    refusal: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether the version is changed in place."""
        return self.version.state == VersionState.DRAFT

    @property
    def present_words(self) -> str:
        """Where it lies now."""
        return spot_words(self.board, self.present)

    @property
    def day(self) -> date | None:
        """The day it lies on, to come back to."""
        slot = self.board.slots.get(self.present.slot_id) if self.present else None
        return slot.day if slot else None


def open_days(board: Board, cells: Mapping[int, list[int]]) -> list[tuple[date, list[OpenRow]]]:
    """Open cells, given as the tables of each slot, by day and slot."""
    rows = [
        OpenRow(slot, [board.tables[id_] for id_ in cells[slot.id] if id_ in board.tables])
        for slot in board.slots.values()
        if slot.id in cells
    ]
    return [(day, [row for row in rows if row.slot.day == day]) for day in sorted({row.slot.day for row in rows})]


def spot_words(board: Board, spot: Spot | None) -> str:
    """`thứ Bảy, 5/12 · 09:20, bàn T4, phiên dịch Nguyễn Hoài An`; empty for none."""
    if spot is None or spot.slot_id not in board.slots:
        return ""
    slot = board.slots[spot.slot_id]
    when = f"{day_short(slot.starts_at, board.timezone)} · {clock(slot.starts_at, board.timezone)}"
    table = _("bàn %(code)s") % {"code": board.tables[spot.table_id].code if spot.table_id in board.tables else "?"}
    parts = [when, table]
    if spot.interpreter_id in board.interpreters:
        parts.append(_("phiên dịch %(name)s") % {"name": board.interpreters[spot.interpreter_id or 0]})
    return ", ".join(parts)
