"""Fewer changes of zone without changing who meets when: meetings of one slot trade places."""

import math
import random
from collections.abc import Callable

from chophien.engine.draft import FREE, Draft

# Moves between two looks at whether to go on.
LOOK = 128


class Zoner:
    """The steps from zone to zone in a draft, and random moves of meetings to other places that lower them."""

    def __init__(self, draft: Draft, rng: random.Random) -> None:
        self.draft = draft
        self.rng = rng
        self.zones = [group.zone for group in draft.seating.groups]
        self.choices = [frozenset(choices) for choices in draft.choices]
        self.movable = [r for r, slot in enumerate(draft.slot) if slot >= 0 and len(draft.seating.choices[r]) > 1]
        self.total = sum(self._of(p, day) for p in range(len(draft.units)) for day in range(len(draft.numbered.days)))

    def _of(self, participant: int, day: int) -> int:
        """The zone changes of one participant on one day."""
        draft, zones, steps = self.draft, self.zones, 0
        rows = [draft.at[u] for u in draft.units[participant]]
        if len(rows) == 1:
            last = None
            for slot in draft.numbered.days[day]:
                r = rows[0][slot]
                if r != FREE:
                    zone = zones[draft.uses[r][0]]
                    steps += last is not None and zone is not None and zone != last
                    last = zone
            return steps
        before: set[str] = set()
        for slot in draft.numbered.days[day]:
            held = [row[slot] for row in rows if row[slot] != FREE]
            if held:
                here = {zone for r in held if (zone := zones[draft.uses[r][0]]) is not None}
                steps += bool(before) and bool(here - before)
                before = here
        return steps

    def _around(self, requests: tuple[int, ...]) -> int:
        day = self.draft.day_of[self.draft.slot[requests[0]]]
        people = {p for r in requests for p in self.draft.numbered.between[r]}
        return sum(self._of(p, day) for p in people)

    def anneal(self, steps: int, look_up: Callable[[], None]) -> None:
        """Try so many moves while the temperature falls; ends with a state no worse than the start or near it."""
        rng, draft = self.rng, self.draft
        if not self.movable:
            return
        at_once: dict[int, list[int]] = {}
        for r in self.movable:
            if draft.length[r] == 1:
                at_once.setdefault(draft.slot[r], []).append(r)
        for step in range(steps):
            if step % LOOK == 0:
                look_up()
            if self.total == 0:
                return
            temperature = 0.6 * (0.05 / 0.6) ** (step / steps)
            r = self.movable[int(rng.random() * len(self.movable))]
            groups = draft.seating.choices[r]
            to = groups[int(rng.random() * len(groups))]
            if to == draft.uses[r][0] or (to, *draft.uses[r][1:]) not in self.choices[r]:
                continue
            if all(draft.rest[to][slot] > 0 for slot in draft.span(r, draft.slot[r])):
                self._try((r,), (to,), temperature)
            elif draft.length[r] == 1:
                others = at_once[draft.slot[r]]
                other = others[int(rng.random() * len(others))]
                back = draft.uses[r][0]
                if draft.uses[other][0] == to and (back, *draft.uses[other][1:]) in self.choices[other]:
                    self._try((r, other), (to, back), temperature)

    def _try(self, requests: tuple[int, ...], groups: tuple[int, ...], temperature: float) -> None:
        before = self._around(requests)
        left = tuple(self.draft.uses[r][0] for r in requests)
        self._seat(requests, groups)
        change = self._around(requests) - before
        welcome = change <= 0 or self.rng.random() < math.exp(-change / temperature)
        if welcome and (not self.draft.walks or self._can_walk(requests)):
            self.total += change
        else:
            self._seat(requests, left)

    def _seat(self, requests: tuple[int, ...], groups: tuple[int, ...]) -> None:
        draft = self.draft
        for r, group in zip(requests, groups, strict=True):
            for slot in draft.span(r, draft.slot[r]):
                draft.rest[draft.uses[r][0]][slot] += 1
                draft.rest[group][slot] -= 1
            draft.uses[r] = (group, *draft.uses[r][1:])

    def _can_walk(self, requests: tuple[int, ...]) -> bool:
        draft = self.draft
        return all(draft.can_walk(p, draft.span(r, draft.slot[r])) for r in requests for p in draft.numbered.between[r])
