"""Imports say whether those whom imported meeting requests concern get a mail."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T16:05:29:028291"
VERSION = "1.38.0"
DESCRIPTION = "telling of imported requests"


async def forwards() -> MigrationManager:
    """Add the column."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)
    manager.add_column(
        table_class_name="SheetImport",
        tablename="sheet_import",
        column_name="tells",
        db_column_name="tells",
        column_class_name="Boolean",
        column_class=Boolean,
        params={
            "default": True,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )
    return manager
