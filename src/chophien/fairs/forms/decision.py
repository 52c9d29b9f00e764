"""The organizer's decision on those who applied."""

from dataclasses import dataclass

from chophien.fairs.tables import ParticipationState
from chophien.support.language import _
from chophien.web.forms import Form

DECISIONS = {"approve": ParticipationState.APPROVED, "refuse": ParticipationState.REFUSED}


@dataclass(frozen=True)
class Decision:
    """Approve or refuse, with a reason, which a refusal needs; `ids` for many at once."""

    state: ParticipationState
    reason: str
    ids: list[int]


def read_decision(form: Form[Decision], *, needs_ids: bool = False) -> Form[Decision]:
    """Read which button was pressed, the reason, and who is ticked."""
    pressed = form.read_choice("decision", DECISIONS, required=True)
    reason = form.read_text("reason", most=1000)
    if pressed == "refuse" and not reason:
        form.refuse("reason", _("Xin viết lý do; đơn vị sẽ đọc được."))
    ids = [int(text) for text in form.texts("chosen") if text.isdecimal() and len(text) < 10]
    if needs_ids and not ids:
        form.refuse("form", _("Chưa chọn đơn vị nào. Xin đánh dấu những đơn vị cần quyết định."))
    if pressed and not form.errors:
        form.value = Decision(DECISIONS[pressed], reason, ids)
    return form
