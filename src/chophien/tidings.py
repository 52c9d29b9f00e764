"""What the features above fairs know of a fair, for its organizer's overview: booths, requests, timetable."""

from chophien.booths.queries import booth_codes
from chophien.fairs.pages.checklist import Check
from chophien.fairs.pages.organizer import Tiding
from chophien.fairs.queries import room_counts
from chophien.fairs.rules import Phase
from chophien.fairs.tables import Fair
from chophien.matchmaking.queries import request_counts
from chophien.matchmaking.tables import RequestState
from chophien.support.clock import now
from chophien.support.language import _, ngettext
from chophien.timetable.queries.broken import meetings_while_away, meetings_without_interpreter
from chophien.timetable.queries.hosting import hosting_of
from chophien.timetable.queries.versions import versions_of
from chophien.timetable.tables import VersionState
from chophien.web.formats import day_and_clock, number


async def tidings_of(fair_id: int, slug: str) -> list[Tiding]:
    """One line for each feature that has something to say."""
    base = f"/organizer/fairs/{slug}"
    return [
        *await _of_absences(fair_id, f"{base}/timetable/repair"),
        *await _of_booths(fair_id, f"{base}/booths"),
        *await _of_requests(fair_id, f"{base}/requests"),
        *await _of_timetable(fair_id, f"{base}/timetable"),
    ]


async def _of_absences(fair_id: int, url: str) -> list[Tiding]:
    told = []
    if broken := await meetings_while_away(fair_id, now()):
        words = ngettext(
            "Một cuộc gặp đã công bố rơi vào giờ một bên báo vắng",
            "%(num)s cuộc gặp đã công bố rơi vào giờ một bên báo vắng",
            broken,
        )
        told.append(Tiding(words % {"num": number(broken)}, url, waits=True))
    if silent := await meetings_without_interpreter(fair_id, now()):
        words = ngettext(
            "Một cuộc gặp đã công bố mất người phiên dịch",
            "%(num)s cuộc gặp đã công bố mất người phiên dịch",
            silent,
        )
        told.append(Tiding(words % {"num": number(silent)}, url, waits=True))
    return told


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
    fair = await Fair.select(Fair.timezone).where(Fair.id == fair_id).first()
    timezone = fair["timezone"] if fair else "UTC"
    published = next((version for version in versions if version.state == VersionState.PUBLISHED), None)
    told = []
    if published is not None and published.published_at is not None:
        words = _("Lịch số %(number)s đã công bố %(when)s, có %(meetings)s cuộc gặp") % {
            "number": published.number,
            "when": day_and_clock(published.published_at, timezone),
            "meetings": number(published.placed),
        }
        told.append(Tiding(words, f"{url}/versions/{published.number}"))
    newest = versions[0]
    if newest.state == VersionState.DRAFT and (published is None or newest.number > published.number):
        words = _("Lịch số %(number)s còn là bản nháp, chờ công bố") % {"number": newest.number}
        told.append(Tiding(words, f"{url}/versions/{newest.number}", waits=True))
    return told


async def checks_of(fair: Fair) -> list[Check]:
    """What requests, tables and timetables want before the provisional and the final timetable."""
    base = f"/organizer/fairs/{fair.slug}"
    counts = await request_counts(fair.id)
    accepted, waiting = counts[RequestState.ACCEPTED], counts[RequestState.WAITING]
    hosting = await hosting_of(fair.id)
    slots = (await room_counts(fair.id))[2]
    room = sum(slots - len(closed) for closed in hosting.closed.values())
    versions = await versions_of(fair.id)
    published = any(version.state == VersionState.PUBLISHED for version in versions)
    newer = bool(versions) and versions[0].state == VersionState.DRAFT
    figures = {"accepted": number(accepted), "room": number(room), "waiting": number(waiting)}
    return [
        Check(
            Phase.PROVISIONAL,
            _("%(accepted)s yêu cầu gặp đã được nhận lời.") % figures,
            done=accepted > 0,
            url=f"{base}/requests",
        ),
        Check(
            Phase.PROVISIONAL,
            _("%(waiting)s yêu cầu còn chờ trả lời.") % figures,
            done=not waiting,
            url=f"{base}/requests?state=waiting",
            needed=False,
        ),
        Check(
            Phase.PROVISIONAL,
            _("Bàn và giờ đủ cho %(room)s cuộc gặp; cần %(accepted)s.") % figures,
            done=room >= accepted and room > 0,
            url=f"{base}/tables",
        ),
        Check(
            Phase.PROVISIONAL,
            _("Đã công bố một bản lịch gặp.") if published else _("Chưa công bố bản lịch gặp nào."),
            done=published,
            url=f"{base}/timetable",
        ),
        Check(
            Phase.FINAL,
            _newest_words(published=published, newer=newer),
            done=published and not newer,
            url=f"{base}/timetable",
        ),
    ]


def _newest_words(*, published: bool, newer: bool) -> str:
    if not published:
        return _("Chưa có bản lịch gặp nào được công bố làm lịch chính thức.")
    return _("Còn một bản nháp mới hơn bản đã công bố.") if newer else _("Không còn bản nháp nào chờ công bố.")
