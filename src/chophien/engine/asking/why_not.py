"""Why a request has no place, and the cheapest change that would give it one, tried before it is told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from chophien.engine.asking.changing import with_more_places, with_more_slots
from chophien.engine.asking.interpreters import keep_interpreters
from chophien.engine.board import Meeting, lay_out
from chophien.engine.budget import Budget, GiveUp
from chophien.engine.conflicts import broken_rules
from chophien.engine.draft import Draft
from chophien.engine.explain import Desk, Reason
from chophien.engine.numbered import Numbered, number
from chophien.engine.problem import Interpreter, Participant, Pin, Problem
from chophien.engine.slotwise import SlotModel, fits
from chophien.engine.timetable import Placement

# From the cheapest to the dearest: what costs nobody anything, what moves people, what needs the organizer.
KINDS = ("place", "move", "quota", "presence", "table", "interpreter", "slot")
MOST_MOVES = 3
MOST_TRIES = 60


@dataclass(frozen=True, slots=True)
class Change:
    """A change that places the request: what is done, to whom and when, and the timetable that proves it.

    `place`: nothing else changes. `move`: the `moves` go elsewhere. `quota`: `participants` may have one meeting more.
    `presence`: `participants` are there in the slot. `table`: one more table in the slot. `interpreter`: one more in
    the slot. `slot`: one more slot at the end of the day. In the timetable nothing that was placed is lost.
    """

    kind: str
    slot: str
    place: str | None
    participants: tuple[str, ...] = ()
    moves: tuple[Placement, ...] = ()
    problem: Problem | None = field(default=None, repr=False, compare=False)
    placements: tuple[Placement, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """One request without a place: the reasons in order and the changes that would place it, cheapest first."""

    request: str
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]


def why_not(
    problem: Problem,
    placements: Sequence[Placement],
    requests: Iterable[str] | None = None,
    *,
    seconds: float = 5.0,
    most: int = 3,
) -> tuple[WhyNot, ...]:
    """For each unplaced request (or of these) why, and at most `most` changes of different kinds that place it.

    Every change was carried out on the timetable and passed all checks with nothing lost. When the time is up the
    requests that are left come with their reasons alone.
    """
    numbered = number(problem)
    desk = Desk(lay_out(numbered, placements))
    wanted = None if requests is None else set(requests)
    open_requests = [
        r
        for r, request in enumerate(problem.requests)
        if r not in desk.board.at and (wanted is None or request.id in wanted)
    ]
    found = []
    with Budget(seconds) as budget:
        for r in open_requests:
            asking = _Asking(numbered, tuple(placements), desk, r, budget)
            found.append(WhyNot(problem.requests[r].id, desk.reasons(r), asking.changes(most)))
    return tuple(found)


class _Asking:
    """One request on its search for a change."""

    def __init__(
        self, numbered: Numbered, placements: tuple[Placement, ...], desk: Desk, r: int, budget: Budget
    ) -> None:
        self.numbered = numbered
        self.problem = numbered.problem
        self.placements = placements
        self.desk = desk
        self.r = r
        self.budget = budget
        self.people = numbered.between[r]
        self.tries = 0

    def changes(self, most: int) -> tuple[Change, ...]:
        """The first change of each kind that passes, cheapest first."""
        found: list[Change] = []
        searches = (self._now, self._moving, self._quota, self._presence, self._table, self._interpreter, self._slot)
        for search in searches:
            if len(found) >= most or self.budget.spent or not self.budget.left:
                break
            self.tries = 0
            change = next(search(), None)
            if change is not None:
                found.append(change)
                if change.kind == "place":
                    break
        return tuple(found)

    def _tried(
        self,
        problem: Problem,
        kind: str,
        one: Placement,
        *,
        moves: tuple[Placement, ...] = (),
        participants: tuple[str, ...] = (),
    ) -> Iterator[Change]:
        """The change, if the timetable with it keeps every rule of the changed problem."""
        self.tries += 1
        if self.tries > MOST_TRIES or not self.budget.left:
            return
        elsewhere = {move.request: move for move in moves}
        placements = (*(elsewhere.get(other.request, other) for other in self.placements), one)
        if not broken_rules(problem, placements):
            yield Change(kind, one.slot, one.place, participants, moves, problem, placements)

    def _placement(self, r: int, slot: int, place: int, interpreter: int) -> Placement:
        problem = self.problem
        return Placement(
            problem.requests[r].id,
            problem.slots[slot].id,
            None if place < 0 else problem.places[place].id,
            None if interpreter < 0 else problem.interpreters[interpreter].id,
        )

    def _seats(self, r: int, slot: int, span: tuple[int, ...]) -> list[Placement]:
        """Where the request could sit then: at most one place for each zone."""
        interpreter = self.desk.interpreter(r, span)
        if interpreter is None:
            return []
        return [self._placement(r, slot, place, interpreter) for place in self.desk.places(r, span)]

    def _free(self, r: int, span: tuple[int, ...]) -> bool:
        return all(self.desk.free(p, span) for p in self.numbered.between[r])

    def _now(self) -> Iterator[Change]:
        for slot, span in self.desk.possible(self.r).items():
            if self._free(self.r, span):
                for one in self._seats(self.r, slot, span):
                    if not self.desk.refusals(self._meeting(one, span)):
                        yield from self._tried(self.problem, "place", one)

    def _meeting(self, one: Placement, span: tuple[int, ...]) -> Meeting:
        return Meeting(
            self.numbered.request_of[one.request],
            span[0],
            span,
            -1 if one.place is None else self.numbered.place_of[one.place],
            -1 if one.interpreter is None else self.numbered.interpreter_of[one.interpreter],
        )

    def _moving(self) -> Iterator[Change]:
        yield from self._moving_one()
        yield from self._moving_some()

    def _moving_one(self) -> Iterator[Change]:
        desk = self.desk
        for slot, span in desk.possible(self.r).items():
            for other in self._in_the_way(span):
                desk.count(other, -1)
                try:
                    seats = self._seats(self.r, slot, span) if self._free(self.r, span) else []
                    ways = [(one, move) for one in seats for move in self._other_seats(other, span, one)]
                finally:
                    desk.count(other, 1)
                for one, move in ways:
                    yield from self._tried(self.problem, "move", one, moves=(move,))

    def _in_the_way(self, span: tuple[int, ...]) -> list[Meeting]:
        """The meetings whose leaving may clear the slot: one of its people's, or any that holds a table."""
        if self._free(self.r, span):
            return [m for m in self.desk.board.meetings if set(span) & set(m.span)]
        own = {m: None for p in self.people for m in self.desk.board.of[p] if set(span) & set(m.span)}
        return list(own)

    def _other_seats(self, other: Meeting, taken: tuple[int, ...], one: Placement) -> Iterator[Placement]:
        """Where the meeting could go instead, while it is taken off the desk and the request sits in its slot."""
        mine, was = self._meeting(one, taken), self._placement(other.request, other.slot, other.place, -1)
        where = was.slot, was.place
        self.desk.count(mine, 1)
        try:
            found = []
            for slot, span in self.desk.possible(other.request).items():
                if self._free(other.request, span):
                    seats = self._seats(other.request, slot, span)
                    found += [seat for seat in seats if (seat.slot, seat.place) != where]
        finally:
            self.desk.count(mine, -1)
        yield from found[:2]

    def _moving_some(self) -> Iterator[Change]:
        """Few moves at once, by the exact program: the request and everybody placed must be."""
        if not self._may_fit():
            return
        before = {one.request: one for one in self.placements}
        name = self.problem.requests[self.r].id
        asked = replace(
            self.problem,
            requests=tuple(
                replace(request, required=request.id in before or request.id == name)
                for request in self.problem.requests
                if request.id in before or request.id == name
            ),
            previous={key: Pin(one.slot, one.place) for key, one in before.items()},
            objective=("moved",),
        )
        kept = {request.id for request in asked.requests}
        asked = replace(
            asked,
            requests=tuple(
                replace(request, after=tuple(other for other in request.after if other in kept))
                for request in asked.requests
            ),
        )
        draft = Draft(number(asked))
        if not fits(draft):
            return
        try:
            exact = SlotModel(draft, self.budget.look_up).minimise(("moved",), lambda: self.budget.left)
        except GiveUp:
            return
        if exact is None or exact.costs["moved"] > MOST_MOVES:
            return
        at = {one.request: one for one in exact.placements}
        moves = tuple(at[key] for key, one in before.items() if (at[key].slot, at[key].place) != (one.slot, one.place))
        whole = keep_interpreters(self.problem, exact.placements, before)
        if moves and not broken_rules(self.problem, whole):
            yield Change("move", at[name].slot, at[name].place, (), moves, self.problem, whole)

    def _may_fit(self) -> bool:
        """Whether its people have time for one more meeting at all, wherever the others go."""
        length = self.problem.requests[self.r].length
        for p in self.people:
            held = sum(len(meeting.span) for meeting in self.desk.board.of[p])
            there = len(self.problem.slots) - len(self.numbered.away[p])
            if held + length > there * self.problem.participants[p].parallel:
                return False
        return bool(self.desk.possible(self.r)) and not any(map(self.desk.fully_booked, self.people))

    def _quota(self) -> Iterator[Change]:
        """Slots in which everything is free but somebody's quota is used up; fewest people first."""
        options = []
        for slot, span in self.desk.possible(self.r).items():
            lacking = self.desk.lacking(self.r, slot)
            if lacking and self._free(self.r, span):
                options.append((len(lacking), slot, span, lacking))
        for _, slot, span, lacking in sorted(options):
            names = tuple(self.problem.participants[p].id for p in lacking)
            people = tuple(
                _with_one_more(person) if person.id in names else person for person in self.problem.participants
            )
            for one in self._seats(self.r, slot, span):
                if self.desk.refusals(self._meeting(one, span)) == ("quota_reached",):
                    problem = replace(self.problem, participants=people)
                    yield from self._tried(problem, "quota", one, participants=names)

    def _presence(self) -> Iterator[Change]:
        """Slots in which all are free but some are away; as few people as possible have to come."""
        request, options = self.problem.requests[self.r], []
        for slot, span in enumerate(self.numbered.spans[request.length]):
            name = self.problem.slots[slot].id
            allowed = request.slots is None or name in request.slots
            pinned = request.fixed is not None and request.fixed.slot not in {None, name}
            gone = tuple(p for p in self.people if not self.numbered.away[p].isdisjoint(span))
            if span and allowed and not pinned and gone and self._free(self.r, span):
                options.append((len(gone), slot, span, gone))
        for _, slot, span, gone in sorted(options):
            names = tuple(self.problem.participants[p].id for p in gone)
            there = frozenset(self.problem.slots[at].id for at in span)
            people = tuple(
                replace(person, away=person.away - there) if person.id in names else person
                for person in self.problem.participants
            )
            for one in self._seats(self.r, slot, span):
                if not self.desk.refusals(self._meeting(one, span)):
                    problem = replace(self.problem, participants=people)
                    yield from self._tried(problem, "presence", one, participants=names)

    def _table(self) -> Iterator[Change]:
        for slot, span in self.desk.possible(self.r).items():
            interpreter = self.desk.interpreter(self.r, span)
            if self._free(self.r, span) and interpreter is not None and self.desk.place(self.r, span) is None:
                problem = with_more_places(self.problem, 1, {self.problem.slots[at].id for at in span})
                one = self._placement(self.r, slot, -1, interpreter)
                if problem.places:
                    one = replace(one, place=problem.places[-1].id)
                yield from self._tried(problem, "table", one)

    def _interpreter(self) -> Iterator[Change]:
        pair = self.problem.requests[self.r].interpreting
        if pair is None:
            return
        names = {one.id for one in self.problem.interpreters}
        name = next(f"+{n}" for n in range(1, len(names) + 2) if f"+{n}" not in names)
        problem = replace(self.problem, interpreters=(*self.problem.interpreters, Interpreter(name, (pair,))))
        for slot, span in self.desk.possible(self.r).items():
            if self._free(self.r, span) and self.desk.interpreter(self.r, span) is None:
                for place in self.desk.places(self.r, span):
                    one = replace(self._placement(self.r, slot, place, -1), interpreter=name)
                    yield from self._tried(problem, "interpreter", one)

    def _slot(self) -> Iterator[Change]:
        request = self.problem.requests[self.r]
        pinned = request.fixed is not None and request.fixed.slot is not None
        if request.slots is not None or pinned or request.length > len(self.problem.slots):
            return
        for day in dict.fromkeys(slot.day for slot in self.problem.slots):
            problem = with_more_slots(self.problem, request.length, [day])
            numbered = number(problem)
            span = numbered.days[list(dict.fromkeys(slot.day for slot in problem.slots)).index(day)][-request.length :]
            desk = Desk(lay_out(numbered, self.placements))
            place, interpreter = desk.place(self.r, span), desk.interpreter(self.r, span)
            if place is not None and interpreter is not None:
                one = Placement(
                    request.id,
                    problem.slots[span[0]].id,
                    None if place < 0 else problem.places[place].id,
                    None if interpreter < 0 else problem.interpreters[interpreter].id,
                )
                yield from self._tried(problem, "slot", one)


def _with_one_more(person: Participant) -> Participant:
    return replace(
        person,
        max_meetings=None if person.max_meetings is None else person.max_meetings + 1,
        max_per_day=None if person.max_per_day is None else person.max_per_day + 1,
    )
