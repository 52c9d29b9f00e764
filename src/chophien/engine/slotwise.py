"""The exact choice of who meets when, as one mixed integer program over (request, slot): what counts is linear there.

Chains and annealing find good timetables; this proves best ones for the costs that add up over single meetings: weight
left out, meetings moved, the worst share. Its relaxation is nearly always whole, so that a fair of 1,500 requests is
settled in a second. It knows every rule but walks and the evenness of breaks, and then says so.
"""

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix

from chophien.engine.draft import Draft
from chophien.engine.numbered import Numbered
from chophien.engine.seating import seat
from chophien.engine.timetable import Placement

LINEAR = ("unplaced_weight", "worst_share", "moved")
# A program of so many columns is solved in about ten seconds; beyond that it is not worth beginning.
MOST_COLUMNS = 120_000
# Costs are added into one as long as their sum stays far inside what floating point tells apart.
LARGEST_SUM = 2 * 10**7
THREAD = "slotwise"


@dataclass(frozen=True, slots=True)
class Exact:
    """Placements with the costs asked for; each bound is proved, `proved` says that all are met."""

    placements: tuple[Placement, ...]
    costs: Mapping[str, int]
    bounds: Mapping[str, int]

    @property
    def proved(self) -> bool:
        return dict(self.costs) == dict(self.bounds)


@dataclass(slots=True)
class _Term:
    """Something to minimise: a price for each column, and what it costs besides."""

    name: str
    prices: np.ndarray
    constant: int


def speaks_of(draft: Draft) -> bool:
    """Whether all rules of the problem can be said in this program."""
    return not draft.walks and draft.numbered.problem.limits.break_range is None


def is_small(draft: Draft) -> bool:
    """Whether the program is small enough to be worth beginning."""
    size = sum(mask.bit_count() * len(row) for mask, row in zip(draft.domain, draft.choices, strict=True))
    return size <= MOST_COLUMNS


def fits(draft: Draft) -> bool:
    """Whether the problem can be solved in this program."""
    return speaks_of(draft) and is_small(draft)


def left_behind() -> bool:
    """Whether a program is still being solved whose answer nobody waits for; a process that ends then is killed."""
    return any(thread.name == THREAD for thread in threading.enumerate())


class SlotModel:
    """The program of one problem. `draft` must be empty; it says which slots, units and rooms there are."""

    def __init__(self, draft: Draft, look_up: Callable[[], None] = lambda: None) -> None:
        self.numbered: Numbered = draft.numbered
        self.draft = draft
        self.look_up = look_up
        self.rows: dict[tuple[object, ...], int] = {}
        self.least: list[float] = []
        self.most: list[float] = []
        self._row_of: list[int] = []
        self._column_of: list[int] = []
        self._value_of: list[float] = []
        self.seats: list[tuple[int, int, tuple[int, ...]]] = []
        for r in range(len(draft.slot)):
            if r % 64 == 0:
                look_up()
            self._add_request(r)
        self._demand()
        self._keep_order()
        self.extra = 0
        self.highest: list[float] = []
        self._worst: int | None = None
        self._before = {r: self._unmoved(r) for r in self.numbered.previous}

    def _row(self, key: tuple[object, ...], low: float, high: float) -> int:
        if key not in self.rows:
            self.rows[key] = len(self.rows)
            self.least.append(low)
            self.most.append(high)
        return self.rows[key]

    def _put(self, row: int, column: int, value: float = 1.0) -> None:
        self._row_of.append(row)
        self._column_of.append(column)
        self._value_of.append(value)

    def _add_request(self, r: int) -> None:
        draft, people = self.draft, self.numbered.problem.participants
        for slot in draft.starts(r):
            for uses in draft.choices[r]:
                column = len(self.seats)
                self.seats.append((r, slot, uses))
                self._put(self._row(("once", r), 0, 1), column)
                for at in draft.span(r, slot):
                    for i in uses:
                        self._put(self._row(("room", i, at), -math.inf, draft.rest[i][at]), column)
                    for p in self.numbered.between[r]:
                        self._put(self._row(("busy", p, at), -math.inf, len(draft.units[p])), column)
                for p in self.numbered.between[r]:
                    most, daily = people[p].max_meetings, people[p].max_per_day
                    if most is not None or people[p].min_meetings:
                        top = math.inf if most is None else most
                        self._put(self._row(("all", p), people[p].min_meetings, top), column)
                    if daily is not None:
                        self._put(self._row(("day", p, draft.day_of[slot]), -math.inf, daily), column)

    def _demand(self) -> None:
        """What must be placed, also where there is no column for it: then the program is impossible, as it should."""
        for r, request in enumerate(self.numbered.problem.requests):
            if request.required:
                self.least[self._row(("once", r), 0, 1)] = 1.0
        for p, person in enumerate(self.numbered.problem.participants):
            if person.min_meetings:
                self._row(("all", p), person.min_meetings, math.inf)

    def _keep_order(self) -> None:
        columns: dict[int, list[int]] = {}
        for column, (r, _, _) in enumerate(self.seats):
            if self.draft.ordered[r]:
                columns.setdefault(r, []).append(column)
        for r, earlier in enumerate(self.numbered.after):
            for e in earlier:
                for at in self.draft.starts(r):
                    row = self._row(("order", r, e, at), -math.inf, 1)
                    for column in columns.get(r, ()):
                        if self.seats[column][1] <= at:
                            self._put(row, column)
                    for column in columns.get(e, ()):
                        if self.draft.span(e, self.seats[column][1])[-1] >= at:
                            self._put(row, column)

    def _unmoved(self, r: int) -> tuple[int, int]:
        """The slot and group (-1 for any) in which the request has not moved; slot -2 when there is none."""
        slot, place = self.numbered.previous[r]
        if place < 0:
            return slot, -1
        if slot >= 0 and any(at in self.numbered.closed[place] for at in self.draft.span(r, slot)):
            return -2, -1
        return slot, self.draft.seating.group_of.get(place, -2)

    def _extra_column(self, highest: float) -> int:
        """A whole number of its own, beside the columns of the seats."""
        self.extra += 1
        self.highest.append(highest)
        return len(self.seats) + self.extra - 1

    def _share_column(self) -> int:
        """The worst share as a number of its own."""
        if self._worst is None:
            self._worst = self._extra_column(1000.0)
            weights = self.draft.weight
            for p, mine in enumerate(self.numbered.of):
                asked = sum(weights[r] for r in mine)
                if asked:
                    # 1000 lost <= worst asked + asked - 1, divided by what was asked to keep the numbers small.
                    row = self._row(("share", p), 1000.0 - 1.0 + 1.0 / asked, math.inf)
                    self._put(row, self._worst, 1.0)
            for column, (r, _, _) in enumerate(self.seats):
                for p in self.numbered.between[r]:
                    asked = sum(weights[other] for other in self.numbered.of[p])
                    if asked and weights[r]:
                        self._put(self.rows["share", p], column, 1000.0 * weights[r] / asked)
        return self._worst

    def _term(self, name: str) -> _Term:
        count = len(self.seats)
        prices = np.zeros(count + self.extra)
        if name == "unplaced_weight":
            prices[:count] = [-self.draft.weight[r] for r, _, _ in self.seats]
            return _Term(name, prices, sum(self.draft.weight))
        if name == "moved":
            for column, (r, slot, uses) in enumerate(self.seats):
                if r in self._before:
                    there, group = self._before[r]
                    prices[column] = -1.0 if slot == there and group in {-1, uses[0]} else 0.0
            return _Term(name, prices, len(self._before))
        prices[self._share_column()] = 1.0
        return _Term(name, prices, 0)

    def minimise(
        self,
        names: Sequence[str],
        seconds: Callable[[], float],
        *,
        known: Mapping[str, int] | None = None,
        standing: Mapping[str, int] | None = None,
        near: Mapping[int, int] | None = None,
    ) -> Exact | None:
        """Minimise these costs in order; None when there is no timetable or the time was too short to find one.

        `known` are costs, first ones of `names`, that need only be kept. `standing` are those of a timetable at hand:
        an answer without placements says that nothing beats it. Equal timetables are told apart by how many
        requests start where `near` says: without such a whisper weights alone leave the relaxation torn.
        """
        if "worst_share" in names:
            self._share_column()
        terms = [self._term(name) for name in names]
        known = known or {}
        bounds: dict[str, int] = {name: known[name] for name in names if name in known}
        solution: np.ndarray | None = None
        held = [(term.prices, float(known[term.name] - term.constant)) for term in terms if term.name in known]
        for together in _bundled([term for term in terms if term.name not in known], self._near(near)):
            price, scales = _summed(together)
            shift = sum(scale * term.constant for scale, term in zip(scales, together, strict=True))
            name = together[0].name
            at_hand = solution is None and standing is not None and together[-1].name in {name, "near"}
            enough = scales[0] * standing[name] - shift if at_hand and standing is not None else math.inf
            found = self._solve(price, held, max(0.05, seconds()), enough)
            if found is None:
                break
            if found[0] is None and standing is not None:
                bounds[name] = standing[name]
                held.append((together[0].prices, standing[name] - together[0].constant))
                continue
            solution, bound = found
            assert solution is not None  # noqa: S101 - without a standing cost there is always a solution
            reached = [round(float(term.prices @ solution)) + term.constant for term in together]
            total = sum(scale * value for scale, value in zip(scales, reached, strict=True))
            lowest = max(0, math.ceil(bound + shift - 1e-4))
            real = [term.name for term in together if term.name != "near"]
            if total <= lowest or (len(real) == 1 and reached[0] == lowest // scales[0]):
                for term, value in zip(together, reached, strict=True):
                    if term.name != "near":
                        bounds[term.name] = value
                        held.append((term.prices, value - term.constant))
            else:
                bounds[real[0]] = lowest // scales[0]
                break
        if solution is None:
            return Exact((), dict(standing), bounds) if standing is not None and len(bounds) == len(terms) else None
        # What has not had its turn, and what an earlier cost than the last one stands at in the last solution.
        costs = {term.name: round(float(term.prices @ solution)) + term.constant for term in terms}
        return Exact(self._placements(solution), costs, {name: bounds.get(name, 0) for name in names})

    def _near(self, near: Mapping[int, int] | None) -> _Term | None:
        if not near:
            return None
        prices = np.zeros(len(self.seats) + self.extra)
        for column, (r, slot, _) in enumerate(self.seats):
            prices[column] = -1.0 if near.get(r) == slot else 0.0
        return _Term("near", prices, len(near))

    def _solve(  # noqa: PLR0911 - each way to be done early is one
        self, prices: np.ndarray, held: Sequence[tuple[np.ndarray, float]], seconds: float, enough: float
    ) -> tuple[np.ndarray | None, float] | None:
        """A best whole solution and the proved bound: the relaxation where that is whole, else branch and bound.

        The solution is None when nothing can cost less than `enough`.
        """
        columns = len(self.seats) + self.extra
        if not columns:
            possible = all(low <= 0 <= high for low, high in zip(self.least, self.most, strict=True))
            return (np.zeros(0), 0.0) if possible else None
        matrix: csr_matrix = coo_matrix(
            (self._value_of, (self._row_of, self._column_of)), shape=(len(self.rows), columns)
        ).tocsr()
        constraints = [LinearConstraint(matrix, np.array(self.least), np.array(self.most))] if self.rows else []
        constraints += [LinearConstraint(row[np.newaxis, :], -np.inf, most + 1e-6) for row, most in held]
        low, high = np.zeros(columns), np.concatenate([np.ones(len(self.seats)), np.array(self.highest)])
        options = {"time_limit": seconds, "mip_rel_gap": 0.0}
        relaxed = self._patiently(milp, prices, constraints=constraints, bounds=Bounds(low, high), options=options)
        if relaxed.status == 2:
            return None
        known = float(relaxed.fun) if relaxed.status == 0 else -math.inf
        if relaxed.status == 0 and known > enough - 1 + 1e-4:
            return None, known
        whole_numbers = np.ones(columns)
        if relaxed.status == 0:
            whole = np.round(relaxed.x)
            if np.abs(relaxed.x - whole).max() < 1e-6:
                return whole, known
            # What is whole already, and meets nobody who is torn, is let be: that leaves little to decide.
            torn = self._torn(relaxed.x, whole)
            near = self._patiently(
                milp,
                prices,
                integrality=whole_numbers,
                constraints=constraints,
                bounds=Bounds(np.where(torn, low, whole), np.where(torn, high, whole)),
                options={**options, "time_limit": seconds / 2},
            )
            if near.x is not None and near.fun <= math.ceil(known - 1e-4) + 1e-4:
                return np.round(near.x), known
        found = self._patiently(
            milp, prices, integrality=whole_numbers, constraints=constraints, bounds=Bounds(low, high), options=options
        )
        if found.x is None:
            return None
        dual = found.mip_dual_bound
        bound = max(known, float(dual) if dual is not None and math.isfinite(dual) else -math.inf)
        return np.round(found.x), bound if math.isfinite(bound) else float(prices.clip(max=0).sum())

    def _torn(self, relaxed: np.ndarray, whole: np.ndarray) -> np.ndarray:
        """The columns of everybody who has a share of a column that is not whole; numbers of their own with them."""
        between = self.numbered.between
        split = {self.seats[c][0] for c in np.flatnonzero(np.abs(relaxed - whole) >= 1e-6) if c < len(self.seats)}
        people = {p for r in split for p in between[r]}
        free = [not people.isdisjoint(between[r]) for r in range(len(between))]
        return np.array([free[r] for r, _, _ in self.seats] + [True] * self.extra)

    def _patiently(self, work: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Run what cannot be interrupted in a thread that is left behind when the time is up; it has a limit too."""
        done: list[Any] = []
        thread = threading.Thread(target=lambda: done.append(work(*values, **named)), daemon=True, name=THREAD)
        thread.start()
        try:
            while thread.is_alive():
                self.look_up()
                thread.join(0.02)
        finally:
            # It keeps its own limit, but not to the tenth of a second.
            thread.join(0.2)
        return done[0]

    def _placements(self, solution: np.ndarray) -> tuple[Placement, ...]:
        draft = self.draft
        starts, groups, interpreters = ([-1] * len(draft.slot) for _ in range(3))
        for column, (r, slot, uses) in enumerate(self.seats):
            if solution[column] > 0.5:
                starts[r], groups[r] = slot, uses[0]
                if uses[-1] >= draft.first_interpreter:
                    interpreters[r] = uses[-1] - draft.first_interpreter
        return seat(self.numbered, draft.seating, starts, groups, interpreters)


def _bundled(terms: Sequence[_Term], near: _Term | None) -> list[list[_Term]]:
    """Neighbours in the order that one sum can weigh without losing a unit; numbers of their own stand alone."""
    bundles: list[list[_Term]] = []
    for term in terms:
        joined = [*bundles[-1], term] if bundles else [term]
        if bundles and "worst_share" not in {each.name for each in joined} and _weighable(joined):
            bundles[-1] = joined
        else:
            bundles.append([term])
    if near is None:
        return bundles
    alone = [len(bundle) == 1 and bundle[0].name != "worst_share" for bundle in bundles]
    return [
        [*bundle, near] if single and _weighable([*bundle, near]) else bundle
        for bundle, single in zip(bundles, alone, strict=True)
    ]


def _weighable(terms: Sequence[_Term]) -> bool:
    return math.prod(term.constant + 1 for term in terms) <= LARGEST_SUM


def _summed(terms: Sequence[_Term]) -> tuple[np.ndarray, list[int]]:
    """One price that weighs each cost so much more than all later ones together, and by how much."""
    scales = [1]
    for term in reversed(terms[1:]):
        scales.insert(0, scales[0] * (term.constant + 1))
    return np.sum([scale * term.prices for scale, term in zip(scales, terms, strict=True)], axis=0), scales
