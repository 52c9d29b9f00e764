"""Searching a model with CP-SAT inside a budget."""

from collections.abc import Callable

from ortools.sat.python import cp_model

from chophien.engine.budget import Budget
from chophien.engine.cpsat.model import Model, Outcome

# Of the solver's own units of work, what a steady search is granted a second: fewer than computers do in one, so that
# it is the count that ends a search and not the clock.
STEADY_RATE = 0.3
# The strategies that prove breaks differ from those that find timetables: eight of them taking turns on two cores beat
# two running alone by far (docs/decisions/0011).
STRATEGIES = 8


def _ignore(*_: int) -> None:
    """Nobody looks on."""


def search(
    model: Model,
    name: str | None,
    budget: Budget,
    *,
    seconds: float,
    workers: int,
    seed: int,
    on_found: Callable[[int, int], None] = _ignore,
    on_bound: Callable[[int], None] = _ignore,
) -> Outcome:
    """Minimise one objective (None: find anything) for at most `seconds`.

    `on_found` gets the cost and bound of each better timetable, `on_bound` each better bound, from solver threads.
    """
    solver = cp_model.CpSolver()
    if budget.steady:
        solver.parameters.max_time_in_seconds = budget.left
        solver.parameters.max_deterministic_time = seconds * STEADY_RATE
    else:
        solver.parameters.max_time_in_seconds = min(seconds, budget.left)
    solver.parameters.num_workers = 1 if workers == 1 else max(workers, STRATEGIES)
    solver.parameters.random_seed = seed
    solver.parameters.catch_sigint_signal = False
    if name is not None:
        solver.best_bound_callback = lambda bound: on_bound(max(0, round(bound)))
    running = [True]

    def stop(spent: bool) -> None:
        if spent and running[0]:
            solver.stop_search()

    budget.listen(stop)
    try:
        return model.minimise(name, solver, _Found(on_found))
    finally:
        running[0] = False


class _Found(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_found: Callable[[int, int], None]) -> None:
        super().__init__()
        self._on_found = on_found

    def on_solution_callback(self) -> None:
        self._on_found(round(self.objective_value), max(0, round(self.best_objective_bound)))
