"""What the directory has to say on an organizer's overview of a fair."""

from chophien.directory.queries.doubles import Scope, doubles
from chophien.fairs.pages.organizer import Tiding
from chophien.fairs.tables import Fair
from chophien.support.language import ngettext
from chophien.web.formats import number


async def directory_tidings(fair_id: int, slug: str) -> list[Tiding]:
    """Pairs of companies that look like one."""
    fair = await Fair.select(Fair.organizer).where(Fair.id == fair_id).first()
    pairs = await doubles(Scope(fair["organizer"]), fair_id=fair_id) if fair else []
    if not pairs:
        return []
    words = ngettext("Một cặp đơn vị có vẻ là một", "%(num)s cặp đơn vị có vẻ là một", len(pairs))
    return [Tiding(words % {"num": number(len(pairs))}, f"/organizer/fairs/{slug}/duplicates", waits=True)]
