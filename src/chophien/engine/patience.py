"""Calls into a solver that may not heed the clock: waited for as long as the search has patience, then left behind."""

import math
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import OptimizeResult, milp


def limits_of_work(seconds: float, steady: bool) -> dict[str, float]:
    """How long a solver may take: so many seconds or, to do the same each time, branches with the clock far off."""
    return {"time_limit": 30 * seconds, "node_limit": max(1, int(20 * seconds))} if steady else {"time_limit": seconds}


def patient_milp(
    prices: Any, *, seconds: float, look_up: Callable[[], None], steady: bool = False, whole: bool = True, **rows: Any
) -> OptimizeResult | None:
    """`scipy.optimize.milp` with the given `constraints` and `bounds`; None when it went on too long.

    HiGHS looks at the clock only now and then, on large models after half a minute. The thread that is left behind ends
    by itself and keeps one core busy until then. `look_up` may raise, which leaves it behind too.
    """
    limits = limits_of_work(seconds, steady)
    answers: list[OptimizeResult] = []
    failures: list[Exception] = []

    def run() -> None:
        integrality = np.ones(len(prices)) if whole else None
        try:
            answers.append(milp(prices, integrality=integrality, options={"mip_rel_gap": 0.0, **limits}, **rows))
        except Exception as failure:
            failures.append(failure)

    thread = threading.Thread(target=run, daemon=True, name="engine-solver")
    thread.start()
    waited, most = 0.0, math.inf if steady else 1.2 * seconds + 0.3
    while thread.is_alive() and waited < most:
        thread.join(0.05)
        waited += 0.05
        look_up()
    if failures:
        raise failures[0]
    return answers[0] if answers else None
