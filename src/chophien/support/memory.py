"""How much memory there is, and a bound on what this process may take."""

import os
import resource
from contextlib import suppress
from pathlib import Path

_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
_NO_THREAD = "can't start new thread"
"""How Python says that there was no memory for one."""


def machine_memory() -> int:
    """Bytes that the machine, or the container we run in, has."""
    found = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for path in _LIMITS:
        with suppress(OSError, ValueError):
            found.append(int(Path(path).read_text("ascii")))
    return min(found)


def ran_out(error: BaseException) -> bool:
    """Whether an error says that there was no memory: for data, or for one more thread."""
    return isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and _NO_THREAD in str(error))


def take_at_most(more: int) -> None:
    """From now on this process gets no more than so many bytes beside those it has; beyond them memory is out."""
    # Bounds what may be written to. The address space says less: every thread reserves room in it that it never uses.
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bound = _taken() + more
    bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def _taken() -> int:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmData:"):
                return 1024 * int(line.split()[1])
    return 0
