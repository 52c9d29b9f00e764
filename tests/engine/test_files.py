"""Problem and timetable files: the same bytes each time, and one line for whatever is wrong."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.engine.problems import placed, small
from tests.engine.strategies import problems

from chophien.engine.problem import Problem
from chophien.engine.timetable import Clash, Timetable, Unplaced
from chophien.engine.wire import BadProblem, read_problem, read_timetable, write_problem, write_timetable


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_problem_survives_its_file(problem: Problem) -> None:
    text = write_problem(problem)
    assert read_problem(text) == problem
    assert write_problem(read_problem(text)) == text


def test_a_timetable_survives_its_file() -> None:
    timetable = Timetable(
        "feasible",
        placed("ab s1 T1 i"),
        (Unplaced("cd", ("left_over",), "why"),),
        {"unplaced_weight": 1},
        {"unplaced_weight": 0},
        1.5,
        7,
        2,
        Clash(("ab",), ("place_busy",), "both", True),
    )
    assert read_timetable(write_timetable(timetable)) == timetable


def whole() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(write_problem(small(pairs="ab cd")))
    document["requests"][0]["after"] = ["cd"]
    return document


def changed(path: str, value: Any) -> str:
    document = whole()
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    target: Any = document
    for step in way:
        target = target[step]
    target[last] = value
    return json.dumps(document)


WRONG = {
    "$: unknown key 'colour'": changed("colour", 1),
    "$.slots[1]: unknown key 'colour'": changed("slots.1.colour", 1),
    "$.slots[1]: 's1' already stands at $.slots[0]": changed("slots.1.id", "s1"),
    "$.slots: there are no slots": changed("slots", []),
    "$.slots[2].day: the slots of day 'd1' do not stand together": changed("slots.1.day", "d2"),
    "$.participants[0].away: there is no slot 's9'": changed("participants.0.away", ["s9"]),
    "$.participants[0].parallel: -1 is less than 0": changed("participants.0.parallel", -1),
    "$.participants[0].base: there is no place 'T9'": changed("participants.0.base", "T9"),
    "$.requests[0].between: there is no participant 'z'": changed("requests.0.between", ["a", "z"]),
    "$.requests[0].between: a participant stands twice": changed("requests.0.between", ["a", "a"]),
    "$.requests[0].length: 0 is less than 1": changed("requests.0.length", 0),
    "$.requests[0].fixed.slot: there is no slot 's9'": changed("requests.0.fixed", {"slot": "s9"}),
    "$.requests[1].after: request 'cd' comes after itself by way of `after`": changed("requests.1.after", ["ab"]),
    "$.previous: there is no request 'zz'": changed("previous", {"zz": {"slot": "s1"}}),
    "$.objective[0]: unknown objective 'joy'": changed("objective", ["joy"]),
    "$.requests[0].weight: Expected int, got str": changed("requests.0.weight", "5"),
    "$.format: Invalid enum value 'chophien/problem@2'": changed("format", "chophien/problem@2"),
    "$: this is not JSON: Input data was truncated": "{",
    "$: Expected object, got array": "[" * 100_000,
    "$: the key 'format' stands twice in one object": '{"format":"chophien/problem@1",' + json.dumps(whole())[1:],
}


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_said_in_one_line_with_its_path(line: str) -> None:
    with pytest.raises(BadProblem) as error:
        read_problem(WRONG[line])
    assert str(error.value) == line


def test_a_pin_outside_the_slots_of_the_request_is_refused() -> None:
    document = whole()
    document["requests"][0] |= {"slots": ["s1"], "fixed": {"slot": "s2"}}
    with pytest.raises(BadProblem, match="slot 's2' is not among the slots of the request"):
        read_problem(json.dumps(document))


def test_a_chain_of_a_hundred_thousand_is_no_circle_and_no_traceback() -> None:
    document = whole()
    document["requests"] = [
        {"id": f"r{i}", "between": ["a", "b"], "after": [f"r{i + 1}"] if i < 99_999 else []} for i in range(100_000)
    ]
    assert len(read_problem(json.dumps(document)).requests) == 100_000


def test_junk_is_refused_without_reading_it_all() -> None:
    with pytest.raises(BadProblem, match="larger than 64 MB"):
        read_problem(b"[" * (64 * 1024 * 1024 + 1))


def test_a_timetable_of_another_problem_is_refused() -> None:
    text = write_timetable(Timetable("feasible", placed("ab s9 T1")))
    with pytest.raises(BadProblem) as error:
        read_timetable(text, small())
    assert str(error.value) == "$.placements[0].slot: there is no slot 's9'"
