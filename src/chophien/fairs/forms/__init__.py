"""The fair's forms: what each step asks, how it is read, how a kept fair fills it."""

from chophien.fairs.forms.blocks import block_counts, reshape_blocks
from chophien.fairs.forms.copying import Copy, TableUse, read_copy, read_table_use
from chophien.fairs.forms.decision import ConditionDetails, Decision, read_condition, read_decision
from chophien.fairs.forms.plan import (
    BreakPlan,
    FairPlan,
    HallPlan,
    InterpreterPlan,
    ProgrammePlan,
    QuotaPlan,
    RowPlan,
    SessionPlan,
)
from chophien.fairs.forms.steps import TIMEZONES, Step, read_new_fair, read_step, step_as_typed

__all__ = [
    "TIMEZONES",
    "BreakPlan",
    "ConditionDetails",
    "Copy",
    "Decision",
    "FairPlan",
    "HallPlan",
    "InterpreterPlan",
    "ProgrammePlan",
    "QuotaPlan",
    "RowPlan",
    "SessionPlan",
    "Step",
    "TableUse",
    "block_counts",
    "read_condition",
    "read_copy",
    "read_decision",
    "read_new_fair",
    "read_step",
    "read_table_use",
    "reshape_blocks",
    "step_as_typed",
]
