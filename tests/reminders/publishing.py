"""A fair whose timetable is published as the organizer's page does it; used by the tests of feeds and reminders."""

from datetime import datetime

from chophien.fairs.tables import Fair
from chophien.reminders.actions import announce_changes
from chophien.support.clock import now
from chophien.timetable.actions.publishing import publish_version
from chophien.timetable.changes import MeetingChange
from tests.factories.timetable import MeetingFair, make_draft


async def publish(fair: MeetingFair, *cells: tuple[int, int], at: datetime | None = None) -> list[MeetingChange]:
    """Publish a version with the first requests in the given (slot, table) cells."""
    number = await make_draft(fair, *cells)
    return await publish_version(fair.fair.id, number, announce=announce_changes, at=at or now())


async def fresh(fair: MeetingFair) -> Fair:
    """The fair's row as it is now."""
    found = await Fair.objects().get(Fair.id == fair.fair.id)
    assert found is not None
    return found
