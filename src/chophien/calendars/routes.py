"""My schedule, its calendar link, and the calendar itself."""

from litestar import Response, get, post, route
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import oneself, participant, who
from chophien.calendars.actions import make_link, revoke_link
from chophien.calendars.feed import calendar_of
from chophien.calendars.pages import SchedulePage, new_link, schedule_days, standing_words
from chophien.calendars.queries import link_of, owner_behind, shown_meetings
from chophien.calendars.rules import entity_tag, is_known
from chophien.fairs.queries import fair_head, own_participation
from chophien.fairs.queries import participant as participant_line
from chophien.fairs.rules import spoken
from chophien.fairs.tables import ParticipationState
from chophien.settings import settings
from chophien.support.clock import now
from chophien.support.language import _, spoken_language
from chophien.support.refusal import NotFound
from chophien.support.tokens import token_hash
from chophien.web.downloads import download
from chophien.web.forms import typed_form
from chophien.web.pages import AnyRequest, go_to, show

_NEW_LINK = "new-calendar-link"
_FEED_HEADERS = {
    "Cache-Control": "private, max-age=900",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
"""A calendar's address is its key: it is kept by nobody in between, sent on to nobody and found by no search engine."""


@get("/my/fairs/{slug:str}/schedule", guards=[participant])
async def schedule(request: AnyRequest, slug: FromPath[str]) -> Template:
    """One's own meetings by day; a calendar link that was just made is shown this once."""
    shown = await _schedule_page(request, slug, request.cookies.get(_NEW_LINK, ""))
    if _NEW_LINK in request.cookies:
        shown.delete_cookie(_NEW_LINK, path=f"/my/fairs/{slug}/schedule")
    return shown


@post("/my/fairs/{slug:str}/schedule/link", guards=[participant, oneself])
async def change_link(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """Make, renew or revoke the calendar link; a new one is shown on the page that follows and never again.

    The page comes by a redirect, so that reloading it does not make another link and close the one just subscribed.
    """
    _fair, participation = await own_participation(who(request), slug)
    form = await typed_form(request)
    person_id = who(request).person_id
    if form.text("do") == "revoke":
        await revoke_link(participation, person_id=person_id, at=now())
        done = _("Đã đóng đường dẫn lịch. Ứng dụng lịch nào đang dùng nó sẽ không nhận được gì nữa.")
        return go_to(f"/my/fairs/{slug}/schedule", done=done)
    token = await make_link(participation, person_id=person_id, at=now())
    redirect = go_to(f"/my/fairs/{slug}/schedule#link")
    redirect.set_cookie(
        _NEW_LINK,
        token,
        max_age=60,
        path=f"/my/fairs/{slug}/schedule",
        httponly=True,
        samesite="strict",
        secure=settings().https,
    )
    return redirect


@get("/my/fairs/{slug:str}/schedule.ics", guards=[participant])
async def download_schedule(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """The calendar as a file to keep."""
    fair, participation = await own_participation(who(request), slug)
    if participation.state != ParticipationState.APPROVED:
        raise NotFound(_("Chưa có lịch: đơn vị của bạn chưa được duyệt tham gia."))
    content = await calendar_of(participation.id, fair.id, spoken_language(), now())
    return download(content, "text/calendar", f"{fair.slug}.ics")


@route("/calendar/{secret:str}", http_method=["GET", "HEAD"], opt={"public": True})
async def calendar(request: AnyRequest, secret: FromPath[str]) -> Response[bytes]:
    """The calendar behind a secret address. Unknown, revoked and malformed addresses get one and the same answer."""
    token, _dot, ending = secret.rpartition(".")
    owner = await owner_behind(token)
    if owner is None or ending != "ics":
        headers = {**_FEED_HEADERS, "Cache-Control": "no-store"}
        return Response(b"There is no calendar here.\n", status_code=404, media_type="text/plain", headers=headers)
    content = await calendar_of(owner.participation_id, owner.fair_id, owner.language, now())
    tag = entity_tag(content)
    headers = {**_FEED_HEADERS, "ETag": tag}
    if is_known(request.headers.get("if-none-match", ""), tag):
        return Response(b"", status_code=304, headers=headers)
    return Response(content, media_type="text/calendar", headers=headers)


async def _schedule_page(request: AnyRequest, slug: str, token: str) -> Template:
    identity = who(request)
    fair, participation = await own_participation(identity, slug)
    approved = participation.state == ParticipationState.APPROVED
    at = now()
    lines = await shown_meetings(participation.id, at) if approved else []
    link = await link_of(identity.person_id, participation.id)
    is_new = link is not None and link.token_hash == token_hash(token)
    page = SchedulePage(
        base_url=f"/my/fairs/{slug}/schedule",
        fair_name=spoken(fair.name_vi, fair.name_en),
        company_name=(await participant_line(fair.id, participation.id)).company,
        timezone=fair.timezone,
        standing=standing_words(fair, at) if lines else "",
        is_approved=approved,
        days=schedule_days(lines, timezone=fair.timezone, at=at),
        link_made_at=link.created_at if link else None,
        new_link=new_link(token) if is_new else None,
        availability_url=f"/my/fairs/{slug}/availability",
    )
    return await show(request, page, fair=fair_head(fair))


ROUTES = [schedule, change_link, download_schedule, calendar]
