"""Fewer breaks without changing who is placed: annealing over chains, of which only the two ends feel anything."""

import math
import random
from collections.abc import Callable, Sequence

from chophien.engine.draft import FREE, Draft

# What annealing can weigh; the other objectives depend on who is placed or where, and it leaves them alone.
SMOOTHABLE = ("breaks", "idle_slots", "moved")


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
        self.before = {r: slot for r, (slot, _) in draft.numbered.previous.items()} if "moved" in self.price else {}
        self.read()

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

    def anneal(  # noqa: PLR0912 - one flat loop, because it runs half a million times a second
        self, steps: int, warm: float, cool: float, look_up: Callable[[], None]
    ) -> None:
        """Try so many swaps while the temperature falls from `warm` to `cool` (in units of the first price)."""
        draft, rng, at, masks, bit = self.draft, self.rng, self.draft.at, self.masks, self.bit
        owner, units = draft.owner, draft.units
        if not owner or self.total == 0:
            return
        random_, slots, count = rng.random, draft.slots, len(owner)
        single = all(len(row) == 1 for row in units if row)
        troubled: list[int] = []
        temperature = warm
        for step in range(steps):
            if step & 511 == 0:
                look_up()
                if self.total == 0:
                    return
                temperature = warm * (cool / warm) ** (step / steps) * self.unit_price
                if step & 4095 == 0:
                    troubled = [u for u in range(count) if self.cost_of(masks[u] if single else self._mask(owner[u]))]
            # Half of the tries start where it hurts.
            u = troubled[int(random_() * len(troubled))] if troubled and step & 1 else int(random_() * count)
            row = at[u]
            a = int(random_() * slots)
            b = int(random_() * slots)
            if row[a] < 0 or row[b] != FREE:
                continue
            found = draft.chain(u, a, b, 40)
            if found is None:
                continue
            path, w = found
            if owner[u] == owner[w]:
                continue
            flip = bit[a] | bit[b]
            p, q = owner[u], owner[w]
            if single:
                old_p, old_q = masks[u], masks[w]
                new_p, new_q = old_p ^ flip, old_q ^ flip
            else:
                old_p, old_q = self._mask(p), self._mask(q)
                masks[u] ^= flip
                masks[w] ^= flip
                new_p, new_q = self._mask(p), self._mask(q)
                masks[u] ^= flip
                masks[w] ^= flip
            change = self.cost_of(new_p) + self.cost_of(new_q) - self.cost_of(old_p) - self.cost_of(old_q)
            if self.before:
                change += self._moves(path, a, b)
            if change > 0 and random_() >= math.exp(-change / temperature):
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
