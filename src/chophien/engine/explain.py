"""Why a request has no place in a timetable: reason codes and a sentence, read off the finished timetable."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from chophien.engine.board import Board, Meeting, lay_out
from chophien.engine.conflicts import short_walks
from chophien.engine.numbered import Numbered
from chophien.engine.preferences import breaks_of
from chophien.engine.timetable import Placement, Unplaced

REASONS = (
    "participant_full",
    "no_common_slot",
    "no_long_stretch",
    "no_free_place",
    "no_interpreter",
    "quota_reached",
    "no_slot_in_order",
    "no_time_to_walk",
    "breaks_uneven",
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
        self._known_free.clear()
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
        length = self.numbered.problem.requests[r].length
        if not possible and length > 1 and self.possible(r, 1):
            return (Reason("no_long_stretch", f"everybody is never there for {length} slots one after another"),)
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
            found.append(self._apart(r))
        if together:
            told = {name for reason in found if reason.code == "quota_reached" for name in reason.participants}
            found += [
                reason
                for reason in self._about_room(r, together)
                if reason.code != "quota_reached" or not told.issuperset(reason.participants)
            ]
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

    def _apart(self, r: int) -> Reason:
        """Everybody has free slots, but not the same ones."""
        length, people = self.numbered.problem.requests[r].length, self.numbered.between[r]
        if length > 1 and any(all(self.free(p, span) for p in people) for span in self.possible(r, 1).values()):
            sentence = f"never are {length} slots one after another free for everybody"
            return Reason("no_long_stretch", sentence)
        return Reason("no_common_slot", "no slot is free for everybody at once")

    def _about_participant(self, r: int, p: int) -> list[Reason]:
        person = self.numbered.problem.participants[p]
        if person.max_meetings is not None and len(self.board.of[p]) >= person.max_meetings:
            sentence = f"{person.id} has reached the maximum of {person.max_meetings} meetings"
            return [Reason("quota_reached", sentence, participants=(person.id,))]
        spans = self.numbered.spans[self.numbered.problem.requests[r].length]
        free = [
            slot
            for slot, span in enumerate(spans)
            if span and self.numbered.away[p].isdisjoint(span) and self.free(p, span)
        ]
        if not free:
            return [Reason("participant_full", f"{person.id} has no free slot left", (person.id,))]
        if person.max_per_day is not None and all(self._day_is_full(p, slot) for slot in free):
            sentence = (
                f"{person.id} has reached the maximum of {person.max_per_day} meetings on each day with free slots"
            )
            return [Reason("quota_reached", sentence, participants=(person.id,))]
        return []

    def _day_is_full(self, p: int, slot: int) -> bool:
        most = self.numbered.problem.participants[p].max_per_day
        day = self.numbered.day_of[slot]
        return most is not None and self._on_day[p, day] >= most

    @cached_property
    def _on_day(self) -> Counter[tuple[int, int]]:
        """How many meetings each participant has on each day."""
        return Counter((p, self.numbered.day_of[m.slot]) for p, row in enumerate(self.board.of) for m in row)

    def lacking(self, r: int, slot: int) -> tuple[int, ...]:
        """Whose quota, of the whole fair or of that day, leaves no room for one meeting more."""
        return tuple(p for p in self.numbered.between[r] if self.fully_booked(p) or self._day_is_full(p, slot))

    def fully_booked(self, p: int) -> bool:
        """Whether the participant has as many meetings as she may have in all."""
        most = self.numbered.problem.participants[p].max_meetings
        return most is not None and len(self.board.of[p]) >= most

    def free(self, p: int, span: Iterable[int]) -> bool:
        return all(self.busy[p][slot] < self.numbered.problem.participants[p].parallel for slot in span)

    def possible(self, r: int, length: int | None = None) -> dict[int, tuple[int, ...]]:
        """The starts that the request itself and the absences of its people leave, whoever is busy then.

        `length`: as if it took so many slots.
        """
        problem = self.numbered.problem
        request = problem.requests[r]
        pinned = None if request.fixed is None else request.fixed.slot
        return {
            slot: span
            for slot, span in enumerate(self.numbered.spans[length or request.length])
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
        return self._about_neighbours(r, served)

    def _about_neighbours(self, r: int, starts: Mapping[int, tuple[int, ...]]) -> list[Reason]:
        """What keeps the request from where it would have a place: quotas, order, walks, evenness. None if nothing."""
        refusals: dict[str, list[int]] = defaultdict(list)
        lacking: dict[int, None] = {}
        for slot, span in starts.items():
            for place in self.places(r, span):
                codes = self.refusals(Meeting(r, slot, span, place, -1))
                if not codes:
                    return []
                for code in codes:
                    refusals[code].append(slot)
            lacking |= dict.fromkeys(self.lacking(r, slot))
        names = tuple(self.numbered.problem.participants[p].id for p in lacking)
        sentences = {
            "quota_reached": f"{', '.join(names)} may have no more meetings then",
            "no_slot_in_order": "no free slot keeps the order of meetings asked for",
            "no_time_to_walk": "the free slots leave no time to walk between the zones",
            "breaks_uneven": "in the free slots somebody would have too many breaks beside the others",
        }
        return [
            Reason(code, sentences[code], names if code == "quota_reached" else (), self._ids(dict.fromkeys(slots)))
            for code, slots in refusals.items()
        ]

    def refusals(self, mine: Meeting) -> tuple[str, ...]:
        """Which rules between meetings stand against holding one more here, as codes of reasons."""
        people = self.numbered.between[mine.request]
        found = []
        if self.lacking(mine.request, mine.slot):
            found.append("quota_reached")
        if not self._in_order(mine.request, mine.span):
            found.append("no_slot_in_order")
        if self.numbered.problem.walking and any(self._walks_short(p, mine) for p in people):
            found.append("no_time_to_walk")
        if self._uneven(people, mine):
            found.append("breaks_uneven")
        return tuple(found)

    def _walks_short(self, p: int, mine: Meeting) -> bool:
        day = self.numbered.day_of[mine.slot]
        meetings = [m for m in self.board.of[p] if self.numbered.day_of[m.slot] == day]
        return any(mine in pair[:2] for pair in short_walks(self.numbered, [*meetings, mine]))

    def _uneven(self, people: Collection[int], mine: Meeting) -> bool:
        limit = self.numbered.problem.limits.break_range
        if limit is None:
            return False
        theirs = [self._breaks_with(p, mine) for p in people]
        fewest = next((count for count, p in self._breaks if p not in people), min(theirs))
        most = next((count for count, p in reversed(self._breaks) if p not in people), max(theirs))
        return max(most, *theirs) - min(fewest, *theirs) > limit

    def _breaks_with(self, p: int, mine: Meeting) -> int:
        """How many breaks somebody would have with one meeting more."""
        busy = sorted({slot for meeting in (*self.board.of[p], mine) for slot in meeting.span})
        day_of = self.numbered.day_of
        return sum(late - soon > 1 and day_of[soon] == day_of[late] for soon, late in pairwise(busy))

    @cached_property
    def _breaks(self) -> list[tuple[int, int]]:
        """How many breaks everybody has and who that is, the fewest first."""
        return sorted((breaks_of(self.board, p), p) for p in range(len(self.board.of)))

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
        return self._first_free(self.usable_places(r), span)

    def places(self, r: int, span: Iterable[int]) -> list[int]:
        """One place that is free all through for each zone it could be in; the zone matters to those who walk."""
        first = self.place(r, span)
        if first is None:
            return []
        if first < 0 or not self.numbered.problem.walking:
            return [first]
        usable = self.usable_places(r)
        # The lists of usable places are shared by many requests, so each is sorted by zone once.
        if id(usable) not in self._zoned:
            rows: dict[str | None, list[int]] = defaultdict(list)
            for k in usable:
                rows[self.numbered.zone[k]].append(k)
            self._zoned[id(usable)] = list(rows.values())
        found = (self._first_free(row, span) for row in self._zoned[id(usable)])
        return [k for k in found if k is not None]

    @cached_property
    def _zoned(self) -> dict[int, list[list[int]]]:
        return {}

    def _first_free(self, row: list[int], span: Iterable[int]) -> int | None:
        """The first place of a list that is free all through; many requests ask the same of the same list."""
        key = (id(row), *span)
        if key not in self._known_free:
            self._known_free[key] = next((k for k in row if self._has_room(k, span)), None)
        return self._known_free[key]

    @cached_property
    def _known_free(self) -> dict[tuple[int, ...], int | None]:
        """What `_first_free` found, until a meeting more or less is counted."""
        return {}

    def _has_room(self, k: int, span: Iterable[int]) -> bool:
        capacity, closed = self.numbered.problem.places[k].capacity, self.numbered.closed[k]
        return all(self.taken[k, slot] < capacity and slot not in closed for slot in span)

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
