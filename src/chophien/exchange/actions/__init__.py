"""Taking a sheet in, writing what it says, and undoing that."""

from chophien.exchange.actions.taking_in import ColumnsChosen, choose_columns, remove_import, take_sheet
from chophien.exchange.actions.undoing import undo_import
from chophien.exchange.actions.writing import Attempt, ask_to_write, note_failure, write_import

__all__ = [
    "Attempt",
    "ColumnsChosen",
    "ask_to_write",
    "choose_columns",
    "note_failure",
    "remove_import",
    "take_sheet",
    "undo_import",
    "write_import",
]
