"""How many tables: the fewest a session needs so that nothing is lost, and what each fewer would cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chophien.engine.asking.changing import places_open, sessions_of, with_at_most
from chophien.engine.budget import Budget
from chophien.engine.problem import Problem
from chophien.engine.solve import solve
from chophien.engine.validity import validate

# One trial is over when its answer is proved, which is nearly always far sooner.
LONGEST_TRIAL = 4.0


@dataclass(frozen=True, slots=True)
class Price:
    """With so many tables in the session this much weight more is left out; `proved` when it cannot be less."""

    tables: int
    lost_weight: int
    proved: bool


@dataclass(frozen=True, slots=True)
class SessionAdvice:
    """One session by its slots: tables there are, the fewest that cost nothing, and the price of each fewer."""

    slots: tuple[str, ...]
    tables: int
    enough: int
    prices: tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """With `enough` tables in all sessions at once no more weight is left out than with all tables there are.

    `proved` says that one table less in any one session is sure to cost something; `complete` that time sufficed.
    """

    unplaced_weight: int
    sessions: tuple[SessionAdvice, ...]
    proved: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class _Trial:
    unplaced: int | None
    bound: int


def tables_advice(
    problem: Problem,
    *,
    fewer: int = 3,
    seconds: float = 30.0,
    workers: int = 2,
    seed: int = 1,
    should_stop: Callable[[], bool] | None = None,
) -> Advice:
    """The fewest tables that cost nothing: first one number for all sessions, then less where a session needs less.

    Up to `fewer` prices below that, each with the other sessions as advised. Raises BadProblem.
    """
    validate(problem)
    fresh = replace(problem, previous={}, objective=("unplaced_weight",))
    sessions = sessions_of(problem)
    rooms = places_open(problem)
    with Budget(seconds, should_stop) as budget:
        asking = _Asking(fresh, sessions, rooms, budget, workers, seed)
        whole = [max(rooms[slot] for slot in session) for session in sessions]
        best = asking.tried(whole)
        if best.unplaced is None:
            return Advice(sum(request.weight for request in problem.requests), (), proved=False, complete=False)
        enough = asking.fewest(whole, best.unplaced)
        priced = [asking.prices(enough, s, best.unplaced, fewer) for s in range(len(sessions))]
        proved = all(row[0].proved and row[0].lost_weight > 0 for row in priced if row)
        complete = not budget.spent and all(row or not enough[s] for s, row in enumerate(priced))
        found = tuple(
            SessionAdvice(tuple(problem.slots[slot].id for slot in session), whole[s], enough[s], tuple(priced[s]))
            for s, session in enumerate(sessions)
        )
        return Advice(best.unplaced, found, proved and complete, complete)


class _Asking:
    """Trials with fewer tables, each solved once."""

    def __init__(  # noqa: PLR0917 - made in one place
        self,
        problem: Problem,
        sessions: Sequence[Sequence[int]],
        rooms: list[int],
        budget: Budget,
        workers: int,
        seed: int,
    ) -> None:
        self.problem = problem
        self.sessions = sessions
        self.rooms = rooms
        self.budget = budget
        self.workers = workers
        self.seed = seed
        self.known: dict[tuple[int, ...], _Trial] = {}

    def tried(self, tables: Sequence[int]) -> _Trial:
        """The weight left out with so many tables in each session; nothing found when the time is up."""
        key = tuple(tables)
        if key not in self.known:
            left = min(LONGEST_TRIAL, self.budget.left)
            if left <= 0:
                return _Trial(None, 0)
            most = list(self.rooms)
            for number, session in zip(tables, self.sessions, strict=True):
                for slot in session:
                    most[slot] = min(most[slot], number)
            answer = solve(
                with_at_most(self.problem, most),
                seconds=left,
                workers=self.workers,
                seed=self.seed,
                should_stop=lambda: self.budget.stopped,
            )
            found = answer.objective.get("unplaced_weight")
            self.known[key] = _Trial(found, answer.bounds.get("unplaced_weight", 0))
        return self.known[key]

    def fewest(self, whole: Sequence[int], unplaced: int) -> list[int]:
        """As few as cost nothing: one number for all sessions by halving, then each session lowered by itself."""
        low, high = 0, max(whole)
        while low < high:
            middle = (low + high) // 2
            if self.tried([min(middle, number) for number in whole]).unplaced == unplaced:
                high = middle
            else:
                low = middle + 1
        enough = [min(high, number) for number in whole]
        for s in range(len(enough)):
            low, high = 0, enough[s]
            while low < high:
                # Near the top first: seldom can a session do with much less.
                middle = max(low, high - 1) if high == enough[s] else (low + high) // 2
                if self.tried([*enough[:s], middle, *enough[s + 1 :]]).unplaced == unplaced:
                    high = middle
                else:
                    low = middle + 1
            enough[s] = high
        return enough

    def prices(self, enough: Sequence[int], session: int, unplaced: int, fewer: int) -> list[Price]:
        found = []
        for tables in range(enough[session] - 1, max(-1, enough[session] - 1 - fewer), -1):
            trial = self.tried([*enough[:session], tables, *enough[session + 1 :]])
            if trial.unplaced is None:
                break
            found.append(Price(tables, trial.unplaced - unplaced, trial.bound == trial.unplaced))
        return found
