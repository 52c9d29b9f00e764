"""How far the imports that this process writes have come; nothing of it is kept."""

from dataclasses import dataclass


@dataclass
class Progress:
    """Rows done of all that are to be written; none known yet while they are being compared."""

    done: int = 0
    of: int = 0


UNDER_WAY: dict[int, Progress] = {}
"""By import."""
