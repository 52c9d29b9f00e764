"""Named places at which a test may kill the process, to prove that nothing is lost there. Does nothing otherwise."""

import os
import signal

VARIABLE = "CHOPHIEN_CRASH_AT"
"""The one environment variable: the name of the place at which this process dies as if the power had gone."""


def crash_point(name: str) -> None:
    """Die here, without any clean-up, if this is the place that a test has chosen."""
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)
