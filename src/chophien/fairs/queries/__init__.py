"""Reading fairs: whose they are, their rooms and hours, and who takes part."""

from chophien.fairs.queries.participants import (
    ParticipantLine,
    counts_by_state,
    own_participation,
    participant,
    participants_of,
)
from chophien.fairs.queries.rooms import (
    BoothLine,
    HallLine,
    InterpreterLine,
    SessionLine,
    SlotLine,
    TableLine,
    booths_of,
    days_of,
    halls_of,
    interpreters_of,
    sessions_of,
    slots_of,
    tables_of,
)
from chophien.fairs.queries.tenants import (
    desk_fair,
    desk_fairs,
    fair_head,
    organizer_fair,
    organizer_fairs,
    public_fair,
)

__all__ = [
    "BoothLine",
    "HallLine",
    "InterpreterLine",
    "ParticipantLine",
    "SessionLine",
    "SlotLine",
    "TableLine",
    "booths_of",
    "counts_by_state",
    "days_of",
    "desk_fair",
    "desk_fairs",
    "fair_head",
    "halls_of",
    "interpreters_of",
    "organizer_fair",
    "organizer_fairs",
    "own_participation",
    "participant",
    "participants_of",
    "public_fair",
    "sessions_of",
    "slots_of",
    "tables_of",
]
