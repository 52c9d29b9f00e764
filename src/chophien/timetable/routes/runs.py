"""The overview of a fair's timetable, and its runs."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, who
from chophien.engine.wire import read_problem, read_timetable
from chophien.fairs.queries import fair_head, halls_of, organizer_fair
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.timetable.actions import ask_for_run, cancel_run, keep_answer
from chophien.timetable.forms import RunForm, read_run
from chophien.timetable.pages.questions import (
    advised_sessions,
    change_words,
    clash_sentences,
    comparison,
    comparison_sentences,
)
from chophien.timetable.pages.runs import RunPage, RunProgressPart, TimetablePage
from chophien.timetable.queries.boards import board_of
from chophien.timetable.queries.runs import answer_file, problem_file, question_file, readiness, run_of, runs_of
from chophien.timetable.queries.versions import versions_of
from chophien.timetable.questions import read_advice, read_effect, read_what_if
from chophien.timetable.rules import USUAL_SECONDS
from chophien.timetable.tables import RunKind, RunState
from chophien.web.downloads import download
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show, show_fragment

TIMETABLE = "/organizer/fairs/{slug:str}/timetable"
RUN = TIMETABLE + "/runs/{run_id:int}"


def timetable_url(fair: Fair) -> str:
    """Where the fair's timetable is planned."""
    return f"/organizer/fairs/{fair.slug}/timetable"


@get(TIMETABLE, guards=[organizer])
async def overview(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What is ready, a run to start, what has been made."""
    fair = await organizer_fair(who(request), slug)
    return await _overview(request, fair, fresh_form(seconds=USUAL_SECONDS))


@post(TIMETABLE, guards=[organizer], status_code=200)
async def start_run(request: AnyRequest, slug: FromPath[str]) -> Template | Redirect:
    """Ask for a run and show it."""
    fair = await organizer_fair(who(request), slug)
    form = read_run(await typed_form(request))

    async def ask(value: RunForm) -> int:
        return await ask_for_run(
            fair.id,
            at=now(),
            asked_by=who(request).person_id,
            seconds=value.seconds,
            spare_halls=value.spare_halls,
            spread=value.spread,
        )

    run_id = await form.submit(ask)
    if run_id is None:
        return await _overview(request, fair, form, status=422)
    return go_to(f"{timetable_url(fair)}/runs/{run_id}")


async def _overview(request: AnyRequest, fair: Fair, form: Form[Any], status: int = 200) -> Template:
    page = TimetablePage(
        url=timetable_url(fair),
        ready=await readiness(fair.id),
        form=form,
        runs=await runs_of(fair.id),
        versions=await versions_of(fair.id),
        timezone=fair.timezone,
        many_halls=len(await halls_of(fair.id)) > 1,
    )
    return await show(request, page, fair=fair_head(fair), status=status)


@get(RUN, guards=[organizer])
async def run_page(request: AnyRequest, slug: FromPath[str], run_id: FromPath[int]) -> Template:
    """One run: its progress, or its result."""
    fair = await organizer_fair(who(request), slug)
    run = await run_of(fair.id, run_id)
    written = await answer_file(fair.id, run_id)
    answer = read_timetable(written) if written else None
    problem = read_problem(await problem_file(fair.id, run_id))
    question, finding = await question_file(fair.id, run_id)
    effect = read_effect(finding) if finding and run.kind == RunKind.WHAT_IF else None
    advice = read_advice(finding) if finding and run.kind == RunKind.TABLES else None
    names = advice is not None or (answer is not None and answer.clash is not None)
    board = await board_of(fair.id) if names else None
    page = RunPage(
        url=f"{timetable_url(fair)}/runs/{run_id}",
        run=run,
        whole_weight=sum(wish.weight for wish in problem.requests),
        answer=answer,
        problem=problem,
        timetable_url=timetable_url(fair),
        timezone=fair.timezone,
        clash=clash_sentences(answer.clash, board) if board and answer and answer.clash else [],
        changes=change_words(read_what_if(question)) if run.kind == RunKind.WHAT_IF else [],
        effect=comparison_sentences(effect) if effect else [],
        compared=comparison(effect) if effect else [],
        advice=advice,
        advised=advised_sessions(advice, board) if board and advice else [],
    )
    return await show(request, page, fair=fair_head(fair))


@get(RUN + "/progress", guards=[organizer])
async def run_progress(request: AnyRequest, slug: FromPath[str], run_id: FromPath[int]) -> Template | Response[str]:
    """The part that changes; once the run has ended the whole page is asked for."""
    fair = await organizer_fair(who(request), slug)
    whole = request.query_params.get("whole", "")
    part = RunProgressPart(
        url=f"{timetable_url(fair)}/runs/{run_id}",
        run=await run_of(fair.id, run_id),
        whole_weight=int(whole) if whole.isdecimal() and len(whole) < 12 else 0,
    )
    if not part.run.is_open:
        return Response("", media_type="text/html", headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    return show_fragment(part)


@post(RUN + "/cancel", guards=[organizer])
async def cancel(request: AnyRequest, slug: FromPath[str], run_id: FromPath[int]) -> Redirect:
    """Call the run off."""
    fair = await organizer_fair(who(request), slug)
    await run_of(fair.id, run_id)
    state = await cancel_run(fair.id, run_id, at=now())
    told = _("Đã dừng.") if state == RunState.CANCELLED else _("Đang dừng lần xếp lịch; việc này mất khoảng một giây.")
    return go_to(f"{timetable_url(fair)}/runs/{run_id}", told=told)


@post(RUN + "/keep", guards=[organizer])
async def keep(request: AnyRequest, slug: FromPath[str], run_id: FromPath[int]) -> Redirect:
    """Keep what a cancelled run had found."""
    fair = await organizer_fair(who(request), slug)
    number = await keep_answer(fair.id, run_id, at=now(), created_by=who(request).person_id)
    return go_to(f"{timetable_url(fair)}/versions/{number}", done=_("Đã giữ lại thành bản nháp."))


@get(RUN + "/problem.json", guards=[organizer])
async def download_problem(request: AnyRequest, slug: FromPath[str], run_id: FromPath[int]) -> Response[bytes]:
    """The run's input, which `chophien solve` can repeat."""
    fair = await organizer_fair(who(request), slug)
    problem = await problem_file(fair.id, run_id)
    return download(problem.encode(), "application/json", f"{fair.slug}-{run_id}-problem.json")


@get(RUN + "/timetable.json", guards=[organizer])
async def download_answer(request: AnyRequest, slug: FromPath[str], run_id: FromPath[int]) -> Response[bytes]:
    """The run's answer, which `chophien check` can check."""
    fair = await organizer_fair(who(request), slug)
    answer = await answer_file(fair.id, run_id)
    if answer is None:
        raise NotFound(_("Lần xếp lịch này chưa có kết quả."))
    return download(answer.encode(), "application/json", f"{fair.slug}-{run_id}-timetable.json")


ROUTES = [overview, start_run, run_page, run_progress, cancel, keep, download_problem, download_answer]
