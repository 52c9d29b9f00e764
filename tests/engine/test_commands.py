"""`chophien solve` and `chophien check` as a person runs them."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.engine.fairs import fair
from tests.engine.problems import asking, being, small

from chophien.cli.solving import check, solve
from chophien.engine.problem import Problem
from chophien.engine.wire import write_problem


def written(folder: Path, problem: Problem) -> str:
    path = folder / "problem.json"
    path.write_text(write_problem(problem), encoding="utf-8")
    return str(path)


def run_solve(*arguments: str) -> Result:
    return CliRunner().invoke(solve, list(arguments))


def test_an_answer_is_written_summarised_and_accepted_by_check(tmp_path: Path) -> None:
    problem, answer = written(tmp_path, small(pairs="ab cd ac")), str(tmp_path / "answer.json")
    result = run_solve(problem, "-o", answer, "--seconds", "20")
    assert result.exit_code == 0
    assert "unplaced_weight" in result.stdout
    assert "3 of 3" in result.stdout
    checked = CliRunner().invoke(check, [problem, answer])
    assert (checked.exit_code, checked.stdout) == (0, "every rule holds; 3 placed, unplaced_weight 0\n")


def test_without_a_file_the_answer_goes_to_standard_output(tmp_path: Path) -> None:
    result = run_solve(written(tmp_path, small()))
    assert json.loads(result.stdout)["status"] == "optimal"
    assert "1 of 1" in result.stderr


def test_an_impossible_problem_exits_3_with_the_clash(tmp_path: Path) -> None:
    problem = asking(being(small(pairs="ab cd"), "a", away=frozenset({"s1", "s2", "s3"})), "ab", required=True)
    result = run_solve(written(tmp_path, problem), "-o", str(tmp_path / "answer.json"))
    assert result.exit_code == 3
    clash = json.loads((tmp_path / "answer.json").read_text())["clash"]
    assert (clash["requests"], clash["smallest"]) == (["ab"], True)
    assert clash["rules"] == ["participant_away", "required_unplaced"]


def test_no_time_is_no_answer(tmp_path: Path) -> None:
    required = small(slots=8, people=10, pairs="ab bc cd de ef fg gh hi")
    for request in required.requests:
        required = asking(required, request.id, required=True)
    assert run_solve(written(tmp_path, required), "--seconds", "0").exit_code == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "this is not JSON"),
        ('{"format": "chophien/problem@1", "slotz": []}', "unknown key 'slotz'"),
        (None, "No such file"),
    ],
)
def test_bad_input_is_one_line_on_standard_error(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / "problem.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    result = run_solve(str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_check_names_each_broken_rule_on_a_line(tmp_path: Path) -> None:
    problem, answer = written(tmp_path, small(pairs="ab ac")), tmp_path / "answer.json"
    lines = [{"request": "ab", "slot": "s1", "place": "T1"}, {"request": "ac", "slot": "s1", "place": "T1"}]
    answer.write_text(
        json.dumps(
            {
                "format": "chophien/timetable@1",
                "status": "feasible",
                "placements": lines,
                "objective": {"unplaced_weight": 7},
            }
        )
    )
    checked = CliRunner().invoke(check, [problem, str(answer)])
    assert checked.exit_code == 1
    assert checked.stdout.splitlines() == [
        "participant_busy: participant a has 2 meetings at slot s1, 1 can be held at once",
        "place_busy: place T1 has 2 meetings at slot s1, room for 1",
        "objective: unplaced_weight is 0, not 7",
    ]


def test_ctrl_c_gives_the_best_answer_so_far(tmp_path: Path) -> None:
    problem, answer = written(tmp_path, fair(participants=60, slots=16, requests=300, places=12)), tmp_path / "a.json"
    command = [sys.executable, "-m", "chophien", "solve", problem, "-o", str(answer), "--seconds", "120"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ)
    time.sleep(12)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")
    assert CliRunner().invoke(check, [problem, str(answer)]).exit_code == 0


def test_a_program_of_whole_numbers_leaves_nothing_behind_that_aborts_the_end(tmp_path: Path) -> None:
    """Exit code 0 as a person sees it: the solver's threads stand no more when the process is taken down."""
    problem = replace(
        fair(participants=30, slots=8, requests=80, places=6), objective=("worst_share", "unplaced_weight")
    )
    command = [sys.executable, "-m", "chophien", "solve", written(tmp_path, problem), "--seconds", "2"]
    for _ in range(3):
        ended = subprocess.run(command, capture_output=True, check=False)
        assert (ended.returncode, b"terminate" in ended.stderr) == (0, False)
