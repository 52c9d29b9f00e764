"""A timetable in the making that can be changed quickly: place, take out, and swap two slots along a chain.

Two slots A and B: their meetings form paths over the participants. Swapping A and B along a whole path keeps everybody
inside it legal, because both slots are in use there; only the two ends change their busy slots and only the rooms of
A and B change, by at most one each way. (Kempe chains, as in edge colouring.)
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from chophien.engine.numbered import Numbered
from chophien.engine.problem import Problem
from chophien.engine.seating import Seating, arrange, seat, zones_matter
from chophien.engine.timetable import Placement

FREE = -1


def _most_breaks(problem: Problem) -> int | None:
    """How many breaks a searched timetable lets anybody have, None for any number.

    Where breaks come before everything else, a timetable without them is better than any other, however few meet.
    """
    first = next((name for name in problem.objective if name != "zone_changes"), None)
    if first in {"breaks", "idle_slots"} and not all(request.required for request in problem.requests):
        return 0
    return problem.limits.break_range


class Draft:
    """Meetings by unit and slot. A participant with `parallel` n is n units, each with one meeting at a time.

    `domain[r]` is a bit mask of the slots request r may start in as far as absences, closed places, its own wishes and
    its pin go. A resource is a group of places, a single place or a group of interpreters; `rest[i][slot]` says how
    many more meetings it can take. All hard rules hold at any time except `required_unplaced`, `too_few_meetings` and
    `breaks_too_uneven`, which concern the finished timetable.
    """

    def __init__(self, numbered: Numbered) -> None:
        problem = numbered.problem
        self.numbered = numbered
        self.seating: Seating = arrange(numbered)
        self.slots = len(problem.slots)
        self.day_of = numbered.day_of
        self.units: list[tuple[int, ...]] = []
        self.owner: list[int] = []
        for p, person in enumerate(problem.participants):
            count = min(person.parallel, len(numbered.of[p]))
            self.units.append(tuple(range(len(self.owner), len(self.owner) + count)))
            self.owner += [p] * count
        self.at = [[FREE] * self.slots for _ in self.owner]
        self.weight = [request.weight for request in problem.requests]
        self.length = [request.length for request in problem.requests]
        self.slot = [-1] * len(problem.requests)
        self.ends: list[tuple[int, ...]] = [()] * len(problem.requests)
        self.uses: list[tuple[int, ...]] = [()] * len(problem.requests)
        self.movable = [request.length == 1 and len(request.between) == 2 for request in problem.requests]
        self.count = [0] * len(problem.participants)
        self.day_count: list[Counter[int]] = [Counter() for _ in problem.participants]
        self.placed_weight = 0
        self._set_up_resources()
        self._set_up_domains()
        self.followers = numbered.followers
        self.ordered = [bool(numbered.after[r] or self.followers[r]) for r in range(len(self.slot))]
        self.walks = bool(problem.walking)
        self.most_breaks = _most_breaks(problem)
        self.daily = any(person.max_per_day is not None for person in problem.participants)
        # Along a chain rooms need no more than counting its meetings when all of them use one and the same resource.
        self.one_room = len(self.rest) == 1
        self.plain = not (self.walks or any(self.ordered))

    def _set_up_resources(self) -> None:
        numbered, seating = self.numbered, self.seating
        self.rest = [list(group.room) for group in seating.groups]
        single: dict[int, int] = {}
        hosts: dict[int, set[int]] = defaultdict(set)
        for r, only in enumerate(seating.only):
            if only >= 0:
                people = {p for p in numbered.between[r] if numbered.problem.participants[p].base is not None}
                hosts[only] = hosts[only] & people if only in hosts else people
        for place, people in hosts.items():
            capacity = numbered.problem.places[place].capacity
            # A booth that only its owner uses is busy no more often than the owner.
            if all(numbered.problem.participants[p].parallel > capacity for p in people):
                single[place] = len(self.rest)
                self.rest.append([capacity] * self.slots)
        first = len(self.rest)
        self.rest += [list(group.room) for group in seating.interpreters]
        # Requests that may use the same resources share one list: with many booths there are hundreds in it.
        self.choices: list[list[tuple[int, ...]]] = []
        # How many of them follow each other that differ in the interpreter alone; 0 where none is needed.
        self.servers: list[int] = []
        known: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
        for r, groups in enumerate(seating.choices):
            alone = (single[seating.only[r]],) if seating.only[r] in single else ()
            interpreting = seating.interpreting[r]
            key = (groups, alone, interpreting)
            if key not in known:
                served: Iterable[tuple[int, ...]] = (
                    [()] if interpreting is None else [(first + g,) for g in interpreting]
                )
                known[key] = [(group, *alone, *other) for group, other in product(groups, served)]
            self.choices.append(known[key])
            self.servers.append(0 if interpreting is None else len(interpreting))
        self.first_interpreter = first

    def _set_up_domains(self) -> None:
        numbered = self.numbered
        bits = [sum(1 << slot for slot in away) for away in numbered.away]
        everything = (1 << self.slots) - 1
        fits = {
            length: sum(1 << slot for slot, span in enumerate(spans) if span)
            for length, spans in numbered.spans.items()
        }
        self.domain: list[int] = []
        for r, request in enumerate(numbered.problem.requests):
            gone = 0
            for p in numbered.between[r]:
                gone |= bits[p] if self.units[p] else everything
            only = self.seating.only[r]
            if only >= 0:
                gone |= sum(1 << slot for slot in numbered.closed[only])
            mask = fits[request.length]
            # Where it fits nowhere its length may be any number.
            for later in range(request.length if mask else 0):
                mask &= ~(gone >> later)
            if request.slots is not None:
                mask &= sum(1 << numbered.slot_of[name] for name in request.slots)
            if request.fixed is not None and request.fixed.slot is not None:
                mask &= 1 << numbered.slot_of[request.fixed.slot]
            self.domain.append(mask if self.choices[r] else 0)

    def starts(self, r: int) -> Iterator[int]:
        """The slots of the request's domain, in order."""
        mask = self.domain[r]
        while mask:
            low = mask & -mask
            yield low.bit_length() - 1
            mask ^= low

    def span(self, r: int, slot: int) -> tuple[int, ...]:
        return self.numbered.spans[self.length[r]][slot]

    def within_quota(self, r: int) -> bool:
        """Whether everybody may have one more meeting."""
        for p in self.numbered.between[r]:
            most = self.numbered.problem.participants[p].max_meetings
            if most is not None and self.count[p] >= most:
                return False
        return True

    def day_allows(self, r: int, slot: int) -> bool:
        """Whether everybody may have one more meeting on the slot's day."""
        if self.daily:
            for p in self.numbered.between[r]:
                most = self.numbered.problem.participants[p].max_per_day
                if most is not None and self.day_count[p][self.day_of[slot]] >= most:
                    return False
        return True

    def free_units(self, r: int, slot: int) -> tuple[int, ...] | None:
        """One free unit of everybody through the whole meeting, None when somebody has none."""
        span = self.span(r, slot)
        chosen = []
        for p in self.numbered.between[r]:
            for u in self.units[p]:
                row = self.at[u]
                if all(row[s] == FREE for s in span):
                    chosen.append(u)
                    break
            else:
                return None
        return tuple(chosen)

    def room(self, r: int, slot: int) -> tuple[int, ...] | None:
        """The first choice of resources with room through the whole meeting."""
        span, choices, rest = self.span(r, slot), self.choices[r], self.rest
        servers = self.servers[r]
        step, server = max(1, servers), 0
        if servers:
            # Which interpreter is free has nothing to do with the place.
            free = (j for j in range(servers) if all(rest[choices[j][-1]][s] > 0 for s in span))
            server = next(free, -1)
        for k in range(server, len(choices) if server >= 0 else 0, step):
            if all(rest[i][s] > 0 for i in choices[k] for s in span):
                return choices[k]
        return None

    def put(self, r: int, slot: int, units: tuple[int, ...], uses: tuple[int, ...]) -> None:
        """Place a request; the caller has made sure that it fits."""
        self.slot[r], self.ends[r], self.uses[r] = slot, units, uses
        for s in self.span(r, slot):
            for u in units:
                self.at[u][s] = r
            for i in uses:
                self.rest[i][s] -= 1
        for p in self.numbered.between[r]:
            self.count[p] += 1
            self.day_count[p][self.day_of[slot]] += 1
        self.placed_weight += self.weight[r]

    def take(self, r: int) -> None:
        """Take a placed request out again."""
        slot = self.slot[r]
        for s in self.span(r, slot):
            for u in self.ends[r]:
                self.at[u][s] = FREE
            for i in self.uses[r]:
                self.rest[i][s] += 1
        for p in self.numbered.between[r]:
            self.count[p] -= 1
            self.day_count[p][self.day_of[slot]] -= 1
        self.slot[r], self.ends[r], self.uses[r] = -1, (), ()
        self.placed_weight -= self.weight[r]

    def in_order(self, r: int, slot: int) -> bool:
        """Whether the request, starting there, keeps the order with the placed ones it is tied to."""
        if not self.ordered[r]:
            return True
        last = slot + self.length[r] - 1
        return all(
            self.slot[e] < 0 or self.slot[e] + self.length[e] - 1 < slot for e in self.numbered.after[r]
        ) and all(self.slot[f] < 0 or self.slot[f] > last for f in self.followers[r])

    def can_walk(self, participant: int, slots: Iterable[int]) -> bool:
        """Whether the participant has time to walk around each of these slots."""
        if not self.walks:
            return True
        units = [self.at[u] for u in self.units[participant]]
        for slot in slots:
            day = self.numbered.days[self.day_of[slot]]
            here = {self._zone(row[slot]) for row in units if row[slot] >= 0}
            for step in (-1, 1):
                at = slot + step
                while day[0] <= at <= day[-1] and all(row[at] == FREE for row in units):
                    at += step
                if not day[0] <= at <= day[-1]:
                    continue
                free = abs(at - slot) - 1
                for there in {self._zone(row[at]) for row in units if row[at] >= 0}:
                    for zone in here:
                        walk = self.numbered.walk(zone, there) if step > 0 else self.numbered.walk(there, zone)
                        if free < walk:
                            return False
            for a, b in product(here, here):
                if self.numbered.walk(a, b):
                    return False
        return True

    def _zone(self, r: int) -> str | None:
        return self.seating.groups[self.uses[r][0]].zone

    def chain(self, unit: int, a: int, b: int, longest: int = 400) -> tuple[list[int], int] | None:
        """The path from a unit busy in a and not in b, and the unit at its end; None when it may not be swapped.

        Whether the rooms, the quotas a day, the order and the walks allow the swap is seen by `swap`.
        """
        at, domain, movable, ends = self.at, self.domain, self.movable, self.ends
        path: list[int] = []
        to = b
        slot = a
        m = at[unit][slot]
        while m >= 0:
            if not (domain[m] >> to & 1) or not movable[m] or len(path) >= longest:
                return None
            path.append(m)
            pair = ends[m]
            unit = pair[1] if pair[0] == unit else pair[0]
            slot, to = to, slot
            m = at[unit][slot]
        if self.one_room:
            if len(path) & 1 and self.rest[0][b] <= 0:
                return None
            return path, unit
        net: Counter[int] = Counter()
        for at_path, m in enumerate(path):
            for i in self.uses[m]:
                net[i] += -1 if at_path & 1 else 1
        rest = self.rest
        for i, change in net.items():
            if rest[i][b] < change or rest[i][a] < -change:
                return None
        return path, unit

    def swap(self, path: list[int], a: int, b: int) -> bool:
        """Swap the two slots along a chain; undone and False when quotas a day, order or walks forbid it."""
        self._swap(path, a, b)
        if self.plain and not self.daily:
            return True
        if self._still_allowed(path, a, b):
            return True
        self._swap(path, a, b)
        return False

    def _swap(self, path: list[int], a: int, b: int) -> None:
        slot, at, ends, rest = self.slot, self.at, self.ends, self.rest
        for m in path:
            s = slot[m]
            u, w = ends[m]
            if at[u][s] == m:
                at[u][s] = FREE
            if at[w][s] == m:
                at[w][s] = FREE
            for i in self.uses[m]:
                rest[i][s] += 1
            to = b if s == a else a
            slot[m] = to
            for i in self.uses[m]:
                rest[i][to] -= 1
            # Whoever stands there has still to move and will not clear this seat, because it is no longer his.
            at[u][to] = m
            at[w][to] = m
        if self.daily and self.day_of[a] != self.day_of[b]:
            for m in path:
                left, now = (a, b) if slot[m] == b else (b, a)
                for p in self.numbered.between[m]:
                    self.day_count[p][self.day_of[left]] -= 1
                    self.day_count[p][self.day_of[now]] += 1

    def _still_allowed(self, path: list[int], a: int, b: int) -> bool:
        people = {p for m in path for p in self.numbered.between[m]}
        if self.daily and self.day_of[a] != self.day_of[b]:
            for p in people:
                most = self.numbered.problem.participants[p].max_per_day
                if most is not None and max(self.day_count[p].values()) > most:
                    return False
        if not all(self.in_order(m, self.slot[m]) for m in path if self.ordered[m]):
            return False
        return not self.walks or all(self.can_walk(p, self._busy_of(p, (a, b))) for p in people)

    def _busy_of(self, p: int, slots: Iterable[int]) -> list[int]:
        """Those slots in which the participant is busy, and her nearest busy neighbours where she is not."""
        rows = [self.at[u] for u in self.units[p]]
        found = []
        for slot in slots:
            day = self.numbered.days[self.day_of[slot]]
            at = slot
            while at >= day[0] and all(row[at] == FREE for row in rows):
                at -= 1
            if at >= day[0]:
                found.append(at)
        return found

    def placements(self) -> tuple[Placement, ...]:
        """The draft as placements with places and interpreters named."""
        groups = [uses[0] if uses else -1 for uses in self.uses]
        interpreters = [
            uses[-1] - self.first_interpreter if uses and uses[-1] >= self.first_interpreter else -1
            for uses in self.uses
        ]
        return seat(self.numbered, self.seating, self.slot, groups, interpreters)

    def load(self, slots: list[int], ends: list[tuple[int, ...]], uses: list[tuple[int, ...]]) -> None:
        """Return to a remembered state."""
        for r, slot in enumerate(self.slot):
            if slot >= 0:
                self.take(r)
        for r, slot in enumerate(slots):
            if slot >= 0:
                self.put(r, slot, ends[r], uses[r])


__all__ = ["FREE", "Draft", "zones_matter"]
