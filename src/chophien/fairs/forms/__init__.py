"""The fair's form: what it asks, how it is read, how a kept fair fills it."""

from chophien.fairs.forms.decision import Decision, read_decision
from chophien.fairs.forms.plan import (
    FairPlan,
    HallPlan,
    InterpreterPlan,
    ProgrammePlan,
    RowPlan,
    SessionPlan,
)
from chophien.fairs.forms.reading import BLOCKS, blank_fair_form, block_counts, plan_as_typed, read_fair

__all__ = [
    "BLOCKS",
    "Decision",
    "FairPlan",
    "HallPlan",
    "InterpreterPlan",
    "ProgrammePlan",
    "RowPlan",
    "SessionPlan",
    "blank_fair_form",
    "block_counts",
    "plan_as_typed",
    "read_decision",
    "read_fair",
]
