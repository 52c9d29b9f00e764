"""One person is one member of a fair's staff."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T16:36:56:000001"
VERSION = "1.38.0"
DESCRIPTION = "one person is one member of a fair's staff"


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Create the indexes."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def create() -> None:
        await RawTable.raw(
            'CREATE UNIQUE INDEX "unique_interpreter__fair__person" ON "interpreter" ("fair", "person") '
            "WHERE person IS NOT NULL"
        )
        await RawTable.raw('CREATE INDEX "index_interpreter__person" ON "interpreter" ("person")')

    manager.add_raw(create)
    return manager
