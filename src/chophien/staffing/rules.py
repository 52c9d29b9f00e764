"""What can be refused about a fair's staff, and which meetings stand without an interpreter."""

from dataclasses import dataclass
from datetime import datetime

from chophien.support.refusal import Refusal


class NoAddress(Refusal):
    """Nobody can be invited without an address."""


class AlreadyHere(Refusal):
    """The same account cannot be two people of one fair's staff."""


class StillInterpreting(Refusal):
    """Meetings of a timetable name this person."""


@dataclass(frozen=True)
class Interpreted:
    """An announced meeting that somebody interprets, as the interpreter reads it."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    table: str
    hall: str
    pair: str
    producer: str
    distributor: str

    @property
    def parties(self) -> str:
        """Both sides by name."""
        return f"{self.producer} – {self.distributor}"


def broken_by(meetings: list[Interpreted], away: set[int], pairs: tuple[str, ...]) -> list[Interpreted]:
    """Those of an interpreter's meetings that cannot be interpreted with these absences and languages."""
    return [each for each in meetings if each.slot_id in away or (each.pair and each.pair not in pairs)]
