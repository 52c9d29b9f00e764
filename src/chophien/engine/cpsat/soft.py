"""The objectives as linear terms, each under the name of its plain cost in `preferences.py`."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from chophien.engine.cpsat.variables import Literal, Variables


def unplaced_weight(v: Variables) -> Any:
    requests = v.numbered.problem.requests
    return sum(request.weight * (1 - v.placed[r]) for r, request in enumerate(requests) if request.weight)


def worst_share(v: Variables) -> Any:
    worst = v.model.new_int_var(0, 1000, "")
    for requests in v.numbered.of:
        weights = [(v.numbered.problem.requests[r].weight, v.placed[r]) for r in requests]
        asked = sum(weight for weight, _ in weights)
        if asked:
            lost = sum(weight * (1 - placed) for weight, placed in weights)
            # floor(1000 lost / asked) <= worst
            v.model.add(1000 * lost <= asked * worst + asked - 1)
    return worst


def breaks(v: Variables) -> Any:
    return sum(literal for ends in v.break_ends for literal in ends)


def idle_slots(v: Variables) -> Any:
    return sum(
        v.all_of([~busy[slot], begun[before], coming[following]])
        for busy, begun, coming in zip(v.busy, v.begun, v.coming, strict=True)
        for day in v.numbered.days
        for before, slot, following in zip(day, day[1:], day[2:], strict=False)
        if begun[before] is not v.nothing and coming[following] is not v.nothing
    )


def zone_changes(v: Variables) -> Any:
    steps = []
    for busy, rows in zip(v.busy, v.in_zone, strict=True):
        zones = sorted({zone for row in rows for zone in row})
        if len(zones) < 2:
            continue
        v.look_up()
        for day in v.numbered.days:
            # last[zone]: her latest busy slot so far had a meeting in that zone.
            last: dict[str, Literal] = {zone: v.nothing for zone in zones}  # noqa: C420 - keeps the type
            for slot in day:
                here: dict[str, Literal] = {zone: rows[slot].get(zone, v.nothing) for zone in zones}
                step = None
                for zone in zones:
                    for other in zones:
                        if zone != other and here[zone] is not v.nothing and last[other] is not v.nothing:
                            step = v.model.new_bool_var("") if step is None else step
                            v.model.add_bool_or([step, ~here[zone], last[zone], ~last[other]])
                steps += [] if step is None else [step]
                last = {zone: _carry(v, busy[slot], here[zone], last[zone]) for zone in zones}
    return sum(steps)


def _carry(v: Variables, busy: Literal, here: Literal, last: Literal) -> Literal:
    """What `here` says while busy and what `last` said otherwise."""
    if busy is v.nothing or (here is v.nothing and last is v.nothing):
        return last
    now = v.model.new_bool_var("")
    v.model.add_implication(here, now)
    v.model.add_bool_or([~busy, here, ~now])
    v.model.add_bool_or([busy, ~last, now])
    v.model.add_bool_or([busy, last, ~now])
    return now


def moved(v: Variables) -> Any:
    kept = []
    at_place: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    previous = {r: where for r, where in v.numbered.previous.items() if where[0] in v.start[r]}
    for r, only in enumerate(v.seating.only):
        for slot, literal in v.start[r].items() if only >= 0 else ():
            for at in v.span(r, slot):
                at_place[only, at].append(literal)
    for r, (slot, place) in previous.items():
        if place < 0 or place == v.seating.only[r]:
            kept.append(v.start[r][slot])
        elif (slot, v.seating.group_of[place]) in v.held[r] and v.seating.only[r] < 0:
            stays = v.model.new_bool_var("")
            v.model.add_implication(stays, v.held[r][slot, v.seating.group_of[place]])
            kept.append(stays)
            for at in v.span(r, slot):
                at_place[place, at].append(stays)
    for (place, slot), literals in at_place.items():
        capacity = 0 if slot in v.numbered.closed[place] else v.numbered.problem.places[place].capacity
        if len(literals) > capacity:
            v.model.add(sum(literals) <= capacity)
    return len(v.numbered.previous) - sum(kept)


TERMS: dict[str, Callable[[Variables], Any]] = {
    term.__name__: term for term in (unplaced_weight, worst_share, breaks, idle_slots, zone_changes, moved)
}
