"""Lines of annealing side by side, each with a processor of its own, that wait while others need the processors."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType

from chophien.engine.bounds import Choice
from chophien.engine.budget import GiveUp
from chophien.engine.climbing import Line
from chophien.engine.searching import Search

# The second line is so many times as long as the first, so that one of them is never far from the end of a cycle.
STRETCHES = (1, 2)


class Lines:
    """One line, and with more than one worker a second, both from where `search` stands; they end with the block.

    With one worker the line is walked along for so many seconds of counted work instead.
    """

    def __init__(self, search: Search, choice: Choice, by_machine: Callable[[], bool]) -> None:
        self.search = search
        self._choice = choice
        self._by_machine = by_machine
        draft = search.draft
        self._start = (draft.slot[:], draft.ends[:], draft.uses[:])
        self._first = Line(search, choice, by_machine, self._tell)
        self._lines = [self._first]
        self._strides = self._first.strides()
        self._pending: float | None = 0.0
        self._owed = 0.0
        self._over = False
        self._open = [threading.Event() for _ in STRETCHES]
        self._threads: list[threading.Thread] = []
        self._failures: list[BaseException] = []
        self._seconds_to_offer = 0.0

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over = True
        for gate in self._open:
            gate.set()
        for thread in self._threads:
            thread.join()
        if self.search.steady:
            self.search.offer()
        if self._failures and (error is None or isinstance(error, GiveUp)):
            raise self._failures[0]

    @property
    def has_placed(self) -> bool:
        """Whether the first line has tried to place more for the first time."""
        return self._first.has_placed

    @property
    def ended(self) -> bool:
        """Whether nothing is left to gain for any line."""
        if self.search.steady:
            return self._pending is None
        return bool(self._threads) and not any(thread.is_alive() for thread in self._threads)

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Let them go on for so many seconds, or to the end of all lines, of the time or of what can be proved.

        They stop a little later where the breaks of somebody who has just got a place have not been looked at.
        """
        if self.search.steady:
            self._walk(seconds, until)
            return
        with self._going(len(STRETCHES) if self._by_machine() else 1):
            self._wait(seconds, until)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Let the first go on while the block runs, where there is a second processor for that."""
        if self.search.steady:
            yield
            return
        with self._going(1):
            yield

    @contextmanager
    def _going(self, number: int) -> Iterator[None]:
        while len(self._threads) < number:
            self._begin(len(self._threads))
        for gate in self._open[:number]:
            gate.set()
        try:
            yield
        finally:
            for gate in self._open:
                gate.clear()

    def _begin(self, index: int) -> None:
        thread = threading.Thread(target=self._follow, args=(index,), daemon=True, name=f"engine-line-{index + 1}")
        self._threads.append(thread)
        thread.start()

    def _wait(self, seconds: float, until: Callable[[], bool]) -> None:
        effort, budget = self.search.effort, self.search.budget
        end = time.monotonic() + seconds
        while not (self.ended or effort.settled or until()):
            if time.monotonic() >= end and not any(line.raw for line in self._lines):
                return
            budget.look_up()
            # What the lines have found at last is handed over after this, which takes its time.
            if budget.left < self._seconds_to_offer:
                return
            time.sleep(0.02)

    def _walk(self, seconds: float, until: Callable[[], bool]) -> None:
        self._owed += seconds
        raw = self._first.raw
        while (self._owed > 0 or raw) and self._pending is not None and not until():
            # Breaks are brought down once after more weight was placed, whatever that costs.
            if not raw:
                self.search.budget.count(self._pending)
            self._owed -= self._pending
            self._pending = next(self._strides, None)
            raw = self._first.raw
            if self.search.effort.settled:
                return

    def _follow(self, index: int) -> None:
        """The whole of one line, in its thread."""
        try:
            line = self._first if index == 0 else self._another(index)
            if index:
                self._lines.append(line)
            line.search.look_up = lambda: self._look_up(index)
            with suppress(GiveUp):
                for _ in line.strides():
                    self._seconds_to_offer = max(self._seconds_to_offer, 1.5 * line.search.seconds_to_offer)
            if not line.search.effort.settled:
                line.search.offer()
        except BaseException as failure:
            self._failures.append(failure)

    def _another(self, index: int) -> Line:
        first = self.search
        search = Search(first.effort, first.workers, first.seed + index, first.tables)
        search.draft.load(*self._start)
        return Line(search, self._choice, self._by_machine, lambda _: None, stretch=STRETCHES[index])

    def _look_up(self, index: int) -> None:
        """Wait while the gate is closed; raises GiveUp at the end."""
        gate = self._open[index]
        while True:
            if self._over:
                raise GiveUp
            self.search.budget.look_up()
            if gate.wait(0.05):
                return

    def _tell(self, phase: str) -> None:
        self.search.effort.phase = phase
