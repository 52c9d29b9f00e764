"""The engine in a process of its own: its memory is bounded, and its death costs one run and nothing else.

The process that began it hears progress and the answer through a pipe and sends one word, to stop. Each side notices
at once when the other is gone.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

from chophien.engine.asking.changing import CannotChange
from chophien.engine.asking.repairing import Repair
from chophien.engine.solve import solve
from chophien.engine.timetable import Progress, Timetable
from chophien.engine.wire import BadProblem, read_problem
from chophien.support.memory import machine_memory, ran_out, take_at_most
from chophien.timetable.questions import (
    TablesFinding,
    WhatIfFinding,
    advise,
    compare,
    mend,
    read_repair,
    read_what_if,
)
from chophien.timetable.rules import Failure
from chophien.timetable.tables import RunKind

Answer = Timetable | Repair | WhatIfFinding | TablesFinding

GRACE = 20.0
"""Seconds that a search may still take after it was told to stop, or after twice its time; then it is ended."""
_LISTENING = 0.1
_STOP = "stop"


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be computed: a run's kind, its problem and question as they are kept, and how long."""

    kind: RunKind
    problem: str
    question: str
    seconds: int
    seed: int
    megabytes: int
    """Most memory the process may take; 0 for three quarters of the machine's."""


class NoAnswer(Exception):
    """The computing ended without an answer; `failure` says how, `detail` more for the log."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure}: {detail}" if detail else str(failure))
        self.failure = failure
        self.detail = detail


@dataclass(frozen=True, slots=True)
class _Failed:
    failure: Failure
    detail: str


class Wishes:
    """What whoever waits for the answer wishes meanwhile: the best so far now, or none any more."""

    def __init__(self) -> None:
        self.best_so_far = threading.Event()
        self.nothing = threading.Event()


class Abandoned(Exception):
    """Nobody wanted the answer any more."""


def get_ready() -> None:
    """Wait until the process is there that the computing ones are forked from."""
    begun = _forking().Process(target=_nothing)
    begun.start()
    begun.join()


def _nothing() -> None:
    pass


def _forking() -> ForkServerContext:
    """Processes are forked from one that has loaded the engine and nothing else: ready at once, without our threads."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload([__name__])
    return forking


def compute(task: Task, note: Callable[[Progress], None], wishes: Wishes) -> Answer:
    """The answer; takes as long as the search takes. Raises NoAnswer and Abandoned."""
    forking = _forking()
    ours, theirs = forking.Pipe()
    process = forking.Process(target=_work, args=(task, theirs), daemon=False)
    process.start()
    theirs.close()
    try:
        return _listen(ours, note, wishes, until=time.monotonic() + 2 * task.seconds + GRACE)
    except (EOFError, ConnectionError):
        process.join()
        code = process.exitcode or 0
        failure = Failure.KILLED if code < 0 else Failure.CRASHED
        raise NoAnswer(failure, f"the computing process ended with {code}") from None
    finally:
        process.kill()
        process.join()
        ours.close()


def _listen(pipe: Connection, note: Callable[[Progress], None], wishes: Wishes, until: float) -> Answer:
    told = False
    while not wishes.nothing.is_set():
        if pipe.poll(_LISTENING):
            word = pipe.recv()
            if isinstance(word, _Failed):
                raise NoAnswer(word.failure, word.detail)
            if not isinstance(word, Progress):
                return word  # type: ignore[no-any-return]
            note(word)
        if wishes.best_so_far.is_set() and not told:
            pipe.send(_STOP)
            told = True
            until = min(until, time.monotonic() + GRACE)
        if time.monotonic() > until:
            # Threads that found no memory to begin with are waited for without end.
            raise NoAnswer(Failure.KILLED, "it gave no answer long after its time")
    raise Abandoned


def _work(task: Task, pipe: Connection) -> None:
    """The process: answer the task, tell how far it is."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # Sent to a whole group of processes they are meant for the one that began us, which then lets go of the pipe.
        signal.signal(number, signal.SIG_IGN)
    _be_the_first_to_go()
    stop, speaking = threading.Event(), threading.Lock()

    def hear() -> None:
        try:
            while pipe.recv() == _STOP:
                stop.set()
        except (EOFError, OSError):
            os._exit(1)

    def say(word: Progress | Answer | _Failed) -> None:
        with speaking:
            pipe.send(word)

    threading.Thread(target=hear, daemon=True, name="hearing").start()
    take_at_most(task.megabytes * 1024 * 1024 or machine_memory() * 3 // 4)
    say(_answer_or_failure(task, say, stop.is_set))


def _answer_or_failure(
    task: Task, note: Callable[[Progress], None], should_stop: Callable[[], bool]
) -> Answer | _Failed:
    try:
        return _answer(task, note, should_stop)
    except BadProblem as error:
        return _Failed(Failure.BROKEN_INPUT, str(error))
    except CannotChange as error:
        return _Failed(Failure.CANNOT_CHANGE, str(error))
    except (MemoryError, RuntimeError) as error:
        if not ran_out(error):
            raise
        return _Failed(Failure.OUT_OF_MEMORY, str(error))


def _answer(task: Task, note: Callable[[Progress], None], should_stop: Callable[[], bool]) -> Answer:
    """What the engine says to the run's question; takes as long as it takes."""
    problem, workers = read_problem(task.problem), _threads()
    match task.kind:
        case RunKind.SOLVE:
            return solve(
                problem,
                seconds=task.seconds,
                workers=workers,
                seed=task.seed,
                on_progress=note,
                should_stop=should_stop,
            )
        case RunKind.REPAIR:
            return mend(
                problem,
                read_repair(task.question),
                seconds=task.seconds,
                workers=workers,
                seed=task.seed,
                on_progress=note,
                should_stop=should_stop,
            )
        case RunKind.WHAT_IF:
            return compare(
                problem,
                read_what_if(task.question),
                seconds=task.seconds,
                workers=workers,
                seed=task.seed,
                on_progress=note,
                should_stop=should_stop,
            )
        case RunKind.TABLES:
            return advise(problem, seconds=task.seconds, workers=workers, seed=task.seed, should_stop=should_stop)


def _threads() -> int:
    """As many as this process may use; more than eight help the search no further."""
    return min(8, len(os.sched_getaffinity(0)))


def _be_the_first_to_go() -> None:
    """Ask Linux to end this process before any other when memory is short: the pages and the database matter more."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
