"""One quota for each kind, one table for each holder and booth, one closure for each table and session."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T00:37:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "unique and foreign key indexes of how fairs are set up"

UNIQUE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("meeting_quota", ("fair", "kind")),
    ("meeting_table", ("holder",)),
    ("meeting_table", ("booth",)),
    ("table_closure", ("meeting_table", "session")),
)

INDEXED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("session_break", ("session",)),
    ("table_closure", ("session",)),
)


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Create the indexes."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def create() -> None:
        for kind, unique, indices in (("unique", "UNIQUE ", UNIQUE), ("index", "", INDEXED)):
            for table, columns in indices:
                name = "__".join([f"{kind}_{table}", *columns])
                listed = ", ".join(f'"{column}"' for column in columns)
                await RawTable.raw(f'CREATE {unique}INDEX "{name}" ON "{table}" ({listed})')

    manager.add_raw(create)
    return manager
