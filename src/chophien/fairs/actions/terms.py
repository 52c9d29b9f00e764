"""On which terms a participant meets: the language that is interpreted, and how many meetings at most."""

from datetime import datetime
from typing import Any

from piccolo.columns import Column

from chophien.fairs.forms.terms import Terms
from chophien.fairs.rules import Phase, phase
from chophien.fairs.tables import Fair, Participation
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal


class TooLate(Refusal):
    """The fair is over, or for the participant itself requests are."""


async def set_terms(fair: Fair, participation_id: int, terms: Terms, *, at: datetime) -> None:
    """Change a participant's terms, for the organizer. Raises TooLate, NotFound."""
    if phase(fair, at) == Phase.OVER:
        raise TooLate(_("Hội chợ đã kết thúc."))
    values: dict[Column | str, Any] = {
        Participation.interpreting: terms.interpreting,
        Participation.most_meetings: terms.most_meetings,
    }
    await _write(fair, participation_id, values)


async def set_own_language(fair: Fair, participation_id: int, interpreting: str | None, *, at: datetime) -> None:
    """Change the language that a participant's own meetings need. Raises TooLate."""
    if not may_change_language(fair, at):
        raise TooLate(_("Đã hết thời gian đổi ngôn ngữ; lịch gặp dựa vào đó. Xin liên hệ ban tổ chức."))
    await _write(fair, participation_id, {Participation.interpreting: interpreting})


def may_change_language(fair: Fair, at: datetime) -> bool:
    """Whether participants may still change their language: until requests are closed and the timetable is made."""
    return at < fair.requests_until and phase(fair, at) != Phase.OVER


async def _write(fair: Fair, participation_id: int, values: dict[Column | str, Any]) -> None:
    changed = (
        await Participation.update(values)
        .where(Participation.id == participation_id, Participation.fair == fair.id)
        .returning(Participation.id)
    )
    if not changed:
        raise NotFound(_("Không có đơn vị này trong hội chợ."))
