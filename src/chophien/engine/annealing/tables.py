"""A draft as flat tables of numbers, which is what machine code can read, and the way back."""

from collections.abc import Sequence, Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chophien.engine.draft import Draft
from chophien.engine.stretches import stretches_of

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

# A stand-in for "no limit" that still can be added to.
NO_LIMIT = 1 << 30
# A change that pushes out more meetings than this, or swaps a longer chain, is not tried.
MOST_PUSHED = 8
LONGEST_CHAIN = 40


class Fixed(NamedTuple):
    """What annealing never changes. Lists of lists are one flat table and a table of where each list begins.

    `between[r]` and `choices` rows are padded with -1; `reach` lists for each unit the slots it
    can meet in at all; `forced[p, n]` is how many breaks n meetings force on p. So many `servers[r]` choices in a row
    differ in the interpreter alone, who stands in `server_column[r]`; `zones_open[r]` has a bit for each zone in them.
    """

    between: Ints
    first_unit: Ints
    unit_count: Ints
    owner: Ints
    starts_at: Ints
    starts: Ints
    may_start: NDArray[np.uint8]
    start_bits: Words
    reach_at: Ints
    reach: Ints
    length: Ints
    weight: Floats
    wanted: NDArray[np.uint8]
    movable: NDArray[np.uint8]
    choice_at: Ints
    choice_end: Ints
    choices: Ints
    servers: Ints
    server_column: Ints
    zones_open: Words
    most: Ints
    most_a_day: Ints
    fewest: Ints
    day_of: Ints
    day_first: Ints
    day_end: Ints
    earlier_at: Ints
    earlier: Ints
    later_at: Ints
    later: Ints
    zone: Ints
    walk: Ints
    before: Ints
    forced: Ints
    switches: Ints


class State(NamedTuple):
    """What annealing changes: who is where, what is left of every room, and the requests without a slot.

    `free_bits[p]` has a bit for each slot in which participant p could hold one more meeting at once.
    `outside[:sizes[0]]` are the requests without a slot; `place_outside[r]` is the position of r there or -1.
    """

    at: Ints
    slot: Ints
    ends: Ints
    uses: Ints
    rest: Ints
    held: Ints
    day_count: Ints
    busy: Ints
    free_bits: Words
    breaks: Ints
    outside: Ints
    place_outside: Ints
    sizes: Ints
    energy: Floats
    dice: Words


class Prices(NamedTuple):
    """What a unit of each cost weighs against the others; `even` is the most breaks anybody may have, or -1."""

    weight: float
    breaks: float
    idle: float
    moved: float
    demand: float
    uneven: float
    even: int


class Notes(NamedTuple):
    """Scratch paper for one change."""

    path: Ints
    net: Ints
    keep: Ints
    old: Ints
    pushed: Ints
    troubled: Ints


def note_tables(state: State) -> Notes:
    deep = state.ends.shape[1] + state.uses.shape[1]
    return Notes(
        path=np.zeros(LONGEST_CHAIN, np.int32),
        net=np.zeros(len(state.rest), np.int32),
        keep=np.zeros((MOST_PUSHED, deep), np.int32),
        old=np.zeros(max(MOST_PUSHED, LONGEST_CHAIN), np.int32),
        pushed=np.zeros(MOST_PUSHED, np.int32),
        troubled=np.zeros(len(state.at), np.int32),
    )


def _flat(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    begins = np.zeros(len(rows) + 1, np.int32)
    begins[1:] = np.cumsum([len(row) for row in rows])
    return begins, np.array([value for row in rows for value in row] or [0], np.int32)


def _forced(draft: Draft) -> Ints:
    """How many breaks each number of meetings forces on each participant."""
    people = [stretches_of(draft, p) for p in range(len(draft.units))]
    return np.array([[one.breaks(held) for held in range(draft.slots + 1)] for one in people] or [[0]], np.int32)


def _words(masks: list[int], bits: int) -> Words:
    """Bit masks as rows of 64 bits each."""
    low = (1 << 64) - 1
    return np.array([[mask >> 64 * w & low for w in range(bits // 64 + 1)] for mask in masks] or [[0]], np.uint64)


def _zones_open(draft: Draft, zone: Ints, begins: dict[int, int]) -> Words:
    """For each request the zones of its places, as bits; see `zone_bit` in the machine."""
    known: dict[int, int] = {}
    for same in draft.choices:
        if id(same) in begins and id(same) not in known:
            known[id(same)] = sum({1 << min(63, int(zone[choice[0]]) + 1) for choice in same})
    return np.array([known[id(same)] for same in draft.choices], np.uint64)


def fixed_tables(draft: Draft) -> Fixed:
    """The unchanging part of a draft."""
    numbered = draft.numbered
    problem = numbered.problem
    widest = max([2, *(len(people) for people in numbered.between)])
    between = np.full((len(draft.slot), widest), -1, np.int32)
    for r, people in enumerate(numbered.between):
        between[r, : len(people)] = people
    starts = [list(draft.starts(r)) for r in range(len(draft.slot))]
    may_start = np.zeros((len(draft.slot), max(1, draft.slots)), np.uint8)
    for r, row in enumerate(starts):
        may_start[r, row] = 1
    reach_of = []
    for mine in numbered.of:
        reach = 0
        for r in mine:
            reach |= draft.domain[r] if draft.movable[r] else 0
        reach_of.append([slot for slot in range(draft.slots) if reach >> slot & 1])
    choices: list[tuple[int, ...]] = []
    begins: dict[int, int] = {}
    for same in draft.choices:
        if id(same) not in begins:
            begins[id(same)] = len(choices)
            choices += same
    deepest = max([1, *(len(choice) for choice in choices)])
    choice_table = np.full((max(1, len(choices)), deepest), -1, np.int32)
    for i, choice in enumerate(choices):
        choice_table[i, : len(choice)] = choice
    zones = sorted({group.zone for group in draft.seating.groups if group.zone is not None})
    zone = np.full(max(1, len(draft.rest)), -1, np.int32)
    for g, group in enumerate(draft.seating.groups):
        zone[g] = -1 if group.zone is None else zones.index(group.zone)
    walk = np.zeros((max(1, len(zones)), max(1, len(zones))), np.int32)
    for i, here in enumerate(zones):
        for j, there in enumerate(zones):
            walk[i, j] = numbered.walk(here, there)
    before = np.full(len(draft.slot), -1, np.int32)
    for r, (slot, _) in numbered.previous.items():
        before[r] = slot
    limits = [
        (
            NO_LIMIT if person.max_meetings is None else person.max_meetings,
            NO_LIMIT if person.max_per_day is None else person.max_per_day,
            person.min_meetings,
        )
        for person in problem.participants
    ]
    most, most_a_day, fewest = (np.array([row[i] for row in limits], np.int32) for i in range(3))
    choice_at = np.array([begins[id(same)] for same in draft.choices], np.int32)
    return Fixed(
        between=between,
        first_unit=np.array([units[0] if units else 0 for units in draft.units], np.int32),
        unit_count=np.array([len(units) for units in draft.units], np.int32),
        owner=np.array(draft.owner or [0], np.int32),
        **dict(zip(("starts_at", "starts"), _flat(starts), strict=True)),
        may_start=may_start,
        start_bits=_words(draft.domain, draft.slots),
        **dict(zip(("reach_at", "reach"), _flat([reach_of[p] for p in draft.owner]), strict=True)),
        length=np.array(draft.length, np.int32),
        weight=np.array(draft.weight, np.float64),
        wanted=np.array([request.required for request in problem.requests], np.uint8),
        movable=np.array(draft.movable, np.uint8),
        choice_at=choice_at,
        choice_end=choice_at + np.array([len(same) for same in draft.choices], np.int32),
        choices=choice_table,
        servers=np.array(draft.servers, np.int32),
        server_column=np.array([len(same[0]) - 1 if same else 0 for same in draft.choices], np.int32),
        zones_open=_zones_open(draft, zone, begins),
        most=most,
        most_a_day=most_a_day,
        fewest=fewest,
        day_of=np.array(draft.day_of, np.int32),
        day_first=np.array([day[0] for day in numbered.days], np.int32),
        day_end=np.array([day[-1] + 1 for day in numbered.days], np.int32),
        **dict(zip(("earlier_at", "earlier"), _flat(numbered.after), strict=True)),
        **dict(zip(("later_at", "later"), _flat(draft.followers), strict=True)),
        zone=zone,
        walk=walk,
        before=before,
        forced=_forced(draft),
        # What the problem uses of the format; what it does not use costs no time.
        switches=np.array([draft.one_room, draft.daily, any(draft.ordered), draft.walks], np.int32),
    )


def state_tables(draft: Draft, fixed: Fixed, seed: int, only: Set[int] | None = None) -> State:
    """The changing part of a draft as it stands now; of those without a slot `only` these may get one (None: all)."""
    requests, people, slots = len(draft.slot), len(draft.units), draft.slots
    ends = np.full(fixed.between.shape, -1, np.int32)
    uses = np.full((requests, fixed.choices.shape[1]), -1, np.int32)
    for r in range(requests):
        ends[r, : len(draft.ends[r])] = draft.ends[r]
        uses[r, : len(draft.uses[r])] = draft.uses[r]
    at = np.array(draft.at, np.int32).reshape(len(draft.at), slots)
    busy = np.zeros((people, slots), np.int32)
    for u, p in enumerate(draft.owner):
        busy[p] += at[u] >= 0
    day_count = np.zeros((people, len(draft.numbered.days)), np.int32)
    for p, days in enumerate(draft.day_count):
        for day, number in days.items():
            day_count[p, day] = number
    able = [r for r, slot in enumerate(draft.slot) if slot < 0 and draft.domain[r] and (only is None or r in only)]
    outside = np.zeros(requests, np.int32)
    outside[: len(able)] = able
    place_outside = np.full(requests, -1, np.int32)
    place_outside[able] = np.arange(len(able))
    return State(
        at=at,
        slot=np.array(draft.slot, np.int32),
        ends=ends,
        uses=uses,
        rest=np.array(draft.rest or [[0] * slots], np.int32),
        held=np.array(draft.count, np.int32),
        day_count=day_count,
        busy=busy,
        free_bits=_words(
            [sum(1 << slot for slot in range(slots) if busy[p, slot] < len(draft.units[p])) for p in range(people)],
            slots,
        ),
        breaks=np.zeros(people, np.int32),
        outside=outside,
        place_outside=place_outside,
        sizes=np.array([len(able)], np.int32),
        energy=np.zeros(1),
        dice=np.array([(seed * 0x9E3779B97F4A7C15 + 0x1234567) % (1 << 64) or 1], np.uint64),
    )


def copied(state: State) -> State:
    return State(**{name: getattr(state, name).copy() for name in State._fields})


def copy_into(source: State, target: State) -> None:
    """Make `target` the same as `source`, dice apart, so that going back does not repeat what failed."""
    for name in State._fields:
        if name != "dice":
            np.copyto(getattr(target, name), getattr(source, name))


def write_back(state: State, draft: Draft) -> None:
    """Make the draft the same as the tables."""
    slots: list[int] = state.slot.tolist()
    ends = [tuple(u for u in row if u >= 0) for row in state.ends.tolist()]
    uses = [tuple(i for i in row if i >= 0) for row in state.uses.tolist()]
    draft.load(slots, ends, uses)
