"""What goes into the engine: one fair's meeting problem as frozen values, with ids as the caller knows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OBJECTIVES = ("unplaced_weight", "worst_share", "breaks", "idle_slots", "zone_changes", "moved")


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of time; slots are listed in time order and slots of one day form one sequence."""

    id: str
    day: str = ""
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A table, booth or room that holds `capacity` meetings at once, except in its `closed` slots."""

    id: str
    zone: str | None = None
    closed: frozenset[str] = frozenset()
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who meets: at most `parallel` meetings at once, none while `away`, only at `base` if there is one."""

    id: str
    away: frozenset[str] = frozenset()
    parallel: int = 1
    max_meetings: int | None = None
    min_meetings: int = 0
    max_per_day: int | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Someone who serves one meeting at a time in one of `pairs` of languages."""

    id: str
    pairs: tuple[str, ...] = ()
    away: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pin:
    """A slot, a place or both that a meeting is bound to, or where it lay in an earlier timetable."""

    slot: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A wished meeting of two or more participants that takes `length` consecutive slots of one day.

    `slots` and `places` restrict where it may start and be held (None: anywhere); `after` lists requests whose
    last slot must be earlier than this one's first.
    """

    id: str
    between: tuple[str, ...]
    weight: int = 1
    required: bool = False
    length: int = 1
    slots: frozenset[str] | None = None
    places: frozenset[str] | None = None
    after: tuple[str, ...] = ()
    interpreting: str | None = None
    fixed: Pin | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds over the whole timetable; `pool_of_places` stands for so many interchangeable places."""

    break_range: int | None = None
    pool_of_places: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a timetable must respect; `objective` names what is minimised, most important first."""

    slots: tuple[Slot, ...]
    places: tuple[Place, ...]
    participants: tuple[Participant, ...]
    requests: tuple[Request, ...]
    objective: tuple[str, ...] = ("unplaced_weight",)
    interpreters: tuple[Interpreter, ...] = ()
    previous: Mapping[str, Pin] = field(default_factory=dict)
    walking: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    limits: Limits = Limits()
