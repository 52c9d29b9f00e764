"""Versions of a timetable: reading them, publishing, what changed, moving a meeting."""

from dataclasses import replace
from datetime import date

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.engine.explain import unplaced_requests
from chophien.engine.numbered import number as numbered
from chophien.engine.problem import Problem
from chophien.fairs.queries import fair_head, organizer_fair
from chophien.fairs.rules import requests_are_open
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.timetable.actions import drop_meeting, place_meeting, publish_version
from chophien.timetable.changes import MeetingChange, Spot, confirmed_spots, counted, spot_changes
from chophien.timetable.checking import fault_sentence, faults_of
from chophien.timetable.choosing import open_cells
from chophien.timetable.engine_ids import request_name, row_number
from chophien.timetable.forms import CellForm, read_cell
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.pages.grid import Marks
from chophien.timetable.pages.versions import (
    ChangesPage,
    MovePage,
    UnplacedLine,
    VersionPage,
    change_lines,
    day_grid,
    open_days,
    tallies,
)
from chophien.timetable.queries.boards import Board, board_of
from chophien.timetable.queries.meetings import announced_meetings
from chophien.timetable.queries.versions import VersionLine, published_before, published_version, spots_of, version_of
from chophien.timetable.reasoning import known_placements
from chophien.timetable.routes.runs import TIMETABLE, timetable_url
from chophien.timetable.tables import VersionState
from chophien.web.formats import day_and_clock
from chophien.web.forms import typed_form
from chophien.web.pages import AnyRequest, go_to, show

VERSION = TIMETABLE + "/versions/{number:int}"
MOST_FAULTS = 8


@get(VERSION, guards=[organizer])
async def version_page(request: AnyRequest, slug: FromPath[str], number: FromPath[int]) -> Template:
    """One version: a day of it as a grid, what has no place, who has how many."""
    fair = await organizer_fair(who(request), slug)
    version = await version_of(fair.id, number)
    board = await board_of(fair.id)
    spots = await spots_of(version.id)
    problem = await fair_problem(fair.id)
    is_draft = version.state == VersionState.DRAFT
    faults = faults_of(problem, spots) if is_draft else []
    announced = confirmed_spots(await announced_meetings(fair.id))
    changes = spot_changes(announced, spots) if is_draft and announced else []
    published = await published_version(fair.id)
    day = _chosen_day(request, board)
    halls = {table.hall_id: table.hall for table in board.tables.values()}
    hall = next((id_ for id_ in halls if str(id_) == request.query_params.get("hall", "")), None)
    tables = {id_: table for id_, table in board.tables.items() if hall in {None, table.hall_id}}
    shown = replace(board, tables=tables)
    marks = Marks(
        pinned={wish.id for wish in board.wishes.values() if wish.pinned},
        moved={change.request_id for change in changes if change.after},
        faulty={id_ for fault in faults for id_ in fault.request_ids},
    )
    page = VersionPage(
        url=_version_url(fair, number),
        timetable_url=timetable_url(fair),
        version=version,
        board=shown,
        halls=halls,
        hall=hall,
        day=day,
        sessions=day_grid(shown, spots, day, marks),
        tallies=tallies(board, spots),
        faults=[fault_sentence(fault, board, spots) for fault in faults[:MOST_FAULTS]],
        unplaced=_unplaced(problem, spots, board),
        changes=counted(changes) if changes else {},
        newer=published.number if is_draft and published and published.number > number else 0,
    )
    return await show(request, page, fair=fair_head(fair))


@post(VERSION + "/publish", guards=[organizer], status_code=200)
async def publish(request: AnyRequest, slug: FromPath[str], number: FromPath[int]) -> Template | Redirect:
    """Publish the version and tell everybody whose meetings change; a refusal stands above the changes."""
    fair = await organizer_fair(who(request), slug)
    form = await typed_form(request)
    form.value = number

    async def act(number: int) -> list[MeetingChange]:
        announce, by = request.app.state.announce, who(request).person_id
        return await publish_version(fair.id, number, announce=announce, at=now(), published_by=by)

    changes = await form.submit(act)
    if changes is None:
        return await _changes(request, fair, number, refusal=form.error("form") or "", status=409)
    done = _("Đã công bố. Thư báo đã được viết cho những người có thay đổi (%(count)s cuộc gặp).")
    words = done % {"count": len(changes)} if changes else _("Đã công bố. Không cuộc gặp nào thay đổi.")
    return go_to(f"{_version_url(fair, number)}/changes", done=words)


@get(VERSION + "/changes", guards=[organizer])
async def changes_page(request: AnyRequest, slug: FromPath[str], number: FromPath[int]) -> Template:
    """What publishing would change, or what the publication changed."""
    return await _changes(request, await organizer_fair(who(request), slug), number)


async def _changes(request: AnyRequest, fair: Fair, number: int, *, refusal: str = "", status: int = 200) -> Template:
    version = await version_of(fair.id, number)
    before = await _known_before(version)
    found = spot_changes(before, await spots_of(version.id))
    page = ChangesPage(
        version=version,
        version_url=_version_url(fair, number),
        timetable_url=timetable_url(fair),
        found=found,
        lines=change_lines(await board_of(fair.id), found),
        is_first=not before,
        may_publish=version.state == VersionState.DRAFT,
        requests_until=day_and_clock(fair.requests_until, fair.timezone) if requests_are_open(fair, now()) else "",
        refusal=refusal,
    )
    return await show(request, page, fair=fair_head(fair), status=status)


async def _known_before(version: VersionLine) -> dict[int, Spot]:
    if version.state == VersionState.DRAFT:
        return confirmed_spots(await announced_meetings(version.fair_id))
    before = await published_before(version)
    return await spots_of(before.id) if before else {}


@get(VERSION + "/move/{request_id:int}", guards=[organizer])
async def move_page(
    request: AnyRequest, slug: FromPath[str], number: FromPath[int], request_id: FromPath[int]
) -> Template:
    """The cells a meeting may go to."""
    fair = await organizer_fair(who(request), slug)
    return await _move(request, fair, number, request_id)


@post(VERSION + "/move/{request_id:int}", guards=[organizer], status_code=200)
async def move(
    request: AnyRequest, slug: FromPath[str], number: FromPath[int], request_id: FromPath[int]
) -> Template | Redirect:
    """Move the meeting; when something collides meanwhile, say what and show the cells anew."""
    fair = await organizer_fair(who(request), slug)
    form = read_cell(await typed_form(request))

    async def place(cell: CellForm) -> int:
        by = who(request).person_id
        return await place_meeting(
            fair.id, number, request_id, slot_id=cell.slot_id, table_id=cell.table_id, at=now(), moved_by=by
        )

    changed = await form.submit(place)
    if changed is None:
        refusal = form.error("form") or form.error("cell") or ""
        return await _move(request, fair, number, request_id, refusal=refusal, status=409)
    board = await board_of(fair.id)
    slot_id = form.value.slot_id if form.value else 0
    day = f"?day={board.slots[slot_id].day}" if slot_id in board.slots else ""
    return go_to(f"{_version_url(fair, changed)}{day}", done=_changed_words(number, changed))


@post(VERSION + "/drop/{request_id:int}", guards=[organizer])
async def drop(request: AnyRequest, slug: FromPath[str], number: FromPath[int], request_id: FromPath[int]) -> Redirect:
    """Take a meeting out."""
    fair = await organizer_fair(who(request), slug)
    changed = await drop_meeting(fair.id, number, request_id, at=now(), dropped_by=who(request).person_id)
    return go_to(_version_url(fair, changed), done=_changed_words(number, changed))


async def _move(
    request: AnyRequest, fair: Fair, number: int, request_id: int, *, refusal: str = "", status: int = 200
) -> Template:
    version = await version_of(fair.id, number)
    board = await board_of(fair.id)
    spots = await spots_of(version.id)
    wish = board.wishes.get(request_id)
    problem = await fair_problem(fair.id)
    if wish is None or not (wish.accepted or request_id in spots):
        raise NotFound(_("Hội chợ này không có cuộc gặp đó."))
    known = any(one.id == request_name(request_id) for one in problem.requests)
    page = MovePage(
        url=f"{_version_url(fair, number)}/move/{request_id}",
        version_url=_version_url(fair, number),
        version=version,
        board=board,
        wish=wish,
        present=spots.get(request_id),
        open_days=open_days(board, open_cells(problem, spots, request_id) if known else {}),
        refusal=refusal,
    )
    return await show(request, page, fair=fair_head(fair), status=status)


def _version_url(fair: Fair, number: int) -> str:
    return f"{timetable_url(fair)}/versions/{number}"


def _changed_words(before: int, after: int) -> str:
    if before == after:
        return _("Đã đổi trong bản nháp này. Người tham gia chưa thấy gì cho đến khi bạn công bố.")
    return _("Đã làm bản nháp số %(number)s với thay đổi này. Xin công bố để mọi người thấy.") % {"number": after}


def _chosen_day(request: AnyRequest, board: Board) -> date | None:
    wanted = request.query_params.get("day", "")
    return next((day for day in board.days if day.isoformat() == wanted), next(iter(board.days), None))


def _unplaced(problem: Problem, spots: dict[int, Spot], board: Board) -> list[UnplacedLine]:
    """Why each wish has no place, read off this very timetable; heaviest first."""
    found = unplaced_requests(numbered(problem), known_placements(problem, spots))
    lines = [UnplacedLine(board.wishes[row_number(line.request)], line.reasons) for line in found]
    return sorted(
        (line for line in lines if line.wish.id not in spots), key=lambda line: (-line.wish.weight, line.wish.id)
    )


ROUTES = [version_page, publish, changes_page, move_page, move, drop]
