"""The unknowns of the model: who starts when, of which kind the place and interpreter are, who is busy when."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from functools import cached_property
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from chophien.engine.numbered import Numbered
from chophien.engine.seating import arrange

Literal = Any  # OR-tools ships no types for its expressions.


class Variables:
    """Literals of one model, made when first asked for.

    First the rules about single meetings strike out of `starts`; `make` then creates `start[r][slot]`, true when
    request r begins in that slot, and `held[r][slot, group]`, true when it does so in a place of that group; then
    the other rules follow.
    """

    def __init__(self, numbered: Numbered, leave_out: Set[str], look_up: Callable[[], None]) -> None:
        self.numbered = numbered
        self.leave_out = leave_out
        self.seating = arrange(numbered, leave_out)
        self.look_up = look_up
        self.model = cp_model.CpModel()
        slots = range(len(numbered.problem.slots))
        self.starts: list[set[int]] = [set(slots) for _ in numbered.problem.requests]
        self.start: list[dict[int, Literal]] = []
        self.held: list[dict[tuple[int, int], Literal]] = []
        self.served: list[dict[tuple[int, int], Literal]] = []

    def make(self) -> None:
        for r, starts in enumerate(self.starts):
            if r % 256 == 0:
                self.look_up()
            choices = self.seating.choices[r]
            interpreting = self.seating.interpreting[r]
            usable = sorted(starts) if choices and interpreting != () else []
            row = {slot: self.model.new_bool_var("") for slot in usable}
            self.start.append(row)
            self.held.append(self._kinds(row, choices))
            self.served.append({} if interpreting is None else self._kinds(row, interpreting))
            self.model.add_at_most_one(row.values())

    def _kinds(self, row: dict[int, Literal], groups: tuple[int, ...]) -> dict[tuple[int, int], Literal]:
        if len(groups) == 1:
            return {(slot, groups[0]): literal for slot, literal in row.items()}
        kinds = {(slot, group): self.model.new_bool_var("") for slot in row for group in groups}
        for slot, literal in row.items():
            self.model.add_exactly_one([*(kinds[slot, group] for group in groups), ~literal])
        return kinds

    def span(self, request: int, slot: int) -> tuple[int, ...]:
        """The slots a meeting takes; just its first where the day ends too early (only if that rule is left out)."""
        return self.numbered.spans[self.numbered.problem.requests[request].length][slot] or (slot,)

    @cached_property
    def nothing(self) -> Literal:
        """The literal that is always false."""
        return self.model.new_constant(0)

    @cached_property
    def taking(self) -> list[dict[int, list[Literal]]]:
        """For each participant and slot, the starts that make her busy there."""
        rows: list[dict[int, list[Literal]]] = [defaultdict(list) for _ in self.numbered.problem.participants]
        for r, starts in enumerate(self.start):
            for slot, literal in starts.items():
                for at in self.span(r, slot):
                    for p in self.numbered.between[r]:
                        rows[p][at].append(literal)
        return rows

    @cached_property
    def busy(self) -> list[list[Literal]]:
        """busy[p][slot]: participant p has a meeting there."""
        alone = "participant_busy" not in self.leave_out
        rows = []
        for p, person in enumerate(self.numbered.problem.participants):
            self.look_up()
            row = []
            for slot in range(len(self.numbered.problem.slots)):
                taking = self.taking[p].get(slot, [])
                if not taking:
                    row.append(self.nothing)
                elif len(taking) == 1:
                    row.append(taking[0])
                else:
                    literal = self.model.new_bool_var("")
                    if alone and person.parallel == 1:
                        self.model.add_exactly_one([*taking, ~literal])
                    else:
                        self.model.add_bool_or([*taking, ~literal])
                        for taken in taking:
                            self.model.add_implication(taken, literal)
                    row.append(literal)
            rows.append(row)
        return rows

    @cached_property
    def begun(self) -> list[list[Literal]]:
        """begun[p][slot]: participant p has a meeting of that day in the slot or before it."""
        rows = []
        for busy in self.busy:
            row = [self.nothing] * len(busy)
            for day in self.numbered.days:
                row[day[0]] = busy[day[0]]
                for before, slot in pairwise(day):
                    row[slot] = self.either([row[before], busy[slot]])
            rows.append(row)
        return rows

    @cached_property
    def coming(self) -> list[list[Literal]]:
        """coming[p][slot]: participant p has a meeting of that day in the slot or after it."""
        rows = []
        for busy in self.busy:
            row = [self.nothing] * len(busy)
            for day in self.numbered.days:
                row[day[-1]] = busy[day[-1]]
                for slot, following in zip(day[-2::-1], day[::-1], strict=False):
                    row[slot] = self.either([row[following], busy[slot]])
            rows.append(row)
        return rows

    @cached_property
    def break_ends(self) -> list[list[Literal]]:
        """For each participant the literals, one a slot, that say a break ends just before that slot."""
        rows = []
        for busy, begun in zip(self.busy, self.begun, strict=True):
            self.look_up()
            rows.append(
                [
                    self.all_of([busy[slot], ~busy[idle], begun[early]])
                    for day in self.numbered.days
                    for early, idle, slot in zip(day, day[1:], day[2:], strict=False)
                    if busy[slot] is not self.nothing and begun[early] is not self.nothing
                ]
            )
        return rows

    @cached_property
    def in_zone(self) -> list[list[dict[str, Literal]]]:
        """in_zone[p][slot][zone]: participant p has a meeting in a place of that zone; impossible zones are absent."""
        taking: list[list[dict[str, list[Literal]]]] = [
            [defaultdict(list) for _ in self.numbered.problem.slots] for _ in self.numbered.problem.participants
        ]
        for r, held in enumerate(self.held):
            for (slot, group), literal in held.items():
                zone = self.seating.groups[group].zone
                for at in self.span(r, slot) if zone is not None else ():
                    for p in self.numbered.between[r]:
                        taking[p][at][zone or ""].append(literal)
        return [[{zone: self.either(row[zone]) for zone in sorted(row)} for row in rows] for rows in taking]

    @cached_property
    def placed(self) -> list[Any]:
        """For each request the sum that is 1 when it has a slot and 0 when not."""
        return [sum(row.values()) if row else 0 for row in self.start]

    def either(self, literals: Iterable[Literal]) -> Literal:
        """A literal that is true when any of these is."""
        given = [literal for literal in literals if literal is not self.nothing]
        if len(given) < 2:
            return given[0] if given else self.nothing
        literal = self.model.new_bool_var("")
        self.model.add_bool_or([*given, ~literal])
        for one in given:
            self.model.add_implication(one, literal)
        return literal

    def all_of(self, literals: Iterable[Literal]) -> Literal:
        """A literal that is true when all of these are."""
        given = list(literals)
        literal = self.model.new_bool_var("")
        self.model.add_bool_or([literal, *(~one for one in given)])
        for one in given:
            self.model.add_implication(literal, one)
        return literal
