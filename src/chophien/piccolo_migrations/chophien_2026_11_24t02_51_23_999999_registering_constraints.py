"""Unique indexes of registering, deciding and co-hosting, and indexes for their foreign keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T02:51:23:999999"
VERSION = "1.38.0"
DESCRIPTION = "unique indexes of registering"

UNIQUE = (
    ("intake", ("fair", "kind")),
    ("co_host_member", ("fair", "place", "person")),
    ("answer", ("participation", "question")),
    ("enclosure", ("token_hash",)),
    ("draft", ("token_hash",)),
)
INDEXED = (
    ("approval_condition", ("participation",)),
    ("co_host_member", ("person",)),
    ("question", ("fair",)),
    ("answer", ("question",)),
    ("draft", ("fair", "email")),
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
