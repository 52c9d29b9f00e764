"""What reports have to say on an organizer's overview of a fair."""

from chophien.fairs.pages.organizer import Tiding
from chophien.support.language import _


async def report_tidings(_fair_id: int, slug: str) -> list[Tiding]:
    """The way to the report by place."""
    return [Tiding(_("Báo cáo theo nơi"), f"/organizer/fairs/{slug}/report")]
