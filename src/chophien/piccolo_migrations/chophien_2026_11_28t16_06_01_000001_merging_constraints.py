"""Unique indexes of merged companies; the names that are there get what they are known again by."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

from chophien.companies.short_names import name_key

ID = "2026-11-28T16:06:01:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique indexes of merged companies, keys of names"

UNIQUE = (
    ("former_company", ("former",), ""),
    ("former_product", ("former",), ""),
    ("distinct_pair", ("organizer", "one", "other"), ""),
    ("distinct_pair", ("one", "other"), "organizer IS NULL"),
)
INDEXED = (
    ("former_company", ("company",)),
    ("former_product", ("product",)),
    ("merged_company", ("kept",)),
    ("merged_company", ("organizer",)),
    ("distinct_pair", ("one",)),
    ("distinct_pair", ("other",)),
)


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Create the indexes, fill the column."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def create() -> None:
        for table, columns, condition in UNIQUE:
            name = "__".join([f"unique_{table}", *columns])
            where = f" WHERE {condition}" if condition else ""
            await RawTable.raw(f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({", ".join(columns)}){where}')
        for table, columns in INDEXED:
            name = "__".join([f"index_{table}", *columns])
            await RawTable.raw(f'CREATE INDEX "{name}" ON "{table}" ({", ".join(columns)})')
        for row in await RawTable.raw("SELECT id, name FROM company"):
            await RawTable.raw("UPDATE company SET name_key = {} WHERE id = {}", name_key(row["name"]), row["id"])

    manager.add_raw(create)
    return manager
