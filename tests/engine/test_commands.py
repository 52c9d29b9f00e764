"""`chophien solve` and `chophien check` as a person runs them."""

import json
import os
import signal
import subprocess
import sys
import time
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


def test_too_little_memory_is_one_line_on_standard_error(tmp_path: Path) -> None:
    """The control: with the memory it needs the same command answers."""
    problem = written(tmp_path, fair(participants=60, slots=16, requests=300, places=12))

    def ended(megabytes: int) -> tuple[int, bytes]:
        command = [sys.executable, "-c", WITH_LITTLE_MEMORY, str(megabytes), "solve", problem, "-o", "/dev/null"]
        process = subprocess.run([*command, "--seconds", "3"], capture_output=True, check=False)
        return process.returncode, process.stderr

    assert ended(1) == (4, b"there was not enough memory: give it more, or ask with fewer --workers\n")
    assert ended(4000) == (0, b"")


WITH_LITTLE_MEMORY = """
import sys
from chophien.cli import main
import chophien.cli.solving
from chophien.support.memory import take_at_most
take_at_most(int(sys.argv.pop(1)) * 1024 * 1024)
main()
"""

WITH_A_LAST_WORD = """
import atexit, sys
from chophien.cli import main
atexit.register(lambda: print("taken down", file=sys.stderr))
main()
"""


def test_a_command_that_ran_solvers_ends_before_their_threads_are_taken_down(tmp_path: Path) -> None:
    """Otherwise their library aborts now and then. The control: `check` runs none and ends as any program does."""
    problem, answer = written(tmp_path, small(pairs="ab cd ac")), str(tmp_path / "answer.json")

    def ended(*words: str) -> tuple[int, bool]:
        command = [sys.executable, "-c", WITH_A_LAST_WORD, *words]
        process = subprocess.run(command, capture_output=True, check=False)
        return process.returncode, b"taken down" in process.stderr

    assert ended("solve", problem, "-o", answer) == (0, False)
    assert ended("check", problem, answer) == (0, True)
