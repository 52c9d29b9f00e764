"""The search by clauses in a process beside the other searches; whichever proves first ends the other."""

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType

from chophien.engine.budget import Budget, GiveUp
from chophien.engine.clash import smallest_clash
from chophien.engine.effort import Effort
from chophien.engine.numbered import Numbered
from chophien.engine.timetable import Clash, Placement
from chophien.engine.wire import write_problem


def race(effort: Effort, others: Callable[[], Clash | None], *, alone: bool) -> Clash | None:
    """Search by clauses while `others` search; a clash when the problem is proved impossible.

    `alone`: one after the other instead, the clauses first with half the time, so that answers can be repeated.
    """
    outer = effort.budget
    with Runner(effort) as runner:
        if alone:
            runner.wait(outer, 0.5 * outer.whole)
            if not runner.settled:
                runner.stop()
        clash = None
        if not runner.settled:
            seconds = 0.5 * outer.whole if alone else outer.left

            def is_over() -> bool:
                # A clash that is being looked for is the answer already: nobody else can come first.
                return runner.settled and effort.phase != "clash"

            with outer.part(seconds, is_over) as inner:
                effort.budget = inner
                with suppress(GiveUp):
                    clash = others()
            effort.budget = outer
        if clash is None and runner.impossible:
            effort.phase = "clash"
            runner.wait(outer, min(5.0, 0.5 * outer.left))
            return smallest_clash(effort.numbered.problem, outer, seconds=10.0, suspects=runner.clash)
        return clash


class Runner:
    """The process, and a thread that hands over what it tells; the process ends with the block."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.impossible = False
        self.clash: tuple[int, ...] = ()
        self.settled = False
        self._over = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._reader = threading.Thread(target=self._read, daemon=True, name="engine-sat")

    def __enter__(self) -> "Runner":
        with suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                [sys.executable, "-m", "chophien.engine.sat.apart", f"{self.effort.budget.left:.1f}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        self._reader.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process, however far it is."""
        if self._process is not None:
            self._process.kill()
        self._reader.join()

    def wait(self, budget: Budget, seconds: float) -> None:
        """Until it has settled the problem or died, at most so many seconds. Raises GiveUp when the budget is spent."""
        until = budget.seconds + seconds
        while not self._over.wait(0.05) and budget.seconds < until:
            budget.look_up()

    def _read(self) -> None:
        """Follow the process to its end. One that dies has simply not settled anything."""
        process = self._process
        if process is not None and process.stdin is not None and process.stdout is not None:
            with process, suppress(OSError):
                with process.stdin as problem:
                    problem.write(write_problem(self.effort.numbered.problem))
                for line in process.stdout:
                    with suppress(json.JSONDecodeError):  # The last line of one that was killed.
                        self._hear(json.loads(line))
        self._over.set()

    def _hear(self, words: dict[str, list[int]]) -> None:
        effort = self.effort
        weighed = "breaks" in effort.objective
        if "impossible" in words:
            self.impossible = self.settled = True
        elif "clash" in words:
            self.clash = tuple(words["clash"])
        elif "bound" in words and weighed:
            effort.prove("breaks", int(words["bound"]))  # type: ignore[call-overload]
        elif "found" in words or "best" in words:
            effort.offer(seated(effort.numbered, words.get("best") or words["found"]), trusted=False)
            self.settled = effort.placements is not None and ("best" in words or not weighed)
            if "best" in words and weighed and self.settled:
                effort.prove("breaks", effort.costs["breaks"])


def seated(numbered: Numbered, slots: Sequence[int]) -> tuple[Placement, ...]:
    """The requests in their slots, at the first places with room, which are all alike."""
    problem = numbered.problem
    placements = []
    taken: Counter[tuple[int, int]] = Counter()
    for request, slot in zip(problem.requests, slots, strict=True):
        place = None
        for k, candidate in enumerate(problem.places):
            if slot not in numbered.closed[k] and taken[k, slot] < candidate.capacity:
                taken[k, slot] += 1
                place = candidate.id
                break
        placements.append(Placement(request.id, problem.slots[slot].id, place))
    return tuple(placements)
