"""The problem with whole numbers in place of ids, as every calculation of the engine reads it."""

from dataclasses import dataclass
from functools import cached_property

from chophien.engine.problem import Problem


@dataclass(frozen=True)
class Numbered:
    """A problem whose slots, places, participants, interpreters and requests are known by their position.

    `spans[length][slot]` gives the slots a meeting of that length takes when it starts there, or () when the day ends
    too early. `between[r]` and `of[p]` are the two directions of who meets in which request.
    """

    problem: Problem

    @cached_property
    def slot_of(self) -> dict[str, int]:
        return {slot.id: i for i, slot in enumerate(self.problem.slots)}

    @cached_property
    def place_of(self) -> dict[str, int]:
        return {place.id: i for i, place in enumerate(self.problem.places)}

    @cached_property
    def participant_of(self) -> dict[str, int]:
        return {participant.id: i for i, participant in enumerate(self.problem.participants)}

    @cached_property
    def interpreter_of(self) -> dict[str, int]:
        return {interpreter.id: i for i, interpreter in enumerate(self.problem.interpreters)}

    @cached_property
    def request_of(self) -> dict[str, int]:
        return {request.id: i for i, request in enumerate(self.problem.requests)}

    @cached_property
    def days(self) -> tuple[tuple[int, ...], ...]:
        """The slots of each day, in order."""
        days: dict[str, list[int]] = {}
        for i, slot in enumerate(self.problem.slots):
            days.setdefault(slot.day, []).append(i)
        return tuple(tuple(day) for day in days.values())

    @cached_property
    def day_of(self) -> tuple[int, ...]:
        numbers = {slot: number for number, day in enumerate(self.days) for slot in day}
        return tuple(numbers[slot] for slot in range(len(self.problem.slots)))

    @cached_property
    def spans(self) -> dict[int, tuple[tuple[int, ...], ...]]:
        by_length = {}
        for length in {1} | {request.length for request in self.problem.requests}:
            row: list[tuple[int, ...]] = [()] * len(self.problem.slots)
            for day in self.days:
                for at in range(len(day) - length + 1):
                    row[day[at]] = day[at : at + length]
            by_length[length] = tuple(row)
        return by_length

    @cached_property
    def between(self) -> tuple[tuple[int, ...], ...]:
        number = self.participant_of
        return tuple(tuple(number[name] for name in request.between) for request in self.problem.requests)

    @cached_property
    def of(self) -> tuple[tuple[int, ...], ...]:
        """The requests of each participant."""
        rows: list[list[int]] = [[] for _ in self.problem.participants]
        for r, people in enumerate(self.between):
            for p in people:
                rows[p].append(r)
        return tuple(tuple(row) for row in rows)

    @cached_property
    def away(self) -> tuple[frozenset[int], ...]:
        return tuple(frozenset(self.slot_of[s] for s in person.away) for person in self.problem.participants)

    @cached_property
    def interpreter_away(self) -> tuple[frozenset[int], ...]:
        return tuple(frozenset(self.slot_of[s] for s in person.away) for person in self.problem.interpreters)

    @cached_property
    def closed(self) -> tuple[frozenset[int], ...]:
        return tuple(frozenset(self.slot_of[s] for s in place.closed) for place in self.problem.places)

    @cached_property
    def after(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(self.request_of[name] for name in request.after) for request in self.problem.requests)

    @cached_property
    def followers(self) -> tuple[tuple[int, ...], ...]:
        """The other direction of `after`: the requests that must come later than each."""
        rows: list[list[int]] = [[] for _ in self.after]
        for r, earlier in enumerate(self.after):
            for e in earlier:
                rows[e].append(r)
        return tuple(tuple(row) for row in rows)

    @cached_property
    def host(self) -> tuple[int, ...]:
        """For each request the place where its host stays, or -1; the first of `between` with a base is the host."""
        hosts = []
        for request in self.problem.requests:
            bases = (self.problem.participants[self.participant_of[name]].base for name in request.between)
            base = next((base for base in bases if base is not None), None)
            hosts.append(-1 if base is None else self.place_of[base])
        return tuple(hosts)

    @cached_property
    def previous(self) -> dict[int, tuple[int, int]]:
        """Where requests lay before: slot and place, -1 for a place that was not said."""
        return {
            self.request_of[name]: (
                -1 if pin.slot is None else self.slot_of[pin.slot],
                -1 if pin.place is None else self.place_of[pin.place],
            )
            for name, pin in self.problem.previous.items()
        }

    @cached_property
    def zone(self) -> tuple[str | None, ...]:
        return tuple(place.zone for place in self.problem.places)

    def zone_of(self, place: int) -> str | None:
        """The zone of a place, none for -1, which stands for no place."""
        return None if place < 0 else self.zone[place]

    @cached_property
    def longest(self) -> int:
        return max((request.length for request in self.problem.requests), default=1)

    def walk(self, here: str | None, there: str | None) -> int:
        """Slots that must lie free between meetings in two zones; one direction given stands for both."""
        if here is None or there is None or here == there:
            return 0
        walking = self.problem.walking
        there_given = walking.get(here, {}).get(there)
        back_given = walking.get(there, {}).get(here)
        return there_given if there_given is not None else back_given or 0


def number(problem: Problem) -> Numbered:
    return Numbered(problem)
