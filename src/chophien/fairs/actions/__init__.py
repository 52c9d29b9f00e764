"""Changing fairs: planning them, showing them, deciding who takes part."""

from chophien.fairs.actions.changing import change_fair
from chophien.fairs.actions.copying import copy_fair, set_table_use
from chophien.fairs.actions.creating import create_fair
from chophien.fairs.actions.deciding import Decided, decide_many, decide_one
from chophien.fairs.actions.showing import close_fair, publish_fair, reopen_fair

__all__ = [
    "Decided",
    "change_fair",
    "close_fair",
    "copy_fair",
    "create_fair",
    "decide_many",
    "decide_one",
    "publish_fair",
    "reopen_fair",
    "set_table_use",
]
