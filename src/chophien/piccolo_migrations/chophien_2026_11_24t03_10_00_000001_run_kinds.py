from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Text, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-24T03:10:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "runs that mend a timetable or answer a question"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)
    common = {
        "primary_key": False,
        "unique": False,
        "index": False,
        "index_method": IndexMethod.btree,
        "choices": None,
        "db_column_name": None,
        "secret": False,
    }
    for name, column, params in (
        ("kind", Varchar, {"length": 8, "default": "solve", "null": False}),
        ("question", Text, {"default": "", "null": False}),
        ("finding", Text, {"default": None, "null": True}),
    ):
        manager.add_column(
            table_class_name="TimetableRun",
            tablename="timetable_run",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params={**common, **params},
            schema=None,
        )
    return manager
