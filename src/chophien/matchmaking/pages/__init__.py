"""What the matchmaking templates may see."""

from chophien.matchmaking.pages.meeting import (
    DistributorPage,
    DistributorsPage,
    FairRequestsPage,
    ProducerPage,
    ProducersPage,
    RequestsPage,
    paged,
    weight_choices,
)
from chophien.matchmaking.pages.presence import (
    AnnouncedMeeting,
    AvailabilityPage,
    MeetingsOf,
    SessionStrip,
    day_strips,
)

__all__ = [
    "AnnouncedMeeting",
    "AvailabilityPage",
    "DistributorPage",
    "DistributorsPage",
    "FairRequestsPage",
    "MeetingsOf",
    "ProducerPage",
    "ProducersPage",
    "RequestsPage",
    "SessionStrip",
    "day_strips",
    "paged",
    "weight_choices",
]
