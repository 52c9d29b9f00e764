"""Whether the machine code is compiled on this computer; if not, a process of its own compiles it meanwhile.

Compiling takes about twenty seconds once for each version of the code and kind of processor; afterwards loading takes
half a second. Where nothing may be written, or Numba cannot run, the engine goes on without machine code.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

try:
    import fcntl
except ImportError:  # There is none on Windows.
    fcntl = None  # type: ignore[assignment]


def _mark() -> Path | None:
    """The file that says this very code is compiled; None where Numba finds no place for its cache."""
    try:
        import llvmlite.binding as llvm
        import numba

        from chophien.engine.annealing import machine
    except (ImportError, RuntimeError, OSError):
        return None
    compiled: Any = machine.anneal
    source = Path(machine.__file__).stat()
    parts = (source.st_mtime_ns, source.st_size, numba.__version__, sys.version, llvm.get_host_cpu_name())
    stamp = hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
    return Path(compiled.stats.cache_path) / f"machine-{stamp}.compiled"


def compile_now() -> None:
    """Run the machine code on a tiny problem, which compiles it, and leave the mark."""
    if hasattr(os, "nice"):
        os.nice(5)
    mark = _mark()
    if mark is None:
        return
    with _alone(mark):
        # Several searches may have begun while nothing was compiled; one of their processes does it for all.
        if not mark.exists():
            _compile()
            mark.touch()


@contextmanager
def _alone(mark: Path) -> Iterator[None]:
    """Wait until no other process is compiling; where files cannot be locked, do not."""
    if fcntl is None:
        yield
        return
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _compile() -> None:
    from chophien.engine.annealing.annealer import Annealer, prices_of
    from chophien.engine.annealing.tables import fixed_tables
    from chophien.engine.draft import Draft
    from chophien.engine.numbered import number
    from chophien.engine.problem import Limits, Participant, Problem, Request, Slot

    problem = Problem(
        slots=(Slot("s0"), Slot("s1")),
        places=(),
        participants=(Participant("p"), Participant("q")),
        requests=(Request("r", ("p", "q")),),
        objective=("unplaced_weight", "breaks"),
        limits=Limits(pool_of_places=1),
    )
    draft = Draft(number(problem))
    annealer = Annealer(draft, fixed_tables(draft), seed=1)
    annealer.weigh(prices_of(problem.objective, None))
    annealer.run(10, 1.0, 0.1, 0.5, look_up=lambda: None, enough=-1.0)


class Readiness:
    """Asked now and then by a search whether it may use the machine code."""

    def __init__(self) -> None:
        self._known: bool | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self) -> bool:
        """Whether the code can be used at once; the first No begins to compile it."""
        if self._known is None:
            mark = _mark()
            if mark is None:
                self._known = False
            elif mark.exists():
                self._known = True
            elif self._process is None:
                self._process = self._begin()
            elif self._process.poll() is not None and not mark.exists():
                self._known = False
        return bool(self._known)

    def wait(self, look_up: Callable[[], None]) -> bool:
        """Wait until it can be used, for answers that must not depend on when the compiling ends."""
        while not self() and self._known is None:
            look_up()
            sleep(0.05)
        return bool(self._known)

    @staticmethod
    def _begin() -> subprocess.Popen[bytes]:
        # It goes on when the search ends before, because the next one will want it.
        return subprocess.Popen(
            [sys.executable, "-m", "chophien.engine.annealing.compiling"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


MACHINE = Readiness()
"""One for the whole process: what is compiled once is compiled for everybody."""
