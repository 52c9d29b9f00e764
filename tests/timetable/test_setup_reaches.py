"""What an organizer types in the steps is what timetables are made from."""

from typing import Any

from chophien.engine.conflicts import broken_rules
from chophien.engine.problem import Problem
from chophien.engine.solve import solve
from chophien.fairs.actions import publish_fair
from chophien.fairs.forms import Step
from chophien.fairs.queries import sessions_of, slots_of, staff_of, tables_of
from chophien.fairs.tables import Fair
from chophien.matchmaking.tables import RequestState
from chophien.timetable.load_problem import fair_problem
from tests.conftest import Browser
from tests.factories.booths import make_booking
from tests.factories.fair_steps import ASKING, HOURS, PLACE, PROGRAMME, as_organizer, made_in_steps, only_fair, url_of
from tests.factories.fairs import Participant, make_participation
from tests.factories.matchmaking import make_request


async def _typed(browser: Browser, fair: Fair, step: Step, **fields: Any) -> None:
    answer = await browser.send_form(url_of(fair, step), **fields)
    assert answer.status_code == 303, answer.text


async def _meeting(fair: Fair, producers: int = 3) -> tuple[list[Participant], Participant]:
    """Producers who all meet one distributor."""
    found = [await make_participation(fair) for _each in range(producers)]
    buyer = await make_participation(fair, "distributor")
    for each in found:
        await make_request(fair, each, buyer, state=RequestState.ACCEPTED)
    return found, buyer


def _sound(problem: Problem) -> dict[str, str | None]:
    answer = solve(problem, seconds=5, workers=1, seed=1)
    assert broken_rules(problem, answer.placements) == ()
    return {placement.request: placement.place for placement in answer.placements}


async def test_hours_gaps_and_breaks_are_the_slots_to_place_meetings_in(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    own = {"session_0_minutes": "30", "session_0_gap": "5", "session_0_breaks": "09:35-10:00"}
    await _typed(browser, fair, Step.HOURS, **{**HOURS, **own, "session_1_to": "14:30"})
    await _meeting(fair)
    problem = await fair_problem(fair.id)
    assert [(str(slot.start)[11:16], str(slot.end)[11:16]) for slot in problem.slots][:7] == [
        ("08:30", "09:00"),
        ("09:05", "09:35"),
        ("10:00", "10:30"),
        ("10:35", "11:05"),
        ("13:30", "13:50"),
        ("13:50", "14:10"),
        ("14:10", "14:30"),
    ]
    assert len(_sound(problem)) == 3


async def test_quotas_and_minima_bound_whoever_they_were_typed_for(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    quotas = {
        "distributor_most_meetings": "2",
        "distributor_most_in_session": "1",
        "distributor_least_meetings": "2",
        "producer_most_meetings": "7",
    }
    await _typed(browser, fair, Step.ASKING, **{**ASKING, **quotas})
    producers, buyer = await _meeting(fair)
    problem = await fair_problem(fair.id)
    assert {one.id: (one.max_meetings, one.min_meetings, one.max_per_day) for one in problem.participants} == {
        **{f"p{each.id}": (7, 0, None) for each in producers},
        f"p{buyer.id}": (2, 2, 1),
    }
    # A bound of a session makes each session a day to the engine.
    assert len({slot.day for slot in problem.slots}) == len(await sessions_of(fair.id))
    assert len(_sound(problem)) == 2


async def test_a_table_given_to_one_and_resting_in_a_session_is_so_in_the_timetable(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    (first, *_others), _buyer = await _meeting(fair)
    own, resting = (await tables_of(fair.id))[:2]
    sessions = [str(session.id) for session in await sessions_of(fair.id)]
    tables = f"/organizer/fairs/{fair.slug}/tables"
    assert (await browser.send_form(f"{tables}/{own.id}", holder=first.id, sessions=sessions)).status_code == 303
    assert (await browser.send_form(f"{tables}/{resting.id}", holder="", sessions=sessions[1:])).status_code == 303
    problem = await fair_problem(fair.id)
    assert {one.id: one.base for one in problem.participants if one.base} == {f"p{first.id}": f"t{own.id}"}
    shut = {slot.id for slot in await slots_of(fair.id) if str(slot.session_id) == sessions[0]}
    assert {place.id: place.closed for place in problem.places if place.closed} == {
        f"t{resting.id}": frozenset(f"s{slot}" for slot in shut)
    }
    mine = next(request.id for request in problem.requests if f"p{first.id}" in request.between)
    assert _sound(problem)[mine] == f"t{own.id}"


async def test_producers_receive_at_their_booths_where_the_sessions_say_so(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    at_booths = {"session_0_at": "booths", "session_1_at": "booths"}
    await _typed(browser, fair, Step.HOURS, **{**HOURS, **at_booths})
    (first, *_others), _buyer = await _meeting(fair)
    await publish_fair(fair)
    await make_booking(await only_fair(), first, "A01")
    at_booth = next(table for table in await tables_of(fair.id) if table.code == "A01")
    problem = await fair_problem(fair.id)
    assert {one.id: one.base for one in problem.participants if one.base} == {f"p{first.id}": f"t{at_booth.id}"}
    _sound(problem)


async def test_interpreters_their_languages_and_absences_are_counted_on_and_the_desk_is_not(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    await _typed(browser, fair, Step.PROGRAMME, **{**PROGRAMME, "interpreter_0_pairs": "ko-vi"})
    await _meeting(fair)
    interpreter = (await staff_of(fair.id))[0]
    staff = (await browser.get(f"/organizer/fairs/{fair.slug}/interpreters")).text
    assert all(link in staff for link in ('href="tel:0912345678"', 'href="mailto:an@dich.example"'))
    slots = [str(slot.id) for slot in await slots_of(fair.id)]
    away = await browser.send_form(
        f"/organizer/fairs/{fair.slug}/interpreters/{interpreter.id}", shown=",".join(slots), present=slots[2:]
    )
    assert away.status_code == 303
    assert [(one.id, one.pairs, one.away) for one in (await fair_problem(fair.id)).interpreters] == [
        (f"i{interpreter.id}", ("ko-vi",), frozenset({f"s{slots[0]}", f"s{slots[1]}"}))
    ]


async def test_the_halls_of_the_steps_are_the_zones_between_which_people_walk(browser: Browser) -> None:
    fair = await made_in_steps(await as_organizer(browser))
    await _typed(browser, fair, Step.PLACE, **{**PLACE, "hall_0_tables": "4"})
    await _meeting(fair)
    problem = await fair_problem(fair.id, spare_halls=True)
    zones = [place.zone for place in problem.places]
    assert sorted(zones.count(zone) for zone in set(zones)) == [2, 4]
    assert "zone_changes" in problem.objective
