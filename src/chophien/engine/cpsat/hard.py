"""The hard rules as constraints, each under the name of its plain check in `conflicts.py`."""

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

from chophien.engine.cpsat.variables import Literal, Variables


def participant_busy(v: Variables) -> None:
    for p, person in enumerate(v.numbered.problem.participants):
        for taking in v.taking[p].values():
            if len(taking) > person.parallel:
                if person.parallel == 1:
                    v.model.add_at_most_one(taking)
                else:
                    v.model.add(sum(taking) <= person.parallel)


def participant_away(v: Variables) -> None:
    away = v.numbered.away
    for r, people in enumerate(v.numbered.between):
        gone = frozenset().union(*(away[p] for p in people))
        if gone:
            v.starts[r] = {slot for slot in v.starts[r] if gone.isdisjoint(v.span(r, slot))}


def place_busy(v: Variables) -> None:
    by_group: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    by_place: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    for r, held in enumerate(v.held):
        only = v.seating.only[r]
        for (slot, group), literal in held.items():
            for at in v.span(r, slot):
                by_group[group, at].append(literal)
                if only >= 0:
                    by_place[only, at].append(literal)
    for (group, slot), literals in by_group.items():
        if len(literals) > v.seating.groups[group].room[slot]:
            v.model.add(sum(literals) <= v.seating.groups[group].room[slot])
    for (place, _), literals in by_place.items():
        if len(literals) > v.numbered.problem.places[place].capacity:
            v.model.add(sum(literals) <= v.numbered.problem.places[place].capacity)


def place_closed(v: Variables) -> None:
    # Groups count only open places as room already; what is left are meetings that can be held at one place alone.
    for r, only in enumerate(v.seating.only):
        if only >= 0 and v.numbered.closed[only]:
            closed = v.numbered.closed[only]
            v.starts[r] = {slot for slot in v.starts[r] if closed.isdisjoint(v.span(r, slot))}


def wrong_slot(v: Variables) -> None:
    for r, request in enumerate(v.numbered.problem.requests):
        if request.slots is not None:
            v.starts[r] &= {v.numbered.slot_of[name] for name in request.slots}


def wrong_place(v: Variables) -> None:
    """Nothing to add: the groups a request may use already hold only places it allows."""


def not_consecutive(v: Variables) -> None:
    for r, request in enumerate(v.numbered.problem.requests):
        if request.length > 1:
            v.starts[r] = {slot for slot in v.starts[r] if v.numbered.spans[request.length][slot]}


def too_many_meetings(v: Variables) -> None:
    for person, requests in zip(v.numbered.problem.participants, v.numbered.of, strict=True):
        if person.max_meetings is not None and len(requests) > person.max_meetings:
            v.model.add(sum(v.placed[r] for r in requests) <= person.max_meetings)


def too_few_meetings(v: Variables) -> None:
    for person, requests in zip(v.numbered.problem.participants, v.numbered.of, strict=True):
        if person.min_meetings > len([r for r in requests if v.start[r]]):
            v.model.add_bool_or([])
        elif person.min_meetings:
            v.model.add(sum(v.placed[r] for r in requests) >= person.min_meetings)


def too_many_in_a_day(v: Variables) -> None:
    for person, requests in zip(v.numbered.problem.participants, v.numbered.of, strict=True):
        if person.max_per_day is not None and len(requests) > person.max_per_day:
            for day in v.numbered.days:
                starts = [v.start[r][slot] for r in requests for slot in day if slot in v.start[r]]
                if len(starts) > person.max_per_day:
                    v.model.add(sum(starts) <= person.max_per_day)


def order_broken(v: Variables) -> None:
    for r, earlier in enumerate(v.numbered.after):
        for e in earlier:
            for at in v.start[r]:
                # Both at once would break the rule for any start of the later up to here, so one clique holds them all.
                soon = [literal for slot, literal in v.start[r].items() if slot <= at]
                late = [literal for slot, literal in v.start[e].items() if v.span(e, slot)[-1] >= at]
                v.model.add_at_most_one([*soon, *late])


def pin_broken(v: Variables) -> None:
    # The pinned place is part of the groups a request may use.
    for r, request in enumerate(v.numbered.problem.requests):
        if request.fixed is not None and request.fixed.slot is not None:
            v.starts[r] &= {v.numbered.slot_of[request.fixed.slot]}


def required_unplaced(v: Variables) -> None:
    for r, request in enumerate(v.numbered.problem.requests):
        if request.required:
            v.model.add_bool_or(list(v.start[r].values()))


def interpreter_busy(v: Variables) -> None:
    by_group: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    for r, served in enumerate(v.served):
        for (slot, group), literal in served.items():
            for at in v.span(r, slot):
                by_group[group, at].append(literal)
    for (group, slot), literals in by_group.items():
        if len(literals) > v.seating.interpreters[group].room[slot]:
            v.model.add(sum(literals) <= v.seating.interpreters[group].room[slot])


def interpreter_missing(v: Variables) -> None:
    # A lone interpreter's absence is the room of the group; left to do: nobody serves where no group is there at all.
    for r, groups in enumerate(v.seating.interpreting):
        if groups is not None:
            rooms = [v.seating.interpreters[group].room for group in groups]
            v.starts[r] = {
                slot for slot in v.starts[r] if any(all(room[at] for at in v.span(r, slot)) for room in rooms)
            }


def too_short_a_walk(v: Variables) -> None:
    if not v.numbered.problem.walking:
        return
    walk = v.numbered.walk
    for p, rows in enumerate(v.in_zone):
        v.look_up()
        for day in v.numbered.days:
            for i, slot in enumerate(day):
                for here, there in combinations(rows[slot], 2):
                    if walk(here, there) or walk(there, here):
                        v.model.add_bool_or([~rows[slot][here], ~rows[slot][there]])
                for j in range(i + 1, len(day)):
                    between = [v.busy[p][day[k]] for k in range(i + 1, j)]
                    for here, earlier in rows[slot].items():
                        for there, later in rows[day[j]].items():
                            if j - i - 1 < walk(here, there):
                                v.model.add_bool_or([~earlier, ~later, *between])


def breaks_too_uneven(v: Variables) -> None:
    limit = v.numbered.problem.limits.break_range
    if limit is None or not v.break_ends or max(map(len, v.break_ends)) <= limit:
        return
    fewest = v.model.new_int_var(0, len(v.numbered.problem.slots), "")
    for ends in v.break_ends:
        v.model.add(sum(ends) >= fewest)
        v.model.add(sum(ends) <= fewest + limit)


ON_SINGLE_MEETINGS: tuple[Callable[[Variables], None], ...] = (
    participant_away,
    place_closed,
    wrong_slot,
    wrong_place,
    not_consecutive,
    pin_broken,
    interpreter_missing,
)
BETWEEN_MEETINGS: tuple[Callable[[Variables], None], ...] = (
    participant_busy,
    place_busy,
    too_many_meetings,
    too_few_meetings,
    too_many_in_a_day,
    order_broken,
    required_unplaced,
    interpreter_busy,
    too_short_a_walk,
    breaks_too_uneven,
)
