"""Runs: one open at a time, called off at any moment, marked when their input changed, held by one worker."""

import asyncio
from datetime import timedelta

import pytest

from chophien.engine.timetable import Placement, Timetable
from chophien.engine.wire import read_problem, write_problem
from chophien.matchmaking.tables import Absence, MeetingRequest, RequestState
from chophien.support.clock import now
from chophien.timetable.actions import ask_for_run, cancel_run, keep_answer
from chophien.timetable.actions.runs import NothingToKeep, NothingToPlace, RunAlreadyOpen, RunIsOver
from chophien.timetable.actions.working import Word, claim_run, fail_run, finish_run, give_back, report_progress
from chophien.timetable.jobs import work_once
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.queries.runs import RunLine, run_of
from chophien.timetable.queries.versions import version_of, versions_of
from chophien.timetable.rules import MOST_ATTEMPTS, Failure, failure_words
from chophien.timetable.tables import RunState, TimetableRun
from tests.factories.timetable import MeetingFair, make_meeting_fair


async def _ask(fair: MeetingFair, seconds: int = 5) -> int:
    return await ask_for_run(fair.fair.id, at=now(), seconds=seconds)


async def _until_it_has_something(fair: MeetingFair, run_id: int) -> RunLine:
    for _ in range(200):
        run = await run_of(fair.fair.id, run_id)
        if run.progress.objective is not None or not run.is_open:
            return run
        await asyncio.sleep(0.05)
    raise AssertionError("No timetable in ten seconds")


async def test_a_run_keeps_its_input_as_a_file_that_says_the_same_again(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    run = await TimetableRun.objects().get(TimetableRun.id == await _ask(fair))
    assert run is not None
    assert read_problem(run.problem) == await fair_problem(fair.fair.id)
    assert write_problem(await fair_problem(fair.fair.id)) == run.problem


async def test_a_fair_has_one_open_run_also_when_many_ask_at_once(database: str) -> None:
    fair, other = await make_meeting_fair(), await make_meeting_fair()
    asked = await asyncio.gather(*[_ask(fair) for _ in range(10)], return_exceptions=True)
    assert sum(isinstance(answer, int) for answer in asked) == 1
    assert sum(isinstance(answer, RunAlreadyOpen) for answer in asked) == 9
    await _ask(other)
    await work_once("a worker")
    await work_once("a worker")
    await _ask(fair)


async def test_a_fair_without_accepted_requests_has_nothing_to_place(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    await MeetingRequest.update({MeetingRequest.state: RequestState.WAITING}, force=True)
    with pytest.raises(NothingToPlace):
        await _ask(fair)


async def test_a_waiting_run_is_called_off_at_once_and_no_worker_takes_it(database: str) -> None:
    fair = await make_meeting_fair()
    run_id = await _ask(fair)
    assert await cancel_run(fair.fair.id, run_id, at=now()) == RunState.CANCELLED
    assert not await work_once("a worker")
    with pytest.raises(RunIsOver):
        await cancel_run(fair.fair.id, run_id, at=now())
    with pytest.raises(NothingToKeep):
        await keep_answer(fair.fair.id, run_id, at=now())


async def test_a_running_one_stops_within_seconds_and_its_best_can_be_kept_once(database: str) -> None:
    fair = await make_meeting_fair(producers=12, distributors=12, days=2, tables=3)
    for n, someone in enumerate([*fair.producers, *fair.distributors]):
        away = [Absence(participation=someone.id, slot=slot) for slot in fair.slots[n % 5 :: 4]]
        await Absence.insert(*away)
    run_id = await _ask(fair, seconds=60)
    working = asyncio.create_task(work_once("a worker"))
    seen = await _until_it_has_something(fair, run_id)
    if not seen.is_open:
        pytest.skip("the best timetable was proved before anybody could call the run off")
    assert (seen.state, seen.progress.objective is not None) == (RunState.RUNNING, True)
    await cancel_run(fair.fair.id, run_id, at=now())
    await asyncio.wait_for(working, 5)
    run = await run_of(fair.fair.id, run_id)
    assert (run.state, run.version) == (RunState.CANCELLED, None)
    assert await versions_of(fair.fair.id) == []
    number = await keep_answer(fair.fair.id, run_id, at=now())
    assert (await version_of(fair.fair.id, number)).placed > 0
    with pytest.raises(NothingToKeep):
        await keep_answer(fair.fair.id, run_id, at=now())


async def test_when_the_rows_changed_meanwhile_the_draft_is_kept_and_marked(database: str) -> None:
    fair = await make_meeting_fair()
    run_id = await _ask(fair)
    await Absence(participation=fair.producers[0].id, slot=fair.slots[0]).save()
    await work_once("a worker")
    assert (await run_of(fair.fair.id, run_id)).state == RunState.STALE
    (version,) = await versions_of(fair.fair.id)
    assert (version.placed, version.stale) == (4, True)


async def test_a_worker_whose_lease_is_over_loses_the_run_and_changes_nothing_more(database: str) -> None:
    fair = await make_meeting_fair()
    run_id = await _ask(fair)
    early = now() - timedelta(minutes=1)
    first = await claim_run("the slow one", at=early)
    second = await claim_run("the next one", at=now())
    assert first is not None
    assert second is not None
    assert (first.id, first.attempts, second.id, second.attempts) == (run_id, 1, run_id, 2)
    assert await claim_run("a third one", at=now()) is None

    answer = Timetable("optimal", (Placement(f"r{fair.requests[0]}", f"s{fair.slots[0]}", f"t{fair.tables[0]}"),))
    assert await report_progress(first, "{}", at=now()) is Word.LOST
    assert await finish_run(first, answer, cancelled=False, at=now()) is None
    await fail_run(first, Failure.CRASHED, at=now())
    await give_back(first)
    assert (await run_of(fair.fair.id, run_id)).state == RunState.RUNNING
    assert await versions_of(fair.fair.id) == []

    assert await report_progress(second, "{}", at=now()) is Word.GO_ON
    assert await finish_run(second, answer, cancelled=False, at=now()) == RunState.FINISHED
    assert [version.placed for version in await versions_of(fair.fair.id)] == [1]


async def test_a_run_that_three_workers_lost_is_given_up_with_a_sentence(database: str) -> None:
    fair = await make_meeting_fair()
    run_id = await _ask(fair)
    at = now() - timedelta(hours=1)
    for attempt in range(MOST_ATTEMPTS):
        assert await claim_run(f"worker {attempt}", at=at) is not None
        at += timedelta(minutes=1)
    assert await claim_run("one more", at=at) is None
    run = await run_of(fair.fair.id, run_id)
    assert (run.state, run.attempts) == (RunState.FAILED, MOST_ATTEMPTS)
    assert failure_words(run.failure).startswith("Chương trình xếp lịch đã ngừng giữa chừng ba lần.")
    await _ask(fair)


async def test_a_run_called_off_while_its_worker_was_dead_ends_as_cancelled(database: str) -> None:
    fair = await make_meeting_fair()
    run_id = await _ask(fair)
    await claim_run("the dead one", at=now() - timedelta(minutes=1))
    await cancel_run(fair.fair.id, run_id, at=now())
    assert await claim_run("the next one", at=now()) is None
    assert (await run_of(fair.fair.id, run_id)).state == RunState.CANCELLED


async def test_a_run_given_back_by_a_worker_that_ends_is_taken_at_once(database: str) -> None:
    fair = await make_meeting_fair()
    await _ask(fair)
    held = await claim_run("the one that ends", at=now())
    assert held is not None
    await give_back(held)
    again = await claim_run("the next one", at=now())
    assert again is not None
    assert (again.id, again.attempts) == (held.id, 2)


async def test_pins_that_contradict_each_other_leave_one_request_out_not_the_timetable(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    await MeetingRequest.update(
        {MeetingRequest.pinned_slot: fair.slots[0], MeetingRequest.pinned_table: fair.tables[0]}
    ).where(MeetingRequest.id.is_in([fair.requests[0], fair.requests[3]]))
    await _ask(fair)
    await work_once("a worker")
    (version,) = await versions_of(fair.fair.id)
    assert version.placed == 3
