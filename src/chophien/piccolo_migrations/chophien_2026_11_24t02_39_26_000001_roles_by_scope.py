"""Whoever planned fairs is an owner now; a role without an organizer is given once, which the old index let slip."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T02:39:26:000001"
VERSION = "1.38.0"
DESCRIPTION = "roles by scope"


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Rename the role, drop doubles, create the index."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def change() -> None:
        await RawTable.raw("UPDATE role SET kind = 'owner' WHERE kind = 'organizer'")
        await RawTable.raw(
            "DELETE FROM role WHERE organizer IS NULL AND id NOT IN "
            "(SELECT MIN(id) FROM role WHERE organizer IS NULL GROUP BY person, kind)"
        )
        await RawTable.raw(
            'CREATE UNIQUE INDEX "unique_role__person__kind" ON "role" ("person", "kind") WHERE organizer IS NULL'
        )

    manager.add_raw(change)
    return manager
