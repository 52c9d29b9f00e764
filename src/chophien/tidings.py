"""What the features above fairs know of a fair, for its organizer's overview: booths, requests, timetable."""

from chophien.booths.queries import booth_codes
from chophien.fairs.pages.organizer import Tiding
from chophien.fairs.queries import room_counts
from chophien.matchmaking.queries import request_counts
from chophien.matchmaking.tables import RequestState
from chophien.support.language import _, ngettext
from chophien.timetable.queries.versions import versions_of
from chophien.timetable.tables import VersionState
from chophien.web.formats import day_and_clock, number


async def tidings_of(fair_id: int, slug: str) -> list[Tiding]:
    """One line for each feature that has something to say."""
    base = f"/organizer/fairs/{slug}"
    return [
        *await _of_booths(fair_id, f"{base}/booths"),
        *await _of_requests(fair_id, f"{base}/requests"),
        *await _of_timetable(fair_id, f"{base}/timetable"),
    ]


async def _of_booths(fair_id: int, url: str) -> list[Tiding]:
    booths, _tables, _slots = await room_counts(fair_id)
    taken = len(await booth_codes(fair_id))
    if not booths:
        return []
    words = _("%(taken)s trên %(booths)s gian hàng đã có người đặt") % {
        "taken": number(taken),
        "booths": number(booths),
    }
    return [Tiding(words, url)]


async def _of_requests(fair_id: int, url: str) -> list[Tiding]:
    counts = await request_counts(fair_id)
    accepted, waiting = counts[RequestState.ACCEPTED], counts[RequestState.WAITING]
    if not counts.total():
        return []
    sent = ngettext("Một yêu cầu gặp", "%(num)s yêu cầu gặp", counts.total()) % {"num": number(counts.total())}
    words = _("%(sent)s: %(accepted)s đã nhận lời, %(waiting)s chờ bên kia trả lời") % {
        "sent": sent,
        "accepted": number(accepted),
        "waiting": number(waiting),
    }
    return [Tiding(words, url)]


async def _of_timetable(fair_id: int, url: str) -> list[Tiding]:
    versions = await versions_of(fair_id)
    if not versions:
        return []
    published = next((version for version in versions if version.state == VersionState.PUBLISHED), None)
    told = []
    if published is not None and published.published_at is not None:
        words = _("Lịch số %(number)s đã công bố %(when)s, có %(meetings)s cuộc gặp") % {
            "number": published.number,
            "when": day_and_clock(published.published_at),
            "meetings": number(published.placed),
        }
        told.append(Tiding(words, f"{url}/versions/{published.number}"))
    newest = versions[0]
    if newest.state == VersionState.DRAFT and (published is None or newest.number > published.number):
        words = _("Lịch số %(number)s còn là bản nháp, chờ công bố") % {"number": newest.number}
        told.append(Tiding(words, f"{url}/versions/{newest.number}", waits=True))
    return told
