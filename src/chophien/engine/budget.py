"""The time and patience a solve has left, looked at from every loop that may run long."""

import threading
import time
from collections.abc import Callable

# How much of its time a steady search may fill with counted work, so that a calm machine ends well before it is over.
STEADY_SHARE = 0.6
# A solver outside may count so many seconds of work at most in a steady search.
STEADY_WORK = 3.0
# How many times its time a steady search may take where the machine is so busy or slow that the work takes longer.
STEADY_PATIENCE = 2.0


class GiveUp(Exception):
    """The time is up or somebody asked to stop."""


class Budget:
    """A deadline and a wish to stop, polled by one watcher thread so that loops ask only a flag.

    Listeners are called from the watcher thread about ten times a second and, once the budget is spent, again and
    again, because a solver that has just begun may miss the first call. `steady`: what is done must be the same each
    time, so work is counted, and the clock ends only what goes on for twice as long.
    """

    def __init__(self, seconds: float, should_stop: Callable[[], bool] | None = None, *, steady: bool = False) -> None:
        self.steady = steady
        self.began = time.monotonic()
        self.whole = max(0.0, seconds)
        self.deadline = self.began + self.whole * (STEADY_PATIENCE if steady else 1.0)
        self.spent = False
        self.stopped = False
        self.work = 0.0
        self.exhausted = False
        self._should_stop = should_stop
        self._over = threading.Event()
        self._listeners: list[Callable[[bool], None]] = []
        self._watcher = threading.Thread(target=self._watch, daemon=True, name="engine-budget")

    def __enter__(self) -> "Budget":
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()

    def part(self, seconds: float, should_stop: Callable[[], bool] = lambda: False) -> "Budget":
        """A budget inside this one; a steady one is ended by its work, and by the clock only together with this one."""
        part = Budget(seconds, lambda: self.spent or should_stop(), steady=self.steady)
        if self.steady:
            part.deadline = self.deadline
        return part

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds to the deadline, never negative; 0 once somebody asked to stop."""
        return 0.0 if self.stopped else max(0.0, self.deadline - time.monotonic())

    @property
    def to_share(self) -> float:
        """The seconds a phase may divide up: those left, or in a steady budget what is not counted as work yet."""
        return max(0.0, STEADY_SHARE * self.whole - self.work) if self.steady else self.left

    def at_most(self, seconds: float, share: float) -> float:
        """So many seconds, but no more than a share of those left; a steady budget grants always the same."""
        return min(seconds, STEADY_WORK) if self.steady else min(seconds, share * self.left)

    def count(self, seconds: float) -> None:
        """Before work of so many seconds, where work is counted. Raises GiveUp when there is not so much left."""
        if self.steady:
            if seconds > self.to_share:
                self.exhausted = True
                raise GiveUp
            self.work += seconds

    def look_up(self) -> None:
        """Raise GiveUp when the budget is spent."""
        if self.spent or time.monotonic() >= self.deadline:
            raise GiveUp

    def listen(self, listener: Callable[[bool], None]) -> None:
        """Call this, with whether the budget is spent, as long as the budget lasts."""
        self._listeners.append(listener)

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            if self._should_stop is not None and not self.stopped and self._should_stop():
                self.stopped = True
            self.spent = self.stopped or time.monotonic() >= self.deadline
            for listener in self._listeners:
                listener(self.spent)
