"""Fairs of any size for tests: buyers and sellers with absences, always the same for the same numbers."""

import random

from chophien.engine.problem import Limits, Participant, Problem, Request, Slot


def fair(*, participants: int, slots: int, requests: int, places: int, seed: int = 1, per_day: int = 12) -> Problem:
    """Half of the participants ask for meetings with the other half; some are away now and then."""
    rng = random.Random(seed)
    ids = [f"s{s}" for s in range(slots)]
    half = participants // 2
    pairs: list[tuple[int, int]] = []
    while len(pairs) < requests:
        pair = rng.randrange(half), half + int(rng.random() ** 1.5 * (participants - half))
        if pair not in pairs:
            pairs.append(pair)
    return Problem(
        slots=tuple(Slot(ids[s], f"d{s // per_day}") for s in range(slots)),
        places=(),
        participants=tuple(
            Participant(f"p{p}", away=frozenset(s for s in ids if rng.random() < 0.08)) for p in range(participants)
        ),
        requests=tuple(
            Request(f"r{r}", (f"p{a}", f"p{b}"), weight=rng.randint(1, 5)) for r, (a, b) in enumerate(pairs)
        ),
        objective=("unplaced_weight", "breaks"),
        limits=Limits(pool_of_places=places),
    )
