"""Searching with proofs: the CP-SAT model, minimised objective after objective from the best timetable so far."""

from functools import partial

from chophien.engine.clash import smallest_clash
from chophien.engine.effort import Effort
from chophien.engine.timetable import Clash


def prove(effort: Effort, workers: int, seed: int, seconds: float) -> Clash | None:
    """Minimise objective after objective for about so many seconds; a clash when the problem is proved impossible."""
    from chophien.engine.cpsat.model import Model
    from chophien.engine.cpsat.search import search

    budget, objective = effort.budget, effort.objective
    seconds = min(seconds, budget.to_share)
    budget.count(seconds)
    effort.phase = "building"
    model = Model(effort.numbered, look_up=budget.look_up)
    for at, name in enumerate(objective or (None,)):
        budget.look_up()
        effort.phase = name or "searching"
        if name is None or not effort.proved(name):
            # An objective that resists may use most of the time there is, but not all while others wait.
            granted = seconds if at == len(objective) - 1 else 0.6 * seconds
            began = budget.seconds
            if name is not None:
                model.term(name)
            if effort.placements is not None:
                model.hint(effort.placements)
            outcome = search(
                model,
                name,
                budget,
                seconds=granted,
                workers=workers,
                seed=seed,
                on_found=partial(_glimpse, effort, name),
                on_bound=partial(effort.prove, name or ""),
            )
            seconds -= granted if budget.steady else min(granted, budget.seconds - began)
            if outcome.placements is not None:
                effort.offer(outcome.placements)
            if outcome.proved and outcome.placements is None and effort.placements is None:
                effort.phase = "clash"
                return smallest_clash(effort.numbered.problem, budget, seconds=10.0)
            if effort.placements is None:
                return None
            if name is not None and outcome.placements is not None:
                effort.prove(name, effort.costs[name] if outcome.proved else outcome.bound)
        if name is not None:
            model.hold(name, effort.costs[name])
    return None


def _glimpse(effort: Effort, name: str | None, value: int, bound: int) -> None:
    """Show a cost that the solver has found and not handed over yet."""
    if name is not None:
        effort.prove(name, bound)
        before = {other: effort.costs[other] for other in effort.objective if other in effort.costs}
        effort.glimpse = {**before, name: min(value, before.get(name, value))}
