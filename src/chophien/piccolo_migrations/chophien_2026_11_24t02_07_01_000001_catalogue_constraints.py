"""Unique indexes of pictures and wants; indexes for papers and for reading the catalogue."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T02:07:01:000001"
VERSION = "1.38.0"
DESCRIPTION = "indexes of pictures, papers and wants"

UNIQUE = (("want", ("company",)), ("product_picture", ("file",)))
INDEXED = (
    ("product_picture", ("product", "position")),
    ("paper", ("company",)),
    ("paper", ("product",)),
    ("paper", ("file",)),
    ("paper", ("expires_on",)),
    ("product", ("craft_village",)),
    ("product", ("place",)),
)


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Create the indexes."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def create() -> None:
        for start, tables in (("UNIQUE INDEX", UNIQUE), ("INDEX", INDEXED)):
            for table, columns in tables:
                prefix = "unique" if start.startswith("UNIQUE") else "index"
                name = "__".join([f"{prefix}_{table}", *columns])
                listed = ", ".join(f'"{column}"' for column in columns)
                await RawTable.raw(f'CREATE {start} "{name}" ON "{table}" ({listed})')

    manager.add_raw(create)
    return manager
