"""What the timetable's forms say."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chophien.engine.asking.changing import Changes
from chophien.support.language import _
from chophien.timetable.rules import SECONDS_TO_CHOOSE, USUAL_SECONDS
from chophien.web.forms import Form


@dataclass(frozen=True)
class RunForm:
    """How a run is to be made."""

    seconds: int
    spare_halls: bool
    spread: bool


@dataclass(frozen=True)
class CellForm:
    """Where a meeting is to go."""

    slot_id: int
    table_id: int


def read_run(form: Form[Any]) -> Form[RunForm]:
    """The time limit and what else to look after."""
    chosen = form.read_choice("seconds", [str(seconds) for seconds in SECONDS_TO_CHOOSE])
    form.value = RunForm(
        seconds=int(chosen or USUAL_SECONDS),
        spare_halls=form.read_tick("spare_halls"),
        spread=form.read_tick("spread"),
    )
    return form


@dataclass(frozen=True)
class RepairForm:
    """What has changed beside the rows, and whether others may move for requests without a place."""

    absent: frozenset[int]
    absent_until: int | None
    """The slot in which they come after all; none when they do not."""
    lost_tables: frozenset[int]
    make_room: bool


def read_repair(
    form: Form[Any], participations: Iterable[int], tables: Iterable[int], later: Iterable[int]
) -> Form[RepairForm]:
    """Who is not coming any more or only in one of the `later` slots, which tables are lost."""
    absent = form.read_choices("absent", [str(id_) for id_ in participations])
    lost = form.read_choices("lost_tables", [str(id_) for id_ in tables])
    until = form.read_choice("absent_until", [str(id_) for id_ in later])
    form.value = RepairForm(
        absent=frozenset(map(int, absent)),
        absent_until=int(until) if until else None,
        lost_tables=frozenset(map(int, lost)),
        make_room=form.read_tick("make_room"),
    )
    return form


def read_changes(form: Form[Any]) -> Form[Changes]:
    """What would be different."""
    changes = Changes(
        more_places=form.read_whole_number("more_places", least=0, most=50) or 0,
        more_slots=form.read_whole_number("more_slots", least=0, most=20) or 0,
        no_lunch=form.read_tick("no_lunch"),
        minutes=form.read_whole_number("minutes", least=5, most=240),
    )
    if not changes:
        form.refuse("form", _("Xin chọn ít nhất một thay đổi để so sánh."))
    form.value = changes
    return form


def read_cell(form: Form[Any]) -> Form[CellForm]:
    """A cell as its button sends it: `slot-table`."""
    slot_id, _dash, table_id = form.read_text("cell", required=True).partition("-")
    known = slot_id.isdecimal() and table_id.isdecimal() and max(len(slot_id), len(table_id)) < 10
    form.value = CellForm(int(slot_id), int(table_id)) if known else CellForm(0, 0)
    return form
