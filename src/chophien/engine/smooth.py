"""Fewer breaks without changing who is placed: annealing over chains, of which only the two ends feel anything."""

import math
import random
from collections.abc import Callable, Sequence

from chophien.engine.draft import FREE, Draft

# What annealing can weigh; the other objectives depend on who is placed or where, and it leaves them alone.
SMOOTHABLE = ("breaks", "idle_slots", "moved")

# Changes between two looks at whether to go on.
LOOK = 512


class Smoother:
    """The cost of a draft in breaks, idle slots and moved meetings, and random swaps that lower it.

    Earlier objectives weigh so much more that annealing keeps their order nearly always; the caller compares the
    finished timetables exactly.
    """

    def __init__(self, draft: Draft, objective: Sequence[str], rng: random.Random) -> None:
        self.draft = draft
        self.rng = rng
        named = [name for name in objective if name in SMOOTHABLE]
        self.price = {name: 20 ** (len(named) - 1 - i) for i, name in enumerate(named)}
        self.unit_price = max(self.price.values(), default=1)
        # A bit for each slot and a gap after each day, so that runs of busy slots can be counted at once.
        self.bit = [1 << (slot + day) for slot, day in enumerate(draft.day_of)]
        self.day_masks = [sum(self.bit[slot] for slot in day) for day in draft.numbered.days]
        self.known: dict[int, int] = {}
        # Annealing stops here: nothing costs less.
        self.enough = 0
        self.present = [self._present(p) for p in draft.owner]
        self.before = {r: slot for r, (slot, _) in draft.numbered.previous.items()} if "moved" in self.price else {}
        self.read()

    def _present(self, participant: int) -> list[int]:
        """The slots in which the participant can meet at all."""
        reach = 0
        for r in self.draft.numbered.of[participant]:
            reach |= self.draft.domain[r] if self.draft.movable[r] else 0
        return [slot for slot in range(self.draft.slots) if reach >> slot & 1]

    def read(self) -> None:
        """Count anew after the draft was changed by others."""
        self.masks = [sum(self.bit[s] for s in range(self.draft.slots) if row[s] != FREE) for row in self.draft.at]
        self.total = sum(self.cost_of(self._mask(p)) for p in range(len(self.draft.units)))
        moved = sum(self.draft.slot[r] != slot for r, slot in self.before.items())
        self.total += self.price.get("moved", 0) * moved

    def _mask(self, participant: int) -> int:
        mask = 0
        for u in self.draft.units[participant]:
            mask |= self.masks[u]
        return mask

    def cost_of(self, mask: int) -> int:
        """The price of one participant's breaks and idle slots when these slots are busy."""
        cost = self.known.get(mask)
        if cost is None:
            runs = (mask & ~(mask << 1)).bit_count()
            parts = [mask & day for day in self.day_masks if mask & day]
            idle = sum(part.bit_length() - (part & -part).bit_length() + 1 - part.bit_count() for part in parts)
            cost = self.price.get("breaks", 0) * (runs - len(parts)) + self.price.get("idle_slots", 0) * idle
            if len(self.known) > 500_000:
                self.known.clear()
            self.known[mask] = cost
        return cost

    def anneal(  # noqa: PLR0912, PLR0915 - one flat loop, because it runs half a million times a second
        self, steps: int, warm: float, cool: float, look_up: Callable[[], None]
    ) -> None:
        """Try so many swaps while the temperature falls from `warm` to `cool` (in units of the first price)."""
        draft, rng, at, masks, bit = self.draft, self.rng, self.draft.at, self.masks, self.bit
        owner, units = draft.owner, draft.units
        if not owner or self.total <= self.enough:
            return
        random_, log, count, present, cost_of = rng.random, math.log, len(owner), self.present, self.cost_of
        spare = self.unit_price * (3 if self.before else 1)
        single = all(len(row) == 1 for row in units if row)
        troubled: list[int] = []
        temperature = warm
        for step in range(steps):
            if step % LOOK == 0:
                look_up()
                if self.total <= self.enough:
                    return
                temperature = warm * (cool / warm) ** (step / steps) * self.unit_price
                if step & 4095 == 0:
                    troubled = [u for u in range(count) if self.cost_of(masks[u] if single else self._mask(owner[u]))]
            # Half of the tries start where it hurts.
            u = troubled[int(random_() * len(troubled))] if troubled and step & 1 else int(random_() * count)
            row, able = at[u], present[u]
            if len(able) < 2:
                continue
            a = able[int(random_() * len(able))]
            b = able[int(random_() * len(able))]
            if row[a] < 0 or row[b] != FREE:
                continue
            flip = bit[a] | bit[b]
            p = owner[u]
            allowed = -temperature * log(1.0 - random_())
            if single:
                old, new = masks[u], masks[u] ^ flip
            else:
                old = self._mask(p)
                masks[u] ^= flip
                new = self._mask(p)
                masks[u] ^= flip
            change = cost_of(new) - cost_of(old)
            # The other end seldom gains more than one break, so hopeless starts need no chain.
            if change - spare > allowed:
                continue
            found = draft.chain(u, a, b, 40)
            if found is None:
                continue
            path, w = found
            q = owner[w]
            if p == q:
                continue
            if single:
                old, new = masks[w], masks[w] ^ flip
            else:
                old = self._mask(q)
                masks[w] ^= flip
                new = self._mask(q)
                masks[w] ^= flip
            change += cost_of(new) - cost_of(old)
            if self.before:
                change += self._moves(path, a, b)
            if change > allowed:
                continue
            if draft.swap(path, a, b):
                masks[u] ^= flip
                masks[w] ^= flip
                self.total += change

    def _moves(self, path: list[int], a: int, b: int) -> int:
        change: int = 0
        for m in path:
            before = self.before.get(m)
            if before is not None:
                now = self.draft.slot[m]
                change += (now == before) - ((b if now == a else a) == before)
        return change * int(self.price["moved"])
