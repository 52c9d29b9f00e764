"""The log of deeds knows which of them are about organizers and accounts, whose account it was, and the role given."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean, Integer, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T16:45:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "deeds about organizers and accounts"

_COMMON = {
    "primary_key": False,
    "unique": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)
    for name, column, params in (
        ("about_person", Integer, {"default": None, "null": True, "index": False}),
        ("detail", Varchar, {"length": 40, "default": "", "null": False, "index": False}),
        ("of_accounts", Boolean, {"default": False, "null": False, "index": True}),
    ):
        manager.add_column(
            table_class_name="AuditEntry",
            tablename="audit_entry",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params={**params, **_COMMON},
            schema=None,
        )
    return manager
