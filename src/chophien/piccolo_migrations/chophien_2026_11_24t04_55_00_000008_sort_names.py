"""Companies and products get a column to be ordered by name with."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-24T04:55:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "names in the order of the alphabet"


async def forwards() -> MigrationManager:
    """Add the columns."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)
    for name, table in (("Company", "company"), ("Product", "product")):
        manager.add_column(
            table_class_name=name,
            tablename=table,
            column_name="sort_name",
            db_column_name="sort_name",
            column_class_name="Varchar",
            column_class=Varchar,
            params={
                "length": 300,
                "default": "",
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
