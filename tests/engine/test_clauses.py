"""The search by clauses: the same answers as trying everything, and a dead process harms nobody."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.brute_force import best_costs
from tests.engine.problems import day, small

from chophien.engine.budget import Budget
from chophien.engine.conflicts import broken_rules
from chophien.engine.effort import Effort
from chophien.engine.numbered import number
from chophien.engine.preferences import costs
from chophien.engine.problem import Limits, Participant, Pin, Place, Problem, Request, Slot
from chophien.engine.proving import prove
from chophien.engine.sat import racing
from chophien.engine.sat.clauses import Clauses
from chophien.engine.sat.encoding import encode
from chophien.engine.sat.fitting import can_be_said, fits
from chophien.engine.sat.guided import least_breaks
from chophien.engine.solve import solve
from chophien.engine.timetable import Progress, Timetable
from chophien.engine.wire import write_problem


@st.composite
def forums(draw: st.DrawFn) -> Problem:
    """Small problems of the kind the clauses can say: all meetings required, places alike."""
    days = draw(st.integers(1, 2))
    slots = tuple(Slot(f"s{d}{i}", f"d{d}") for d in range(days) for i in range(draw(st.integers(1, 5 // days))))
    names = [slot.id for slot in slots]
    some = st.frozensets(st.sampled_from(names), max_size=1)
    people = "abcde"[: draw(st.integers(3, 5))]
    pairs = draw(st.lists(st.sampled_from(list(combinations(people, 2))), min_size=1, max_size=5, unique=True))
    pooled = draw(st.booleans())
    requests = tuple(
        Request(
            f"r{i}",
            pair,
            required=True,
            slots=draw(st.sampled_from([None, None, frozenset(names[1:]), frozenset(names[:-1])])),
            after=(f"r{draw(st.integers(0, i - 1))}",) if i and draw(st.integers(0, 4)) == 0 else (),
        )
        for i, pair in enumerate(pairs)
    )
    if draw(st.integers(0, 4)) == 0 and requests[0].slots is None:
        requests = (replace(requests[0], fixed=Pin(draw(st.sampled_from(names)))), *requests[1:])
    return Problem(
        slots=slots,
        places=() if pooled else tuple(Place(f"T{k}", None, draw(some)) for k in range(draw(st.integers(1, 2)))),
        participants=tuple(Participant(name, away=draw(some)) for name in people),
        requests=requests,
        objective=draw(st.sampled_from([("breaks",), ("unplaced_weight", "breaks")])),
        limits=Limits(draw(st.sampled_from([None, 0, 0, 1])), draw(st.integers(0, 3)) if pooled else None),
    )


@settings(max_examples=120, deadline=None)
@given(forums())
def test_the_clauses_have_the_fewest_breaks_of_all_timetables(problem: Problem) -> None:
    numbered = number(problem)
    assert can_be_said(numbered)
    bounds: list[int] = []
    slots = least_breaks(encode(numbered), on_bound=bounds.append)
    expected = best_costs(problem)
    if slots is None:
        assert expected is None
        return
    placements = racing.seated(numbered, slots)
    assert broken_rules(problem, placements) == ()
    assert [costs(problem, placements)[name] for name in problem.objective] == expected
    assert bounds == sorted(bounds)
    assert not bounds or bounds[-1] == costs(problem, placements)["breaks"]


@pytest.mark.parametrize("most", [1, 2, 3, 5, 9])
def test_counted_literals_say_how_many_hold_up_to_the_most_that_matters(most: int) -> None:
    from pysat.solvers import Solver

    for size in range(7):
        clauses = Clauses()
        literals = [clauses.variable() for _ in range(size)]
        counted = clauses.counted(literals, most)
        assert len(counted) == min(size, most)
        for true in range(size + 1):
            for chosen in combinations(literals, true):
                with Solver("cadical153", bootstrap_with=clauses.rows) as solver:
                    assert solver.solve([literal if literal in chosen else -literal for literal in literals])
                    model = set(solver.get_model())
                assert [literal in model for literal in counted] == [k <= true for k in range(1, len(counted) + 1)]


SAID = replace(
    small(pairs="ab cd ac"),
    requests=tuple(Request(pair, tuple(pair), required=True) for pair in ("ab", "cd", "ac")),
    objective=("breaks",),
)


@pytest.mark.parametrize(
    "changed",
    [
        replace(SAID, objective=("idle_slots",)),
        replace(SAID, objective=("breaks", "moved")),
        replace(SAID, requests=(replace(SAID.requests[0], required=False), *SAID.requests[1:])),
        replace(SAID, requests=(replace(SAID.requests[0], length=2), *SAID.requests[1:])),
        replace(SAID, requests=(replace(SAID.requests[0], places=frozenset({"T1"})), *SAID.requests[1:])),
        replace(SAID, requests=(replace(SAID.requests[0], interpreting="en"), *SAID.requests[1:])),
        replace(SAID, requests=(replace(SAID.requests[0], fixed=Pin(place="T1")), *SAID.requests[1:])),
        replace(SAID, participants=(replace(SAID.participants[0], parallel=2), *SAID.participants[1:])),
        replace(SAID, participants=(replace(SAID.participants[0], base="T1"), *SAID.participants[1:])),
        replace(SAID, participants=(replace(SAID.participants[0], min_meetings=3), *SAID.participants[1:])),
        replace(SAID, participants=(replace(SAID.participants[0], max_meetings=1), *SAID.participants[1:])),
        replace(SAID, participants=(replace(SAID.participants[0], max_per_day=1), *SAID.participants[1:])),
        replace(SAID, walking={"A": {"B": 1}}),
        replace(SAID, requests=()),
    ],
)
def test_what_the_clauses_cannot_say_is_left_to_others(changed: Problem) -> None:
    assert can_be_said(number(SAID))
    assert not can_be_said(number(changed))


def forum(people: int = 20, slots: int = 12, meetings: int = 6, tables: int = 7, away: float = 0.1) -> Problem:
    """So many people who each meet about so many others, drawn always the same."""
    dice = random.Random(people * slots)
    names = [f"p{i}" for i in range(people)]
    pairs: set[tuple[str, str]] = set()
    while len(pairs) < people * meetings // 2:
        one, other = dice.sample(names, 2)
        pairs.add((one, other) if one < other else (other, one))
    return Problem(
        slots=day(slots),
        places=(),
        participants=tuple(
            Participant(name, away=frozenset(slot.id for slot in day(slots) if dice.random() < away)) for name in names
        ),
        requests=tuple(Request(f"{one}-{other}", (one, other), required=True) for one, other in sorted(pairs)),
        objective=("breaks",),
        limits=Limits(2, tables),
    )


HARD = forum(60, 20, 10, 22, 0.15)


def without_clauses(problem: Problem) -> Timetable:
    """The answer of the other prover alone."""
    with Budget(60) as budget:
        effort = Effort(number(problem), budget)
        return effort.answer(prove(effort, 2, 1, 60.0), 2, 1)


def is_searching(process: int) -> bool:
    """Whether the process searches by clauses and has not ended."""
    with suppress(OSError):
        return b"chophien.engine.sat.apart" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def searching_processes(parent: int) -> set[int]:
    """The children of `parent` that search by clauses; other tests may run beside this one and have their own."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # "number (name) state parent …"; a name may hold anything, even a bracket.
            its_parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if its_parent == parent and is_searching(int(folder.name)):
                found.add(int(folder.name))
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc")


@pytest.mark.parametrize("workers", [1, 2])
def test_both_provers_agree_and_the_answer_keeps_every_rule(workers: int) -> None:
    problem = forum()
    assert fits(number(problem))
    ours = solve(problem, seconds=60, workers=workers)
    theirs = without_clauses(problem)
    assert (ours.status, theirs.status) == ("optimal", "optimal")
    assert (ours.objective, ours.bounds) == (theirs.objective, theirs.objective)
    assert broken_rules(problem, ours.placements) == ()


def test_one_worker_gives_the_same_answer_each_time() -> None:
    first, second = (solve(forum(), seconds=60, workers=1) for _ in range(2))
    assert (first.status, first.placements) == ("optimal", second.placements)


def test_tables_with_closed_slots_are_shared_out() -> None:
    tables = tuple(Place(f"T{k}", closed=frozenset({f"s{1 + k}"}), capacity=1 + k % 2) for k in range(5))
    problem = replace(forum(), places=tables, limits=Limits(2))
    assert fits(number(problem))
    timetable = solve(problem, seconds=60)
    assert timetable.status == "optimal"
    assert timetable.objective == without_clauses(problem).objective
    assert broken_rules(problem, timetable.placements) == ()


def test_an_impossible_problem_comes_back_with_a_smallest_clash() -> None:
    crowded = forum(30, 8, 7, 12)
    timetable = solve(crowded, seconds=60)
    assert timetable.status == "infeasible"
    clash = timetable.clash
    assert clash is not None
    assert clash.smallest
    asked = [request for request in crowded.requests if request.id in clash.requests]
    for left_out in asked:
        fewer = replace(crowded, requests=tuple(r for r in asked if r is not left_out), limits=Limits(None, 12))
        assert solve(fewer, seconds=20).status == "optimal"
    assert solve(replace(crowded, requests=tuple(asked)), seconds=20).status == "infeasible"


@needs_proc
def test_a_killed_search_by_clauses_leaves_the_answer_to_the_other_prover() -> None:
    killed: set[int] = set()

    def kill(_: Progress) -> None:
        for process in searching_processes(os.getpid()):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            killed.add(process)

    problem = forum()
    timetable = solve(problem, seconds=60, on_progress=kill)
    assert len(killed) <= 1
    assert (timetable.status, timetable.objective) == ("optimal", without_clauses(problem).objective)


def test_a_machine_that_starts_no_process_still_gets_its_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = forum()
    monkeypatch.setattr(sys, "executable", "/there/is/no/such/program")
    timetable = solve(problem, seconds=60)
    assert (timetable.status, timetable.objective) == ("optimal", without_clauses(problem).objective)


@needs_proc
def test_stopping_ends_the_process_too() -> None:
    seen: set[int] = set()
    began = time.monotonic()

    def stop() -> bool:
        seen.update(searching_processes(os.getpid()))
        return time.monotonic() - began > 1.0

    solve(HARD, seconds=60, should_stop=stop)
    assert time.monotonic() - began < 10
    assert seen
    assert searching_processes(os.getpid()) == set()


@needs_proc
def test_the_process_does_not_outlive_its_time_when_its_parent_is_killed() -> None:
    program = (
        "import sys; from chophien.engine import wire, solve; "
        "solve.solve(wire.read_problem(sys.stdin.read()), seconds=4)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, text=True) as parent:
        assert parent.stdin is not None
        with parent.stdin as problem:
            problem.write(write_problem(forum(60, 12, 8, 25, 0.05)))
        until = time.monotonic() + 20
        orphans: set[int] = set()
        while not orphans and time.monotonic() < until:
            time.sleep(0.01)
            orphans = searching_processes(parent.pid)
        parent.kill()
    assert orphans
    until = time.monotonic() + 20
    while any(map(is_searching, orphans)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_searching, orphans))


def test_the_process_ends_itself_when_its_time_is_over() -> None:
    program = [sys.executable, "-m", "chophien.engine.sat.apart", "1"]
    hard = write_problem(forum(60, 12, 8, 25, 0.05))
    began = time.monotonic()
    ended = subprocess.run(program, input=hard, capture_output=True, text=True, timeout=30, check=False)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert time.monotonic() - began < 10
