"""Unique indexes of companies and sheets; whoever signs in for a company first becomes its owner."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T00:51:37:000007"
VERSION = "1.38.0"
DESCRIPTION = "unique indexes of companies and sheets"

UNIQUE = (
    ("company_key", ("organizer", "key")),
    ("product_key", ("organizer", "key")),
    ("imported_participation", ("participation",)),
    ("different_companies", ("organizer", "one", "other")),
)
INDEXED = (
    ("company_key", ("company",)),
    ("product_key", ("product",)),
    ("import_change", ("sheet_import",)),
    ("imported_participation", ("sheet_import",)),
    ("sheet_import", ("fair",)),
    ("delegate_invitation", ("delegate",)),
    ("company_merge", ("organizer",)),
)


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Create the indexes and name the owners."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def create() -> None:
        for start, tables in (("UNIQUE INDEX", UNIQUE), ("INDEX", INDEXED)):
            for table, columns in tables:
                prefix = "unique" if start.startswith("UNIQUE") else "index"
                name = "__".join([f"{prefix}_{table}", *columns])
                listed = ", ".join(f'"{column}"' for column in columns)
                await RawTable.raw(f'CREATE {start} "{name}" ON "{table}" ({listed})')
        await RawTable.raw(
            "UPDATE delegate SET owner = true WHERE id IN "
            "(SELECT MIN(id) FROM delegate WHERE person IS NOT NULL GROUP BY company)"
        )

    manager.add_raw(create)
    return manager
