"""Fairs of any size from a seed: producers and buyers, the popular asked more often, absences as people have them."""

import random

from chophien.engine.problem import Limits, Participant, Problem, Request, Slot

A_DAY = 12


def _presence(rng: random.Random, slots: int) -> frozenset[int]:
    """Whole days, half days, and now and then a slot at the telephone."""
    here: set[int] = set()
    for first in range(0, slots, A_DAY):
        today = list(range(first, min(first + A_DAY, slots)))
        kind = rng.random()
        if kind < 0.1:
            continue
        if kind < 0.2:
            today = today[: len(today) // 2]
        elif kind < 0.3:
            today = today[len(today) // 2 :]
        here.update(slot for slot in today if rng.random() < 0.92)
    return frozenset(here)


def generated(requests: int, seed: int = 7) -> Problem:
    """A fair of so many requests: about ten for each producer, slots and tables for some three quarters of them."""
    rng = random.Random(seed)
    producers, buyers = max(10, requests // 10), max(5, requests // 40)
    slots = 24 if requests < 5_000 else 36 if requests < 30_000 else 60
    names = [f"p{i}" for i in range(producers)] + [f"b{i}" for i in range(buyers)]
    ids = [f"s{i}" for i in range(slots)]
    here = {name: _presence(rng, slots) for name in names}
    wanted = [rng.lognormvariate(0, 0.4) for _ in range(buyers)]
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < requests:
        many = 2 * (requests - len(pairs)) + 10
        for p, b in zip(rng.choices(range(producers), k=many), rng.choices(range(buyers), wanted, k=many), strict=True):
            if len(pairs) < requests:
                pairs[f"p{p}", f"b{b}"] = None
    return Problem(
        slots=tuple(Slot(ids[s], f"d{s // A_DAY}") for s in range(slots)),
        places=(),
        participants=tuple(
            Participant(name, away=frozenset(ids[s] for s in range(slots) if s not in here[name])) for name in names
        ),
        requests=tuple(
            Request(f"r{i}", pair, weight=rng.choices((1, 2, 3, 4, 5), (10, 20, 30, 25, 15))[0])
            for i, pair in enumerate(pairs)
        ),
        objective=("unplaced_weight", "breaks"),
        limits=Limits(pool_of_places=max(4, int(0.78 * requests / slots))),
    )
