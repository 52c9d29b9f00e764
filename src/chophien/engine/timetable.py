"""What comes out of the engine: a timetable with its costs, its proved bounds and what found no place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Placement:
    """One placed request: its first slot, its place (None in a pool) and its interpreter, all by id."""

    request: str
    slot: str
    place: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """One request without a slot: reason codes, most telling first, and the same in a sentence."""

    request: str
    reasons: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Requests and rules that cannot hold together; `smallest` when leaving out any one of them lets the rest hold."""

    requests: tuple[str, ...]
    rules: tuple[str, ...]
    sentence: str
    smallest: bool = False
    participants: tuple[str, ...] = ()
    """Whose minimum of meetings is part of it."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """An answer. `objective` and `bounds` are keyed by the problem's objectives, in order.

    A bound is proved: among timetables at least as good in every earlier objective, none costs less than it.
    """

    status: Status
    placements: tuple[Placement, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    objective: Mapping[str, int] = field(default_factory=dict)
    bounds: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    seed: int = 1
    workers: int = 2
    clash: Clash | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A glance at a running solve: best objective and bounds so far (None before the first timetable)."""

    phase: str
    seconds: float
    seconds_left: float
    objective: Mapping[str, int] | None = None
    bounds: Mapping[str, int] | None = None
