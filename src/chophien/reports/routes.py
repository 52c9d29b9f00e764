"""Addresses of reports: the organizer's of a whole fair, and a co-host's of its own district."""

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from chophien.accounts.guards import cohost, organizer, who
from chophien.catalogue.queries import today_here
from chophien.fairs.pages.participants import View
from chophien.fairs.queries import fair_head, organizer_fair
from chophien.fairs.queries.cohosting import cohost_fair
from chophien.fairs.tables import Fair
from chophien.reports.pages import report_page
from chophien.reports.rules import By
from chophien.support.language import _
from chophien.web.pages import AnyRequest, show
from chophien.web.sheets import sheet_reply

REPORT = "/organizer/fairs/{slug:str}/report"
OF_DISTRICT = "/cohost/fairs/{slug:str}/report"


def _by(request: AnyRequest) -> By:
    asked = request.query_params.get("by", "")
    # Co-hosts are districts, and by districts every place that is told can be told.
    return By(asked) if asked in set(By) else By.DISTRICT


async def _whole(request: AnyRequest, slug: str) -> tuple[Fair, View]:
    fair = await organizer_fair(who(request), slug)
    return fair, View(f"/organizer/fairs/{fair.slug}")


async def _of_district(request: AnyRequest, slug: str) -> tuple[Fair, View]:
    fair, places = await cohost_fair(who(request), slug)
    return fair, View(f"/cohost/fairs/{fair.slug}", places)


async def _file(request: AnyRequest, fair: Fair, view: View) -> Response[bytes]:
    page = await report_page(fair, view, _by(request), today=today_here())
    form = request.url.path.rsplit("/", 1)[1]
    return sheet_reply(page.table, form, name=f"{fair.slug}-by-{page.by}", title=_("Báo cáo theo nơi"))


@get(REPORT, guards=[organizer])
async def fair_report(request: AnyRequest, slug: FromPath[str]) -> Template:
    """A fair by place."""
    fair, view = await _whole(request, slug)
    return await show(request, await report_page(fair, view, _by(request), today=today_here()), fair=fair_head(fair))


@get([f"{REPORT}/csv", f"{REPORT}/xlsx"], guards=[organizer])
async def fair_report_file(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """The same as a file."""
    return await _file(request, *await _whole(request, slug))


@get(OF_DISTRICT, guards=[cohost])
async def district_report(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What comes from the person's places."""
    fair, view = await _of_district(request, slug)
    page = await report_page(fair, view, _by(request), today=today_here())
    return await show(request, page, fair=fair_head(fair, view.base))


@get([f"{OF_DISTRICT}/csv", f"{OF_DISTRICT}/xlsx"], guards=[cohost])
async def district_report_file(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """The same as a file."""
    return await _file(request, *await _of_district(request, slug))


ROUTES = [fair_report, fair_report_file, district_report, district_report_file]
