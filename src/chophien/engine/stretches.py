"""When somebody can meet at all, and how many breaks so many meetings force on her."""

from dataclasses import dataclass
from itertools import pairwise

from chophien.engine.draft import Draft

# Up to so many requests it pays to look at which request could lie where when breaks are bounded.
MOST_TO_MATCH = 20_000


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches of slots in which a participant can meet, all days together, in slots times her places in each.

    A stretch is a longest row of slots of one day. Of each day those that hold a pinned meeting are used anyway, else
    the longest: `free` is what fits into these, and `further` what each of the others adds for a break of its own.
    `forced`: the breaks between the stretches used anyway. `gaps`: the lengths of the rows of slots between two pinned
    meetings of one stretch; each not filled is a break. `pinned`: the slots of pinned meetings.
    """

    free: int
    further: tuple[int, ...]
    forced: int = 0
    gaps: tuple[int, ...] = ()
    pinned: int = 0

    def breaks(self, held: int) -> int:
        """How many breaks at least so many meetings, in slots, come with."""
        count, room = self.forced, self.free
        for more in sorted(self.further, reverse=True):
            if room >= held:
                break
            room += more
            count += 1
        loose = held - self.pinned
        for gap in sorted(self.gaps):
            loose -= gap
            count += loose < 0
        return count


def stretches_of(draft: Draft, p: int) -> Stretches:
    """The stretches of participant p.

    Into a stretch fit no more meetings than it has slots, no more than slots of it can be given requests of their own,
    and no more than she may have a day.
    """
    mine, at_once = draft.numbered.of[p], len(draft.units[p])
    single = at_once == 1 and all(draft.length[r] == 1 for r in mine)
    domains = [draft.domain[r] for r in mine] if single and len(draft.slot) <= MOST_TO_MATCH else None
    a_day = draft.numbered.problem.participants[p].max_per_day if single else None
    reach, must = reach_of(draft, p), [r for r in mine if _is_pinned(draft, r)]
    pinned = 0
    for r in must:
        pinned |= _covered(draft, r)
    free, forced = 0, 0
    further: list[int] = []
    gaps: list[int] = []
    for day in draft.numbered.days:
        rows = _cut(reach, day)
        sizes = [at_once * len(row) if domains is None else _matched(row, domains) for row in rows]
        used = [i for i, row in enumerate(rows) if any(pinned >> slot & 1 for slot in row)]
        if rows and not used:
            used = [sizes.index(max(sizes))]
        left = sum(sizes) if a_day is None else a_day
        room = min(left, sum(sizes[i] for i in used))
        free += room
        forced += max(0, len(used) - 1)
        for size in sorted((size for i, size in enumerate(sizes) if i not in used), reverse=True):
            left, room = left - room, min(size, left - room)
            if room:
                further.append(room)
        for i in used:
            gaps += _gaps([pinned >> slot & 1 for slot in rows[i]])
    return Stretches(free, tuple(further), forced, tuple(gaps), sum(draft.length[r] for r in must))


def _is_pinned(draft: Draft, r: int) -> bool:
    """Whether the request is placed in every timetable, and always in the same slot."""
    return draft.numbered.problem.requests[r].required and draft.domain[r].bit_count() == 1


def _cut(reach: int, day: tuple[int, ...]) -> list[list[int]]:
    """The stretches of a day: the longest rows of its slots that `reach` holds."""
    rows: list[list[int]] = []
    last = None
    for slot in day:
        if reach >> slot & 1:
            if last is None:
                rows.append([])
            rows[-1].append(slot)
            last = slot
        else:
            last = None
    return rows


def _gaps(bits: list[int]) -> list[int]:
    """The lengths of the rows of zeros between two ones."""
    ones = [at for at, bit in enumerate(bits) if bit]
    return [after - before - 1 for before, after in pairwise(ones) if after > before + 1]


def reach_of(draft: Draft, p: int) -> int:
    """The slots, as a bit mask, in which the participant can meet at all."""
    reach = 0
    for r in draft.numbered.of[p]:
        reach |= _covered(draft, r)
    return reach


def possible_breaks(draft: Draft) -> int | None:
    """How many breaks anybody can have at most where they must be even, None where they need not.

    Somebody has no more than her meetings and the slots she can meet in leave her, and nobody has more than
    `break_range` beyond that.
    """
    limit = draft.numbered.problem.limits.break_range
    if limit is None or not draft.units:
        return None
    return limit + min(
        min(max(0, len(mine) - 1), sum(max(0, apart - 1) for apart in _apart(draft, p)))
        for p, mine in enumerate(draft.numbered.of)
    )


def _apart(draft: Draft, p: int) -> list[int]:
    """For each day how many of the slots in which the participant can meet lie apart from each other."""
    reach, counts = reach_of(draft, p), []
    for day in draft.numbered.days:
        count, last = 0, -2
        for slot in day:
            if reach >> slot & 1 and slot - last > 1:
                count, last = count + 1, slot
        counts.append(count)
    return counts


def _covered(draft: Draft, r: int) -> int:
    """The slots, as a bit mask, that the request may take at all."""
    mask = draft.domain[r]
    for later in range(1, draft.length[r] if mask else 1):
        mask |= draft.domain[r] << later
    return mask


def _matched(row: list[int], domains: list[int]) -> int:
    """How many slots of the row can be given a request each that may lie there and no other has."""
    holder: dict[int, int] = {}

    def give(slot: int, tried: set[int]) -> bool:
        for i, domain in enumerate(domains):
            if domain >> slot & 1 and i not in tried:
                tried.add(i)
                if i not in holder or give(holder[i], tried):
                    holder[i] = slot
                    return True
        return False

    return sum(give(slot, set()) for slot in row)
