"""Showing a fair to everybody, and closing it."""

from chophien.fairs.tables import Fair, FairState
from chophien.support.language import _
from chophien.support.refusal import Refusal


class StateChanged(Refusal):
    """Somebody else has taken this step already."""


class ContactsErased(Refusal):
    """What the fair would need again is gone."""


async def publish_fair(fair: Fair) -> None:
    """Let everybody see a draft. Raises StateChanged when it is none any more."""
    await _step(fair, FairState.DRAFT, FairState.OPEN)


async def close_fair(fair: Fair) -> None:
    """End an open fair: nothing can be sent to it any more, its page stays. Raises StateChanged."""
    await _step(fair, FairState.OPEN, FairState.CLOSED)


async def reopen_fair(fair: Fair) -> None:
    """Open a fair again that was closed too early. Raises StateChanged, and ContactsErased where nothing is left."""
    if fair.contacts_erased_at is not None:
        raise ContactsErased(
            _("Thông tin liên hệ của hội chợ này đã được xóa theo hạn lưu giữ, nên không mở lại được.")
        )
    await _step(fair, FairState.CLOSED, FairState.OPEN)


async def _step(fair: Fair, before: FairState, after: FairState) -> None:
    changed = await Fair.update({Fair.state: after}).where(Fair.id == fair.id, Fair.state == before).returning(Fair.id)
    if not changed:
        raise StateChanged(_("Hội chợ vừa được người khác đổi trạng thái. Xin tải lại trang để xem."))
