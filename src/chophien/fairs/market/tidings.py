"""What the catalogue has to say on an organizer's overview of a fair."""

from chophien.catalogue.queries import today_here
from chophien.catalogue.rules import PaperState
from chophien.fairs.market.queries import fair_papers
from chophien.fairs.pages.organizer import Tiding
from chophien.support.language import _, ngettext
from chophien.web.formats import number


async def market_tidings(fair_id: int, slug: str) -> list[Tiding]:
    """Papers that need care, and the way to what distributors look for."""
    base = f"/organizer/fairs/{slug}"
    _papers, counts = await fair_papers(fair_id, today_here())
    care = sum(count for state, count in counts.items() if state is not PaperState.VALID)
    told = [Tiding(_("Nhà phân phối tìm gì"), f"{base}/wishes")]
    if care:
        words = ngettext(
            "Một giấy tờ còn thiếu, hết hạn hoặc sắp hết hạn",
            "%(num)s giấy tờ còn thiếu, hết hạn hoặc sắp hết hạn",
            care,
        )
        told.insert(0, Tiding(words % {"num": number(care)}, f"{base}/papers", waits=True))
    elif sum(counts.values()):
        told.insert(0, Tiding(_("Giấy tờ của nhà sản xuất đều còn hạn"), f"{base}/papers"))
    return told
