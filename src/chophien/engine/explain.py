"""Why a request has no place in a timetable: reason codes and a sentence, read off the finished timetable."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from chophien.engine.board import Board, Meeting, lay_out
from chophien.engine.numbered import Numbered
from chophien.engine.timetable import Placement, Unplaced

REASONS = (
    "participant_full",
    "no_common_slot",
    "no_free_place",
    "no_interpreter",
    "quota_reached",
    "no_slot_in_order",
    "no_time_to_walk",
    "lost_to_heavier",
    "left_over",
)


# So many meetings of a slot are named as standing in the way where the whole hall does.
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a request has no place, with the ids it speaks of; `participants` only where not all are meant."""

    code: str
    sentence: str
    participants: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()


def unplaced_requests(numbered: Numbered, placements: Iterable[Placement]) -> tuple[Unplaced, ...]:
    """Each request without a slot with its reasons, the most telling first."""
    desk = Desk(lay_out(numbered, placements))
    return tuple(desk.explained(r) for r in range(len(numbered.problem.requests)) if r not in desk.board.at)


class Desk:
    """The finished timetable with what is taken when, asked about one request at a time; numbers stand for ids."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.numbered = board.numbered
        self.busy: list[Counter[int]] = [Counter() for _ in board.numbered.problem.participants]
        self.taken: Counter[tuple[int, int]] = Counter()
        self.serving: Counter[tuple[int, int]] = Counter()
        for meeting in board.meetings:
            self.count(meeting, 1)

    def count(self, meeting: Meeting, step: int) -> None:
        """Note that a meeting is held (1) or, to see what would be free without it, that it is not (-1)."""
        for slot in meeting.span:
            self.taken[meeting.place, slot] += step
            self.serving[meeting.interpreter, slot] += step
            for p in self.numbered.between[meeting.request]:
                self.busy[p][slot] += step

    def explained(self, r: int) -> Unplaced:
        """The reasons in the words of an answer."""
        reasons = self.reasons(r)
        return Unplaced(
            self.numbered.problem.requests[r].id,
            tuple(dict.fromkeys(reason.code for reason in reasons)),
            "; ".join(reason.sentence for reason in reasons),
        )

    def reasons(self, r: int) -> tuple[Reason, ...]:
        """Everything that keeps the request out, the most telling first."""
        possible = self.possible(r)
        if not possible:
            sentence = "there is no slot in which everybody is there and the request may be held"
            return (Reason("no_common_slot", sentence),)
        found: list[Reason] = []
        for p in self.numbered.between[r]:
            found += self._about_participant(r, p)
        together = {
            slot: span for slot, span in possible.items() if all(self.free(p, span) for p in self.numbered.between[r])
        }
        full = any(reason.code == "participant_full" for reason in found)
        if not together and not full:
            found.append(Reason("no_common_slot", "no slot is free for everybody at once"))
        if together:
            found += self._about_room(r, together)
        heavier = self._in_the_way(r, together or possible)
        if heavier:
            names = tuple(self.numbered.problem.requests[other].id for other in heavier)
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            more = " and many more" if len(names) >= MOST_NAMED else more
            sentence = f"the time went to requests that weigh as much or more: {', '.join(names[:3])}{more}"
            found.append(Reason("lost_to_heavier", sentence, requests=names))
        if not found:
            sentence = "it could be held, but the timetable would cost more or was not searched to the end"
            found.append(Reason("left_over", sentence, slots=self._ids(together)))
        return tuple(sorted(found, key=lambda reason: REASONS.index(reason.code)))

    def _about_participant(self, r: int, p: int) -> list[Reason]:
        person = self.numbered.problem.participants[p]
        count = len(self.board.of[p])
        if person.max_meetings is not None and count >= person.max_meetings:
            sentence = f"{person.id} has reached the maximum of {person.max_meetings} meetings"
            return [Reason("quota_reached", sentence, participants=(person.id,))]
        full_days = {
            day
            for day, meetings in self.board.days(p).items()
            if person.max_per_day is not None and len(meetings) >= person.max_per_day
        }
        if person.max_per_day == 0 or (full_days and len(full_days) == len(self.numbered.days)):
            sentence = f"{person.id} has reached the maximum of {person.max_per_day} meetings on each day"
            return [Reason("quota_reached", sentence, participants=(person.id,))]
        spans = self.numbered.spans[self.numbered.problem.requests[r].length]
        free = any(
            span
            and self.numbered.day_of[slot] not in full_days
            and self.numbered.away[p].isdisjoint(span)
            and self.free(p, span)
            for slot, span in enumerate(spans)
        )
        return [] if free else [Reason("participant_full", f"{person.id} has no free slot left", (person.id,))]

    def free(self, p: int, span: Iterable[int]) -> bool:
        return all(self.busy[p][slot] < self.numbered.problem.participants[p].parallel for slot in span)

    def possible(self, r: int) -> dict[int, tuple[int, ...]]:
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

    def _about_room(self, r: int, starts: Mapping[int, tuple[int, ...]]) -> list[Reason]:
        seated = {slot: span for slot, span in starts.items() if self.place(r, span) is not None}
        if not seated:
            sentence = f"no place is free when everybody is ({self._named(starts)})"
            return [Reason("no_free_place", sentence, slots=self._ids(starts))]
        served = {slot: span for slot, span in seated.items() if self.interpreter(r, span) is not None}
        if not served:
            pair = self.numbered.problem.requests[r].interpreting
            sentence = f"no interpreter for {pair} is free then ({self._named(seated)})"
            return [Reason("no_interpreter", sentence, slots=self._ids(seated))]
        if not any(self._in_order(r, span) for span in served.values()):
            return [Reason("no_slot_in_order", "no free slot keeps the order of meetings asked for")]
        if self.numbered.problem.walking:
            return [Reason("no_time_to_walk", "the free slots leave no time to walk between the zones")]
        return []

    def usable_places(self, r: int) -> list[int]:
        """The places the request may be held at, whoever sits there."""
        request = self.numbered.problem.requests[r]
        pin = None if request.fixed is None else request.fixed.place
        key = (request.places, self.numbered.host[r], pin)
        if key not in self._usable:
            self._usable[key] = [
                k
                for k, place in enumerate(self.numbered.problem.places)
                if (request.places is None or place.id in request.places)
                and self.numbered.host[r] in {-1, k}
                and pin in {None, place.id}
            ]
        return self._usable[key]

    @cached_property
    def _usable(self) -> dict[tuple[object, ...], list[int]]:
        """The places of requests that may use the same ones, found once."""
        return {}

    def place(self, r: int, span: Iterable[int]) -> int | None:
        """A place for the request that is free all through, -1 in a pool with room, None when there is none."""
        problem = self.numbered.problem
        pool = problem.limits.pool_of_places
        if pool is not None:
            room = problem.requests[r].places is None and all(self.taken[-1, slot] < pool for slot in span)
            return -1 if room else None
        for k in self.usable_places(r):
            capacity = problem.places[k].capacity
            if all(self.taken[k, slot] < capacity and slot not in self.numbered.closed[k] for slot in span):
                return k
        return None

    def interpreter(self, r: int, span: Iterable[int]) -> int | None:
        """An interpreter who is free all through, -1 when none is needed, None when there is none."""
        pair = self.numbered.problem.requests[r].interpreting
        if pair is None:
            return -1
        for i, interpreter in enumerate(self.numbered.problem.interpreters):
            away = self.numbered.interpreter_away[i]
            if pair in interpreter.pairs and all(not self.serving[i, slot] and slot not in away for slot in span):
                return i
        return None

    def _in_order(self, r: int, span: tuple[int, ...]) -> bool:
        at = self.board.at
        return all(e not in at or at[e].span[-1] < span[0] for e in self.numbered.after[r]) and all(
            f not in at or at[f].slot > span[-1] for f in self.numbered.followers[r]
        )

    def _in_the_way(self, r: int, wanted: Mapping[int, tuple[int, ...]]) -> list[int]:
        """Placed requests at least as heavy that fill its slots: its people's, or where they are free all tables'."""
        requests = self.numbered.problem.requests
        weight = requests[r].weight
        slots = {slot for span in wanted.values() for slot in span}
        people = self.numbered.between[r]
        own = {m.request for p in people for m in self.board.of[p] if slots.intersection(m.span)}
        free = any(all(self.free(p, span) for p in people) for span in wanted.values())
        if free and any(self.place(r, span) is not None for span in wanted.values()):
            own = set()
        elif free:
            usable = {-1, *self.usable_places(r)}
            # Whole halls stand in the way then; the heaviest of each slot are enough to be named.
            rows = (self._heaviest[slot] for slot in slots)
            own = {r for row in rows for r in islice((m.request for m in row if m.place in usable), MOST_NAMED)}
        heavier = [other for other in own if requests[other].weight >= weight]
        return sorted(heavier, key=lambda other: (-requests[other].weight, other))

    @cached_property
    def _heaviest(self) -> dict[int, list[Meeting]]:
        """The meetings of each slot, the heaviest first."""
        rows: dict[int, list[Meeting]] = defaultdict(list)
        requests = self.numbered.problem.requests
        for meeting in sorted(self.board.meetings, key=lambda m: (-requests[m.request].weight, m.request)):
            for slot in meeting.span:
                rows[slot].append(meeting)
        return rows

    def _ids(self, slots: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.numbered.problem.slots[slot].id for slot in slots)

    def _named(self, slots: Iterable[int]) -> str:
        names = self._ids(slots)
        return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
