"""When people are not there, as people are: a whole day, half a day, a slot now and then."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from chophien.sample.shapes import Slot
from chophien.sample.streams import drawn


@dataclass(frozen=True, slots=True)
class Habit:
    """How a kind of participant comes to a day (weights) and how often a single slot is lost to something else."""

    all_day: float
    morning: float
    afternoon: float
    absent: float
    lost_slot: float


PRODUCERS = Habit(all_day=78, morning=7, afternoon=8, absent=7, lost_slot=0.06)
# Buyers are few and busy: some leave early, some see only one of the two days.
DISTRIBUTORS = Habit(all_day=78, morning=10, afternoon=6, absent=6, lost_slot=0.04)
INTERPRETERS = Habit(all_day=92, morning=4, afternoon=4, absent=0, lost_slot=0.02)


def slots_away(rng: random.Random, slots: Sequence[Slot], habit: Habit) -> frozenset[str]:
    """The keys of the slots in which somebody of this habit is away; never all of a fair."""
    away: set[str] = set()
    days = list(dict.fromkeys(slot.day_key for slot in slots))
    whole_day_off = False
    for day in days:
        here = [slot for slot in slots if slot.day_key == day]
        kinds = [("all", habit.all_day), ("am", habit.morning), ("pm", habit.afternoon)]
        kind = drawn(rng, kinds if whole_day_off else [*kinds, ("none", habit.absent)])
        whole_day_off = whole_day_off or kind == "none"
        for slot in here:
            stays = kind == "all" or slot.session_key.endswith(kind)
            if not stays or rng.random() < habit.lost_slot:
                away.add(slot.key)
    return frozenset(away)
