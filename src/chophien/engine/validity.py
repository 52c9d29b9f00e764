"""What makes a problem well-formed: every reference resolves, nothing is doubled, empty, negative or circular."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from chophien.engine.problem import OBJECTIVES, Problem, Request

# Sums of weights and shares in thousandths must stay inside 64-bit integers with room to spare.
LARGEST_NUMBER = 1_000_000_000


class BadProblem(ValueError):
    """Input that is not a problem or timetable: `path` says where in the file, `sentence` what is wrong."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path = path
        self.sentence = sentence


def shown(name: str) -> str:
    """An id as it may stand in an error line: quoted, on one line and never longer than the line itself."""
    return repr(name if len(name) <= 80 else name[:77] + "...")


def validate(problem: Problem) -> None:
    """Raise BadProblem at the first thing that is wrong, in the order of the file."""
    slots = _unique("slots", (slot.id for slot in problem.slots))
    if not slots:
        raise BadProblem("$.slots", "there are no slots")
    _time_order(problem)
    places = _unique("places", (place.id for place in problem.places))
    for i, place in enumerate(problem.places):
        _known(f"$.places[{i}].closed", place.closed, slots, "slot")
        _whole(f"$.places[{i}].capacity", place.capacity)
    people = _unique("participants", (person.id for person in problem.participants))
    for i, person in enumerate(problem.participants):
        here = f"$.participants[{i}]"
        _known(f"{here}.away", person.away, slots, "slot")
        _whole(f"{here}.parallel", person.parallel)
        _whole(f"{here}.min_meetings", person.min_meetings)
        _whole(f"{here}.max_meetings", person.max_meetings)
        _whole(f"{here}.max_per_day", person.max_per_day)
        if person.base is not None:
            _known(f"{here}.base", [person.base], places, "place")
    _unique("interpreters", (interpreter.id for interpreter in problem.interpreters))
    for i, interpreter in enumerate(problem.interpreters):
        _known(f"$.interpreters[{i}].away", interpreter.away, slots, "slot")
    requests = _unique("requests", (request.id for request in problem.requests))
    for i, request in enumerate(problem.requests):
        _request(f"$.requests[{i}]", request, slots=slots, places=places, people=people, requests=requests)
    _no_circle(problem)
    for name, pin in problem.previous.items():
        _known("$.previous", [name], requests, "request")
        _known(f"$.previous[{shown(name)}].slot", [] if pin.slot is None else [pin.slot], slots, "slot")
        _known(f"$.previous[{shown(name)}].place", [] if pin.place is None else [pin.place], places, "place")
    _walking(problem)
    _whole("$.limits.break_range", problem.limits.break_range)
    _whole("$.limits.pool_of_places", problem.limits.pool_of_places)
    if problem.limits.pool_of_places is not None and problem.places:
        raise BadProblem("$.limits.pool_of_places", "a pool stands instead of the list of places, which must be empty")
    for i, name in enumerate(problem.objective):
        if name not in OBJECTIVES:
            raise BadProblem(f"$.objective[{i}]", f"unknown objective {shown(name)}")
    _unique("objective", problem.objective)


def _unique(key: str, names: Iterable[str]) -> dict[str, int]:
    seen: dict[str, int] = {}
    for i, name in enumerate(names):
        if name in seen:
            raise BadProblem(f"$.{key}[{i}]", f"{shown(name)} already stands at $.{key}[{seen[name]}]")
        seen[name] = i
    return seen


def _known(path: str, names: Iterable[str], known: Mapping[str, int], kind: str) -> None:
    missing = sorted(name for name in names if name not in known)
    if missing:
        raise BadProblem(path, f"there is no {kind} {shown(missing[0])}")


def _whole(path: str, number: int | None, least: int = 0) -> None:
    if number is not None and number < least:
        raise BadProblem(path, f"{number} is less than {least}")
    if number is not None and number > LARGEST_NUMBER:
        raise BadProblem(path, f"the number is larger than {LARGEST_NUMBER}")


def _moment(path: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadProblem(path, f"{shown(text)} is not a date with time") from None


def _time_order(problem: Problem) -> None:
    finished: set[str] = set()
    last: datetime | None = None
    for i, slot in enumerate(problem.slots):
        before = problem.slots[i - 1].day if i else slot.day
        if before != slot.day:
            finished.add(before)
        if slot.day in finished:
            raise BadProblem(f"$.slots[{i}].day", f"the slots of day {shown(slot.day)} do not stand together")
        start = None if slot.start is None else _moment(f"$.slots[{i}].start", slot.start)
        end = None if slot.end is None else _moment(f"$.slots[{i}].end", slot.end)
        try:
            if start is not None and end is not None and end <= start:
                raise BadProblem(f"$.slots[{i}]", "the slot ends before it lasts any time")
            if start is not None and last is not None and start < last:
                raise BadProblem(f"$.slots[{i}].start", "the slots are not in time order")
        except TypeError:
            raise BadProblem(f"$.slots[{i}]", "times with and without a zone cannot be compared") from None
        last = start if start is not None else last


def _request(
    here: str,
    request: Request,
    *,
    slots: Mapping[str, int],
    places: Mapping[str, int],
    people: Mapping[str, int],
    requests: Mapping[str, int],
) -> None:
    if len(request.between) < 2:
        raise BadProblem(f"{here}.between", "a meeting needs at least two participants")
    _known(f"{here}.between", request.between, people, "participant")
    if len(set(request.between)) < len(request.between):
        raise BadProblem(f"{here}.between", "a participant stands twice")
    _whole(f"{here}.weight", request.weight)
    _whole(f"{here}.length", request.length, least=1)
    _known(f"{here}.slots", request.slots or (), slots, "slot")
    _known(f"{here}.places", request.places or (), places, "place")
    _known(f"{here}.after", request.after, requests, "request")
    if len(set(request.after)) < len(request.after):
        raise BadProblem(f"{here}.after", "a request stands twice")
    pin = request.fixed
    if pin is None:
        return
    _known(f"{here}.fixed.slot", [] if pin.slot is None else [pin.slot], slots, "slot")
    _known(f"{here}.fixed.place", [] if pin.place is None else [pin.place], places, "place")
    if pin.slot is not None and request.slots is not None and pin.slot not in request.slots:
        raise BadProblem(f"{here}.fixed.slot", f"slot {shown(pin.slot)} is not among the slots of the request")
    if pin.place is not None and request.places is not None and pin.place not in request.places:
        raise BadProblem(f"{here}.fixed.place", f"place {shown(pin.place)} is not among the places of the request")


def _no_circle(problem: Problem) -> None:
    """Depth-first over `after` with an own stack, because a chain may be longer than Python's."""
    number = {request.id: i for i, request in enumerate(problem.requests)}
    finished: set[str] = set()
    for i, request in enumerate(problem.requests):
        open_names: dict[str, Iterator[str]] = {}
        if request.id not in finished:
            open_names[request.id] = iter(request.after)
        while open_names:
            name, rest = next(reversed(open_names.items()))
            following = next(rest, None)
            if following is None:
                finished.add(name)
                del open_names[name]
            elif following in open_names:
                raise BadProblem(
                    f"$.requests[{number[name]}].after", f"request {shown(name)} comes after itself by way of `after`"
                )
            elif following not in finished:
                open_names[following] = iter(problem.requests[number[following]].after)
        finished.add(problem.requests[i].id)


def _walking(problem: Problem) -> None:
    zones = {place.zone: i for i, place in enumerate(problem.places) if place.zone is not None}
    for here, row in problem.walking.items():
        _known("$.walking", [here], zones, "zone")
        for there, slots in row.items():
            _known(f"$.walking[{shown(here)}]", [there], zones, "zone")
            _whole(f"$.walking[{shown(here)}][{shown(there)}]", slots)
