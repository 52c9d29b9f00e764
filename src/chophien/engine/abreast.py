"""Lines of annealing side by side, each with a processor of its own, that stand still while others need those.

They are granted work and not time, so that they stand at the same step whenever it is somebody else's turn.
"""

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType

from chophien.engine.bounds import Choice
from chophien.engine.budget import GiveUp
from chophien.engine.climbing import Line
from chophien.engine.searching import Search

# The second line is so many times as long as the first, so that one of them is never far from the end of a cycle.
STRETCHES = (1, 2)


class _Walker:
    """One line in a thread of its own, with the seconds of work that it may still do before it waits for more."""

    def __init__(self, line: Callable[[], Line], ground: threading.Condition) -> None:
        self.granted = 0.0
        self.failure: BaseException | None = None
        self.line: Line | None = None
        self._make = line
        self._waiting = False
        self._done = False
        self._over = False
        self._ground = ground
        self._thread: threading.Thread | None = None

    def grant(self, seconds: float) -> None:
        with self._ground:
            self.granted += seconds
            self._waiting = False
            self._ground.notify_all()
        if self._thread is None:
            self._thread = threading.Thread(target=self._walk, daemon=True, name="engine-line")
            self._thread.start()

    def halt(self) -> None:
        """No more than it is doing just now."""
        with self._ground:
            self.granted = min(0.0, self.granted)

    def end(self) -> None:
        """Break the line off, which hands over what it has found."""
        with self._ground:
            self._over = True
            self._ground.notify_all()
        if self._thread is not None:
            self._thread.join()

    @property
    def ended(self) -> bool:
        """Whether it has found that nothing is left to gain, or was broken off."""
        return self._done

    @property
    def standing(self) -> bool:
        """Whether it waits for more work, or has ended."""
        return self._waiting or self._done

    def _walk(self) -> None:
        try:
            self.line = line = self._make()
            line.search.spend = self._spend
            line.search.look_up = self._look_up
            with suppress(GiveUp):
                line.climb()
            if not line.search.effort.settled:
                line.search.offer()
        except BaseException as failure:
            self.failure = failure
        finally:
            with self._ground:
                self._done = True
                self._ground.notify_all()

    def _look_up(self) -> None:
        if self._over:
            raise GiveUp
        if self.line is not None:
            self.line.search.budget.look_up()

    def _spend(self, seconds: float) -> None:
        """Wait until there is work granted. Raises GiveUp at the end."""
        self._look_up()
        # Breaks are brought down once after more weight was placed, whatever that costs.
        if self.line is None or self.line.raw:
            return
        with self._ground:
            while self.granted <= 0.0:
                self._waiting = True
                self._ground.notify_all()
                self._ground.wait(0.1)
                self._look_up()
            self._waiting = False
            self.line.search.budget.count(seconds)
            self.granted -= seconds


class Lines:
    """One line, and with more than one worker a second, both from where `search` stands; they end with the block."""

    def __init__(self, search: Search, choice: Choice, by_machine: Callable[[], bool]) -> None:
        self.search = search
        self._choice = choice
        self._by_machine = by_machine
        draft = search.draft
        self._start = (draft.slot[:], draft.ends[:], draft.uses[:])
        self._ground = threading.Condition()
        self._first = Line(search, choice, by_machine, self._tell)
        self._walkers = [_Walker(lambda: self._first, self._ground), _Walker(self._second, self._ground)]

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for walker in self._walkers:
            walker.end()
        if error is None or isinstance(error, GiveUp):
            self._complain()

    @property
    def has_placed(self) -> bool:
        """Whether the first line has tried to place more for the first time."""
        return self._first.has_placed

    @property
    def ended(self) -> bool:
        """Whether nothing is left to gain for any line."""
        return self._walkers[0].ended and all(walker.ended for walker in self._going)

    @property
    def _going(self) -> list[_Walker]:
        # Two lines in plain Python would only take turns.
        return self._walkers if self.search.workers > 1 and self._by_machine() else self._walkers[:1]

    def run(
        self,
        seconds: float,
        until: Callable[[], bool] = lambda: False,
        meanwhile: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Let each do work of so many seconds; they end sooner when everything is proved or nothing left to gain.

        `meanwhile` is called again and again, and told how many seconds there are for it at most.
        """
        going = self._going
        for walker in going:
            walker.grant(seconds)
        self._wait(going, until, meanwhile)

    @contextmanager
    def beside(self, seconds: float) -> Iterator[None]:
        """Let the first do work of so many seconds while the block runs, if there is a second processor for that."""
        if self.search.workers == 1:
            yield
            return
        first = self._walkers[:1]
        first[0].grant(seconds)
        try:
            yield
        finally:
            if math.isinf(seconds):
                first[0].halt()
        if math.isfinite(seconds):
            self._wait(first, lambda: False)

    def _wait(
        self, going: list[_Walker], until: Callable[[], bool], meanwhile: Callable[[float], None] = lambda _: None
    ) -> None:
        effort, budget = self.search.effort, self.search.budget
        try:
            while not (effort.settled or until() or all(walker.standing for walker in going)):
                budget.look_up()
                # What the lines have found at last is handed over after this, which takes its time.
                left = budget.left - self._seconds_to_offer
                if left < 0.0:
                    raise GiveUp
                meanwhile(left)
                with self._ground:
                    self._ground.wait(0.02)
        finally:
            for walker in going:
                walker.halt()
        self._complain()
        if budget.exhausted:
            raise GiveUp

    @property
    def _seconds_to_offer(self) -> float:
        if self.search.steady:
            return 0.0
        return 1.5 * sum(walker.line.search.seconds_to_offer for walker in self._walkers if walker.line is not None)

    def _second(self) -> Line:
        first = self.search
        search = Search(first.effort, first.workers, first.seed + 1, first.tables)
        search.draft.load(*self._start)
        return Line(search, self._choice, self._by_machine, lambda _: None, stretch=STRETCHES[1])

    def _tell(self, phase: str) -> None:
        self.search.effort.phase = phase

    def _complain(self) -> None:
        """Raise what has gone wrong in a line."""
        for walker in self._walkers:
            if walker.failure is not None:
                raise walker.failure
