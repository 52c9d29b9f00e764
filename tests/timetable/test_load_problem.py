"""Gathering: the rows of a fair become exactly this problem."""

from dataclasses import replace

from chophien.engine.problem import Interpreter, Participant, Pin, Place, Problem, Request
from chophien.fairs.queries import interpreters_of
from chophien.fairs.tables import Hall, MeetingTable, Participation
from chophien.matchmaking.tables import Absence, InterpreterAbsence, MeetingRequest, RequestState
from chophien.support.clock import now
from chophien.timetable.actions import publish_version
from chophien.timetable.changes import announce_nothing
from chophien.timetable.load_problem import fair_problem
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
