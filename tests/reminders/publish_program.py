"""Publishes one version in a process of its own, which may be told to die on the way. Arguments: fair, number."""

import asyncio
import sys

import chophien.piccolo_app  # noqa: F401 - every table must be known before an engine is chosen.
from chophien.reminders.actions import announce_changes
from chophien.support.clock import now
from chophien.support.crash_points import crash_point
from chophien.support.database import close_database, open_database
from chophien.timetable.actions.publishing import publish_version


async def main() -> None:
    """Publish, then die or end."""
    await open_database()
    await publish_version(int(sys.argv[1]), int(sys.argv[2]), announce=announce_changes, at=now())
    crash_point("after meeting commit")
    await close_database()


asyncio.run(main())
