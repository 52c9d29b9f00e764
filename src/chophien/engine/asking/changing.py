"""A problem under other circumstances: more tables, more time, no lunch break, shorter slots."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from chophien.engine.problem import Pin, Place, Problem, Slot


class CannotChange(ValueError):
    """The change makes no sense for this problem; the message says why."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What might be different, all at once: tables and slots more a day, no breaks within days, minutes of a slot."""

    more_places: int = 0
    more_slots: int = 0
    no_lunch: bool = False
    minutes: int | None = None

    def __bool__(self) -> bool:
        return bool(self.more_places or self.more_slots or self.no_lunch or self.minutes)


def changed(problem: Problem, changes: Changes) -> Problem:
    """The problem with all these changes. Raises CannotChange."""
    if changes.minutes is not None:
        problem = with_slots_of(problem, changes.minutes)
    if changes.no_lunch:
        problem = without_breaks(problem)
    if changes.more_slots:
        problem = with_more_slots(problem, changes.more_slots)
    if changes.more_places:
        problem = with_more_places(problem, changes.more_places)
    return problem


def with_more_places(problem: Problem, count: int, slots: Set[str] | None = None) -> Problem:
    """So many places more, like the one most requests may use; open in `slots` only, where they are named.

    A pool is one number for all slots, so it grows in all of them.
    """
    pool = problem.limits.pool_of_places
    if pool is not None:
        return replace(problem, limits=replace(problem.limits, pool_of_places=pool + count))
    known = {place.id for place in problem.places}
    bases = {person.base for person in problem.participants}
    wanted = Counter(name for request in problem.requests for name in request.places or ())
    free = [place for place in problem.places if place.id not in bases] or list(problem.places)
    like = max(free, key=lambda place: wanted[place.id], default=Place(""))
    closed = frozenset() if slots is None else frozenset(slot.id for slot in problem.slots if slot.id not in slots)
    names = _fresh("+", known, count)
    return replace(
        problem,
        places=(*problem.places, *(Place(name, like.zone, closed) for name in names)),
        requests=tuple(
            replace(request, places=request.places | set(names))
            if request.places is not None and like.id in request.places
            else request
            for request in problem.requests
        ),
    )


def with_more_slots(problem: Problem, count: int, days: Iterable[str] | None = None) -> Problem:
    """So many slots more at the end of each day (or of these). Whoever is away in a day's last slot is so then too."""
    wanted = None if days is None else set(days)
    known = {slot.id for slot in problem.slots}
    last = {slot.day: slot for slot in problem.slots}
    added: dict[str, list[Slot]] = {}
    for day, end in last.items():
        if wanted is None or day in wanted:
            names = _fresh(f"{end.id}+", known, count)
            length = None if end.start is None or end.end is None else _moment(end.end) - _moment(end.start)
            rows = []
            for i, name in enumerate(names):
                starts = None if length is None or end.end is None else _moment(end.end) + i * length
                ends = None if starts is None or length is None else starts + length
                rows.append(Slot(name, day, _written(starts), _written(ends)))
            added[end.id] = rows
            known.update(names)
    slots = [one for slot in problem.slots for one in (slot, *added.get(slot.id, ()))]
    after = {slot.id: frozenset(one.id for one in added.get(slot.id, ())) for slot in problem.slots}
    return _with_slots(problem, slots, lambda names: frozenset(names).union(*(after[name] for name in names)))


def without_breaks(problem: Problem) -> Problem:
    """Slots of the usual length in every gap of a day. Whoever is away before and after a gap is away in it."""
    known = {slot.id for slot in problem.slots}
    slots: list[Slot] = []
    filled: dict[str, tuple[str, str]] = {}
    for i, slot in enumerate(problem.slots):
        slots.append(slot)
        following = problem.slots[i + 1] if i + 1 < len(problem.slots) else None
        if following is None or following.day != slot.day:
            continue
        if slot.start is None or slot.end is None or following.start is None:
            continue
        length, until = _moment(slot.end) - _moment(slot.start), _moment(following.start)
        starts = _moment(slot.end)
        while starts + length <= until:
            (name,) = _fresh(f"{slot.id}-", known, 1)
            known.add(name)
            filled[name] = (slot.id, following.id)
            slots.append(Slot(name, slot.day, starts.isoformat(), (starts + length).isoformat()))
            starts += length
    if not filled:
        raise CannotChange("no day has a break that a slot would fit into")

    def away(names: Set[str]) -> frozenset[str]:
        return frozenset(names) | {name for name, (a, b) in filled.items() if a in names and b in names}

    return _with_slots(problem, slots, away)


def with_slots_of(problem: Problem, minutes: int) -> Problem:
    """Each stretch of slots without a gap cut anew into slots of so many minutes. Absences cover what they touch.

    A pin or an earlier place of a meeting goes to the new slot in which its old one began.
    """
    if minutes <= 0:
        raise CannotChange("a slot lasts at least a minute")
    stretches = _stretches(problem)
    length = timedelta(minutes=minutes)
    slots: list[Slot] = []
    touching: dict[str, set[str]] = {slot.id: set() for slot in problem.slots}
    beginning: dict[str, str] = {}
    for stretch in stretches:
        starts, until = _moment(stretch[0].start), _moment(stretch[-1].end)
        while starts + length <= until:
            name = f"{stretch[0].day} {starts.isoformat()}"
            ends = starts + length
            slots.append(Slot(name, stretch[0].day, starts.isoformat(), ends.isoformat()))
            for old in stretch:
                if _moment(old.start) < ends and starts < _moment(old.end):
                    touching[old.id].add(name)
                if starts <= _moment(old.start) < ends:
                    beginning[old.id] = name
            starts = ends
    if not slots:
        raise CannotChange(f"no stretch of meetings lasts {minutes} minutes")

    def whole(names: Set[str]) -> frozenset[str]:
        return frozenset(new for name in names for new in touching[name])

    def moved(pin: Pin) -> Pin:
        return replace(pin, slot=None if pin.slot is None else beginning.get(pin.slot))

    found = _with_slots(problem, slots, whole)
    requests = []
    for request in found.requests:
        pin = None if request.fixed is None else moved(request.fixed)
        requests.append(replace(request, fixed=pin, slots=request.slots if pin is None or pin.slot is None else None))
    return replace(
        found,
        requests=tuple(requests),
        previous={name: moved(pin) for name, pin in problem.previous.items()},
    )


def with_at_most(problem: Problem, most: Sequence[int]) -> Problem:
    """No more places in each slot than so many: the others are closed, first those that nobody is bound to."""
    places = problem.places or tuple(Place(f"{k + 1}") for k in range(problem.limits.pool_of_places or 0))
    bound = {person.base for person in problem.participants}
    bound |= {request.fixed.place for request in problem.requests if request.fixed is not None}
    closed: dict[str, set[str]] = {place.id: set(place.closed) for place in places}
    for slot, number in zip(problem.slots, most, strict=True):
        left = number
        for place in sorted(places, key=lambda place: place.id not in bound):
            if slot.id in place.closed:
                continue
            if left < place.capacity:
                closed[place.id].add(slot.id)
            else:
                left -= place.capacity
    return replace(
        problem,
        places=tuple(replace(place, closed=frozenset(closed[place.id])) for place in places),
        limits=replace(problem.limits, pool_of_places=None),
    )


def places_open(problem: Problem) -> list[int]:
    """How many meetings all places hold at once, slot by slot."""
    pool = problem.limits.pool_of_places
    if pool is not None:
        return [pool] * len(problem.slots)
    return [sum(place.capacity for place in problem.places if slot.id not in place.closed) for slot in problem.slots]


def usual_minutes(problem: Problem) -> int | None:
    """How long slots last, None where that is not said."""
    lengths = [
        (_moment(slot.end) - _moment(slot.start)).total_seconds() / 60
        for slot in problem.slots
        if slot.start is not None and slot.end is not None
    ]
    return round(median(lengths)) if lengths else None


def sessions_of(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """The slots in stretches without a gap, as numbers; without times each day is one."""
    rows: list[list[int]] = []
    for i, slot in enumerate(problem.slots):
        last = problem.slots[i - 1] if i else None
        gap = last is not None and last.end is not None and slot.start is not None
        apart = gap and last is not None and _moment(slot.start) - _moment(last.end) > timedelta(minutes=15)
        if last is None or last.day != slot.day or apart:
            rows.append([])
        rows[-1].append(i)
    return tuple(tuple(row) for row in rows)


def _stretches(problem: Problem) -> list[list[Slot]]:
    stretches: list[list[Slot]] = []
    for slot in problem.slots:
        if slot.start is None or slot.end is None:
            raise CannotChange("the slots have no times")
        last = stretches[-1][-1] if stretches else None
        if last is not None and last.day == slot.day and last.end == slot.start:
            stretches[-1].append(slot)
        else:
            stretches.append([slot])
    if len(problem.slots) > 1 and len(stretches) == len(problem.slots):
        raise CannotChange("the slots have pauses between them")
    return stretches


def _with_slots(problem: Problem, slots: list[Slot], away: Callable[[Set[str]], frozenset[str]]) -> Problem:
    return replace(
        problem,
        slots=tuple(slots),
        places=tuple(replace(place, closed=away(place.closed)) for place in problem.places),
        participants=tuple(replace(person, away=away(person.away)) for person in problem.participants),
        interpreters=tuple(replace(one, away=away(one.away)) for one in problem.interpreters),
        requests=tuple(
            request if request.slots is None else replace(request, slots=away(request.slots))
            for request in problem.requests
        ),
    )


def _fresh(stem: str, known: Set[str], count: int) -> list[str]:
    names: list[str] = []
    number = 0
    while len(names) < count:
        number += 1
        if f"{stem}{number}" not in known:
            names.append(f"{stem}{number}")
    return names


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text or "")
