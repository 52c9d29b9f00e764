"""Imports of a fair: send a file, choose its columns, look at what it would do, confirm, read the report, undo."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.exchange.actions import (
    ColumnsChosen,
    ask_to_write,
    choose_columns,
    remove_import,
    take_sheet,
    undo_import,
)
from chophien.exchange.actions.inviting import MOST_AT_ONCE, invite_participants
from chophien.exchange.actions.writing import is_forgotten
from chophien.exchange.background import begin_writing
from chophien.exchange.forms import read_columns, read_upload
from chophien.exchange.pages import (
    ColumnsPage,
    ImportRow,
    ImportsPage,
    InvitationsPage,
    Paging,
    PlanRow,
    PreviewPage,
    ReportPage,
    WritingPage,
    WritingPart,
    labels_of,
    noted,
    plan_row,
)
from chophien.exchange.progress import UNDER_WAY, Progress
from chophien.exchange.queries import exported_requests, imports_of, organizer_import, planned_rows, sheet_of
from chophien.exchange.queries.accountless import accountless_participants
from chophien.exchange.reading import MOST_BYTES
from chophien.exchange.rules import FIELDS_OF, Verdict, verdict_words
from chophien.exchange.tables import ImportState, SheetImport, SheetKind
from chophien.exchange.workbooks import report_workbook, requests_workbook, template_workbook
from chophien.fairs.queries import fair_head, organizer_fair
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.language import _, later, ngettext, speaking
from chophien.support.refusal import NotFound
from chophien.web.downloads import download
from chophien.web.formats import number
from chophien.web.forms import Form, Upload, fresh_form, typed_form
from chophien.web.pages import AnyRequest, FairHead, Link, go_to, show, show_fragment
from chophien.web.sheets import XLSX

LIST = "/organizer/fairs/{slug:str}/imports"
ONE = LIST + "/{import_id:int}"
UPLOAD_BODY = MOST_BYTES + 100_000
ROWS_ON_A_PAGE = 50
FILE_NAMES = {"vi": "mau", "en": "template"}


def _url(slug: str, import_id: int | None = None) -> str:
    return f"/organizer/fairs/{slug}/imports" + (f"/{import_id}" if import_id else "")


def _head(fair: Fair) -> FairHead:
    return fair_head(fair, f"/organizer/fairs/{fair.slug}")


async def _list_page(fair: Fair, form: Form[Any]) -> ImportsPage:
    return ImportsPage(slug=fair.slug, rows=[ImportRow(line) for line in await imports_of(fair.id)], form=form)


@get(LIST, guards=[organizer])
async def import_list(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The fair's imports, and the form for one more."""
    fair = await organizer_fair(who(request), slug)
    asked = request.query_params.get("kind", "")
    form = fresh_form(kind=asked if asked in FIELDS_OF else SheetKind.DISTRIBUTORS.value)
    return await show(request, await _list_page(fair, form), fair=_head(fair))


@post(
    LIST,
    guards=[organizer],
    status_code=200,
    request_max_body_size=UPLOAD_BODY,
    opt={"deed": later("Gửi tệp để nhập")},
)
async def send_sheet(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Read a file and go on with its columns; a file that cannot be read is refused beside its field."""
    fair = await organizer_fair(who(request), slug)
    form: Form[tuple[SheetKind, Upload]] = read_upload(await typed_form(request))

    async def take(sent: tuple[SheetKind, Upload]) -> SheetImport:
        return await take_sheet(fair, *sent, by=who(request).person_id, at=now())

    taken = await form.submit(take)
    if taken is None:
        return await show(request, await _list_page(fair, form), fair=_head(fair), status=422)
    return go_to(f"{_url(slug, taken.id)}/columns")


@get("/organizer/imports/templates/{kind:str}/{language:str}", guards=[organizer])
async def download_template(kind: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """An empty sheet with the headers of one kind in one language."""
    if kind not in FIELDS_OF or language not in FILE_NAMES:
        raise NotFound(_("Không có mẫu này."))
    with speaking(language):
        content = template_workbook(SheetKind(kind))
    return download(content, XLSX, f"{FILE_NAMES[language]}-{kind}.xlsx")


@get(ONE + "/columns", guards=[organizer])
async def columns_page(request: AnyRequest, slug: FromPath[str], import_id: FromPath[int]) -> Template | Redirect:
    """Which column holds what, with suggestions."""
    fair, found = await organizer_import(who(request), slug, import_id)
    if found.state not in {ImportState.MAPPING, ImportState.CHECKED}:
        return go_to(_url(slug, import_id))
    chosen = {f"column_{key}": at for key, at in json.loads(found.columns).items()}
    form = fresh_form(**chosen, confirm_first="yes" if found.confirm_first else "", tells="yes" if found.tells else "")
    page = ColumnsPage(slug=slug, sheet_import=found, sheet=sheet_of(found), form=form)
    return await show(request, page, fair=_head(fair))


@post(ONE + "/columns", guards=[organizer], status_code=200, opt={"deed": later("Chọn cột của tệp nhập")})
async def save_columns(request: AnyRequest, slug: FromPath[str], import_id: FromPath[int]) -> Template | Redirect:
    """Keep the columns and go on with the preview."""
    fair, found = await organizer_import(who(request), slug, import_id)
    sheet = sheet_of(found)
    form = read_columns(await typed_form(request), SheetKind(found.kind), len(sheet.headers))

    async def choose(columns: dict[str, int]) -> bool:
        chosen = ColumnsChosen(columns, confirm_first=form.read_tick("confirm_first"), tells=form.read_tick("tells"))
        return await choose_columns(found, chosen)

    if not await form.submit(choose):
        page = ColumnsPage(slug=slug, sheet_import=found, sheet=sheet, form=form)
        return await show(request, page, fair=_head(fair), status=422)
    return go_to(_url(slug, import_id))


@get(ONE, guards=[organizer])
async def import_page(request: AnyRequest, slug: FromPath[str], import_id: FromPath[int]) -> Template | Redirect:
    """The preview, how far the writing has come, or the report: whatever the import is at."""
    fair, found = await organizer_import(who(request), slug, import_id)
    match found.state:
        case ImportState.MAPPING:
            return go_to(f"{_url(slug, import_id)}/columns")
        case ImportState.WRITING:
            so_far = UNDER_WAY.get(found.id, Progress())
            writing = WritingPage(
                _url(slug, found.id), so_far.done, so_far.of, slug, found.file_name, _forgotten(found)
            )
            return await show(request, writing, fair=_head(fair))
        case ImportState.CHECKED:
            labels = labels_of(found.kind)
            rows = [plan_row(plan, labels) for plan in await planned_rows(fair, found)]
            counts, tabs, shown, paging = _listed(request, slug, found, rows)
            preview = PreviewPage(slug, found, counts, tabs, shown, paging)
            return await show(request, preview, fair=_head(fair))
    counts, tabs, shown, paging = _listed(request, slug, found, _reported_rows(found))
    report = ReportPage(slug, found, counts, tabs, shown, paging, json.loads(found.undo_report))
    return await show(request, report, fair=_head(fair))


def _reported_rows(found: SheetImport) -> list[PlanRow]:
    labels = labels_of(found.kind)
    return [
        PlanRow(
            line=row["line"],
            verdict=row["verdict"],
            name=row["title"],
            notes=[noted(labels.get(each["key"], ""), each["sentence"]) for each in row["problems"]],
            written=True,
        )
        for row in json.loads(found.report)
    ]


def _listed(
    request: AnyRequest, slug: str, found: SheetImport, rows: Sequence[PlanRow]
) -> tuple[Counter[str], list[Link], list[PlanRow], Paging]:
    """Rows by verdict, the tabs that filter them, those of the page that was asked for, and where that stands."""
    counts: Counter[str] = Counter(row.verdict for row in rows)
    asked, at = request.query_params.get("show", ""), request.query_params.get("page", "1")
    asked = asked if asked in set(Verdict) or asked == "notes" else ""
    base = _url(slug, found.id)
    written = found.state not in {ImportState.MAPPING, ImportState.CHECKED}
    tabs = [Link(_("Tất cả"), base, current=not asked, count=len(rows))]
    for verdict in (Verdict.WRONG, Verdict.NEW, Verdict.CHANGE, Verdict.SAME):
        if counts[verdict]:
            words = verdict_words(verdict, written=written)
            tabs.append(Link(words, f"{base}?show={verdict}", current=asked == verdict, count=counts[verdict]))
    wanted = [row for row in rows if not asked or row.verdict == asked]
    # Errors come first, then what has a note, then everything else as it stands in the sheet.
    wanted.sort(key=lambda row: (row.verdict != Verdict.WRONG, not row.notes))
    pages = max(1, -(-len(wanted) // ROWS_ON_A_PAGE))
    page = min(max(int(at) if at.isdecimal() and len(at) < 6 else 1, 1), pages)
    first = (page - 1) * ROWS_ON_A_PAGE

    def address(to: int) -> str:
        given = {name: value for name, value in (("show", asked), ("page", str(to))) if value}
        return f"{base}?{urlencode(given)}" if 1 <= to <= pages else ""

    shown = wanted[first : first + ROWS_ON_A_PAGE]
    paging = Paging(address(page - 1), address(page + 1), first + 1, first + len(shown), len(wanted))
    return counts, tabs, shown, paging


def _forgotten(found: SheetImport) -> bool:
    return found.id not in UNDER_WAY and is_forgotten(found, now())


@get(ONE + "/progress", guards=[organizer])
async def import_progress(
    request: AnyRequest, slug: FromPath[str], import_id: FromPath[int]
) -> Template | Response[str]:
    """The part that changes; once the writing is over the whole page is asked for."""
    _fair, found = await organizer_import(who(request), slug, import_id)
    if found.state != ImportState.WRITING or _forgotten(found):
        return Response("", media_type="text/html", headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    so_far = UNDER_WAY.get(found.id, Progress())
    return show_fragment(WritingPart(_url(slug, found.id), so_far.done, so_far.of))


@post(ONE + "/write", guards=[organizer], opt={"deed": later("Xác nhận nhập tệp")})
async def confirm_import(request: AnyRequest, slug: FromPath[str], import_id: FromPath[int]) -> Redirect:
    """Begin to write what the preview showed."""
    _fair, found = await organizer_import(who(request), slug, import_id)
    attempt = await ask_to_write(found, at=now())
    begin_writing(attempt, by=who(request).person_id, at=now())
    return go_to(_url(slug, import_id))


@post(ONE + "/undo", guards=[organizer], opt={"deed": later("Hoàn tác một lần nhập")})
async def undo(request: AnyRequest, slug: FromPath[str], import_id: FromPath[int]) -> Redirect:
    """Undo everything that this import did."""
    _fair, found = await organizer_import(who(request), slug, import_id)
    stayed = await undo_import(found, at=now())
    if stayed:
        told = ngettext(
            "Đã hoàn tác. Một dòng được giữ lại vì đã được dùng tiếp.",
            "Đã hoàn tác. %(num)s dòng được giữ lại vì đã được dùng tiếp.",
            stayed,
        )
        return go_to(_url(slug, import_id), told=told % {"num": number(stayed)})
    return go_to(_url(slug, import_id), done=_("Đã hoàn tác toàn bộ lần nhập này."))


@post(ONE + "/remove", guards=[organizer], opt={"deed": later("Bỏ tệp đã gửi để nhập")})
async def remove(request: AnyRequest, slug: FromPath[str], import_id: FromPath[int]) -> Redirect:
    """Forget a file."""
    _fair, found = await organizer_import(who(request), slug, import_id)
    await remove_import(found)
    return go_to(_url(slug), done=_("Đã bỏ tệp."))


@get(ONE + "/report.xlsx", guards=[organizer])
async def download_report(request: AnyRequest, slug: FromPath[str], import_id: FromPath[int]) -> Response[bytes]:
    """The sheet with what became of each row, or would become of it now."""
    fair, found = await organizer_import(who(request), slug, import_id)
    if found.state in {ImportState.WRITTEN, ImportState.UNDONE}:
        report = json.loads(found.report)
        written = True
    else:
        written = False
        report = [
            {
                "line": plan.line,
                "verdict": plan.verdict,
                "problems": [{"key": each.key, "sentence": each.sentence} for each in plan.problems],
            }
            for plan in await planned_rows(fair, found)
        ]
    labels = labels_of(found.kind)
    content = await asyncio.to_thread(report_workbook, sheet_of(found), report, labels, written=written)
    return download(content, XLSX, f"{fair.slug}-import-{found.id}.xlsx")


@get("/organizer/fairs/{slug:str}/requests.xlsx", guards=[organizer])
async def download_requests(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Every meeting request of the fair, in the columns that an import of requests reads."""
    fair = await organizer_fair(who(request), slug)
    content = await asyncio.to_thread(requests_workbook, await exported_requests(fair))
    return download(content, XLSX, f"{fair.slug}-requests.xlsx")


INVITATIONS = "/organizer/fairs/{slug:str}/invitations"


@get(INVITATIONS, guards=[organizer])
async def invitations_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Who takes part without an account."""
    fair = await organizer_fair(who(request), slug)
    waiting = await accountless_participants(fair.id)
    asked = request.query_params.get("page", "1")
    pages = max(1, -(-len(waiting) // ROWS_ON_A_PAGE))
    at = min(max(int(asked) if asked.isdecimal() and len(asked) < 6 else 1, 1), pages)
    base, first = f"/organizer/fairs/{slug}/invitations?page=", (at - 1) * ROWS_ON_A_PAGE
    page = InvitationsPage(
        slug=slug,
        rows=waiting[first : first + ROWS_ON_A_PAGE],
        first=first + 1,
        total=len(waiting),
        to_invite=min(MOST_AT_ONCE, sum(bool(each.email) and each.invited_at is None for each in waiting)),
        addressless=sum(not each.email for each in waiting),
        previous_url=f"{base}{at - 1}" if at > 1 else "",
        next_url=f"{base}{at + 1}" if at < pages else "",
    )
    return await show(request, page, fair=_head(fair))


@post(INVITATIONS, guards=[organizer], opt={"deed": later("Mời đơn vị đăng nhập")})
async def invite_now(request: AnyRequest, slug: FromPath[str]) -> Redirect:
    """Invite the participant that the form names, or everybody who was not invited yet."""
    fair = await organizer_fair(who(request), slug)
    form: Form[Any] = await typed_form(request)
    wanted = form.text("participation")
    only = (int(wanted) if wanted.isdecimal() and len(wanted) < 16 else 0) if wanted else None
    sent = await invite_participants(fair, only=only, by=who(request).person_id, at=now())
    if not sent:
        raise NotFound(_("Không có đơn vị nào để mời."))
    told = ngettext("Đã gửi một thư mời.", "Đã gửi %(num)s thư mời.", sent) % {"num": number(sent)}
    return go_to(f"/organizer/fairs/{slug}/invitations", done=told)


ROUTES = [
    import_list,
    send_sheet,
    download_template,
    columns_page,
    save_columns,
    import_page,
    import_progress,
    confirm_import,
    undo,
    remove,
    download_report,
    download_requests,
    invitations_page,
    invite_now,
]
