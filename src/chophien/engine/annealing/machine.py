"""The random changes themselves, compiled by Numba: every hard rule that concerns one meeting or two is kept.

Two kinds of changes. A chain (see `draft.py`) swaps two slots along a path of meetings; into a slot that is full it
goes together with another that leaves it. A push places a request that has no slot and takes out whoever stands in its
way; those look for another place at once. Demands (`required`, `min_meetings`) and even breaks have prices instead,
because a timetable on its way may owe them.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba import njit

from chophien.engine.annealing.tables import MOST_PUSHED, Fixed, Ints, Notes, Prices, State

# Units that are tried for a path the other way.
OPPOSITE_TRIES = 8

F = TypeVar("F", bound=Callable[..., Any])


def _lean(function: F) -> F:
    """Compile without counting who holds which array: nothing here makes or keeps any, and it would cost most time."""
    options: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
    compiled: F = njit(**options)(function)
    return compiled


@_lean
def _random(s: State) -> float:
    """A number from 0 up to 1, by xorshift64*."""
    x = s.dice[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    s.dice[0] = x
    return float((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@_lean
def _day_price(f: Fixed, s: State, price: Prices, p: int, day: int) -> tuple[float, int]:
    """The price of one participant's idle slots on a day and how many breaks she has."""
    last = -1
    breaks = 0
    idle = 0
    for slot in range(f.day_first[day], f.day_end[day]):
        if s.busy[p, slot] > 0:
            if last >= 0 and slot - last > 1:
                breaks += 1
                idle += slot - last - 1
            last = slot
    return price.idle * idle, breaks


@_lean
def _mark(f: Fixed, s: State, p: int, slot: int) -> None:
    """Keep the bit of p's free slots true to how busy she is."""
    bit = np.uint64(1) << np.uint64(slot & 63)
    if s.busy[p, slot] < f.unit_count[p]:
        s.free_bits[p, slot >> 6] |= bit
    else:
        s.free_bits[p, slot >> 6] &= ~bit


@_lean
def _break_price(price: Prices, breaks: int) -> float:
    cost = price.breaks * breaks
    if price.even >= 0 and breaks > price.even:
        cost += price.uneven * (breaks - price.even)
    return cost


@_lean
def _demand(f: Fixed, s: State, price: Prices, r: int) -> float:
    """What it would cost, beside its weight, to take out r, which is placed."""
    cost: float = price.demand * f.wanted[r]
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p >= 0 and s.held[p] <= f.fewest[p]:
            cost += price.demand
    return cost


@_lean
def _put(f: Fixed, s: State, price: Prices, r: int, slot: int) -> None:
    """Place r there; `ends[r]` and `uses[r]` say on which units and in what resources."""
    day = f.day_of[slot]
    s.slot[r] = slot
    for k in range(s.uses.shape[1]):
        i = s.uses[r, k]
        if i >= 0:
            for at in range(slot, slot + f.length[r]):
                s.rest[i, at] -= 1
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p < 0:
            break
        s.held[p] += 1
        s.day_count[p, day] += 1
        idle, breaks = _day_price(f, s, price, p, day)
        for at in range(slot, slot + f.length[r]):
            s.at[s.ends[r, k], at] = r
            s.busy[p, at] += 1
            _mark(f, s, p, at)
        idle_now, breaks_now = _day_price(f, s, price, p, day)
        s.energy[0] += idle_now - idle - _break_price(price, s.breaks[p])
        s.breaks[p] += breaks_now - breaks
        s.energy[0] += _break_price(price, s.breaks[p])
    s.energy[0] -= price.weight * f.weight[r] + _demand(f, s, price, r)
    if f.before[r] == slot:
        s.energy[0] -= price.moved
    hole = s.place_outside[r]
    s.sizes[0] -= 1
    last = s.outside[s.sizes[0]]
    s.outside[hole] = last
    s.place_outside[last] = hole
    s.place_outside[r] = -1


@_lean
def _take(f: Fixed, s: State, price: Prices, r: int) -> None:
    """Take r out; its `ends` and `uses` stay written, so that it can be put back."""
    slot = s.slot[r]
    day = f.day_of[slot]
    s.energy[0] += price.weight * f.weight[r] + _demand(f, s, price, r)
    if f.before[r] == slot:
        s.energy[0] += price.moved
    s.slot[r] = -1
    for k in range(s.uses.shape[1]):
        i = s.uses[r, k]
        if i >= 0:
            for at in range(slot, slot + f.length[r]):
                s.rest[i, at] += 1
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p < 0:
            break
        s.held[p] -= 1
        s.day_count[p, day] -= 1
        idle, breaks = _day_price(f, s, price, p, day)
        for at in range(slot, slot + f.length[r]):
            s.at[s.ends[r, k], at] = -1
            s.busy[p, at] -= 1
            _mark(f, s, p, at)
        idle_now, breaks_now = _day_price(f, s, price, p, day)
        s.energy[0] += idle_now - idle - _break_price(price, s.breaks[p])
        s.breaks[p] += breaks_now - breaks
        s.energy[0] += _break_price(price, s.breaks[p])
    s.place_outside[r] = s.sizes[0]
    s.outside[s.sizes[0]] = r
    s.sizes[0] += 1


@_lean
def read_energy(f: Fixed, s: State, price: Prices) -> float:
    """Count breaks and the energy of the state anew under these prices."""
    energy = 0.0
    for r in range(len(s.slot)):
        if s.slot[r] < 0:
            energy += price.weight * f.weight[r] + price.demand * f.wanted[r]
        if f.before[r] >= 0 and s.slot[r] != f.before[r]:
            energy += price.moved
    for p in range(len(s.held)):
        energy += price.demand * max(0, f.fewest[p] - s.held[p])
        total = 0
        for day in range(len(f.day_first)):
            idle, breaks = _day_price(f, s, price, p, day)
            energy += idle
            total += breaks
        s.breaks[p] = total
        energy += _break_price(price, total)
    s.energy[0] = energy
    return energy


@_lean
def _in_order(f: Fixed, s: State, r: int, slot: int) -> bool:
    for i in range(f.earlier_at[r], f.earlier_at[r + 1]):
        e = f.earlier[i]
        if s.slot[e] >= 0 and s.slot[e] + f.length[e] > slot:
            return False
    for i in range(f.later_at[r], f.later_at[r + 1]):
        e = f.later[i]
        if s.slot[e] >= 0 and s.slot[e] < slot + f.length[r]:
            return False
    return True


@_lean
def _zones_clash(f: Fixed, s: State, p: int, slot: int, other: int) -> bool:
    """Whether somebody busy in two slots with nothing between has too far to walk from the first to the second."""
    for i in range(f.first_unit[p], f.first_unit[p] + f.unit_count[p]):
        here = s.at[i, slot]
        if here < 0:
            continue
        zone = f.zone[s.uses[here, 0]]
        if zone < 0:
            continue
        for j in range(f.first_unit[p], f.first_unit[p] + f.unit_count[p]):
            there = s.at[j, other]
            if there < 0 or there == here:
                continue
            goal = f.zone[s.uses[there, 0]]
            if goal < 0 or goal == zone:
                continue
            if slot == other:
                if f.walk[zone, goal] > 0 or f.walk[goal, zone] > 0:
                    return True
            elif other - slot - 1 < f.walk[zone, goal]:
                return True
    return False


@_lean
def _can_walk(f: Fixed, s: State, p: int, slot: int) -> bool:
    """Whether p has time to walk to and from what she does around this slot."""
    day = f.day_of[slot]
    low = slot
    while low >= f.day_first[day] and s.busy[p, low] == 0:
        low -= 1
    high = slot + 1
    while high < f.day_end[day] and s.busy[p, high] == 0:
        high += 1
    if low < f.day_first[day]:
        return True
    if _zones_clash(f, s, p, low, low):
        return False
    if high < f.day_end[day] and _zones_clash(f, s, p, low, high):
        return False
    if low == slot:
        back = slot - 1
        while back >= f.day_first[day] and s.busy[p, back] == 0:
            back -= 1
        if back >= f.day_first[day] and _zones_clash(f, s, p, back, slot):
            return False
    return True


@_lean
def _lies_far(f: Fixed, other: int, between: int, zone: int, forth: bool) -> bool:
    """Whether so many slots are too few to walk from a zone to another (`forth`) or back; -1 is both at once."""
    if other < 0 or other == zone:
        return False
    there, back = f.walk[zone, other], f.walk[other, zone]
    if between < 0:
        return bool(there > 0 or back > 0)
    return bool(between < (there if forth else back))


@_lean
def _any_far(f: Fixed, s: State, p: int, at: int, between: int, zone: int, forth: bool) -> bool:
    for u in range(f.first_unit[p], f.first_unit[p] + f.unit_count[p]):
        m = s.at[u, at]
        if m >= 0 and _lies_far(f, f.zone[s.uses[m, 0]], between, zone, forth):
            return True
    return False


@_lean
def _near_enough(f: Fixed, s: State, r: int, slot: int, zone: int) -> bool:
    """Whether the people of r, which has no slot, have time to walk to and from a zone around this slot."""
    if zone < 0:
        return True
    end = slot + f.length[r]
    day = f.day_of[slot]
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p < 0:
            break
        if f.unit_count[p] > 1:
            for at in range(slot, end):
                if _any_far(f, s, p, at, -1, zone, True):
                    return False
        at = slot - 1
        while at >= f.day_first[day] and s.busy[p, at] == 0:
            at -= 1
        if at >= f.day_first[day] and _any_far(f, s, p, at, slot - at - 1, zone, False):
            return False
        at = end
        while at < f.day_end[day] and s.busy[p, at] == 0:
            at += 1
        if at < f.day_end[day] and _any_far(f, s, p, at, at - end, zone, True):
            return False
    return True


@_lean
def _free_unit(f: Fixed, s: State, p: int, slot: int, length: int) -> int:
    for u in range(f.first_unit[p], f.first_unit[p] + f.unit_count[p]):
        free = True
        for at in range(slot, slot + length):
            if s.at[u, at] >= 0:
                free = False
                break
        if free:
            return u
    return -1


@_lean
def _has_room(f: Fixed, s: State, r: int, slot: int, choice: int) -> bool:
    for k in range(f.choices.shape[1]):
        i = f.choices[choice, k]
        if i >= 0:
            for at in range(slot, slot + f.length[r]):
                if s.rest[i, at] <= 0:
                    return False
    return True


@_lean
def _zone_bit(f: Fixed, choice: int) -> np.uint64:
    """The zone of a choice as one bit; the last stands for all zones beyond the sixty-second."""
    bit: np.uint64 = np.uint64(1) << np.uint64(min(63, f.zone[f.choices[choice, 0]] + 1))
    return bit


@_lean
def _free_server(f: Fixed, s: State, r: int, slot: int, first: int) -> int:
    """Which of r's interpreters is free through the whole meeting, that of choice `first` before all others, or -1."""
    servers = f.servers[r]
    begin = f.choice_at[r]
    offset = (first - begin) % servers if first >= 0 else int(_random(s) * servers)
    for j in range(servers):
        server: int = (offset + j) % servers
        i = f.choices[begin + server, f.server_column[r]]
        free = True
        for at in range(slot, slot + f.length[r]):
            if s.rest[i, at] <= 0:
                free = False
                break
        if free:
            return server
    return -1


@_lean
def _place(f: Fixed, s: State, price: Prices, r: int, slot: int, first: int) -> bool:
    """Place r in that slot if everything is free for it; `first` is the choice of resources to try first, or -1."""
    length = f.length[r]
    day = f.day_of[slot]
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p < 0:
            break
        if s.held[p] >= f.most[p] or s.day_count[p, day] >= f.most_a_day[p]:
            return False
        u = _free_unit(f, s, p, slot, length)
        if u < 0:
            return False
        s.ends[r, k] = u
    if f.switches[2] and not _in_order(f, s, r, slot):
        return False
    begin, step = f.choice_at[r], max(1, f.servers[r])
    server = 0
    if f.servers[r] > 0:
        server = _free_server(f, s, r, slot, first)
        if server < 0:
            return False
    count = (f.choice_end[r] - begin) // step
    offset = 0
    if first >= 0:
        offset = (first - begin) // step
    elif count > 1:
        offset = int(_random(s) * count)
    # Walks depend on the zone alone: where one place of it is too far, all of them are.
    too_far = np.uint64(0)
    for i in range(count):
        choice = begin + (offset + i) % count * step + server
        zone = _zone_bit(f, choice)
        if too_far & zone == 0 and _has_room(f, s, r, slot, choice):
            if f.switches[3] and not _near_enough(f, s, r, slot, f.zone[f.choices[choice, 0]]):
                too_far |= zone
                if too_far == f.zones_open[r]:
                    return False
                continue
            for k in range(f.choices.shape[1]):
                s.uses[r, k] = f.choices[choice, k]
            _put(f, s, price, r, slot)
            return True
    return False


@_lean
def _free_word(f: Fixed, s: State, r: int, w: int) -> np.uint64:
    """Which of 64 slots r may start in with everybody free in its first slot, as bits."""
    word: np.uint64 = f.start_bits[r, w]
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p < 0:
            break
        word &= s.free_bits[p, w]
    return word


@_lean
def _place_anywhere(f: Fixed, s: State, price: Prices, r: int) -> bool:
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p >= 0 and s.held[p] >= f.most[p]:
            return False
    for w in range(f.start_bits.shape[1]):
        word = _free_word(f, s, r, w)
        if word == 0:
            continue
        offset = int(_random(s) * 64)
        for i in range(64):
            bit = (offset + i) & 63
            if (word >> np.uint64(bit)) & np.uint64(1) and _place(f, s, price, r, 64 * w + bit, -1):
                return True
    return False


@_lean
def _day_allows(f: Fixed, s: State, m: int, slot: int) -> bool:
    """Whether the people of a meeting could hold it on the day of another slot, too."""
    day = f.day_of[slot]
    same = f.day_of[s.slot[m]] == day
    for k in range(f.between.shape[1]):
        p = f.between[m, k]
        if p >= 0 and s.day_count[p, day] - same >= f.most_a_day[p]:
            return False
    return True


@_lean
def _might_fit(f: Fixed, s: State, r: int, freed: int) -> bool:
    """Whether r could perhaps go to another slot than `freed` without pushing anybody."""
    for w in range(f.start_bits.shape[1]):
        word = _free_word(f, s, r, w)
        while word != 0:
            low = word & (~word + np.uint64(1))
            word ^= low
            slot = 64 * w
            while low > 1:
                low >>= np.uint64(1)
                slot += 1
            if slot == freed or (f.switches[1] and not _day_allows(f, s, r, slot)):
                continue
            server = 0
            if f.servers[r] > 0:
                server = _free_server(f, s, r, slot, f.choice_at[r])
                if server < 0:
                    continue
            for choice in range(f.choice_at[r] + server, f.choice_end[r], max(1, f.servers[r])):
                if _has_room(f, s, r, slot, choice):
                    return True
    return False


@_lean
def _add(pushed: Ints, size: int, r: int) -> int:
    """Note r among those to be pushed out, once; the new size, or more than MOST_PUSHED when it is too many."""
    for i in range(size):
        if pushed[i] == r:
            return size
    if size >= MOST_PUSHED:
        return MOST_PUSHED + 1
    pushed[size] = r
    return size + 1


@_lean
def _any_meeting(f: Fixed, s: State, p: int, low: int, high: int, pushed: Ints, size: int) -> int:
    """A random meeting of p between two slots that is not noted yet, or -1."""
    offset = int(_random(s) * (high - low))
    for i in range(high - low):
        slot = low + (offset + i) % (high - low)
        for u in range(f.first_unit[p], f.first_unit[p] + f.unit_count[p]):
            m: int = s.at[u, slot]
            if m >= 0:
                known = False
                for j in range(size):
                    known = known or pushed[j] == m
                if not known:
                    return m
    return -1


@_lean
def _note_far(
    f: Fixed, s: State, p: int, at: int, between: int, zone: int, forth: bool, pushed: Ints, size: int
) -> tuple[int, bool]:
    """Note whom p meets in a slot that lies too far from a zone for so many slots between; whether anybody stays."""
    stays = False
    for u in range(f.first_unit[p], f.first_unit[p] + f.unit_count[p]):
        m = s.at[u, at]
        if m < 0:
            continue
        far = _lies_far(f, f.zone[s.uses[m, 0]], between, zone, forth)
        noted = False
        for j in range(size):
            noted = noted or pushed[j] == m
        if far and not noted:
            size = _add(pushed, size, m)
            if size > MOST_PUSHED:
                return (size, True)
        stays = stays or not (far or noted)
    return (size, stays)


@_lean
def _too_far(f: Fixed, s: State, r: int, slot: int, zone: int, pushed: Ints, size: int) -> int:
    """Note whose meetings leave the people of r no time to walk to or from a zone; the new size as in `_add`."""
    if zone < 0:
        return size
    end = slot + f.length[r]
    day = f.day_of[slot]
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p < 0:
            break
        if f.unit_count[p] > 1:
            for at in range(slot, end):
                size, _ = _note_far(f, s, p, at, -1, zone, True, pushed, size)
                if size > MOST_PUSHED:
                    return size
        for at in range(slot - 1, f.day_first[day] - 1, -1):
            size, stays = _note_far(f, s, p, at, slot - at - 1, zone, False, pushed, size)
            if size > MOST_PUSHED:
                return size
            if stays:
                break
        for at in range(end, f.day_end[day]):
            size, stays = _note_far(f, s, p, at, at - end, zone, True, pushed, size)
            if size > MOST_PUSHED:
                return size
            if stays:
                break
    return size


@_lean
def _in_the_way(f: Fixed, s: State, r: int, slot: int, choice: int, pushed: Ints) -> int:
    """Who must leave so that r can stand there with these resources; how many, more than MOST_PUSHED for no way."""
    size = 0
    length = f.length[r]
    day = f.day_of[slot]
    none = MOST_PUSHED + 1
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p < 0:
            break
        if _free_unit(f, s, p, slot, length) < 0:
            u = f.first_unit[p]
            if f.unit_count[p] > 1:
                u += int(_random(s) * f.unit_count[p])
            for at in range(slot, slot + length):
                m = s.at[u, at]
                if m >= 0:
                    size = _add(pushed, size, m)
                    if size > MOST_PUSHED:
                        return none
    if f.switches[3]:
        size = _too_far(f, s, r, slot, f.zone[f.choices[choice, 0]], pushed, size)
        if size > MOST_PUSHED:
            return none
    if f.switches[2]:
        for i in range(f.earlier_at[r], f.earlier_at[r + 1]):
            e = f.earlier[i]
            if s.slot[e] >= 0 and s.slot[e] + f.length[e] > slot:
                size = _add(pushed, size, e)
        for i in range(f.later_at[r], f.later_at[r + 1]):
            e = f.later[i]
            if size <= MOST_PUSHED and s.slot[e] >= 0 and s.slot[e] < slot + length:
                size = _add(pushed, size, e)
        if size > MOST_PUSHED:
            return none
    for k in range(f.choices.shape[1]):
        i = f.choices[choice, k]
        if i < 0:
            break
        for at in range(slot, slot + length):
            rest = s.rest[i, at]
            for j in range(size):
                m = pushed[j]
                if s.slot[m] <= at < s.slot[m] + f.length[m]:
                    for other in range(s.uses.shape[1]):
                        rest += s.uses[m, other] == i
            tries = 0
            while rest <= 0:
                # Somebody who stands there must make room: a few looks at random units find one in a full slot.
                u = int(_random(s) * s.at.shape[0])
                m = s.at[u, at]
                tries += 1
                if tries > 40:
                    return none
                if m < 0:
                    continue
                for other in range(s.uses.shape[1]):
                    if s.uses[m, other] == i:
                        grown = _add(pushed, size, m)
                        if grown > MOST_PUSHED:
                            return none
                        rest += grown > size
                        size = grown
                        break
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p < 0:
            break
        over = s.held[p] + 1 - f.most[p]
        over_today = s.day_count[p, day] + 1 - f.most_a_day[p]
        if over <= 0 and over_today <= 0:
            continue
        for j in range(size):
            for other in range(f.between.shape[1]):
                if f.between[pushed[j], other] == p:
                    over -= 1
                    over_today -= f.day_of[s.slot[pushed[j]]] == day
        while over > 0 or over_today > 0:
            low, high = 0, s.at.shape[1]
            if over_today > 0:
                low, high = f.day_first[day], f.day_end[day]
            m = _any_meeting(f, s, p, low, high, pushed, size)
            if m < 0:
                return none
            size = _add(pushed, size, m)
            if size > MOST_PUSHED:
                return none
            over -= 1
            over_today -= f.day_of[s.slot[m]] == day
    return size


@_lean
def _quota_spent(f: Fixed, s: State, r: int, m: int, pushed: Ints, size: int) -> bool:
    """Whether m, once pushed out for r, could not come back because r takes the last meeting somebody may have."""
    for k in range(f.between.shape[1]):
        p = f.between[m, k]
        if p < 0:
            break
        shared = False
        for other in range(f.between.shape[1]):
            shared = shared or f.between[r, other] == p
        if not shared or s.held[p] < f.most[p]:
            continue
        leaving = 0
        for j in range(size):
            for other in range(f.between.shape[1]):
                leaving += f.between[pushed[j], other] == p
        if s.held[p] - leaving + 2 > f.most[p]:
            return True
    return False


@_lean
def _keep(s: State, notes: Notes, i: int, m: int) -> None:
    """Note where m stands, so that it can be put back after it was elsewhere."""
    for k in range(s.ends.shape[1]):
        notes.keep[i, k] = s.ends[m, k]
    for k in range(s.uses.shape[1]):
        notes.keep[i, s.ends.shape[1] + k] = s.uses[m, k]


@_lean
def _put_back(f: Fixed, s: State, price: Prices, notes: Notes, i: int, m: int, slot: int) -> None:
    for k in range(s.ends.shape[1]):
        s.ends[m, k] = notes.keep[i, k]
    for k in range(s.uses.shape[1]):
        s.uses[m, k] = notes.keep[i, s.ends.shape[1] + k]
    _put(f, s, price, m, slot)


@_lean
def _inviting(f: Fixed, s: State, r: int, slot: int, choice: int, choices: int, step: int) -> int:
    """Which of the choices to push into: a random one, if there is any with room near enough to all that is around."""
    offset = int(_random(s) * choices)
    found = -1
    too_far = np.uint64(0)
    for i in range(choices):
        at = (offset + i) % choices
        if not _has_room(f, s, r, slot, choice + at * step):
            continue
        if not f.switches[3]:
            return at
        zone = _zone_bit(f, choice + at * step)
        if too_far & zone:
            continue
        if _near_enough(f, s, r, slot, f.zone[f.choices[choice + at * step, 0]]):
            return at
        too_far |= zone
        if found < 0:
            found = at
    return offset if found < 0 else found


@_lean
def _push(f: Fixed, s: State, price: Prices, allowed: float, optimistic: float, notes: Notes) -> bool:
    """Try to place a request that has no slot; undone when the energy would rise by more than `allowed`."""
    r = s.outside[int(_random(s) * s.sizes[0])]
    count = f.starts_at[r + 1] - f.starts_at[r]
    slot = f.starts[f.starts_at[r] + int(_random(s) * count)]
    step = max(1, f.servers[r])
    server = 0
    if f.servers[r] > 0:
        server = _free_server(f, s, r, slot, -1)
        if server < 0:
            server = int(_random(s) * f.servers[r])
    choice = f.choice_at[r] + server
    choices = (f.choice_end[r] - f.choice_at[r]) // step
    if choices > 1:
        choice += _inviting(f, s, r, slot, choice, choices, step) * step
    pushed, old = notes.pushed, notes.old
    size = _in_the_way(f, s, r, slot, choice, pushed)
    if size > MOST_PUSHED:
        return False
    # What is lost for sure; most pushes are hopeless and end here, before anything has moved.
    loss = -price.weight * f.weight[r] - price.demand * f.wanted[r] - optimistic
    for k in range(f.between.shape[1]):
        p = f.between[r, k]
        if p >= 0 and s.held[p] < f.fewest[p]:
            loss -= price.demand
    for i in range(size):
        m = pushed[i]
        aside = f.switches[3] and (s.slot[m] >= slot + f.length[r] or s.slot[m] + f.length[m] <= slot)
        if _quota_spent(f, s, r, m, pushed, size) or not (aside or _might_fit(f, s, m, slot)):
            loss += price.weight * f.weight[m] + price.demand * f.wanted[m]
    if loss > allowed:
        return False
    before = s.energy[0]
    for i in range(size):
        m = pushed[i]
        old[i] = s.slot[m]
        _keep(s, notes, i, m)
        _take(f, s, price, m)
    placed = _place(f, s, price, r, slot, choice)
    if placed:
        for i in range(size):
            # Who had only to give way to a walk may stay at that time, in another hall.
            if not f.switches[3] or not _place(f, s, price, pushed[i], old[i], -1):
                _place_anywhere(f, s, price, pushed[i])
        if s.energy[0] - before <= allowed:
            return True
        _take(f, s, price, r)
    for i in range(size):
        if s.slot[pushed[i]] >= 0:
            _take(f, s, price, pushed[i])
    for i in range(size):
        _put_back(f, s, price, notes, i, pushed[i], old[i])
    s.energy[0] = before
    return False


@_lean
def _swap_seats(f: Fixed, s: State, path: Ints, size: int, a: int, b: int) -> None:
    for i in range(size):
        m = path[i]
        slot = s.slot[m]
        to = b if slot == a else a
        for k in range(2):
            u = s.ends[m, k]
            if s.at[u, slot] == m:
                s.at[u, slot] = -1
        for k in range(s.uses.shape[1]):
            if s.uses[m, k] >= 0:
                s.rest[s.uses[m, k], slot] += 1
                s.rest[s.uses[m, k], to] -= 1
        s.slot[m] = to
        # Whoever stands there has still to move and will not clear this seat, because it is no longer his.
        s.at[s.ends[m, 0], to] = m
        s.at[s.ends[m, 1], to] = m
    if f.switches[1] and f.day_of[a] != f.day_of[b]:
        for i in range(size):
            m = path[i]
            now = s.slot[m]
            left = a if now == b else b
            for k in range(2):
                s.day_count[f.between[m, k], f.day_of[left]] -= 1
                s.day_count[f.between[m, k], f.day_of[now]] += 1


@_lean
def _flip(f: Fixed, s: State, price: Prices, p: int, left: int, to: int) -> None:
    """Count p busy in `to` instead of in `left`."""
    one, two = f.day_of[left], f.day_of[to]
    idle, breaks = _day_price(f, s, price, p, one)
    if one != two:
        more_idle, more = _day_price(f, s, price, p, two)
        idle += more_idle
        breaks += more
    s.busy[p, left] -= 1
    s.busy[p, to] += 1
    _mark(f, s, p, left)
    _mark(f, s, p, to)
    idle_now, breaks_now = _day_price(f, s, price, p, one)
    if one != two:
        more_idle, more = _day_price(f, s, price, p, two)
        idle_now += more_idle
        breaks_now += more
        if not f.switches[1]:
            s.day_count[p, one] -= 1
            s.day_count[p, two] += 1
    s.energy[0] += idle_now - idle - _break_price(price, s.breaks[p])
    s.breaks[p] += breaks_now - breaks
    s.energy[0] += _break_price(price, s.breaks[p])


@_lean
def _swap_allowed(f: Fixed, s: State, path: Ints, size: int, a: int, b: int) -> bool:
    for i in range(size):
        m = path[i]
        if f.switches[2] and not _in_order(f, s, m, s.slot[m]):
            return False
        for k in range(2):
            p = f.between[m, k]
            if f.switches[1] and (
                s.day_count[p, f.day_of[a]] > f.most_a_day[p] or s.day_count[p, f.day_of[b]] > f.most_a_day[p]
            ):
                return False
            if f.switches[3] and not (_can_walk(f, s, p, a) and _can_walk(f, s, p, b)):
                return False
    return True


@_lean
def _trace(f: Fixed, s: State, u: int, a: int, b: int, path: Ints) -> tuple[int, int]:
    """Who moves when slots a and b are swapped beginning at a unit busy in a and free in b.

    How many, and the unit at the other end; none when somebody of them cannot, or is the same person at both ends.
    """
    size, slot, to, unit = 0, a, b, u
    m = s.at[u, a]
    while m >= 0:
        if not f.may_start[m, to] or not f.movable[m] or size >= len(path):
            return (0, -1)
        path[size] = m
        size += 1
        unit = s.ends[m, 1] if s.ends[m, 0] == unit else s.ends[m, 0]
        slot, to = to, slot
        m = s.at[unit, slot]
    return (size, unit) if f.owner[u] != f.owner[unit] else (0, -1)


@_lean
def _note_uses(s: State, path: Ints, size: int, net: Ints, sign: int) -> None:
    """Count what the path takes of each resource in the slot that its first meeting goes to, times `sign`."""
    for i in range(size):
        for k in range(s.uses.shape[1]):
            if s.uses[path[i], k] >= 0:
                net[s.uses[path[i], k]] += -sign if i & 1 else sign


@_lean
def _fits(s: State, path: Ints, size: int, net: Ints, a: int, b: int) -> bool:
    """Whether b has what `net` takes there, and a what it takes less than nothing of."""
    for i in range(size):
        for k in range(s.uses.shape[1]):
            g = s.uses[path[i], k]
            if g >= 0 and (s.rest[g, b] < net[g] or s.rest[g, a] < -net[g]):
                return False
    return True


@_lean
def _forget_uses(s: State, path: Ints, size: int, net: Ints) -> None:
    for i in range(size):
        for k in range(s.uses.shape[1]):
            if s.uses[path[i], k] >= 0:
                net[s.uses[path[i], k]] = 0


@_lean
def _opposite(
    f: Fixed, s: State, price: Prices, most: float, a: int, b: int, path: Ints, size: int, notes: Notes
) -> tuple[int, int, int]:
    """A path that swaps a and b the other way and makes room for one that does not fit alone.

    Its size, first and last unit, and its meetings in `notes.old`; its size is 0 for none. Paths are not looked along
    where the energy would rise above `most` by its first unit.
    """
    for _try in range(OPPOSITE_TRIES):
        w = int(_random(s) * s.at.shape[0])
        if s.at[w, b] < 0 or s.at[w, a] >= 0:
            continue
        before = s.energy[0]
        _flip(f, s, price, f.owner[w], b, a)
        risen = s.energy[0]
        _flip(f, s, price, f.owner[w], a, b)
        s.energy[0] = before
        if risen > most:
            continue
        more, last = _trace(f, s, w, b, a, notes.old)
        if not more & 1:
            continue
        if f.switches[0]:
            return (more, w, last)
        _note_uses(s, path, size, notes.net, 1)
        _note_uses(s, notes.old, more, notes.net, -1)
        fits = _fits(s, path, size, notes.net, a, b) and _fits(s, notes.old, more, notes.net, a, b)
        _forget_uses(s, path, size, notes.net)
        _forget_uses(s, notes.old, more, notes.net)
        if fits:
            return (more, w, last)
    return (0, -1, -1)


@_lean
def _moved(f: Fixed, s: State, price: Prices, path: Ints, size: int, a: int, b: int) -> float:
    """What it costs that these meetings leave, or come back to, the slot of the timetable before."""
    cost = 0.0
    for i in range(size):
        m = path[i]
        if f.before[m] >= 0:
            other = b if s.slot[m] == a else a
            cost += price.moved * ((f.before[m] == s.slot[m]) - (f.before[m] == other))
    return cost


@_lean
def _hop(
    f: Fixed, s: State, price: Prices, allowed: float, optimistic: float, m: int, a: int, b: int, notes: Notes
) -> bool:
    """Move one meeting from slot a to b, whose people are free there, into whichever hall they can walk to.

    Where that needs room, another meeting goes from b to a in exchange.
    """
    before = s.energy[0]
    worth = price.weight * f.weight[m] + _demand(f, s, price, m)
    _keep(s, notes, 0, m)
    _take(f, s, price, m)
    if _place(f, s, price, m, b, -1):
        if s.energy[0] - before <= allowed:
            return True
        _take(f, s, price, m)
    elif optimistic > 0.0 and s.energy[0] - before <= allowed + optimistic + worth:
        for _try in range(OPPOSITE_TRIES):
            w = int(_random(s) * s.at.shape[0])
            n = s.at[w, b]
            if n < 0 or s.at[w, a] >= 0 or not f.movable[n] or not f.may_start[n, a]:
                continue
            _keep(s, notes, 1, n)
            _take(f, s, price, n)
            if _place(f, s, price, m, b, -1):
                if _place(f, s, price, n, a, -1):
                    if s.energy[0] - before <= allowed:
                        return True
                    _take(f, s, price, n)
                _take(f, s, price, m)
            _put_back(f, s, price, notes, 1, n, b)
    _put_back(f, s, price, notes, 0, m, a)
    s.energy[0] = before
    return False


@_lean
def _chain(
    f: Fixed, s: State, price: Prices, allowed: float, optimistic: float, u: int, a: int, b: int, notes: Notes
) -> bool:
    """Swap slots a and b along the path that begins at a unit busy in a and free in b, if the price is allowed.

    Where b is full, a second path goes the other way.
    """
    path, net = notes.path, notes.net
    size, unit = _trace(f, s, u, a, b, path)
    if size == 0:
        return False
    if f.switches[3] and size == 1:
        return _hop(f, s, price, allowed, optimistic, path[0], a, b, notes)
    if f.switches[0]:
        fits = not size & 1 or s.rest[0, b] > 0
    else:
        _note_uses(s, path, size, net, 1)
        fits = _fits(s, path, size, net, a, b)
        _forget_uses(s, path, size, net)
    # Where only weight counts there are many ways that cost nothing, and two paths are not worth their time.
    if not fits and (not size & 1 or optimistic <= 0.0):
        return False
    p, q = f.owner[u], f.owner[unit]
    before = s.energy[0]
    _flip(f, s, price, p, a, b)
    left, now = (a, b) if size & 1 else (b, a)
    _flip(f, s, price, q, left, now)
    if price.moved > 0.0:
        s.energy[0] += _moved(f, s, price, path, size, a, b)
    more, w, last = 0, -1, -1
    if not fits:
        most = before + allowed + optimistic
        if s.energy[0] <= most:
            more, w, last = _opposite(f, s, price, most, a, b, path, size, notes)
        if more > 0:
            _flip(f, s, price, f.owner[w], b, a)
            _flip(f, s, price, f.owner[last], b, a)
            if price.moved > 0.0:
                s.energy[0] += _moved(f, s, price, notes.old, more, a, b)
    if (fits or more > 0) and s.energy[0] - before <= allowed:
        _swap_seats(f, s, path, size, a, b)
        _swap_seats(f, s, notes.old, more, a, b)
        unbound = not (f.switches[1] or f.switches[2] or f.switches[3])
        if unbound or (
            _swap_allowed(f, s, path, size, a, b) and (more == 0 or _swap_allowed(f, s, notes.old, more, a, b))
        ):
            return True
        _swap_seats(f, s, notes.old, more, a, b)
        _swap_seats(f, s, path, size, a, b)
    if more > 0:
        _flip(f, s, price, f.owner[last], a, b)
        _flip(f, s, price, f.owner[w], a, b)
    _flip(f, s, price, q, now, left)
    _flip(f, s, price, p, b, a)
    s.energy[0] = before
    return False


@_lean
def _drop(f: Fixed, s: State, price: Prices, allowed: float, u: int, notes: Notes) -> None:
    """Take out all that a unit does between two of its breaks, where the break costs more than that is worth."""
    at = int(_random(s) * s.at.shape[1])
    day = f.day_of[at]
    if s.at[u, at] < 0:
        return
    while at > f.day_first[day] and s.at[u, at - 1] >= 0:
        at -= 1
    before = s.energy[0]
    size = 0
    while at < f.day_end[day] and s.at[u, at] >= 0 and size < len(notes.path):
        r = s.at[u, at]
        notes.path[size] = r
        notes.old[size] = s.slot[r]
        size += 1
        at += f.length[r]
        _take(f, s, price, r)
    if s.energy[0] - before <= allowed:
        return
    for i in range(size):
        _put(f, s, price, notes.path[i], notes.old[i])
    s.energy[0] = before


@_lean
def _lightest_run(f: Fixed, s: State, price: Prices, p: int) -> tuple[int, int]:
    """First slot and end of the run of busy slots, beside a break, whose loss costs the people of p least."""
    best, best_end, least = -1, -1, np.inf
    for day in range(len(f.day_first)):
        if _day_price(f, s, price, p, day)[1] == 0:
            continue
        slot = f.day_first[day]
        while slot < f.day_end[day]:
            begin, cost = slot, 0.0
            while slot < f.day_end[day] and s.busy[p, slot] > 0:
                for u in range(f.first_unit[p], f.first_unit[p] + f.unit_count[p]):
                    m = s.at[u, slot]
                    if m >= 0 and s.slot[m] == slot:
                        cost += f.weight[m] + _demand(f, s, price, m)
                slot += 1
            if slot > begin and cost < least:
                best, best_end, least = begin, slot, cost
            slot += slot == begin
    return (best, best_end) if least < price.demand else (-1, -1)


@_lean
def mend(f: Fixed, s: State, price: Prices) -> None:
    """Take meetings out, the lightest runs first, until nobody has more breaks than allowed.

    Demands are never taken out. Whoever loses a meeting may gain a break, so everybody is looked at until nothing
    changes.
    """
    changed = price.even >= 0
    while changed:
        changed = False
        for p in range(len(s.held)):
            while s.breaks[p] > price.even:
                slot, end = _lightest_run(f, s, price, p)
                if slot < 0:
                    break
                changed = True
                while slot < end:
                    for u in range(f.first_unit[p], f.first_unit[p] + f.unit_count[p]):
                        if s.at[u, slot] >= 0:
                            _take(f, s, price, s.at[u, slot])
                    slot += 1


@_lean
def anneal(
    f: Fixed,
    s: State,
    price: Prices,
    notes: Notes,
    first: int,
    end: int,
    steps: int,
    warm: float,
    cool: float,
    pushes: float,
) -> None:
    """Do the changes `first` to `end` of `steps` while the temperature falls from `warm` to `cool`.

    `pushes` is the share of pushes among the changes. Cutting a run at multiples of 16384 changes nothing in it.
    """
    units = s.at.shape[0]
    troubled = notes.troubled
    trouble = 0
    temperature = warm
    minded = price.breaks + price.idle + price.uneven > 0.0
    optimistic = max(price.breaks * 3.0 + price.idle * 12.0 + price.uneven, 3.0 * price.moved)
    for step in range(first, end):
        if step & 1023 == 0:
            temperature = warm * (cool / warm) ** (step / steps)
            if step & 16383 == 0 and minded:
                trouble = 0
                for u in range(units):
                    p = f.owner[u]
                    forced = f.forced[p, min(s.held[p], s.at.shape[1])]
                    uneven = price.even >= 0 and s.breaks[p] > price.even
                    if s.breaks[p] > forced or uneven or (price.idle > 0 and s.breaks[p] > 0):
                        troubled[trouble] = u
                        trouble += 1
        allowed = -temperature * math.log(1.0 - _random(s))
        if s.sizes[0] > 0 and _random(s) < pushes:
            _push(f, s, price, allowed, optimistic, notes)
            continue
        # Half of the tries start where it hurts.
        hurt = trouble > 0 and step & 1
        u = troubled[int(_random(s) * trouble)] if hurt else int(_random(s) * units)
        if price.even >= 0 and s.breaks[f.owner[u]] > price.even and _random(s) < 0.1:
            _drop(f, s, price, allowed, u, notes)
            continue
        begin = f.reach_at[u]
        count = f.reach_at[u + 1] - begin
        if count < 2:
            continue
        a = f.reach[begin + int(_random(s) * count)]
        b = f.reach[begin + int(_random(s) * count)]
        if s.at[u, a] < 0 or s.at[u, b] >= 0:
            continue
        # The other end seldom gains more than this, so hopeless starts need no chain.
        if optimistic > 0.0:
            p = f.owner[u]
            before = s.energy[0]
            _flip(f, s, price, p, a, b)
            rise = s.energy[0] - before
            _flip(f, s, price, p, b, a)
            s.energy[0] = before
            if rise - optimistic > allowed:
                continue
        _chain(f, s, price, allowed, optimistic, u, a, b, notes)
