"""The organizer's decision on those who applied, and the conditions it sets."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from chophien.fairs.tables import ParticipationState
from chophien.support.language import _
from chophien.web.forms import Form

DECISIONS = {"approve": ParticipationState.APPROVED, "refuse": ParticipationState.REFUSED}
LONGEST_CONDITION = 500


@dataclass(frozen=True)
class ConditionDetails:
    """What must still be brought, and the last day for it."""

    words: str
    due_on: date


@dataclass(frozen=True)
class Decision:
    """Approve or refuse, with a reason, which a refusal needs; `ids` for many at once."""

    state: ParticipationState
    reason: str
    ids: list[int]
    condition: ConditionDetails | None = None
    """What an approval still asks for."""


def read_decision(form: Form[Decision], *, needs_ids: bool = False) -> Form[Decision]:
    """Read which button was pressed, the reason, the condition, and who is ticked."""
    pressed = form.read_choice("decision", DECISIONS, required=True)
    reason = form.read_text("reason", most=1000)
    if pressed == "refuse" and not reason:
        form.refuse("reason", _("Xin viết lý do; đơn vị sẽ đọc được."))
    condition = _condition(form) if pressed == "approve" else None
    ids = [int(text) for text in form.texts("chosen") if text.isdecimal() and len(text) < 10]
    if needs_ids and not ids:
        form.refuse("form", _("Chưa chọn đơn vị nào. Xin đánh dấu những đơn vị cần quyết định."))
    if pressed and not form.errors:
        form.value = Decision(DECISIONS[pressed], reason, ids, condition)
    return form


def read_condition(form: Form[ConditionDetails]) -> Form[ConditionDetails]:
    """Read one more condition."""
    form.read_text("condition_words", required=True)
    form.value = _condition(form)
    return form


def _condition(form: Form[Any]) -> ConditionDetails | None:
    words = " ".join(form.read_text("condition_words", most=LONGEST_CONDITION).split())
    due_on = form.read_date("condition_due", required=bool(words))
    if due_on is not None and not words:
        form.refuse("condition_words", _("Xin viết đơn vị cần bổ sung gì."))
    return ConditionDetails(words, due_on) if words and due_on else None
