"""The fewest breaks by core-guided MaxSAT: OLL as in RC2 (Ignatiev, Morgado, Marques-Silva, JSAT 11, 2019)."""

from collections.abc import Callable

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF
from pysat.solvers import Solver

from chophien.engine.numbered import Numbered
from chophien.engine.sat.encoding import Encoding, encode_demands

# Of the solvers at hand the one that proved the published problems first.
SOLVER = "cadical153"


def least_breaks(
    encoding: Encoding,
    on_found: Callable[[tuple[int, ...]], None] = lambda _: None,
    on_bound: Callable[[int], None] = lambda _: None,
) -> tuple[int, ...] | None:
    """The slot of each request in a timetable with the fewest breaks; None when there is no timetable at all.

    `on_found` gets the slots of a first timetable that keeps all rules, `on_bound` each better bound on the breaks.
    """
    formula = WCNF()
    formula.extend(encoding.clauses.rows)
    for literal in encoding.breaks:
        formula.append([-literal], weight=1)
    with _Guided(formula, on_bound) as guided:
        if not guided.oracle.solve():
            return None
        on_found(_slots(encoding, guided.oracle.get_model()))
        model = guided.compute()
        assert model is not None  # noqa: S101 - the clauses hold together, as was just seen
        return _slots(encoding, model)


def clashing_requests(numbered: Numbered, on_found: Callable[[tuple[int, ...]], None] = lambda _: None) -> None:
    """Tell `on_found` ever fewer requests that cannot all be met, the last time none too many.

    Nothing is told when only the evenness of the breaks stands in the way.
    """
    clauses, demanded = encode_demands(numbered)
    number_of = {literal: r for r, literal in enumerate(demanded)}
    with Solver(SOLVER, bootstrap_with=clauses.rows) as solver:
        if solver.solve(list(demanded)):
            return
        kept = list(solver.get_core())
        needed: list[int] = []
        while kept:
            on_found(tuple(sorted(number_of[literal] for literal in needed + kept)))
            tried = kept.pop()
            if solver.solve(needed + kept):
                needed.append(tried)
            else:
                core = set(solver.get_core() or ())
                kept = [literal for literal in kept if literal in core]
        on_found(tuple(sorted(number_of[literal] for literal in needed)))


class _Guided(RC2):  # type: ignore[misc]
    """RC2 that tells its bound after each core."""

    def __init__(self, formula: WCNF, on_bound: Callable[[int], None]) -> None:
        super().__init__(formula, solver=SOLVER)
        self._on_bound = on_bound

    def process_core(self) -> None:
        super().process_core()
        self._on_bound(self.cost)


def _slots(encoding: Encoding, model: list[int]) -> tuple[int, ...]:
    holds = {literal for literal in model if literal > 0}
    return tuple(next(slot for slot, literal in row.items() if literal in holds) for row in encoding.starts)
