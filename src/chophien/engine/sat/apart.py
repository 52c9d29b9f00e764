"""The program that searches in a process of its own, because the solver hears nobody while it thinks.

usage: python -m chophien.engine.sat.apart SECONDS < problem.json; it writes one JSON object on each line.
"""

import faulthandler
import json
import sys

from chophien.engine.numbered import number
from chophien.engine.sat.encoding import encode
from chophien.engine.sat.guided import clashing_requests, least_breaks
from chophien.engine.wire import read_problem


def main() -> None:
    """Write "found" and then "best" with the slots of the requests, "bound" with each bound.

    Or "impossible" and then "clash", once and again, with ever fewer requests that cannot all be met.
    """
    seconds = float(sys.argv[1])
    # Ends this process even when whoever began it is gone and the solver does not look up.
    with open("/dev/null" if sys.platform != "win32" else "nul", "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        numbered = number(read_problem(sys.stdin.buffer.read()))
        best = least_breaks(
            encode(numbered), on_found=lambda slots: _tell(found=slots), on_bound=lambda bound: _tell(bound=bound)
        )
        if best is None:
            _tell(impossible=True)
            clashing_requests(numbered, on_found=lambda requests: _tell(clash=requests))
        else:
            _tell(best=best)
        faulthandler.cancel_dump_traceback_later()


def _tell(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
