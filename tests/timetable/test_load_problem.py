"""Gathering: the rows of a fair become exactly this problem."""

from dataclasses import replace

from chophien.engine.conflicts import broken_rules
from chophien.engine.problem import Interpreter, Participant, Pin, Place, Problem, Request
from chophien.engine.solve import solve
from chophien.fairs.actions.laying_out import set_booth_tables
from chophien.fairs.queries import interpreters_of, sessions_of
from chophien.fairs.tables import FairSession, Hall, MeetingQuota, MeetingTable, Participation, TableClosure
from chophien.fairs.tables import Interpreter as StaffRow
from chophien.matchmaking.tables import Absence, InterpreterAbsence, MeetingRequest, RequestState
from chophien.support.clock import now
from chophien.timetable.actions import publish_version
from chophien.timetable.changes import announce_nothing
from chophien.timetable.load_problem import fair_problem
from tests.factories.booths import booth_at, make_booking
from tests.factories.timetable import make_draft, make_meeting_fair


async def test_rows_become_the_problem_they_mean(sqlite_database: str) -> None:
    fair = await make_meeting_fair(producers=2, distributors=1, interpreting="ja-vi")
    first, second = fair.producers
    (buyer,) = fair.distributors
    one, two = fair.requests
    slots = [f"s{id_}" for id_ in fair.slots]
    await Absence(participation=first.id, slot=fair.slots[1]).save()
    await Participation.update({Participation.most_meetings: 3}).where(Participation.id == buyer.id)
    await MeetingRequest.update({MeetingRequest.pinned_slot: fair.slots[2], MeetingRequest.weight: 5}).where(
        MeetingRequest.id == two
    )
    interpreters = [one.id for one in await interpreters_of(fair.fair.id)]
    await InterpreterAbsence(interpreter=interpreters[1], slot=fair.slots[0]).save()

    hall = (await Hall.select(Hall.id).where(Hall.fair == fair.fair.id))[0]["id"]
    problem = await fair_problem(fair.fair.id)
    assert replace(problem, slots=()) == Problem(
        slots=(),
        places=tuple(Place(f"t{id_}", zone=f"h{hall}") for id_ in fair.tables),
        participants=(
            Participant(f"p{first.id}", away=frozenset({slots[1]})),
            Participant(f"p{second.id}"),
            Participant(f"p{buyer.id}", max_meetings=3),
        ),
        interpreters=(
            Interpreter(f"i{interpreters[0]}", pairs=("en-vi",)),
            Interpreter(f"i{interpreters[1]}", pairs=("ja-vi", "en-vi"), away=frozenset({slots[0]})),
        ),
        requests=(
            Request(f"r{one}", (f"p{first.id}", f"p{buyer.id}"), weight=3, interpreting="ja-vi"),
            Request(
                f"r{two}", (f"p{second.id}", f"p{buyer.id}"), weight=5, interpreting="ja-vi", fixed=Pin(slot=slots[2])
            ),
        ),
        objective=("unplaced_weight", "breaks"),
    )
    assert [slot.id for slot in problem.slots] == slots
    assert problem.slots[0].start == f"{problem.slots[0].day}T09:00:00+07:00"
    assert problem.slots[0].end == f"{problem.slots[0].day}T09:20:00+07:00"


async def test_what_was_not_accepted_or_whose_side_left_is_no_part_of_it(sqlite_database: str) -> None:
    fair = await make_meeting_fair(producers=3, distributors=1)
    await MeetingRequest.update({MeetingRequest.state: RequestState.WITHDRAWN}).where(
        MeetingRequest.id == fair.requests[0]
    )
    await Participation.update({Participation.state: "withdrawn"}).where(Participation.id == fair.producers[1].id)
    problem = await fair_problem(fair.fair.id)
    assert [request.id for request in problem.requests] == [f"r{fair.requests[2]}"]
    assert [one.id for one in problem.participants] == [f"p{fair.producers[2].id}", f"p{fair.distributors[0].id}"]


async def test_halls_are_spared_only_when_asked_and_when_there_are_two(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    assert (await fair_problem(fair.fair.id, spare_halls=True)).objective == ("unplaced_weight", "breaks")
    hall = Hall(fair=fair.fair.id, name_vi="Nhà B")
    await hall.save()
    await MeetingTable(fair=fair.fair.id, hall=hall.id, code="B1").save()
    assert (await fair_problem(fair.fair.id)).objective == ("unplaced_weight", "breaks")
    spared = await fair_problem(fair.fair.id, spare_halls=True)
    assert spared.objective == ("unplaced_weight", "breaks", "zone_changes")


async def test_announced_meetings_are_remembered_and_moving_few_comes_second(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    await make_draft(fair, (0, 0), (1, 1))
    await publish_version(fair.fair.id, 1, announce=announce_nothing, at=now())
    problem = await fair_problem(fair.fair.id)
    assert problem.objective == ("unplaced_weight", "moved", "breaks")
    assert problem.previous == {
        f"r{fair.requests[0]}": Pin(f"s{fair.slots[0]}", f"t{fair.tables[0]}"),
        f"r{fair.requests[1]}": Pin(f"s{fair.slots[1]}", f"t{fair.tables[1]}"),
    }


async def _sessions(fair_id: int) -> list[int]:
    return [session.id for session in await sessions_of(fair_id)]


async def test_a_table_of_ones_own_is_its_holders_base_and_nobody_elses_place(sqlite_database: str) -> None:
    fair = await make_meeting_fair(tables=3)
    own, *pool = fair.tables
    await MeetingTable.update({MeetingTable.holder: fair.producers[0].id}).where(MeetingTable.id == own)
    problem = await fair_problem(fair.fair.id)
    assert {one.id: one.base for one in problem.participants if one.base} == {f"p{fair.producers[0].id}": f"t{own}"}
    for request in problem.requests:
        hosted = request.between[0] == f"p{fair.producers[0].id}"
        assert request.places == (None if hosted else frozenset(f"t{table}" for table in pool))
    placed = _solved(problem)
    assert {place for request, place in placed.items() if request in _of(problem, fair.producers[0].id)} == {f"t{own}"}


async def test_a_table_rests_in_the_sessions_in_which_it_is_not_used(sqlite_database: str) -> None:
    fair = await make_meeting_fair(tables=2)
    afternoon = (await _sessions(fair.fair.id))[1]
    await TableClosure(meeting_table=fair.tables[1], session=afternoon).save()
    problem = await fair_problem(fair.fair.id)
    assert [place.closed for place in problem.places] == [frozenset(), frozenset(f"s{id_}" for id_ in fair.slots[6:])]
    _solved(problem)


async def test_at_booths_each_producer_receives_at_its_own(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    booth = await booth_at(fair.fair, "A2")
    await set_booth_tables(fair.fair.id, wanted=True)
    await make_booking(fair.fair, fair.producers[0], "A2")
    table = await MeetingTable.objects().get(MeetingTable.booth == booth.booth.id)
    assert table
    sessions = await _sessions(fair.fair.id)
    await FairSession.update({FairSession.meets_at: "booths"}).where(FairSession.id == sessions[0])
    mixed = await fair_problem(fair.fair.id)
    assert {place.id: len(place.closed) for place in mixed.places} == {
        **{f"t{pool}": 6 for pool in fair.tables},
        f"t{table.id}": 6,
    }
    assert {request.places for request in mixed.requests if request.id in _of(mixed, fair.producers[0].id)} == {
        frozenset([f"t{table.id}", *(f"t{pool}" for pool in fair.tables)])
    }
    _solved(mixed)
    await FairSession.update({FairSession.meets_at: "booths"}).where(FairSession.id.is_in(sessions))
    whole = await fair_problem(fair.fair.id)
    assert {one.id: one.base for one in whole.participants if one.base} == {f"p{fair.producers[0].id}": f"t{table.id}"}
    assert {len(place.closed) for place in whole.places} == {0}
    _solved(whole)


async def test_quotas_bound_each_participant_and_a_session_becomes_the_engines_day(sqlite_database: str) -> None:
    fair = await make_meeting_fair(producers=3, distributors=1)
    buyer = fair.distributors[0]
    await Participation.update({Participation.most_meetings: 9}).where(Participation.id == buyer.id)
    quota = MeetingQuota(fair=fair.fair.id, kind="distributor", most_meetings=8, most_in_session=1, least_meetings=5)
    await quota.save()
    problem = await fair_problem(fair.fair.id)
    found = next(one for one in problem.participants if one.id == f"p{buyer.id}")
    assert (found.max_meetings, found.max_per_day, found.min_meetings) == (8, 1, 3)
    assert len({slot.day for slot in problem.slots}) == 2
    # Two sessions with one meeting each: the third that the minimum asks for has no room.
    await MeetingQuota.update({MeetingQuota.least_meetings: 2}).where(MeetingQuota.fair == fair.fair.id)
    assert len(_solved(await fair_problem(fair.fair.id))) == 2


async def test_whoever_sits_at_the_desk_interprets_nothing(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    await StaffRow.update({StaffRow.duty: "desk"}).where(StaffRow.name == "Phạm Thu Trang")
    assert [one.pairs for one in (await fair_problem(fair.fair.id)).interpreters] == [("en-vi",)]


def _of(problem: Problem, participation_id: int) -> set[str]:
    return {request.id for request in problem.requests if f"p{participation_id}" in request.between}


def _solved(problem: Problem) -> dict[str, str | None]:
    """Where each placed request lies, once the checker has found nothing wrong."""
    answer = solve(problem, seconds=5, workers=1, seed=1)
    assert broken_rules(problem, answer.placements) == ()
    assert answer.placements
    return {placement.request: placement.place for placement in answer.placements}
