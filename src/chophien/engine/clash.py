"""A smallest clash of an impossible problem: the few demands and rules that cannot hold together."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from chophien.engine.budget import Budget, GiveUp
from chophien.engine.conflicts import HARD_RULES
from chophien.engine.numbered import number
from chophien.engine.problem import Problem
from chophien.engine.timetable import Clash

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Demand:
    """What keeps the empty timetable from being the answer: a required request or somebody's minimum."""

    request: int = -1
    participant: int = -1

    def name(self, problem: Problem) -> str:
        """The id of the request, or of the participant."""
        of_request = self.request >= 0
        return problem.requests[self.request].id if of_request else problem.participants[self.participant].id


def demands_of(problem: Problem) -> list[Demand]:
    """Everything the problem demands."""
    required = [Demand(request=r) for r, request in enumerate(problem.requests) if request.required]
    return required + [Demand(participant=p) for p, person in enumerate(problem.participants) if person.min_meetings]


def smallest_clash(problem: Problem, budget: Budget, seconds: float, suspects: Collection[int] = ()) -> Clash:
    """Leave out demand after demand and then rule after rule as long as the rest stays impossible.

    `suspects`, numbers of requests that somebody says cannot all be met, are looked at first.
    The deletion filter stops after `seconds`; what is left is then still a clash, only perhaps not a smallest one.
    """
    began, seconds = budget.seconds, min(seconds, budget.left)
    demands = demands_of(problem)

    def clashes(kept: Sequence[Demand], rules: Sequence[str], share: float) -> bool | None:
        """Whether these demands are impossible under these rules, None when there was no time to say."""
        left = min(2.0, began + share * seconds - budget.seconds)
        return None if left <= 0 else is_impossible(problem, kept, rules, budget, left)

    suspected = [demand for demand in demands if demand.request in suspects]
    if suspected and clashes(suspected, HARD_RULES, 0.3):
        demands = suspected
    demands, all_tried = _filtered(demands, lambda kept: clashes(kept, HARD_RULES, 0.7))
    rules, rules_tried = _filtered(list(HARD_RULES), lambda kept: clashes(demands, kept, 1.0))
    names = [demand.name(problem) for demand in demands if demand.request >= 0]
    people = [demand.name(problem) for demand in demands if demand.participant >= 0]
    asked = [f"the requests {', '.join(names[:12])}{' …' if len(names) > 12 else ''}"] if names else []
    asked += [f"the minimum of {', '.join(people[:12])}{' …' if len(people) > 12 else ''}"] if people else []
    if not asked:
        asked = ["the limits"]
    sentence = f"{' and '.join(asked)} cannot hold together with the rules {', '.join(rules)}"
    return Clash(tuple(names), tuple(rules), sentence, all_tried and rules_tried, tuple(people))


def _filtered(things: list[T], still: Callable[[list[T]], bool | None]) -> tuple[list[T], bool]:
    """Drop ever smaller pieces of `things` while `still` holds for the rest; the flag says whether all was tried."""
    complete = True
    size = max(1, len(things) // 2)
    while things:
        at = 0
        while at < len(things):
            rest = things[:at] + things[at + size :]
            verdict = still(rest)
            if verdict is None:
                complete = False
            if verdict:
                things = rest
            else:
                at += size
        if size == 1:
            break
        size //= 2
    return things, complete


def _asking(problem: Problem, demands: Sequence[Demand]) -> Problem:
    """The problem with no demands but these; requests that nothing asks for are left away altogether."""
    required = {demand.request for demand in demands}
    minima = {demand.participant for demand in demands}
    minima.discard(-1)
    kept = [
        replace(request, required=r in required)
        for r, request in enumerate(problem.requests)
        if r in required or minima
    ]
    names = {request.id for request in kept}
    return replace(
        problem,
        requests=tuple(
            replace(request, after=tuple(name for name in request.after if name in names)) for request in kept
        ),
        participants=tuple(
            person if p in minima or not person.min_meetings else replace(person, min_meetings=0)
            for p, person in enumerate(problem.participants)
        ),
        previous={},
        objective=(),
    )


def is_impossible(
    problem: Problem, demands: Sequence[Demand], rules: Sequence[str], budget: Budget, seconds: float
) -> bool | None:
    """Whether no timetable meets these demands under these rules alone, none when there was no time to say."""
    from chophien.engine.cpsat.model import Model
    from chophien.engine.cpsat.search import search

    try:
        model = Model(number(_asking(problem, demands)), leave_out=set(HARD_RULES) - set(rules), look_up=budget.look_up)
    except GiveUp:
        return None
    outcome = search(model, None, budget, seconds=seconds, workers=1, seed=1)
    if not outcome.proved and outcome.placements is None:
        return None
    return outcome.placements is None
