"""Mends finished timetables after what happens at real fairs; prints how long it took and what became of meetings.

usage: python -m benchmarks.repairs PROBLEM.json... [--rounds 5] [--seconds 10] [--json FILE]
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from chophien.engine.asking.repairing import Repair, repair
from chophien.engine.conflicts import broken_rules
from chophien.engine.problem import Problem, Request
from chophien.engine.solve import solve
from chophien.engine.timetable import Placement
from chophien.engine.wire import read_problem

Incident = Callable[[Problem, Sequence[Placement], random.Random], Problem]

HEAD = (
    "| fair | after | seconds (most) | kept | moved | dropped | added | proved |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def cancelled(problem: Problem, held: Sequence[Placement], rng: random.Random) -> Problem:
    """One meeting in a hundred is called off."""
    gone = {one.request for one in rng.sample(list(held), max(1, len(held) // 100))}
    return replace(problem, requests=tuple(each for each in problem.requests if each.id not in gone))


def missing(problem: Problem, held: Sequence[Placement], rng: random.Random) -> Problem:
    """Somebody who has meetings does not come at all."""
    return _away(problem, held, rng, frozenset(slot.id for slot in problem.slots))


def late(problem: Problem, held: Sequence[Placement], rng: random.Random) -> Problem:
    """Somebody who has meetings in the first third of the slots comes when it is over."""
    return _away(problem, held, rng, frozenset(slot.id for slot in problem.slots[: len(problem.slots) // 3]))


def fewer_tables(problem: Problem, held: Sequence[Placement], rng: random.Random) -> Problem:  # noqa: ARG001 - like the others
    """A table is lost."""
    if problem.limits.pool_of_places is not None:
        limits = replace(problem.limits, pool_of_places=problem.limits.pool_of_places - 1)
        return replace(problem, limits=limits)
    return replace(problem, places=problem.places[1:])


def wished(problem: Problem, held: Sequence[Placement], rng: random.Random) -> Problem:  # noqa: ARG001 - like the others
    """Ten more meetings are asked for."""
    pairs = {frozenset(each.between) for each in problem.requests}
    left, right = (sorted({each.between[side] for each in problem.requests}) for side in (0, 1))
    added: list[Request] = []
    while len(added) < 10:
        between = (rng.choice(left), rng.choice(right))
        if frozenset(between) not in pairs:
            pairs.add(frozenset(between))
            added.append(replace(problem.requests[0], id=f"new-{len(added)}", between=between, weight=5))
    return replace(problem, requests=(*problem.requests, *added))


INCIDENTS: dict[str, Incident] = {
    "one meeting in a hundred cancelled": cancelled,
    "a participant who stays away": missing,
    "a participant who comes late": late,
    "a lost table": fewer_tables,
    "ten more requests": wished,
}


@dataclass(frozen=True)
class Mended:
    """Medians over the rounds, and the longest time."""

    fair: str
    incident: str
    seconds: float
    most_seconds: float
    kept: int
    moved: int
    dropped: int
    added: int
    proved: int
    rounds: int

    def row(self) -> str:
        """The row of a table."""
        counts = f"{self.kept} | {self.moved} | {self.dropped} | {self.added} | {self.proved} of {self.rounds}"
        return f"| {self.fair} | {self.incident} | {self.seconds:.1f} ({self.most_seconds:.1f}) | {counts} |"


def main() -> None:
    """One row for each fair and incident."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problems", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows: list[Mended] = []
    print(HEAD, flush=True)
    for path in arguments.problems:
        problem = read_problem(path.read_bytes())
        held = solve(problem, seconds=arguments.seconds, workers=2, seed=1).placements
        for incident in INCIDENTS:
            rows.append(_measured(path.stem, incident, problem, held, arguments))
            print(rows[-1].row(), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))


def _measured(
    fair: str, incident: str, problem: Problem, held: Sequence[Placement], arguments: argparse.Namespace
) -> Mended:
    times: list[float] = []
    done: list[Repair] = []
    for turn in range(arguments.rounds):
        today = INCIDENTS[incident](problem, held, random.Random(turn))
        began = time.monotonic()
        done.append(repair(today, held, seconds=arguments.seconds, workers=2, seed=1))
        times.append(time.monotonic() - began)
        if broken := broken_rules(today, done[-1].timetable.placements):
            raise SystemExit(f"{fair}, {incident}: {broken[0]}")

    def median(requests: Callable[[Repair], Sequence[str]]) -> int:
        return round(statistics.median(len(requests(one)) for one in done))

    return Mended(
        fair=fair,
        incident=incident,
        seconds=statistics.median(times),
        most_seconds=max(times),
        kept=median(lambda one: one.kept),
        moved=median(lambda one: one.moved),
        dropped=median(lambda one: one.dropped),
        added=median(lambda one: one.added),
        proved=sum(one.proved for one in done),
        rounds=len(done),
    )


def _away(problem: Problem, held: Sequence[Placement], rng: random.Random, slots: frozenset[str]) -> Problem:
    between = {each.id: each.between for each in problem.requests}
    who = rng.choice(between[rng.choice([one.request for one in held if one.slot in slots])])
    people = tuple(replace(one, away=one.away | slots) if one.id == who else one for one in problem.participants)
    return replace(problem, participants=people)


if __name__ == "__main__":
    main()
