"""Change with least harm: a timetable mended after cancellations, absences, lost tables or new requests."""

from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace

from chophien.engine.asking.interpreters import keep_interpreters
from chophien.engine.bounds import best_choice, calm_choice, forced_moves
from chophien.engine.budget import Budget, GiveUp
from chophien.engine.conflicts import broken_rules
from chophien.engine.draft import Draft
from chophien.engine.explain import unplaced_requests
from chophien.engine.numbered import number
from chophien.engine.preferences import costs
from chophien.engine.problem import Pin, Problem, Request
from chophien.engine.slotwise import SlotModel, fits
from chophien.engine.solve import solve
from chophien.engine.timetable import Placement, Progress, Timetable
from chophien.engine.validity import validate

LARGEST_WEIGHT = 1_000_000_000
# The bounds on what a mended timetable could reach may take so long each.
SECONDS_TO_BOUND = 1.0


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended timetable and what became of the one before; requests by id, in the order of the problem."""

    timetable: Timetable
    kept: tuple[str, ...]
    moved: tuple[str, ...]
    dropped: tuple[str, ...]
    """Placed before and wished still, but without a place now."""
    gone: tuple[str, ...]
    """Placed before and no longer wished."""
    added: tuple[str, ...]
    proved: bool
    """Whether no mended timetable drops less weight or, dropping no more, moves fewer."""


def repair(
    problem: Problem,
    before: Iterable[Placement],
    *,
    begun: Set[str] = frozenset(),
    make_room: bool = False,
    seconds: float = 10.0,
    workers: int = 2,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Repair:
    """Mend `before`, a timetable made for an earlier state of the fair, so that it fits `problem` as it is now.

    First as little placed weight as possible is dropped, then as few meetings as possible are moved; the others are
    placed where that moves nobody, or, with `make_room`, also where it does, though never by dropping anybody. Meetings
    in `begun` slots stay as they are, and no other is put there. Raises BadProblem. The timetable is `infeasible`
    with a clash, or `unknown`, when it cannot be mended.
    """
    validate(problem)
    held = {one.request: one for one in _still_meant(problem, before)}
    stands = _looking_back(problem, held, begun)
    with Budget(seconds, should_stop) as budget:
        first = _mended(stands, held, budget, workers=workers, seed=seed, on_progress=on_progress)
        proved = first.status == "optimal"
        if first.status in {"infeasible", "unknown"}:
            return _told(stands, held, before, first, budget, proved=False)
        kept = {one.request: one for one in first.placements}
        final = _with_the_others(stands, kept, budget, make_room=make_room, workers=workers, seed=seed)
        if final is None:
            # Minima may need the others from the start, so that the two steps cannot be told apart.
            weights = sum(request.weight for request in stands.requests if request.id not in held) + 1
            heavy = _reweighed(
                stands, lambda request: request.weight + (max(1, request.weight) * weights if request.id in held else 0)
            )
            answer = solve(heavy, seconds=budget.left, workers=workers, seed=seed, should_stop=should_stop)
            return _told(stands, held, before, answer, budget, proved=answer.status == "optimal")
        mended = replace(first, placements=final)
        return _told(stands, held, before, mended, budget, proved=proved and not make_room)


def _still_meant(problem: Problem, before: Iterable[Placement]) -> list[Placement]:
    """What was placed and is wished still, in a slot that is still there; a place that is gone is forgotten."""
    requests = {request.id for request in problem.requests}
    slots = {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    return [
        one if one.place in places else replace(one, place=None)
        for one in before
        if one.request in requests and one.slot in slots
    ]


def _looking_back(problem: Problem, held: Mapping[str, Placement], begun: Set[str]) -> Problem:
    """The problem with `previous`, and with everything that has begun pinned where it lies."""
    numbered = number(problem)
    begun_slots = {numbered.slot_of[name] for name in begun if name in numbered.slot_of}
    later = frozenset(slot.id for i, slot in enumerate(problem.slots) if i not in begun_slots)

    def tied(request: Request) -> Request:
        if not begun_slots:
            return request
        one = held.get(request.id)
        if one is not None and one.slot not in later:
            return replace(request, fixed=Pin(one.slot, one.place), slots=None, places=None)
        if request.fixed is not None and request.fixed.slot is not None and request.fixed.slot not in later:
            # It was to be held in a slot that is over now, and was not.
            return replace(request, fixed=None, slots=frozenset(), required=False)
        slots = later if request.slots is None else request.slots & later
        return replace(request, slots=slots)

    return replace(
        problem,
        requests=tuple(tied(request) for request in problem.requests),
        previous={name: Pin(one.slot, one.place) for name, one in held.items()},
    )


def _reweighed(problem: Problem, weight: Callable[[Request], int]) -> Problem:
    return replace(
        problem,
        requests=tuple(replace(request, weight=min(LARGEST_WEIGHT, weight(request))) for request in problem.requests),
        objective=("unplaced_weight", "moved"),
    )


def _mended(
    stands: Problem,
    held: Mapping[str, Placement],
    budget: Budget,
    *,
    workers: int,
    seed: int,
    on_progress: Callable[[Progress], None] | None,
) -> Timetable:
    """The meetings of before alone: as much weight as possible kept, as few as possible moved."""
    requests = [request for request in stands.requests if request.id in held or request.required]
    names = {request.id for request in requests}
    # Weights of nothing are raised so far that dropping even all those costs less than any other meeting.
    idle = sum(request.weight == 0 for request in requests)
    alone = replace(
        stands,
        requests=tuple(
            replace(
                request,
                weight=min(LARGEST_WEIGHT, request.weight * (idle + 1) or 1),
                after=tuple(name for name in request.after if name in names),
            )
            for request in requests
        ),
        participants=tuple(replace(person, min_meetings=0) for person in stands.participants),
        objective=("unplaced_weight", "moved"),
    )
    return solve(
        alone,
        seconds=0.6 * budget.left,
        workers=workers,
        seed=seed,
        on_progress=on_progress,
        should_stop=lambda: budget.stopped,
    )


def _with_the_others(
    stands: Problem, kept: Mapping[str, Placement], budget: Budget, *, make_room: bool, workers: int, seed: int
) -> tuple[Placement, ...] | None:
    """All requests, those kept held fast (or only in the timetable, with `make_room`); None when that cannot be."""

    def bound(request: Request) -> Request:
        one = kept.get(request.id)
        if one is None:
            return request
        pin = request.fixed if make_room else Pin(one.slot, one.place)
        return replace(request, fixed=pin, required=True)

    whole = replace(
        stands,
        requests=tuple(bound(request) for request in stands.requests),
        objective=("unplaced_weight", "moved") if make_room else ("unplaced_weight",),
    )
    fallback = tuple(kept.values())
    minima = any(person.min_meetings for person in stands.participants)
    if len(kept) == len(stands.requests) and not minima:
        return fallback
    try:
        draft = Draft(number(whole))
        if not make_room and fits(draft):
            exact = SlotModel(draft, budget.look_up).minimise(("unplaced_weight",), lambda: budget.left)
            found = None if exact is None else exact.placements
        else:
            answer = solve(whole, seconds=budget.left, workers=workers, seed=seed, should_stop=lambda: budget.stopped)
            found = None if answer.status in {"infeasible", "unknown"} else answer.placements
    except GiveUp:
        found = None
    if found is not None and not broken_rules(whole, found):
        return found
    return None if minima else fallback


def _told(
    stands: Problem,
    held: Mapping[str, Placement],
    before: Iterable[Placement],
    answer: Timetable,
    budget: Budget,
    *,
    proved: bool,
) -> Repair:
    """The answer in the words of the problem as it was asked, with interpreters kept where they can be."""
    numbered = number(stands)
    placements = keep_interpreters(stands, answer.placements, held)
    assert answer.status in {"infeasible", "unknown"} or not broken_rules(numbered, placements)  # noqa: S101
    possible = answer.status not in {"infeasible", "unknown"}
    at = {one.request: one for one in placements}
    kept: list[str] = []
    moved: list[str] = []
    dropped: list[str] = []
    added: list[str] = []
    for request in stands.requests:
        name, was, now = request.id, held.get(request.id), at.get(request.id)
        if was is not None and now is not None:
            same = was.slot == now.slot and was.place in {None, now.place}
            (kept if same else moved).append(name)
        elif was is not None:
            dropped.append(name)
        elif now is not None:
            added.append(name)
    reached = costs(numbered, placements) if possible else {}
    bounds = _bounds(Draft(numbered), reached, budget) if possible else {}
    timetable = Timetable(
        status=answer.status if not possible else "optimal" if reached == bounds else "feasible",
        placements=placements,
        unplaced=unplaced_requests(numbered, placements) if possible else (),
        objective=reached,
        bounds=bounds,
        seconds=budget.seconds,
        seed=answer.seed,
        workers=answer.workers,
        clash=answer.clash,
    )
    wished = {request.id for request in stands.requests}
    gone = tuple(one.request for one in before if one.request not in wished)
    return Repair(timetable, tuple(kept), tuple(moved), tuple(dropped), gone, tuple(added), proved)


def _bounds(draft: Draft, reached: Mapping[str, int], budget: Budget) -> dict[str, int]:
    """What no timetable of the fair as it stands can undercut, as far as that is known at once."""
    bounds = dict.fromkeys(reached, 0)
    names = list(reached)
    if "moved" in bounds:
        bounds["moved"] = forced_moves(draft)
    with suppress(GiveUp):
        if "unplaced_weight" in bounds:
            seconds = budget.at_most(SECONDS_TO_BOUND, 1 / 2)
            bounds["unplaced_weight"] = best_choice(draft, seconds, look_up=budget.look_up).unplaced_weight
        if "breaks" in bounds:
            first = "unplaced_weight" in names[: names.index("breaks")]
            seconds = budget.at_most(SECONDS_TO_BOUND, 1 / 2)
            weight = reached["unplaced_weight"] if first else None
            bounds["breaks"] = calm_choice(draft, weight, seconds, whole=False, look_up=budget.look_up).breaks
    return bounds
