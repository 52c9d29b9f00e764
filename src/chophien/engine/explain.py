"""Why a request has no place in a timetable: reason codes and a sentence, read off the finished timetable."""

from collections import Counter
from collections.abc import Iterable, Mapping

from chophien.engine.board import Board, lay_out
from chophien.engine.numbered import Numbered
from chophien.engine.timetable import Placement, Unplaced

REASONS = (
    "quota_reached",
    "participant_full",
    "no_common_slot",
    "no_free_place",
    "no_interpreter",
    "no_slot_in_order",
    "no_time_to_walk",
    "lost_to_heavier",
    "left_over",
)


def unplaced_requests(numbered: Numbered, placements: Iterable[Placement]) -> tuple[Unplaced, ...]:
    """Each request without a slot with its reasons, the most telling first."""
    desk = _Desk(lay_out(numbered, placements))
    return tuple(desk.explained(r) for r in range(len(numbered.problem.requests)) if r not in desk.board.at)


class _Desk:
    """The finished timetable with what is taken when, asked about one request at a time."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.numbered = board.numbered
        self.busy: list[Counter[int]] = [Counter() for _ in board.numbered.problem.participants]
        self.taken: Counter[tuple[int, int]] = Counter()
        self.serving: Counter[tuple[int, int]] = Counter()
        for meeting in board.meetings:
            for slot in meeting.span:
                self.taken[meeting.place, slot] += 1
                self.serving[meeting.interpreter, slot] += 1
                for p in self.numbered.between[meeting.request]:
                    self.busy[p][slot] += 1

    def explained(self, r: int) -> Unplaced:
        problem = self.numbered.problem
        request = problem.requests[r]
        found: dict[str, str] = {}
        for p in self.numbered.between[r]:
            found |= self._about_participant(r, p)
        possible = self._possible(r)
        together = [slot for slot in possible if all(self._free(p, possible[slot]) for p in self.numbered.between[r])]
        if not possible:
            found["no_common_slot"] = "there is no slot in which everybody is there and the request may be held"
        elif not together and "participant_full" not in found:
            found["no_common_slot"] = "no slot is free for everybody at once"
        if together and not found:
            found |= self._about_room(r, {slot: possible[slot] for slot in together})
        heavier = self._in_the_way(r, possible)
        if heavier:
            names = ", ".join(problem.requests[other].id for other in heavier[:3])
            more = f" and {len(heavier) - 3} more" if len(heavier) > 3 else ""
            found["lost_to_heavier"] = f"the time went to requests that weigh as much or more: {names}{more}"
        if not found:
            found["left_over"] = "it could be held, but the timetable would cost more or was not searched to the end"
        reasons = tuple(code for code in REASONS if code in found)
        return Unplaced(request.id, reasons, "; ".join(found[code] for code in reasons))

    def _about_participant(self, r: int, p: int) -> dict[str, str]:
        person = self.numbered.problem.participants[p]
        count = len(self.board.of[p])
        if person.max_meetings is not None and count >= person.max_meetings:
            return {"quota_reached": f"{person.id} has reached the maximum of {person.max_meetings} meetings"}
        full_days = {
            day
            for day, meetings in self.board.days(p).items()
            if person.max_per_day is not None and len(meetings) >= person.max_per_day
        }
        if person.max_per_day == 0 or len(full_days) == len(self.numbered.days):
            return {
                "quota_reached": f"{person.id} has reached the maximum of {person.max_per_day} meetings on each day"
            }
        spans = self.numbered.spans[self.numbered.problem.requests[r].length]
        free = [
            slot
            for slot, span in enumerate(spans)
            if span
            and self.numbered.day_of[slot] not in full_days
            and self.numbered.away[p].isdisjoint(span)
            and self._free(p, span)
        ]
        return {} if free else {"participant_full": f"{person.id} has no free slot left"}

    def _free(self, p: int, span: Iterable[int]) -> bool:
        return all(self.busy[p][slot] < self.numbered.problem.participants[p].parallel for slot in span)

    def _possible(self, r: int) -> dict[int, tuple[int, ...]]:
        """The starts that the request itself and the absences of its people leave, whoever is busy then."""
        problem = self.numbered.problem
        request = problem.requests[r]
        pinned = None if request.fixed is None else request.fixed.slot
        return {
            slot: span
            for slot, span in enumerate(self.numbered.spans[request.length])
            if span
            and (request.slots is None or problem.slots[slot].id in request.slots)
            and pinned in {None, problem.slots[slot].id}
            and all(self.numbered.away[p].isdisjoint(span) for p in self.numbered.between[r])
        }

    def _about_room(self, r: int, starts: Mapping[int, tuple[int, ...]]) -> dict[str, str]:
        seated = {slot: span for slot, span in starts.items() if self._has_place(r, span)}
        if not seated:
            return {"no_free_place": f"no place is free when everybody is ({self._named(starts)})"}
        served = {slot: span for slot, span in seated.items() if self._has_interpreter(r, span)}
        if not served:
            pair = self.numbered.problem.requests[r].interpreting
            return {"no_interpreter": f"no interpreter for {pair} is free then ({self._named(seated)})"}
        ordered = {slot: span for slot, span in served.items() if self._in_order(r, span)}
        if not ordered:
            return {"no_slot_in_order": "no free slot keeps the order of meetings asked for"}
        if self.numbered.problem.walking:
            return {"no_time_to_walk": "the free slots leave no time to walk between the zones"}
        return {}

    def _has_place(self, r: int, span: Iterable[int]) -> bool:
        problem = self.numbered.problem
        request = problem.requests[r]
        if problem.limits.pool_of_places is not None:
            return request.places is None and all(self.taken[-1, slot] < problem.limits.pool_of_places for slot in span)
        return any(
            (request.places is None or place.id in request.places)
            and self.numbered.host[r] in {-1, k}
            and (request.fixed is None or request.fixed.place in {None, place.id})
            and all(self.taken[k, slot] < place.capacity and slot not in self.numbered.closed[k] for slot in span)
            for k, place in enumerate(problem.places)
        )

    def _has_interpreter(self, r: int, span: Iterable[int]) -> bool:
        pair = self.numbered.problem.requests[r].interpreting
        return pair is None or any(
            pair in interpreter.pairs
            and all(not self.serving[i, slot] and slot not in self.numbered.interpreter_away[i] for slot in span)
            for i, interpreter in enumerate(self.numbered.problem.interpreters)
        )

    def _in_order(self, r: int, span: tuple[int, ...]) -> bool:
        at = self.board.at
        return all(e not in at or at[e].span[-1] < span[0] for e in self.numbered.after[r]) and all(
            r not in self.numbered.after[other] or meeting.slot > span[-1] for other, meeting in at.items()
        )

    def _in_the_way(self, r: int, possible: Mapping[int, tuple[int, ...]]) -> list[int]:
        """Placed requests of its people, at least as heavy, that fill slots it could have had."""
        weight = self.numbered.problem.requests[r].weight
        wanted = {slot for span in possible.values() for slot in span}
        return sorted(
            {
                meeting.request
                for p in self.numbered.between[r]
                for meeting in self.board.of[p]
                if wanted.intersection(meeting.span)
                and self.numbered.problem.requests[meeting.request].weight >= weight
            },
            key=lambda other: (-self.numbered.problem.requests[other].weight, other),
        )

    def _named(self, slots: Iterable[int]) -> str:
        names = [self.numbered.problem.slots[slot].id for slot in slots]
        return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
