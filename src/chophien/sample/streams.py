"""Repeatable randomness and exact shares: each part of the world draws from its own stream of the one seed."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


def stream(seed: int, part: str) -> random.Random:
    """A source of its own for `part`, so that a change in one part leaves the others as they were."""
    return random.Random(f"{seed}/{part}")


def drawn(rng: random.Random, weighted: Sequence[tuple[Choice, float]]) -> Choice:
    """One of the choices, by weight."""
    return rng.choices([choice for choice, _ in weighted], [weight for _, weight in weighted])[0]


def shares(total: int, weights: Mapping[Choice, int]) -> dict[Choice, int]:
    """Whole numbers in the proportion of `weights` that add up to `total` exactly (largest remainder)."""
    whole = sum(weights.values())
    exact = {choice: total * weight for choice, weight in weights.items()}
    given = {choice: product // whole for choice, product in exact.items()}
    # The order of the mapping breaks ties, so equal input always gives equal output.
    by_remainder = sorted(weights, key=lambda choice: -(exact[choice] % whole))
    for choice in by_remainder[: total - sum(given.values())]:
        given[choice] += 1
    return given


def lowered(words: str) -> str:
    """The words as they stand inside a sentence: only the first letter becomes small, names keep theirs."""
    return words[:1].lower() + words[1:]
