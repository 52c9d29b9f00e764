"""Fairs say how long contact details are kept, and when they were erased."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Integer, Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-24T17:15:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "how long contact details are kept"

_COMMON = {
    "null": True,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Fair",
        tablename="fair",
        column_name="keep_months",
        db_column_name="keep_months",
        column_class_name="Integer",
        column_class=Integer,
        params={"default": 24, **_COMMON},
        schema=None,
    )
    manager.add_column(
        table_class_name="Fair",
        tablename="fair",
        column_name="contacts_erased_at",
        db_column_name="contacts_erased_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={"default": None, **_COMMON},
        schema=None,
    )
    return manager
