"""Unique indexes of the absences of delegates, and indexes for their foreign keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T16:06:06:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique indexes of delegates' absences"

UNIQUE = (
    ("delegate_absence", ("participation", "delegate", "slot")),
    ("not_meeting", ("participation", "delegate")),
)
INDEXED = (
    ("delegate_absence", ("delegate",)),
    ("delegate_absence", ("slot",)),
    ("not_meeting", ("delegate",)),
)


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Create the indexes."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def create() -> None:
        for start, tables in (("unique", UNIQUE), ("index", INDEXED)):
            for table, columns in tables:
                name = "__".join([f"{start}_{table}", *columns])
                listed = ", ".join(f'"{column}"' for column in columns)
                kind = "UNIQUE INDEX" if start == "unique" else "INDEX"
                await RawTable.raw(f'CREATE {kind} "{name}" ON "{table}" ({listed})')

    manager.add_raw(create)
    return manager
