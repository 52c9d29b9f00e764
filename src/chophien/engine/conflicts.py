"""The hard rules as plain checks: what is wrong with a timetable, rule by rule, in sentences.

Each rule stands here under its name in the contract and, under the same name, in `cpsat/hard.py` as a constraint.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from chophien.engine.board import Board, Meeting, lay_out
from chophien.engine.numbered import Numbered, number
from chophien.engine.preferences import breaks_of
from chophien.engine.problem import Problem
from chophien.engine.timetable import Placement


@dataclass(frozen=True, slots=True)
class Conflict:
    """A broken rule, the requests that break it together, and a sentence for a person."""

    rule: str
    requests: tuple[str, ...]
    sentence: str


def broken_rules(problem: Problem | Numbered, placements: Iterable[Placement]) -> tuple[Conflict, ...]:
    """Every broken hard rule, in the contract's order. Ids of the placements must be the problem's."""
    board = lay_out(problem if isinstance(problem, Numbered) else number(problem), placements)
    return tuple(conflict for check in CHECKS for conflict in check(board))


def participant_busy(board: Board) -> Iterator[Conflict]:
    """Nobody holds more meetings at once than `parallel`."""
    for person, meetings in zip(board.numbered.problem.participants, board.of, strict=True):
        if len(meetings) <= person.parallel:
            continue
        for slot, together in _by_slot(meetings).items():
            if len(together) > person.parallel:
                yield _conflict(
                    board,
                    participant_busy,
                    together,
                    f"participant {person.id} has {len(together)} meetings at {_slot(board, slot)}, "
                    f"{person.parallel} can be held at once",
                )


def participant_away(board: Board) -> Iterator[Conflict]:
    """Nobody meets while away."""
    for person, away, meetings in zip(board.numbered.problem.participants, board.numbered.away, board.of, strict=True):
        for meeting in meetings if away else ():
            for slot in away.intersection(meeting.span):
                sentence = f"participant {person.id} is away at {_slot(board, slot)}"
                yield _conflict(board, participant_away, [meeting], sentence)


def place_busy(board: Board) -> Iterator[Conflict]:
    """No place, and no pool of places, holds more meetings at once than it has room for."""
    pool = board.numbered.problem.limits.pool_of_places
    if pool is not None:
        for slot, together in _by_slot(board.meetings).items():
            if len(together) > pool:
                sentence = f"{len(together)} meetings at {_slot(board, slot)} share {pool} places"
                yield _conflict(board, place_busy, together, sentence)
        return
    by_place: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in board.meetings:
        if meeting.place >= 0:
            by_place[meeting.place].append(meeting)
    for k, meetings in sorted(by_place.items()):
        place = board.numbered.problem.places[k]
        for slot, together in _by_slot(meetings).items():
            if len(together) > place.capacity:
                sentence = (
                    f"place {place.id} has {len(together)} meetings at {_slot(board, slot)}, room for {place.capacity}"
                )
                yield _conflict(board, place_busy, together, sentence)


def place_closed(board: Board) -> Iterator[Conflict]:
    """No meeting is held at a place while it is closed."""
    for meeting in board.meetings:
        if meeting.place >= 0:
            for slot in board.numbered.closed[meeting.place].intersection(meeting.span):
                place = board.numbered.problem.places[meeting.place]
                yield _conflict(board, place_closed, [meeting], f"place {place.id} is closed at {_slot(board, slot)}")


def wrong_slot(board: Board) -> Iterator[Conflict]:
    """A meeting starts in one of the slots its request allows."""
    for meeting in board.meetings:
        request = board.numbered.problem.requests[meeting.request]
        slot = board.numbered.problem.slots[meeting.slot].id
        if request.slots is not None and slot not in request.slots:
            yield _conflict(board, wrong_slot, [meeting], f"request {request.id} does not allow slot {slot}")


def wrong_place(board: Board) -> Iterator[Conflict]:
    """A meeting is held at a place its request allows, at its host's base if it has one, and at none in a pool."""
    for meeting in board.meetings:
        request = board.numbered.problem.requests[meeting.request]
        host = board.numbered.host[meeting.request]
        if board.numbered.problem.limits.pool_of_places is not None:
            if request.places is not None:
                yield _conflict(board, wrong_place, [meeting], f"request {request.id} allows no place")
            continue
        if meeting.place < 0:
            yield _conflict(board, wrong_place, [meeting], f"request {request.id} has no place")
            continue
        place = board.numbered.problem.places[meeting.place].id
        if request.places is not None and place not in request.places:
            yield _conflict(board, wrong_place, [meeting], f"request {request.id} does not allow place {place}")
        if host not in {-1, meeting.place}:
            base = board.numbered.problem.places[host].id
            sentence = f"the host of request {request.id} meets only at {base}, not at {place}"
            yield _conflict(board, wrong_place, [meeting], sentence)


def not_consecutive(board: Board) -> Iterator[Conflict]:
    """A meeting of several slots takes consecutive ones of one day."""
    for meeting in board.meetings:
        request = board.numbered.problem.requests[meeting.request]
        if len(meeting.span) < request.length:
            sentence = (
                f"request {request.id} needs {request.length} slots, "
                f"the day has {len(meeting.span)} from {_slot(board, meeting.slot)}"
            )
            yield _conflict(board, not_consecutive, [meeting], sentence)


def too_many_meetings(board: Board) -> Iterator[Conflict]:
    """Nobody has more meetings than her maximum."""
    for person, meetings in zip(board.numbered.problem.participants, board.of, strict=True):
        if person.max_meetings is not None and len(meetings) > person.max_meetings:
            sentence = (
                f"participant {person.id} has {len(meetings)} meetings, at most {person.max_meetings} are allowed"
            )
            yield _conflict(board, too_many_meetings, meetings, sentence)


def too_few_meetings(board: Board) -> Iterator[Conflict]:
    """Nobody has fewer meetings than her minimum."""
    for person, meetings in zip(board.numbered.problem.participants, board.of, strict=True):
        if len(meetings) < person.min_meetings:
            sentence = f"participant {person.id} has {len(meetings)} meetings, at least {person.min_meetings} are due"
            yield _conflict(board, too_few_meetings, meetings, sentence)


def too_many_in_a_day(board: Board) -> Iterator[Conflict]:
    """Nobody has more meetings in one day than her maximum a day."""
    for p, person in enumerate(board.numbered.problem.participants):
        if person.max_per_day is None or len(board.of[p]) <= person.max_per_day:
            continue
        for day, meetings in board.days(p).items():
            if len(meetings) > person.max_per_day:
                name = board.numbered.problem.slots[board.numbered.days[day][0]].day
                most = person.max_per_day
                sentence = (
                    f"participant {person.id} has {len(meetings)} meetings on day {name}, at most {most} are allowed"
                )
                yield _conflict(board, too_many_in_a_day, meetings, sentence)


def order_broken(board: Board) -> Iterator[Conflict]:
    """A request lies after every placed request it names in `after`."""
    for meeting in board.meetings:
        for earlier in board.numbered.after[meeting.request]:
            other = board.at.get(earlier)
            if other is not None and other.span[-1] >= meeting.slot:
                names = board.numbered.problem.requests
                sentence = f"request {names[meeting.request].id} is not after request {names[earlier].id}"
                yield _conflict(board, order_broken, [other, meeting], sentence)


def pin_broken(board: Board) -> Iterator[Conflict]:
    """A pinned request lies nowhere but in its pinned slot and at its pinned place."""
    for meeting in board.meetings:
        request = board.numbered.problem.requests[meeting.request]
        pin = request.fixed
        if pin is None:
            continue
        slot = board.numbered.problem.slots[meeting.slot].id
        if pin.slot not in {None, slot}:
            sentence = f"request {request.id} is pinned to slot {pin.slot}, not {slot}"
            yield _conflict(board, pin_broken, [meeting], sentence)
        place = None if meeting.place < 0 else board.numbered.problem.places[meeting.place].id
        if pin.place not in {None, place}:
            sentence = f"request {request.id} is pinned to place {pin.place}, not {place}"
            yield _conflict(board, pin_broken, [meeting], sentence)


def required_unplaced(board: Board) -> Iterator[Conflict]:
    """Every required request is placed."""
    for r, request in enumerate(board.numbered.problem.requests):
        if request.required and r not in board.at:
            sentence = f"request {request.id} is required and has no slot"
            yield Conflict(required_unplaced.__name__, (request.id,), sentence)


def interpreter_busy(board: Board) -> Iterator[Conflict]:
    """An interpreter serves one meeting at a time."""
    by_interpreter: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in board.meetings:
        if meeting.interpreter >= 0:
            by_interpreter[meeting.interpreter].append(meeting)
    for i, meetings in sorted(by_interpreter.items()):
        name = board.numbered.problem.interpreters[i].id
        for slot, together in _by_slot(meetings).items():
            if len(together) > 1:
                sentence = f"interpreter {name} has {len(together)} meetings at {_slot(board, slot)}"
                yield _conflict(board, interpreter_busy, together, sentence)


def interpreter_missing(board: Board) -> Iterator[Conflict]:
    """A meeting that needs interpreting has an interpreter of that pair who is there."""
    for meeting in board.meetings:
        request = board.numbered.problem.requests[meeting.request]
        if request.interpreting is not None and meeting.interpreter < 0:
            sentence = f"request {request.id} needs an interpreter for {request.interpreting}"
            yield _conflict(board, interpreter_missing, [meeting], sentence)
        if meeting.interpreter < 0:
            continue
        interpreter = board.numbered.problem.interpreters[meeting.interpreter]
        if request.interpreting is not None and request.interpreting not in interpreter.pairs:
            sentence = f"interpreter {interpreter.id} of request {request.id} does not serve {request.interpreting}"
            yield _conflict(board, interpreter_missing, [meeting], sentence)
        for slot in board.numbered.interpreter_away[meeting.interpreter].intersection(meeting.span):
            sentence = f"interpreter {interpreter.id} of request {request.id} is away at {_slot(board, slot)}"
            yield _conflict(board, interpreter_missing, [meeting], sentence)


def too_short_a_walk(board: Board) -> Iterator[Conflict]:
    """Between two meetings of one day in two zones lie as many free slots as the walk takes.

    Meetings follow each other when no slot between them is busy; meetings at once in two zones with a walk between
    them never fit, even where `parallel` allows two.
    """
    if not board.numbered.problem.walking:
        return
    for p, person in enumerate(board.numbered.problem.participants):
        for meetings in board.days(p).values():
            for a, b, need, free in short_walks(board.numbered, meetings):
                names = board.numbered.problem.requests
                sentence = (
                    f"participant {person.id} walks {need} slots from request {names[a.request].id} "
                    f"to request {names[b.request].id} and has {free}"
                )
                yield _conflict(board, too_short_a_walk, [a, b], sentence)


def short_walks(numbered: Numbered, meetings: Iterable[Meeting]) -> Iterator[tuple[Meeting, Meeting, int, int]]:
    """Two meetings that follow each other too soon, the slots the walk takes and has; all of one person and day."""
    busy = _by_slot(meetings)
    order = sorted(busy)
    # Each pair of meetings counts once however many slots it shares.
    near = {
        (a.request, b.request): (a, b, max(0, late - soon - 1))
        for soon, late in [*((slot, slot) for slot in order), *pairwise(order)]
        for a in busy[soon]
        for b in busy[late]
        if a is not b and (soon < late or a.request < b.request)
    }
    for a, b, free in near.values():
        here, there = numbered.zone_of(a.place), numbered.zone_of(b.place)
        need = numbered.walk(here, there)
        if set(a.span) & set(b.span):
            need = max(need, numbered.walk(there, here))
        if free < need:
            yield a, b, need, free


def breaks_too_uneven(board: Board) -> Iterator[Conflict]:
    """Most breaks of any participant minus fewest is within `limits.break_range`."""
    limit = board.numbered.problem.limits.break_range
    counts = [breaks_of(board, p) for p in range(len(board.numbered.problem.participants))]
    if limit is None or not counts or max(counts) - min(counts) <= limit:
        return
    most, fewest = counts.index(max(counts)), counts.index(min(counts))
    people = board.numbered.problem.participants
    sentence = (
        f"participant {people[most].id} has {counts[most]} breaks and {people[fewest].id} has {counts[fewest]}, "
        f"a difference of {limit} is allowed"
    )
    yield _conflict(board, breaks_too_uneven, board.of[most], sentence)


CHECKS: tuple[Callable[[Board], Iterator[Conflict]], ...] = (
    participant_busy,
    participant_away,
    place_busy,
    place_closed,
    wrong_slot,
    wrong_place,
    not_consecutive,
    too_many_meetings,
    too_few_meetings,
    too_many_in_a_day,
    order_broken,
    pin_broken,
    required_unplaced,
    interpreter_busy,
    interpreter_missing,
    too_short_a_walk,
    breaks_too_uneven,
)
HARD_RULES = tuple(check.__name__ for check in CHECKS)


def _conflict(
    board: Board, rule: Callable[[Board], Iterator[Conflict]], meetings: Iterable[Meeting], sentence: str
) -> Conflict:
    names = board.numbered.problem.requests
    return Conflict(rule.__name__, tuple(names[meeting.request].id for meeting in meetings), sentence)


def _by_slot(meetings: Iterable[Meeting]) -> dict[int, list[Meeting]]:
    by_slot: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        for slot in meeting.span:
            by_slot[slot].append(meeting)
    return dict(sorted(by_slot.items()))


def _slot(board: Board, slot: int) -> str:
    return f"slot {board.numbered.problem.slots[slot].id}"
