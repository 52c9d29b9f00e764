"""One CP-SAT model of a problem: built once, minimised objective after objective, read back as placements."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from chophien.engine.cpsat.hard import BETWEEN_MEETINGS, ON_SINGLE_MEETINGS
from chophien.engine.cpsat.soft import TERMS
from chophien.engine.cpsat.variables import Variables
from chophien.engine.numbered import Numbered
from chophien.engine.seating import seat
from chophien.engine.timetable import Placement


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one search found: placements (None: none), whether it is proved best or impossible, and a proved bound."""

    placements: tuple[Placement, ...] | None
    proved: bool
    bound: int


class Model:
    """A model to be minimised. `look_up` is called all through the building and may raise to give up."""

    def __init__(
        self, numbered: Numbered, leave_out: Set[str] = frozenset(), look_up: Callable[[], None] = lambda: None
    ) -> None:
        self.variables = Variables(numbered, leave_out, look_up)
        self.terms: dict[str, Any] = {}
        for rule in ON_SINGLE_MEETINGS:
            look_up()
            if rule.__name__ not in leave_out:
                rule(self.variables)
        self.variables.make()
        for rule in BETWEEN_MEETINGS:
            look_up()
            if rule.__name__ not in leave_out:
                rule(self.variables)
        if not leave_out:
            _implied(self.variables)

    def term(self, name: str) -> Any:
        if name not in self.terms:
            self.terms[name] = TERMS[name](self.variables)
        return self.terms[name]

    def hold(self, name: str, value: int) -> None:
        """From now on the objective costs at most `value`."""
        self.variables.model.add(self.term(name) <= value)

    def hint(self, placements: Iterable[Placement]) -> None:
        """Begin the next search at this timetable."""
        v = self.variables
        v.model.clear_hints()  # type: ignore[no-untyped-call]
        slots = {
            v.numbered.request_of[placement.request]: v.numbered.slot_of[placement.slot] for placement in placements
        }
        for r, row in enumerate(v.start):
            for slot, literal in row.items():
                v.model.add_hint(literal, slots.get(r) == slot)

    def minimise(self, name: str | None, solver: cp_model.CpSolver, callback: Any = None) -> Outcome:
        """Search as the solver's parameters say; without a name any timetable will do."""
        model = self.variables.model
        model.clear_objective()  # type: ignore[no-untyped-call]
        if name is not None:
            model.minimize(self.term(name))
        status = solver.solve(model, callback)
        proved = status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            if status == cp_model.MODEL_INVALID:
                raise AssertionError(model.validate())
            return Outcome(None, proved, 0)
        bound = round(solver.best_objective_bound) if name is not None else 0
        return Outcome(self.read(solver.boolean_value), proved, max(0, bound))

    def read(self, value: Callable[[Any], bool]) -> tuple[Placement, ...]:
        """The timetable of a solution."""
        v = self.variables
        starts = [-1] * len(v.start)
        groups = [-1] * len(v.start)
        interpreters = [-1] * len(v.start)
        for r, held in enumerate(v.held):
            for (slot, group), literal in held.items():
                if value(literal):
                    starts[r], groups[r] = slot, group
            for (_, group), literal in v.served[r].items():
                if value(literal):
                    interpreters[r] = group
        return seat(v.numbered, v.seating, starts, groups, interpreters)


def _implied(v: Variables) -> None:
    """Constraints that follow from the others and let the solver count early, where breaks are part of the problem.

    Source: Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret, "Constraint solving approaches to the
    business-to-business meeting scheduling problem", JAIR 74 (2022).
    """
    problem = v.numbered.problem
    counted = problem.limits.break_range is not None or {"breaks", "idle_slots"}.intersection(problem.objective)
    if not counted or any(person.parallel != 1 for person in problem.participants):
        return
    for p, requests in enumerate(v.numbered.of):
        v.model.add(sum(v.busy[p]) == sum(problem.requests[r].length * v.placed[r] for r in requests))
    pairs_only = all(len(people) == 2 for people in v.numbered.between)
    rooms = [sum(group.room[slot] for group in v.seating.groups) for slot in range(len(problem.slots))]
    for slot, room in enumerate(rooms) if pairs_only else ():
        held = v.model.new_int_var(0, min(room, len(problem.participants) // 2), "")
        v.model.add(sum(busy[slot] for busy in v.busy) == 2 * held)
