"""Asking about a timetable: why not, what if, how many tables; and having it mended."""

import asyncio
from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.engine.asking.changing import CannotChange, usual_minutes, without_breaks
from chophien.engine.conflicts import broken_rules
from chophien.engine.problem import Problem
from chophien.fairs.queries import fair_head, organizer_fair, participants_of
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.timetable.actions import ask_for_repair, ask_for_tables, ask_what_if, take_change
from chophien.timetable.actions.asking import timetable_at_hand
from chophien.timetable.checking import fault_sentence, faults_of
from chophien.timetable.forms import RepairForm, read_changes, read_repair
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.pages.questions import (
    QuestionsPage,
    RepairPage,
    WhyPage,
    absence_words,
    change_ways,
    reason_sentences,
    slot_words,
)
from chophien.timetable.pages.versions import spot_words
from chophien.timetable.queries.boards import Board, board_of
from chophien.timetable.queries.runs import readiness
from chophien.timetable.queries.versions import spots_of, version_of
from chophien.timetable.reasoning import known_placements, reasons_and_changes, without_minima
from chophien.timetable.routes.runs import TIMETABLE, timetable_url
from chophien.timetable.routes.versions import MOST_FAULTS, VERSION
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

WHY = VERSION + "/why/{request_id:int}"


@get(WHY, guards=[organizer])
async def why_page(
    request: AnyRequest, slug: FromPath[str], number: FromPath[int], request_id: FromPath[int]
) -> Template:
    """Why a request has no place in a version, and what would give it one."""
    return await _why(request, await organizer_fair(who(request), slug), number, request_id)


@post(WHY, guards=[organizer], status_code=200)
async def take(
    request: AnyRequest, slug: FromPath[str], number: FromPath[int], request_id: FromPath[int]
) -> Template | Redirect:
    """Carry out a change; when it is no longer possible, say so and show what is."""
    fair = await organizer_fair(who(request), slug)
    form: Form[str] = await typed_form(request)
    form.value = form.read_text("way", required=True)

    async def act(kind: str) -> int:
        return await take_change(fair.id, number, request_id, kind=kind, at=now(), taken_by=who(request).person_id)

    changed = await form.submit(act)
    if changed is None:
        refusal = form.error("form") or form.error("way") or ""
        return await _why(request, fair, number, request_id, refusal=refusal, status=409)
    return go_to(f"{timetable_url(fair)}/versions/{changed}", done=_("Đã xếp yêu cầu này vào bản nháp."))


async def _why(
    request: AnyRequest, fair: Fair, number: int, request_id: int, *, refusal: str = "", status: int = 200
) -> Template:
    version = await version_of(fair.id, number)
    board = await board_of(fair.id)
    wish = board.wishes.get(request_id)
    if wish is None:
        raise NotFound(_("Hội chợ này không có cuộc gặp đó."))
    spots = await spots_of(version.id)
    problem = await fair_problem(fair.id)
    told = await asyncio.to_thread(reasons_and_changes, problem, spots, request_id)
    base = timetable_url(fair)
    page = WhyPage(
        url=f"{base}/versions/{number}/why/{request_id}",
        version_url=f"{base}/versions/{number}",
        timetable_url=base,
        version=version,
        wish=wish,
        place=spot_words(board, spots.get(request_id)),
        reasons=reason_sentences(told, board) if told else [],
        ways=change_ways(told, board) if told else [],
        is_faulty=told is not None and _is_faulty(problem, spots),
        refusal=refusal,
    )
    return await show(request, page, fair=fair_head(fair), status=status)


def _is_faulty(problem: Problem, spots: Any) -> bool:
    asked = without_minima(problem)
    return bool(broken_rules(asked, known_placements(asked, spots)))


@get(TIMETABLE + "/repair", guards=[organizer])
async def repair_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What would be mended, and what else has changed."""
    return await _repair(request, await organizer_fair(who(request), slug), fresh_form())


@post(TIMETABLE + "/repair", guards=[organizer], status_code=200)
async def start_repair(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Ask for the mended timetable and show how it comes."""
    fair = await organizer_fair(who(request), slug)
    board = await board_of(fair.id)
    people = {one.id: one.company for one in await participants_of(fair.id)}
    form = read_repair(await typed_form(request), list(people), board.tables, _later(board))

    async def ask(value: RepairForm) -> int:
        return await ask_for_repair(
            fair.id,
            at=now(),
            asked_by=who(request).person_id,
            absent=value.absent,
            absent_until=value.absent_until,
            lost_tables=value.lost_tables,
            make_room=value.make_room,
        )

    run_id = await form.submit(ask)
    if run_id is None:
        return await _repair(request, fair, form, status=422)
    absent = [people[one] for one in form.value.absent] if form.value else []
    return go_to(f"{timetable_url(fair)}/runs/{run_id}", told=absence_words(absent) if absent else "")


async def _repair(request: AnyRequest, fair: Fair, form: Form[Any], status: int = 200) -> Template:
    version = await timetable_at_hand(fair.id)
    board = await board_of(fair.id)
    spots = await spots_of(version.id) if version else {}
    faults = faults_of(await fair_problem(fair.id), spots)
    at = now()
    begun = sum(spot.slot_id in board.slots and board.slots[spot.slot_id].starts_at <= at for spot in spots.values())
    page = RepairPage(
        url=f"{timetable_url(fair)}/repair",
        timetable_url=timetable_url(fair),
        version=version,
        form=form,
        people=[(str(one.id), one.company) for one in await participants_of(fair.id)],
        tables=list(board.tables.values()),
        broken=[fault_sentence(fault, board, spots) for fault in faults[:MOST_FAULTS]],
        begun=begun,
        later=[(str(id_), slot_words(board, id_)) for id_ in _later(board)],
    )
    return await show(request, page, fair=fair_head(fair), status=status)


def _later(board: Board) -> list[int]:
    at = now()
    return [slot.id for slot in board.slots.values() if slot.starts_at > at]


@get(TIMETABLE + "/questions", guards=[organizer])
async def questions_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What may be asked."""
    return await _questions(request, await organizer_fair(who(request), slug), fresh_form())


@post(TIMETABLE + "/questions/what-if", guards=[organizer], status_code=200)
async def start_comparison(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Ask for a comparison and show how it comes."""
    fair = await organizer_fair(who(request), slug)
    form = read_changes(await typed_form(request))

    async def ask(changes: Any) -> int:
        return await ask_what_if(fair.id, changes, at=now(), asked_by=who(request).person_id)

    run_id = await form.submit(ask)
    if run_id is None:
        return await _questions(request, fair, form, status=422)
    return go_to(f"{timetable_url(fair)}/runs/{run_id}")


@post(TIMETABLE + "/questions/tables", guards=[organizer], status_code=200)
async def start_advice(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Ask how many tables are needed and show how the answer comes."""
    fair = await organizer_fair(who(request), slug)
    form: Form[int] = await typed_form(request)
    form.value = fair.id

    async def ask(fair_id: int) -> int:
        return await ask_for_tables(fair_id, at=now(), asked_by=who(request).person_id)

    run_id = await form.submit(ask)
    if run_id is None:
        return await _questions(request, fair, form, status=422)
    return go_to(f"{timetable_url(fair)}/runs/{run_id}")


async def _questions(request: AnyRequest, fair: Fair, form: Form[Any], status: int = 200) -> Template:
    problem = await fair_problem(fair.id)
    page = QuestionsPage(
        url=f"{timetable_url(fair)}/questions",
        timetable_url=timetable_url(fair),
        form=form,
        minutes=usual_minutes(problem),
        has_breaks=_has_breaks(problem),
        is_ready=(await readiness(fair.id)).is_enough,
    )
    return await show(request, page, fair=fair_head(fair), status=status)


def _has_breaks(problem: Problem) -> bool:
    try:
        without_breaks(problem)
    except CannotChange:
        return False
    return True


ROUTES = [why_page, take, repair_page, start_repair, questions_page, start_comparison, start_advice]
