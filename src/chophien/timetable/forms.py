"""What the timetable's forms say."""

from dataclasses import dataclass
from typing import Any

from chophien.timetable.rules import SECONDS_TO_CHOOSE, USUAL_SECONDS
from chophien.web.forms import Form


@dataclass(frozen=True)
class RunForm:
    """How a run is to be made."""

    seconds: int
    spare_halls: bool


@dataclass(frozen=True)
class CellForm:
    """Where a meeting is to go."""

    slot_id: int
    table_id: int


def read_run(form: Form[Any]) -> Form[RunForm]:
    """The time limit and what else to look after."""
    chosen = form.read_choice("seconds", [str(seconds) for seconds in SECONDS_TO_CHOOSE])
    form.value = RunForm(seconds=int(chosen or USUAL_SECONDS), spare_halls=form.read_tick("spare_halls"))
    return form


def read_cell(form: Form[Any]) -> Form[CellForm]:
    """A cell as its button sends it: `slot-table`."""
    slot_id, _, table_id = form.read_text("cell", required=True).partition("-")
    known = slot_id.isdecimal() and table_id.isdecimal() and max(len(slot_id), len(table_id)) < 10
    form.value = CellForm(int(slot_id), int(table_id)) if known else CellForm(0, 0)
    return form
